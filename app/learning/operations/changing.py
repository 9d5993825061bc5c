"""Other steps of a module for a class that is at work: who is ready with everything follows, and nothing is deleted."""

from collections.abc import Collection

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments import operations as giving
from app.assignments.queries import Given, assignment_for_staff, module_given, pupils_given, visits_of_assignment
from app.base.work import Work
from app.learning import rules
from app.learning.lesson import viewer_of
from app.learning.models import Progress
from app.learning.operations.progress import hold, touched


def change_steps(work: Work, *, code: str, step_ids: Collection[str], seen: int) -> bool:
    """Take steps off or give them again. What was handed in stays where it is, and is found again with its step.

    Certificates that were issued do not change. Returns whether anything changed.

    Raises:
        NotFound: out of reach.
        RuleBroken: no step, or a colleague changed it meanwhile.
    """
    work.must(Permission.ASSIGNMENT_GIVE)
    given = assignment_for_staff(work, code)
    work.must(Permission.ASSIGNMENT_GIVE, classes={given.class_id}, school=given.school_id)
    hold(work, assignment_id=given.id)
    if not giving.change_steps(work, code=code, step_ids=step_ids, seen=seen):
        return False
    work.db.flush()
    _say_who_is_ready(work, assignment_for_staff(work, code))
    return True


def _say_who_is_ready(work: Work, given: Given) -> None:
    """By the steps of now: a step given is one to do, whoever was ready before; one taken off may be the last."""
    module = module_given(work, given, language="nl")
    levels = {pupil.id: pupil.level for pupil in pupils_given(work, assignment_id=given.id)}
    visits = visits_of_assignment(work, assignment_id=given.id)
    rows = select(Progress).where(Progress.assignment_id == given.id).order_by(Progress.id).with_for_update()
    for row in work.db.scalars(rows):
        viewer = viewer_of(visits.get(row.pupil_id, ()), levels.get(row.pupil_id))
        own = rules.own_steps(module.steps, viewer, row.steps, chosen=given.steps)
        ready = rules.all_done(own, row.steps)
        if ready != (row.completed_at is not None):
            row.completed_at = work.now if ready else None
            touched(work, row)
