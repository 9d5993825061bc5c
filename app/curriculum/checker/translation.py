"""A translation against the source: the same questions, letters, tasks and levels, and no key of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.curriculum.draft import PartDraft, QuestionDraft, StepDraft
from app.curriculum.page import Page

WORDS = "accept"  # of the key: words that are right in this language, which are not those of another


@dataclass(frozen=True, slots=True)
class Placed:
    """A part with the kinds of the blocks around it, and whom it is for when they count too (none: everybody)."""

    part: PartDraft
    kinds: tuple[str, ...]
    reach: tuple[str, ...] = ()

    @property
    def levels(self) -> tuple[str, ...]:
        return tuple(sorted(self.part.levels))

    @property
    def name(self) -> str:
        """What it is known by in every language: `question #why`; empty when it has no id."""
        kind = "question" if self.part.question else self.part.kind
        return f"{kind} #{self.part.id}" if self.part.id and kind in MISSING else ""


MISSING = {"question": "V01", "task": "V07", "recall": "V12"}


def placed(parts: Sequence[PartDraft], kinds: tuple[str, ...] = (), reach: tuple[str, ...] = ()) -> Iterator[Placed]:
    """All parts, outer before inner."""
    for part in parts:
        one = Placed(part, kinds, part.levels or reach)
        yield one
        yield from placed(part.parts, (*kinds, part.kind), one.reach)


def check_translation(pages: Mapping[str, Page], source: StepDraft, other: StepDraft) -> None:
    """Everything in which a step of a translation differs from its source. `pages` by file, with those included."""
    wanted = {one.name: one for one in placed(source.parts) if one.name}
    found = {one.name: one for one in placed(other.parts) if one.name}
    page = pages[other.file]
    included = {one.part.file for one in placed(other.parts)}
    for name, one in wanted.items():
        if name not in found:
            twin = _twin(one.part.file, source, other)
            missing = pages[twin] if twin in included else page
            missing.wrong(MISSING[name.split()[0]], 1, id=one.part.id)
    for name, one in found.items():
        here = pages.get(one.part.file, page)
        if name not in wanted:
            here.wrong("V02", one.part.line, id=one.part.id)
        else:
            _check_place(here, wanted[name], one)
            if one.part.question and (question := wanted[name].part.question):
                _compare(here, question, one.part.question)
    _check_levels(page, wanted.values(), found)
    _check_nameless(page, source, other)


def _twin(file: str, source: StepDraft, other: StepDraft) -> str:
    """The same included text in the language of the translation."""
    languages = [step.file.split("/")[-2] for step in (source, other)]
    return f"/{languages[1]}/".join(file.rsplit(f"/{languages[0]}/", 1))


def _check_place(page: Page, source: Placed, other: Placed) -> None:
    if other.kinds != source.kinds:
        found, wanted = (", ".join(one.kinds) or "-" for one in (other, source))
        page.wrong("V11", other.part.line, id=other.part.id, found=found, wanted=wanted)


def _check_levels(page: Page, source: Iterable[Placed], found: Mapping[str, Placed]) -> None:
    for one in source:
        if one.name in found and found[one.name].levels != one.levels:
            _wrong_levels(page, one, found[one.name])


def _check_nameless(page: Page, source: StepDraft, other: StepDraft) -> None:
    """Blocks without an id are laid side by side, in order, when they are the same blocks."""
    wanted, found = ([one for one in placed(step.parts) if not one.name] for step in (source, other))
    if [one.part.kind for one in wanted] == [one.part.kind for one in found]:
        for first, second in zip(wanted, found, strict=True):
            if first.levels != second.levels:
                _wrong_levels(page, first, second)
        return
    told = [sorted((one.part.kind, one.levels) for one in held if one.levels) for held in (found, wanted)]
    if told[0] != told[1]:
        said = ["; ".join(f"{kind}: {', '.join(levels)}" for kind, levels in held) or "-" for held in told]
        page.wrong("V10", 1, found=said[0], wanted=said[1])


def _wrong_levels(page: Page, source: Placed, other: Placed) -> None:
    """At its own line; of what was included, on the first line of the step that included it."""
    found, wanted = (", ".join(one.levels) or "-" for one in (other, source))
    line = other.part.line if other.part.file == page.file else 1
    page.wrong("V10", line, found=found, wanted=wanted)


def _compare(page: Page, source: QuestionDraft, other: QuestionDraft) -> None:
    if other.type != source.type:
        page.wrong("V05", other.line, found=other.type, wanted=source.type)
        return
    letters, held = ([option.letter for option in one.options] for one in (source, other))
    if sorted(letters) != sorted(held):
        page.wrong("V03", other.line, found=" ".join(held) or "-", wanted=" ".join(letters) or "-")
    elif _contradicts(source, other):
        page.wrong("V04", other.line, wanted=_said(source))
    for option, value in other.given.items():
        if source.given.get(option) != value:
            page.wrong("V09", other.line, option=f"{option}={value}")


def _contradicts(source: QuestionDraft, other: QuestionDraft) -> bool:
    """Does the translation give a key, and is it another than that of the source?"""
    first, second = (
        {name: value for name, value in (one.facts or {}).items() if name != WORDS} for one in (source, other)
    )
    areas = [{option.letter: option.area for option in one.options} for one in (source, other)]
    return bool(first and second and first != second) or areas[0] != areas[1]


def _said(source: QuestionDraft) -> str:
    facts = source.facts or {}
    letters = facts.get("right") or facts.get("order")
    areas = [f"{one.letter}: {','.join(map(str, one.area))}" for one in source.options if one.area]
    if areas:
        return "; ".join(areas)
    if letters:
        return " ".join(letters)
    if "rows" in facts:
        return f"rows: {facts['rows']}"
    return f"{facts.get('value')} {facts.get('unit', '')}".strip()


def question_ids(steps: Iterable[StepDraft]) -> set[str]:
    return {one.part.question.id for step in steps for one in placed(step.parts) if one.part.question}
