"""The sheets a module can be printed as: for whom each is, which steps stand on it, and the facts it is drawn from."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.access.matrix import Permission
from app.base.language import N_, gettext_for
from app.base.problems import NotFound
from app.curriculum.module import (
    AFTER,
    BEFORE,
    DURING,
    PRINT,
    WAS_NOT_THERE,
    AnswerKey,
    Module,
    Part,
    Step,
    Viewer,
)

GUIDE, ANSWERS, HOST, MISSED, HOME = "guide", "answers", "host", "missed", "home"
_DRAWN_BY = (Path(__file__).parent, Path(__file__).parents[3] / "templates" / "print" / "modules")


@dataclass(frozen=True, slots=True)
class Sheet:
    """`most`: pages it may have, None when there is no limit. `phases`: whose steps stand on it."""

    kind: str
    title: str
    about: str
    icon: str
    needs: Permission
    most: int | None = None
    phases: tuple[str, ...] = ()
    present: bool | None = True  # was on the visit; the sheet for who was not there says False

    @property
    def is_guide(self) -> bool:
        return self.kind == GUIDE

    @property
    def is_for_host(self) -> bool:
        return self.kind == HOST

    def steps_of(self, module: Module, band: str | None = None) -> tuple[Step, ...]:
        steps = [step for step in module.steps if step.phase in self.phases and step.is_for(band)]
        if self.kind == ANSWERS:
            return tuple(steps)  # of who was there and of who was not
        if self.kind == MISSED:
            steps = [step for step in steps if any(part.kind == WAS_NOT_THERE for part in step.parts)]
        if self.kind == HOME:
            return tuple(step for step in steps if self.cards_of(step, band))
        return tuple(step for step in steps if step.shown_parts(self.viewer(band)))

    def cards_of(self, step: Step, band: str | None = None) -> tuple[Part, ...]:
        """What is for paper in a step after the visit goes home with the child."""
        return tuple(part for part in step.shown_parts(self.viewer(band)) if part.kind == PRINT)

    def viewer(self, band: str | None) -> Viewer:
        return Viewer(present=self.present, band=band, visiting=self.present is not False)


_READ, _TEACH = Permission.CATALOGUE_READ, Permission.ASSIGNMENT_GIVE
NO_DEVICE = N_("For who has no device")
SHEETS = (
    Sheet(GUIDE, N_("Guide"), N_("For the teacher, 2 pages"), "book-open", _READ, 2),
    Sheet(DURING, N_("Worksheet for the visit"), N_("One sheet for each pupil"), "flag", _READ, 2, (DURING,)),
    Sheet(
        ANSWERS, N_("Answers"), N_("With what to look for in open questions"), "key-round", _TEACH,
        phases=(BEFORE, DURING, AFTER),
    ),
    Sheet(HOST, N_("Page for the company"), N_("Who comes and what helps them"), "briefcase", _READ, 1),
    Sheet(BEFORE, N_("Worksheets before the visit"), NO_DEVICE, "pencil", _READ, phases=(BEFORE,)),
    Sheet(AFTER, N_("Worksheets after the visit"), NO_DEVICE, "rewind", _READ, phases=(AFTER,)),
    Sheet(
        MISSED, N_("Worksheet for who was not there"), N_("Instead of the visit"), "users", _READ, phases=(AFTER,),
        present=False,
    ),
    Sheet(HOME, N_("Card for at home"), N_("Four on a page, to cut out"), "message-circle", _READ, phases=(AFTER,)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one print is drawn from. `band`: the level it is for; None: for all of the module's."""

    sheet: Sheet
    module: Module
    key: AnswerKey
    band: str | None = None


def sheet_named(kind: str) -> Sheet:
    """Raises: NotFound."""
    for sheet in SHEETS:
        if sheet.kind == kind:
            return sheet
    raise NotFound("sheet")


def file_name(sheet: Sheet, module: Module, band: str = "") -> str:
    """The name of the file: `zeesluis-werkblad-voor-het-bezoek.pdf`."""
    said = gettext_for(module.language)(sheet.title).lower()
    words = "-".join("".join(sign if sign.isalnum() else " " for sign in said).split())
    return "-".join(part for part in (module.slug, words, band) if part) + ".pdf"


@lru_cache(maxsize=1)
def drawn_as() -> str:
    """A digest of all that says how a print looks: when that changes, what was drawn before is not used any more."""
    whole = hashlib.sha256()
    for folder in _DRAWN_BY:
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".py", ".html", ".css", ".svg"):
                whole.update(file.read_bytes())
    return whole.hexdigest()[:16]
