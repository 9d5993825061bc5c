"""module.yml: its shape by pydantic, its values by the vocabulary."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.base.language import N_
from app.base.levels import BANDS, PO, kind_of
from app.curriculum.blocks import ID
from app.curriculum.checker.vocabulary import LICENCES, Vocabulary
from app.curriculum.checker.yaml_text import Read
from app.curriculum.page import Page

Id = Annotated[str, Field(pattern=rf"^{ID.pattern}$", max_length=60)]

AnyShape = TypeVar("AnyShape", bound="Shape")


class Shape(BaseModel):
    """Nothing but the keys that are named, and nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StepFacts(Shape):
    id: Id
    phase: Literal["before", "during", "after"]
    minutes: Annotated[int, Field(ge=1, le=600)]
    icon: str
    levels: list[str] = []  # for which of the module's levels; none: all


class VisitFacts(Shape):
    kind: str
    evidence: list[str] = []


class PassFacts(Shape):
    steps: Literal["all"]
    points: Annotated[str, Field(pattern=r"^(100|[1-9]?\d)%$")] | None = None


class Reviewed(Shape):
    company: str
    person: str
    on: Annotated[date, Field(alias="date")]
    valid_until: date


class Facts(Shape):
    id: Id
    version: Annotated[str, Field(pattern=r"^[1-9]\d{0,3}\.\d{1,4}$")]
    status: Literal["draft", "review", "published", "retired"]
    language: str
    also: list[str] = []
    levels: Annotated[list[str], Field(min_length=1)]
    kerndoelen: list[str]
    topics: list[str]
    steps: Annotated[list[StepFacts], Field(min_length=1)]
    safety: list[str] = []
    visit: VisitFacts | None = None
    passing: Annotated[PassFacts, Field(alias="pass")]
    licence: str
    reviewed: list[Reviewed] = []
    retired_questions: list[Id] = []  # ids that were in an earlier edition, and never come back
    urgent: bool = False  # this revision mends something that was not safe

    @property
    def edition(self) -> int:
        return int(self.version.split(".")[0])

    @property
    def revision(self) -> int:
        return int(self.version.split(".")[1])

    @property
    def knows_levels(self) -> bool:
        """Are they all levels that there are? If not, nothing follows from them."""
        return all(level in BANDS for level in self.levels)

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.language, *(other for other in dict.fromkeys(self.also) if other != self.language))


WANTED: Mapping[str, str] = {
    "version": N_("Write it like 1.0: edition.revision."),
    "status": N_("Choose one of: draft, review, published, retired."),
    "phase": N_("Choose one of: before, during, after."),
    "minutes": N_("Write whole minutes, 1 to 600."),
    "id": N_("Use only a-z, 0-9 and `-`."),
    "points": N_('Write it like "60%".'),
    "steps": N_("Write the steps as a list; under pass, write all."),
    "date": N_("Write it like 2026-11-01."),
    "valid_until": N_("Write it like 2026-11-01."),
    "urgent": N_("Write true or false."),
    "age": N_("Write it like 9-12."),
    "validated": N_("Write yes only when researchers tried the set and measured it; else no."),
}
PHASES = {"before": N_("before the visit"), "during": N_("during the visit"), "after": N_("after the visit")}
RESERVED = ("about", "host", "materials", "teacher")
OF_ITS_OWN = N_("Choose another name: about, host, materials and teacher are pages of their own.")
ANOTHER = N_("Look at how another module writes it.")


def read_facts(page: Page, read: Read) -> Facts | None:
    """The facts, or None when their shape is wrong; every problem of shape is noted."""
    return read_shape(page, read, Facts)


def read_shape(page: Page, read: Read, shape: type[AnyShape]) -> AnyShape | None:
    """The values of a YAML file, or None when their shape is wrong; every problem of shape is noted."""
    try:
        return shape.model_validate(read.value)
    except ValidationError as error:
        for one in error.errors():
            _note(page, read, shape, one["type"], one["loc"], one.get("input"))
        return None


