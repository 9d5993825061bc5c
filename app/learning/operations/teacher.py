"""What a teacher says of pupils' work: done on paper or together, other work accepted."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments import rules as giving
from app.assignments.queries import Given, assignment_for_staff, pupils_given, visits_of_assignment
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.module import DURING, Step, Viewer
from app.curriculum.queries import module_of_edition
from app.learning import rules
from app.learning.lesson import viewer_of
from app.learning.models import Progress, StepTick
from app.learning.operations.progress import moved, row_for, touched
from app.learning.queries import NOTHING, progress_of_assignment


def tick_step(
    work: Work, *, code: str, step_id: str, how: str, pupil_ids: Collection[UUID] | None = None, reason: str = ""
) -> int:
    """Tick a step for these pupils; None: for the whole class. Returns how many were not done so before.

    A pupil it is no step for (was not there) is passed by.
    `how`: paper, board, or accepted (other work; the reason goes to the log alone, never to paper). Done on the board
    is what who leads the lesson may say, a substitute too: so the lesson counts.

    Raises:
        NotFound: assignment, step or pupil out of reach.
        RuleBroken: an unknown way, nobody chosen, other work without a reason, a visit's step without a visit.
    """
    given = _given(work, code, Permission.LESSON_LEAD if how == rules.BOARD else Permission.STEP_TICK)
    if how not in rules.HOWS:
        raise RuleBroken("how", N_("Choose how it was done."))
    if how == rules.ACCEPTED and not reason.strip():
        raise RuleBroken("reason", N_("Say in a few words why; only the log keeps it."))
    changed = _for_each(work, given, step_id, how, pupil_ids)
    work.audit("step.ticked", given.id, step=step_id, how=how, pupils=changed, reason=reason.strip()[:500])
    return changed


def tick_present(work: Work, *, code: str) -> int:
    """Tick the steps during the visit, on paper, for everybody the teacher said was there. Returns how many pupils.

    Raises:
        RuleBroken: nothing was said of presence yet.
    """
    given = _given(work, code)
    visits = visits_of_assignment(work, assignment_id=given.id)
    there = [pupil_id for pupil_id, own in visits.items() if giving.proven_there(own)]
    if not there:
        raise RuleBroken("", N_("Say first who was there. Then the step of the visit can be ticked for them."))
    changed = 0
    for step in _steps(work, given):
        if step.phase == DURING:
            changed = max(changed, _for_each(work, given, step.id, rules.PAPER, there))
    work.audit("step.ticked", given.id, step=DURING, how=rules.PAPER, pupils=changed, reason="")
    return changed


def untick_step(work: Work, *, code: str, step_id: str, pupil_ids: Collection[UUID] | None = None) -> int:
    """Take a tick away; what a pupil handed in on the screen stays done."""
    given = _given(work, code)
    changed = _for_each(work, given, step_id, None, pupil_ids)
    work.audit("step.unticked", given.id, step=step_id, pupils=changed)
    return changed


def lower_hand(work: Work, *, code: str, pupil_id: UUID) -> None:
    """Who leads the lesson was there: the hand goes down. A hand that is down already stays down."""
    given = _given(work, code, Permission.LESSON_LEAD)
    row = work.db.scalars(
        select(Progress).where(Progress.assignment_id == given.id, Progress.pupil_id == pupil_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound("pupil")
    if row.help_since is not None:
        row.help_since, row.help_step = None, None
        touched(work, row)


def _given(work: Work, code: str, permission: Permission = Permission.STEP_TICK) -> Given:
    work.must(permission)
    given = assignment_for_staff(work, code)
    work.must(permission, classes={given.class_id}, school=given.school_id)
    return given


def _steps(work: Work, given: Given) -> tuple[Step, ...]:
    """The steps that were assigned; which of them are whose follows from the visits."""
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language="nl")
    return tuple(step for step in module.steps if given.steps is None or step.id in given.steps)


def _for_each(work: Work, given: Given, step_id: str, how: str | None, pupil_ids: Collection[UUID] | None) -> int:
    steps = _steps(work, given)
    step = next((one for one in steps if one.id == step_id), None)
    if step is None:
        raise NotFound("step")
    levels = {pupil.id: pupil.level for pupil in pupils_given(work, assignment_id=given.id)}
    wanted = set(levels) if pupil_ids is None else set(pupil_ids)
    if not wanted:
        raise RuleBroken("pupils", N_("Tick at least one pupil."))
    if not wanted <= set(levels):
        raise NotFound("pupil")
    visits = visits_of_assignment(work, assignment_id=given.id)
    if step.phase == DURING and how and not any(pupil_id in visits for pupil_id in wanted):
        raise RuleBroken("step", N_("This step belongs to a visit. Say first which visit goes with the assignment."))
    progress = progress_of_assignment(work, assignment_id=given.id)
    changed = 0
    for pupil_id in sorted(wanted):
        viewer = viewer_of(visits.get(pupil_id, ()), levels[pupil_id])
        own = rules.own_steps(steps, viewer, progress.get(pupil_id, NOTHING).steps)
        changed += _one(work, given, own, step, how, pupil_id, viewer)
    return changed


def _one(
    work: Work, given: Given, own: tuple[Step, ...], step: Step, how: str | None, pupil_id: UUID, viewer: Viewer
) -> int:
    if step not in own:
        return 0  # not a step for this pupil: was not there, or of another level
    row = row_for(work, assignment_id=given.id, pupil_id=pupil_id, school_id=given.school_id)
    before = rules.how_done(row.steps.get(step.id))
    cells = rules.with_tick(row.steps, step, how, viewer=viewer, at=work.now.isoformat())
    after = rules.how_done(cells.get(step.id))
    if before == after:
        return 0
    assert work.actor.user_id is not None
    work.db.add(
        StepTick(
            id=work.new_id(),
            school_id=given.school_id,
            assignment_id=given.id,
            pupil_id=pupil_id,
            step_id=step.id,
            how=how or "undone",
            by=work.actor.user_id,
            at=work.now,
        )
    )
    complete = rules.all_done(own, cells)
    if not complete and how is None:
        row.completed_at = None  # it was complete by a slip of the hand
    moved(work, row, cells, complete=complete)
    return 1
