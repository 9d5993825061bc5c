"""For whom a step is ticked at its end: everybody, or those who were ticked for a step before it today. No names."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.assignments.queries import Given
from app.base import clock
from app.base.work import Work
from app.curriculum.module import Step
from app.learning.class_view import class_view
from app.learning.models import StepTick
from app.learning.rules import BOARD

UNDONE = "undone"  # of a tick: taken away again


@dataclass(frozen=True, slots=True)
class Roll:
    """`to_tick`: pupils still to be ticked. `known`: they are those of an earlier step of today, not simply everybody.
    `done` of `all`: pupils of whom this is a step."""

    to_tick: tuple[UUID, ...]
    known: bool
    done: int
    all: int


def roll_of(work: Work, given: Given, step: Step, *, language: str) -> Roll:
    view = class_view(work, code=given.code, language=language)
    place = next(n for n, one in enumerate(view.steps) if one.id == step.id)
    own = [row for row in view.rows if row.cells[place].state != "none"]
    to_tick = [row.pupil_id for row in own if row.cells[place].is_open]
    here = _here_today(work, given, step)
    chosen = [pupil_id for pupil_id in to_tick if pupil_id in here] if here else to_tick
    return Roll(tuple(chosen), bool(here), len(own) - len(to_tick), len(own))


def _here_today(work: Work, given: Given, step: Step) -> frozenset[UUID]:
    """Who was ticked today for the last step that was done together, this one left out; nobody when it is the first."""
    ticks = work.db.execute(
        select(StepTick.step_id, StepTick.pupil_id, StepTick.how, StepTick.at)
        .where(
            StepTick.assignment_id == given.id,
            StepTick.how.in_((BOARD, UNDONE)),
            StepTick.step_id != step.id,
            StepTick.at > work.now - timedelta(days=1),
        )
        .order_by(StepTick.id)
    ).all()
    today = {(one.step_id, one.pupil_id): one.how for one in ticks if clock.school_day(one.at) == work.today}
    ticked = [which for which, how in today.items() if how == BOARD]
    return frozenset(pupil_id for step_id, pupil_id in ticked if step_id == ticked[-1][0])
