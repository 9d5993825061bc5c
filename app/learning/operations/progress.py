"""The one place that writes a progress row, so that it always follows from answers and ticks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from app.assignments.models import Assignment
from app.base.hot import SCHOOL, adding, checked
from app.base.work import Work
from app.curriculum.module import Step
from app.learning.lesson import Lesson
from app.learning.models import Progress
from app.learning.queries import ProgressNow, progress_of

_CHANGING = ("steps", "at_step", "at_step_since", "help_since", "help_step", "completed_at", "heard_at", "waiting")
_ADD = adding(Progress)
_PUT = checked(
    update(Progress.__table__)  # type: ignore[arg-type]
    .where(
        Progress.__table__.c.school_id == SCHOOL,
        Progress.__table__.c.id == bindparam("row"),
        Progress.__table__.c.version == bindparam("seen"),
    )
    .values({name: bindparam(f"new_{name}") for name in (*_CHANGING, "version", "changed_at")})
)


def change(work: Work, lesson: Lesson, how: Callable[[ProgressNow], ProgressNow]) -> ProgressNow:
    """Put what `how` makes of the progress of the pupil at the keyboard in its row, and hand it back.

    The row is changed as it was read with the lesson, in one statement that knows by `version` whether that still
    holds. Only on PostgreSQL may somebody have come between: then the row is locked, read anew and changed.
    """
    now = lesson.progress
    after = how(now)
    if after == now:
        return now
    if now.id is None:
        pupil_id, given = work.actor.user_id, lesson.given
        facts = {name: getattr(after, name) for name in _CHANGING}
        work.hot(
            _ADD, id=work.new_id(), assignment_id=given.id, pupil_id=pupil_id, version=1, changed_at=work.now, **facts
        )
    elif not _put(work, now, after):
        now = progress_of(work, assignment_id=lesson.given.id, pupil_id=now.pupil_id, lock=True)
        after = how(now)
        _put(work, now, after)
    return after


def _put(work: Work, now: ProgressNow, after: ProgressNow) -> bool:
    facts = {f"new_{name}": getattr(after, name) for name in _CHANGING}
    put = work.hot(_PUT, row=now.id, seen=now.version, new_version=now.version + 1, new_changed_at=work.now, **facts)
    return bool(put.rowcount)


def at_step(work: Work, now: ProgressNow, step: Step) -> ProgressNow:
    """The pupil is on this step, since now if that was another."""
    return now if now.at_step == step.id else replace(now, at_step=step.id, at_step_since=work.now)


def heard(work: Work, now: ProgressNow) -> ProgressNow:
    """Something came in: a sign of life of a device that gives any, and one answer less that waits on it."""
    return now if now.heard_at is None else replace(now, heard_at=work.now, waiting=max(now.waiting - 1, 0))


def with_cells(work: Work, now: ProgressNow, cells: Mapping[str, Any], *, complete: bool) -> ProgressNow:
    """A pupil who was complete once stays complete."""
    first = work.now if complete and now.completed_at is None else now.completed_at
    return replace(now, steps=dict(cells), completed_at=first)


def row_for(work: Work, *, assignment_id: UUID, pupil_id: UUID, school_id: UUID) -> Progress:
    """The row to change, made when the pupil begins. Locked on PostgreSQL until the end of the work."""
    row = work.db.scalars(
        select(Progress).where(Progress.assignment_id == assignment_id, Progress.pupil_id == pupil_id).with_for_update()
    ).one_or_none()
    if row is None:
        row = Progress(
            id=work.new_id(),
            school_id=school_id,
            assignment_id=assignment_id,
            pupil_id=pupil_id,
            steps={},
            version=0,
            changed_at=work.now,
        )
        work.db.add(row)
    return row


def hold(work: Work, *, assignment_id: UUID) -> None:
    """Let nobody else give answers, mark or move in this assignment until the end of the work. On PostgreSQL an answer
    that is being kept waits too, because it points at this row; on SQLite one acts at a time anyway."""
    work.db.execute(select(Assignment.id).where(Assignment.id == assignment_id).with_for_update())


def moved(work: Work, row: Progress, cells: Mapping[str, Any], *, complete: bool) -> None:
    """Put new cells in the row. A pupil who was complete once stays complete."""
    row.steps = dict(cells)
    if complete and row.completed_at is None:
        row.completed_at = work.now
    touched(work, row)


def touched(work: Work, row: Progress) -> None:
    row.version += 1
    row.changed_at = work.now
