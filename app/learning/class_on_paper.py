"""A class x its steps on one sheet of paper: what is done, and nothing of right or wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.access.matrix import Permission
from app.base.language import N_, gettext, speaking
from app.base.pdf import Fitted, clean_name, fit, page
from app.base.sheets.table import file_stem
from app.base.work import Work
from app.learning.class_view import Cell, class_view
from app.learning.queries import progress_of_assignment
from app.people.queries import class_by_id, teachers_of_class

BEGUN, NOT_THEIRS, TO_DO = "begun", "none", "todo"
SIGNS = {  # state or way of doing -> what it says; each has a drawing of its own in templates/print/overview
    "screen": N_("done"),
    "paper": N_("done on paper"),
    "board": N_("done together in class"),
    "accepted": N_("other work accepted"),
    BEGUN: N_("begun"),
    TO_DO: N_("not yet"),
    NOT_THEIRS: N_("not for this pupil"),
}
HEIGHT, TALLEST, SMALLEST = 134.0, 8.0, 3.9  # mm, for all rows and for one; so a class of 30 is one page
BETWEEN = 0.5  # mm between two rows
NAME_WIDTH, NAME_LENGTH = 50, 42  # mm, and signs: a whole name with three surnames is shorter


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What stands on it: plain values. `cells`: a key of SIGNS for each step. `names`: in class-list order."""

    title: str
    class_name: str
    school_name: str
    teachers: tuple[str, ...]
    day: date
    labels: tuple[str, ...]
    titles: tuple[str, ...]
    names: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    slug: str

    @property
    def file_stem(self) -> str:
        return file_stem(self.class_name, self.slug)


@dataclass(frozen=True, slots=True)
class PaperRow:
    name: Fitted
    signs: tuple[tuple[str, str], ...]  # (drawing, words)


@dataclass(frozen=True, slots=True)
class Total:
    """Of one step: how many did it, of those it is for."""

    done: int
    of: int


def sheet_facts(work: Work, *, code: str, language: str) -> SheetFacts:
    """For a teacher of the class or the school's office. Raises: NotFound, NotAllowed."""
    work.must(Permission.CLASS_READ)
    view = class_view(work, code=code, language=language)
    given = view.given
    work.must(Permission.CLASS_READ, classes={given.class_id}, school=given.school_id)
    klass = class_by_id(work, class_id=given.class_id)
    progress = progress_of_assignment(work, assignment_id=given.id)
    begun = {
        pupil_id: {step_id for step_id, cell in one.steps.items() if cell.get("answered")}
        for pupil_id, one in progress.items()
    }
    return SheetFacts(
        view.module.title,
        klass.name,
        klass.school_name,
        tuple(dict.fromkeys(one.name for one in teachers_of_class(work, class_id=klass.id))),
        work.today,
        tuple(step.label for step in view.steps),
        tuple(step.title for step in view.steps),
        tuple(row.name for row in view.rows),
        tuple(tuple(_sign(cell, row.pupil_id, begun) for cell in row.cells) for row in view.rows),
        view.module.slug,
    )


def draw_sheet(facts: SheetFacts, *, language: str) -> str:
    """The HTML for one class: A4 across, drawn with little ink, and as clear on a grey printer."""
    height = round(min(TALLEST, max(SMALLEST, HEIGHT / max(1, len(facts.names)) - BETWEEN)), 2)
    with speaking(language):
        words = {name: gettext(said) for name, said in SIGNS.items()}
    rows = [
        PaperRow(_name(name, height), tuple((sign, words[sign]) for sign in signs))
        for name, signs in zip(facts.names, facts.cells, strict=True)
    ]
    return page(
        "overview/document.html",
        language=language,
        facts=facts,
        about=_about(facts),
        rows=rows,
        totals=_totals(facts),
        legend=[(sign, words[sign]) for sign in SIGNS if any(sign in signs for signs in facts.cells)],
        height=height,
    )


def _about(facts: SheetFacts) -> str:
    """Who it is about, on one line; a name that cannot be printed as it is loses what cannot."""
    return " · ".join(clean_name(one) for one in (facts.class_name, facts.school_name, *facts.teachers) if one)


def _name(name: str, height: float) -> Fitted:
    shown = clean_name(name)
    if len(shown) > NAME_LENGTH:
        shown = f"{shown[:NAME_LENGTH].rstrip()}…"
    return fit(shown, first="Werf Atkinson", weight=400, width=NAME_WIDTH, height=height, largest=10.5, one_line_from=6)


def _sign(cell: Cell, pupil_id: UUID, begun: Mapping[UUID, set[str]]) -> str:
    if cell.how:
        return cell.how
    if cell.state == "none":
        return NOT_THEIRS
    return BEGUN if cell.state == "now" or cell.step_id in begun.get(pupil_id, ()) else TO_DO


def _totals(facts: SheetFacts) -> Sequence[Total]:
    columns = list(zip(*facts.cells, strict=True)) if facts.cells else [()] * len(facts.labels)
    return [
        Total(
            sum(1 for sign in column if sign not in (BEGUN, TO_DO, NOT_THEIRS)),
            sum(1 for sign in column if sign != NOT_THEIRS),
        )
        for column in columns
    ]
