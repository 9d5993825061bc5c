"""What a card proposes: the steps of today, who can help and who needs it. The teacher changes it before printing."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access.matrix import Permission
from app.base.work import Work
from app.curriculum.module import DURING, Step
from app.learning.class_view import ClassView, Row, class_view

ENOUGH_MINUTES = 30  # of steps proposed for one lesson
MOST_STEPS = 3
MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    view: ClassView
    steps: tuple[Step, ...]  # that can be chosen
    chosen: tuple[str, ...]
    can_help: str
    need_help: str


def proposal(work: Work, *, code: str, language: str) -> Proposal:
    """For the form. Raises: NotFound."""
    work.must(Permission.SUBSTITUTE_INVITE)
    view = class_view(work, code=code, language=language)
    work.must(Permission.SUBSTITUTE_INVITE, classes={view.given.class_id}, school=view.given.school_id)
    steps = tuple(step for step in view.for_board if step.phase != DURING)
    chosen = _of_now(view, steps)
    can, need = who_helps_whom(view, chosen)
    return Proposal(view, steps, chosen, ", ".join(can), ", ".join(need))


def who_helps_whom(view: ClassView, chosen: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names as in the grid: who has done these steps can help; who asks for help or has not begun while most have
    needs it. Before a class begins there is nothing to say, and nobody is named."""
    places = [n for n, step in enumerate(view.steps) if step.id in chosen]
    begun = [row for row in view.rows if row.state != "waiting"]
    can = [row.name for row in begun if places and all(_is_behind(row, n) for n in places) and row.state != "help"]
    need = [row.name for row in view.rows if row.state == "help"]
    if 2 * len(begun) > len(view.rows):
        need += [row.name for row in view.rows if row.state == "waiting"]
    return tuple(can[:MOST_NAMES]), tuple(need[:MOST_NAMES])


def _is_behind(row: Row, place: int) -> bool:
    return not row.cells[place].is_open


def _of_now(view: ClassView, steps: Sequence[Step]) -> tuple[str, ...]:
    """From the first step that half of the class has still to do, about a lesson long."""
    place = {step.id: n for n, step in enumerate(view.steps)}
    to_do = [step for step in steps if not view.rows or _open(view, place[step.id]) * 2 >= len(view.rows)]
    chosen: list[Step] = []
    for step in to_do or list(steps)[-1:]:
        if len(chosen) == MOST_STEPS or sum(one.minutes for one in chosen) >= ENOUGH_MINUTES:
            break
        chosen.append(step)
    return tuple(step.id for step in chosen)


def _open(view: ClassView, place: int) -> int:
    return sum(1 for row in view.rows if row.cells[place].is_open)