def _note(page: Page, read: Read, shape: type[Shape], kind: str, where: Iterable[int | str], value: Any) -> None:
    path = tuple(where)
    line = read.line(*path)
    key = str(next((part for part in reversed(path) if isinstance(part, str)), "module.yml"))
    if kind == "missing":
        page.wrong("M05", line, key=key)
    elif kind == "extra_forbidden":
        page.wrong("M04", line, key=key, known=", ".join(_known(shape, path[:-1])))
    else:
        shown = value if isinstance(value, str) else "…"
        page.wrong("M06", line, key=key, value=shown, wanted=WANTED.get(key, ANOTHER))


def _known(shape: type[Shape], path: tuple[int | str, ...]) -> Iterable[str]:
    inner: dict[str, type[Shape]] = {
        "steps": StepFacts, "visit": VisitFacts, "pass": PassFacts, "reviewed": Reviewed
    }  # fmt: skip
    held = inner.get(str(path[0]), shape) if path else shape
    return (field.alias or name for name, field in held.model_fields.items())


def check_facts(page: Page, read: Read, facts: Facts, vocabulary: Vocabulary, folder: str, today: date) -> None:
    """Everything about module.yml that can be said without the other files."""
    if facts.id != folder:
        page.wrong("M07", read.line("id"), id=facts.id, folder=folder)
    _check_words(page, read, facts, vocabulary)
    _check_steps(page, read, facts)
    if facts.passing.points and any(kind_of(level) == PO for level in facts.levels if level in BANDS):
        page.wrong("M13", read.line("pass", "points"))
    if facts.licence not in LICENCES:
        page.wrong("M15", read.line("licence"), licence=facts.licence, known=", ".join(LICENCES))
    for number, review in enumerate(facts.reviewed):
        if review.valid_until < today:
            page.wrong("M19", read.line("reviewed", number), company=review.company, until=review.valid_until)


def _check_words(page: Page, read: Read, facts: Facts, vocabulary: Vocabulary) -> None:
    lists: tuple[tuple[str, Iterable[str], Iterable[str]], ...] = (
        ("levels", facts.levels, BANDS),
        ("kerndoelen", facts.kerndoelen, vocabulary.kerndoelen),
        ("topics", facts.topics, vocabulary.topics),
        ("safety", facts.safety, vocabulary.safety),
        ("also", facts.also, vocabulary.languages),
        ("language", [facts.language], vocabulary.languages),
    )
    for name, values, known in lists:
        for number, value in enumerate(values):
            _check_word(page, read.line(name, number), name, value, known)
    for number, step in enumerate(facts.steps):
        _check_word(page, read.line("steps", number, "icon"), "icons", step.icon, vocabulary.icons)
    if facts.visit:
        _check_word(page, read.line("visit", "kind"), "visit_kinds", facts.visit.kind, vocabulary.visit_kinds)


def _check_word(page: Page, line: int, name: str, value: str, known: Iterable[str]) -> None:
    if value not in set(known):
        page.wrong("M09", line, value=value, list=name, known=", ".join(known))


def _gaps(facts: Facts) -> Iterator[tuple[str, str]]:
    """(level, phase): there are steps in the phase, and none of them is for that level."""
    if not facts.knows_levels or any(level not in facts.levels for step in facts.steps for level in step.levels):
        return  # said already: a level is not of this module
    for phase in dict.fromkeys(step.phase for step in facts.steps):
        held = [step for step in facts.steps if step.phase == phase]
        for level in facts.levels:
            if not any(level in (step.levels or facts.levels) for step in held):
                yield level, phase


def _check_steps(page: Page, read: Read, facts: Facts) -> None:
    seen: set[str] = set()
    for number, step in enumerate(facts.steps):
        if step.id in seen:
            page.wrong("M10", read.line("steps", number, "id"), id=step.id)
        seen.add(step.id)
        if step.id in RESERVED:
            page.wrong("M06", read.line("steps", number, "id"), key="id", value=step.id, wanted=OF_ITS_OWN)
        for at, level in enumerate(step.levels):
            if facts.knows_levels and level not in facts.levels:
                line = read.line("steps", number, "levels", at)
                page.wrong("M21", line, level=level, known=", ".join(facts.levels))
    for level, phase in _gaps(facts):
        page.wrong("M22", read.line("steps"), level=level, phase=PHASES[phase])
    if facts.visit and not any(step.phase == "during" for step in facts.steps):
        page.wrong("M18", read.line("visit"))
