"""A class goes to another edition of its module, and back the same way: nothing is deleted, nothing goes down."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.operations import change_edition
from app.assignments.queries import assignment_for_staff
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.module import Module
from app.curriculum.queries import module_of_edition
from app.learning.models import Progress, StepTick
from app.learning.moving import Plan, PupilMove, chosen_in
from app.learning.operations.progress import hold, moved
from app.learning.operations.regrade import add_marks, note
from app.learning.queries import ProgressNow
from app.learning.rules import ACCEPTED
from app.learning.stale import stale_answers
from app.learning.versions import MOVED, editions_for


def move_class(work: Work, *, code: str, edition: int) -> int:
    """Put the class on `edition`, with the answers that mean the same there. Returns how many pupils had begun.

    Twice is once. A step is to do again only for what is new in it; what a teacher ticked stays ticked, and who was
    ready with everything stays ready.

    Raises: NotFound: out of reach, or no edition that this class can move to.
    """
    work.must(Permission.ASSIGNMENT_GIVE)
    given = assignment_for_staff(work, code)
    work.must(Permission.ASSIGNMENT_GIVE, classes={given.class_id}, school=given.school_id)
    hold(work, assignment_id=given.id)
    given = assignment_for_staff(work, code)  # as it is now that nobody else moves it
    if given.module_edition == edition:
        return 0
    if edition not in editions_for(work, given):
        raise NotFound("edition")
    now, to = (
        module_of_edition(work, slug=given.module_slug, edition=one, language="nl")
        for one in (given.module_edition, edition)
    )
    rows = _rows(work, given.id)
    moves = list(Plan(work, given, now, to).moves({pupil_id: _now(row) for pupil_id, row in rows.items()}))
    change_edition(work, code=code, edition=edition)
    for move in moves:
        _move(work, rows[move.pupil_id], move, to)
    there = replace(given, module_edition=edition, version_id=to.version_id, steps=chosen_in(to, given.steps))
    add_marks(work, there, to, stale_answers(work, there))
    counts = {"pupils": len(moves), "undone": sum(bool(move.progress.undone) for move in moves)}
    note(work, there, MOVED, edition, to.revision, **{"from": now.edition, **counts})
    return len(moves)


def _rows(work: Work, assignment_id: UUID) -> dict[UUID, Progress]:
    rows = work.db.scalars(
        select(Progress).where(Progress.assignment_id == assignment_id).order_by(Progress.id).with_for_update()
    )
    return {row.pupil_id: row for row in rows}


def _now(row: Progress) -> ProgressNow:
    return ProgressNow(
        row.pupil_id,
        row.steps,
        row.at_step,
        row.at_step_since,
        row.help_since,
        row.help_step,
        row.completed_at,
    )


def _move(work: Work, row: Progress, move: PupilMove, to: Module) -> None:
    for step_id in move.progress.accepted:
        assert work.actor.user_id is not None
        work.db.add(
            StepTick(
                id=work.new_id(),
                school_id=row.school_id,
                assignment_id=row.assignment_id,
                pupil_id=row.pupil_id,
                step_id=step_id,
                how=ACCEPTED,
                by=work.actor.user_id,
                at=work.now,
            )
        )
    if row.at_step is not None and to.step(row.at_step) is None:
        row.at_step, row.at_step_since = None, None
    moved(work, row, move.progress.cells, complete=move.progress.complete)
