"""What a teacher says of pupils' work: done on paper or together, other work accepted, feedback on an answer."""

from collections.abc import Collection
from uuid import UUID

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff, pupils_given, visits_of_assignment
from app.assignments.rules import Visit
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.learning import rules
from app.learning.lesson import lesson_from
from app.learning.models import Answer, Mark, Review, StepTick
from app.learning.operations.progress import moved, row_for, touched
from app.learning.queries import NOTHING

LONGEST = 2_000


def tick_step(
    work: Work, *, code: str, step_id: str, how: str, pupil_ids: Collection[UUID] = (), reason: str = ""
) -> int:
    """Tick a step for some pupils, or for the whole class (only those it is a step for). Returns how many.

    `how`: paper, board, or accepted (other work; the reason goes to the log alone, never to paper).

    Raises:
        NotFound: assignment, step or pupil out of reach.
        RuleBroken: an unknown way, or other work without a reason.
    """
    given = _given(work, code)
    if how not in rules.HOWS:
        raise RuleBroken("how", N_("Choose how it was done."))
    if how == rules.ACCEPTED and not reason.strip():
        raise RuleBroken("reason", N_("Say in a few words why; only the log keeps it."))
    changed = _for_each(work, given, step_id, how, pupil_ids)
    work.audit("step.ticked", given.id, step=step_id, how=how, pupils=changed, reason=reason.strip()[:500])
    return changed


def untick_step(work: Work, *, code: str, step_id: str, pupil_ids: Collection[UUID]) -> int:
    """Take a tick away; what a pupil handed in on the screen stays done."""
    given = _given(work, code)
    changed = _for_each(work, given, step_id, None, pupil_ids)
    work.audit("step.unticked", given.id, step=step_id, pupils=changed)
    return changed


def review_answer(
    work: Work, *, code: str, answer_id: UUID, text: str, again: bool = False, score: float | None = None
) -> None:
    """Say something of an answer; `again` gives it back for another try; `score` 0..1 of its points, where wanted.

    Raises:
        NotFound: no such answer in this assignment.
        RuleBroken: nothing was said, or too much.
    """
    given = _given(work, code, Permission.ANSWER_REVIEW)
    answer = work.db.get(Answer, answer_id)
    if answer is None or answer.assignment_id != given.id:
        raise NotFound("answer")
    text = text.strip()
    if not text:
        raise RuleBroken("text", N_("Write a few words, so that the pupil knows what you saw."))
    if len(text) > LONGEST:
        raise RuleBroken("text", N_("At most %(n)s characters. Make it shorter."), n=LONGEST)
    assert work.actor.user_id is not None
    mine = {"school_id": given.school_id, "answer_id": answer.id, "by": work.actor.user_id, "at": work.now}
    work.db.add(Review(id=work.new_id(), text=text, again=again, **mine))
    if score is not None:
        work.db.add(Mark(id=work.new_id(), score=score, out_of=1.0, revision=0, **mine))
    row = row_for(work, assignment_id=given.id, pupil_id=answer.pupil_id, school_id=given.school_id)
    touched(work, row)


def _given(work: Work, code: str, permission: Permission = Permission.STEP_TICK) -> Given:
    work.must(permission)
    given = assignment_for_staff(work, code)
    work.must(permission, classes={given.class_id}, school=given.school_id)
    return given


def _for_each(
    work: Work, given: Given, step_id: str, how: str | None, pupil_ids: Collection[UUID]
) -> int:
    known = {pupil.id for pupil in pupils_given(work, assignment_id=given.id)}
    if not set(pupil_ids) <= known:
        raise NotFound("pupil")
    visits = visits_of_assignment(work, assignment_id=given.id)
    changed = 0
    for pupil_id in pupil_ids or sorted(known):
        changed += _one(work, given, step_id, how, pupil_id, visits.get(pupil_id, ()))
    return changed


def _one(  # noqa: PLR0913 - one pupil's tick needs who, what, how and the visits that decide the version
    work: Work, given: Given, step_id: str, how: str | None, pupil_id: UUID, visits: tuple[Visit, ...]
) -> int:
    lesson = lesson_from(work, given, visits, NOTHING, "nl")
    step = next((step for step in lesson.steps if step.id == step_id), None)
    if step is None:
        return 0  # not a step for this pupil: was not there
    row = row_for(work, assignment_id=given.id, pupil_id=pupil_id, school_id=given.school_id)
    before = rules.how_done(row.steps.get(step_id))
    cells = rules.with_tick(row.steps, step, how, there=lesson.there, at=work.now.isoformat())
    after = rules.how_done(cells.get(step_id))
    if before == after:
        return 0
    assert work.actor.user_id is not None
    work.db.add(
        StepTick(
            id=work.new_id(),
            school_id=given.school_id,
            assignment_id=given.id,
            pupil_id=pupil_id,
            step_id=step_id,
            how=how or "undone",
            by=work.actor.user_id,
            at=work.now,
        )
    )
    moved(work, row, cells, complete=rules.all_done(lesson.steps, cells))
    return 1
