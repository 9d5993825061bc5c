"""The teacher's live view of a class: pupils x steps, hands, minutes. Never right or wrong: boards mirror the laptop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.assignments import rules as giving
from app.assignments.queries import Given, TargetPupil, assignment_for_staff, pupils_given, visits_of_assignment
from app.base.names import short_name
from app.base.work import Work
from app.curriculum.module import Module, Step
from app.curriculum.queries import module_of_edition
from app.learning import rules
from app.learning.queries import NOTHING, ProgressNow, progress_of_assignment

RING = 1.5  # a ring when a pupil is this many times the step's minutes on it, at least RING_MINUTES
RING_MINUTES = 5
IDLE_MINUTES = 90  # longer ago is another lesson: no minutes are shown


@dataclass(frozen=True, slots=True)
class Cell:
    """`state`: done, now, help, todo, or none (not a step for this pupil). `how`: screen, paper, board, accepted."""

    step_id: str
    state: str
    how: str | None = None
    minutes: int | None = None
    long: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    pupil_id: UUID
    name: str
    cells: tuple[Cell, ...]
    done: bool
    begun: bool
    absent: bool  # the teacher said so for the visit


@dataclass(frozen=True, slots=True)
class Hand:
    name: str
    label: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ClassView:
    given: Given
    module: Module
    steps: tuple[Step, ...]  # those that were assigned
    rows: tuple[Row, ...]
    hands: tuple[Hand, ...]
    busy: int
    done: int
    not_begun: int
    at: datetime


def class_view(work: Work, *, code: str, language: str) -> ClassView:
    """The grid in a constant number of queries, rows in class-list order. Raises: NotFound."""
    given = assignment_for_staff(work, code)
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)
    pupils = pupils_given(work, assignment_id=given.id)
    visits = visits_of_assignment(work, assignment_id=given.id)
    progress = progress_of_assignment(work, assignment_id=given.id)
    steps = tuple(step for step in module.steps if given.steps is None or step.id in given.steps)
    names = distinct_names(pupils)
    rows = tuple(
        _row(work.now, steps, pupil, names[pupil.id], visits.get(pupil.id, ()), progress.get(pupil.id, NOTHING))
        for pupil in pupils
    )
    hands = _hands(work.now, steps, names, progress)
    done = sum(1 for row in rows if row.done)
    begun = sum(1 for row in rows if row.begun)
    return ClassView(given, module, steps, rows, hands, begun - done, done, len(rows) - begun, work.now)


def distinct_names(pupils: tuple[TargetPupil, ...]) -> Mapping[UUID, str]:
    """First name and initial; two who would look the same get their whole last name."""
    short = {pupil.id: short_name(pupil.first_name, pupil.last_name) for pupil in pupils}
    seen = list(short.values())
    return {
        pupil.id: f"{pupil.first_name} {pupil.last_name}" if seen.count(short[pupil.id]) > 1 else short[pupil.id]
        for pupil in pupils
    }


def _row(
    now: datetime,
    steps: tuple[Step, ...],
    pupil: TargetPupil,
    name: str,
    visits: tuple[giving.Visit, ...],
    progress: ProgressNow,
) -> Row:
    there = giving.was_there(visits)
    own = {step.id for step in giving.own_steps(steps, chosen=None, there=there or not visits)}
    cells = tuple(_cell(now, step, progress, own=step.id in own) for step in steps)
    absent = bool(visits) and all(visit.present is False for visit in visits)
    return Row(pupil.id, name, cells, progress.completed_at is not None, bool(progress.steps), absent)


def _cell(now: datetime, step: Step, progress: ProgressNow, *, own: bool) -> Cell:
    cell: Mapping[str, Any] = progress.steps.get(step.id, {})
    how = rules.how_done(cell)
    if how:
        return Cell(step.id, "done", how)
    if not own:
        return Cell(step.id, "none")
    if progress.at_step != step.id or progress.at_step_since is None:
        return Cell(step.id, "todo")
    minutes = int((now - progress.at_step_since).total_seconds() // 60)
    if progress.help_since is not None:
        return Cell(step.id, "help", minutes=minutes)
    if minutes > IDLE_MINUTES:
        return Cell(step.id, "now")
    return Cell(step.id, "now", minutes=minutes, long=minutes >= max(RING_MINUTES, RING * step.minutes))


def _hands(
    now: datetime, steps: tuple[Step, ...], names: Mapping[UUID, str], progress: Mapping[UUID, ProgressNow]
) -> tuple[Hand, ...]:
    """Who asks for help, longest first."""
    labels = {step.id: step.label for step in steps}
    asking = sorted(
        (row.help_since, pupil_id, row) for pupil_id, row in progress.items() if row.help_since and pupil_id in names
    )
    return tuple(
        Hand(names[pupil_id], labels.get(row.help_step or "", ""), int((now - since).total_seconds() // 60))
        for since, pupil_id, row in asking
    )
