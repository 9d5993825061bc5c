"""The one place that writes a progress row, so that it always follows from answers and ticks."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.assignments.models import Assignment
from app.base.work import Work
from app.learning.models import Progress


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
