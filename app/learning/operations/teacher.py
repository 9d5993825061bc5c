"""What a teacher says of pupils' work: done on paper or together, other work accepted, feedback on an answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments import rules as giving
from app.assignments.queries import Given, assignment_for_staff, pupils_given, visits_of_assignment
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.marking import is_teachers
from app.curriculum.module import DURING, Step, Viewer
from app.curriculum.queries import key_of_edition, module_of_edition
from app.learning import rules
from app.learning.lesson import viewer_of
from app.learning.models import Answer, Mark, Progress, Review, StepTick
from app.learning.operations.progress import moved, row_for, touched
from app.learning.queries import NOTHING, progress_of_assignment

LONGEST = 2_000


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


def review_answer(
    work: Work,
    *,
    code: str,
    answer_id: UUID,
    also: Collection[UUID] = (),
    text: str = "",
    again: bool = False,
    verdict: str = "",
    score: float | None = None,
) -> None:
    """Say something of an answer: words, or `verdict` (right, partly, not), or `score` in points of the question.

    `also`: answers to the same question of which the same is said. The same twice is said once.
    Points are only added: the best count, so nothing a teacher says takes any away.
    `again` gives it back: its step is no longer handed in, so that Verder leads the pupil to it.

    Raises:
        NotFound: no such answer in this assignment, or points for what only a machine marks.
        RuleBroken: nothing was said, or too much, or given back when it takes no answers any more.
    """
    given = _given(work, code, Permission.ANSWER_REVIEW)
    answers = [_answer(work, given, one) for one in dict.fromkeys((answer_id, *also))]
    if len({answer.question_id for answer in answers}) > 1:
        raise NotFound("answer")
    points = _points(work, given, answers[0]) if verdict or score is not None else 0
    given_points = rules.points_said(points, verdict=verdict, score=score)
    verdict = rules.verdict_said(points, verdict=verdict, score=score)
    word = _Word(_said(text, needed=again or not verdict), again, verdict, given_points, points)
    if again and not given.opens_on <= work.today <= given.closes_on:
        raise RuleBroken("again", N_("The assignment is closed. Choose a later last day first, then give it back."))
    for answer in answers:
        _say(work, given, answer, word)


@dataclass(frozen=True, slots=True)
class _Word:
    """What is said of an answer. `points`: None: none are given; `out_of`: all that the question has."""

    text: str
    again: bool
    verdict: str
    points: float | None
    out_of: float


def _answer(work: Work, given: Given, answer_id: UUID) -> Answer:
    answer = work.db.get(Answer, answer_id)
    if answer is None or answer.assignment_id != given.id:
        raise NotFound("answer")
    return answer


def _say(work: Work, given: Given, answer: Answer, word: _Word) -> None:
    if _last_word(work, answer.id) == (word.text, word.again, word.verdict, word.points):
        return
    assert work.actor.user_id is not None
    mine = {"school_id": given.school_id, "answer_id": answer.id, "by": work.actor.user_id, "at": work.now}
    review = Review(id=work.new_id(), text=word.text, again=word.again, verdict=word.verdict or None, **mine)
    work.db.add(review)
    if word.points is not None:
        revision = _revision(work, given)
        work.db.add(Mark(id=work.new_id(), score=word.points, out_of=word.out_of, revision=revision, **mine))
    row = row_for(work, assignment_id=given.id, pupil_id=answer.pupil_id, school_id=given.school_id)
    if word.again:
        row.steps = _reopened(row.steps, answer)
    touched(work, row)


def _points(work: Work, given: Given, answer: Answer) -> float:
    key = key_of_edition(work, slug=given.module_slug, edition=given.module_edition)
    question = key.questions.get(answer.question_id)
    if question is None or not is_teachers(question.type):
        raise NotFound("answer")
    return question.points


def _revision(work: Work, given: Given) -> int:
    return key_of_edition(work, slug=given.module_slug, edition=given.module_edition).revision


def _said(text: str, *, needed: bool) -> str:
    text = text.strip()
    if needed and not text:
        raise RuleBroken("text", N_("Write a few words, so that the pupil knows what you saw."))
    if len(text) > LONGEST:
        raise RuleBroken("text", N_("At most %(n)s characters. Make it shorter."), n=LONGEST)
    return text


def _last_word(work: Work, answer_id: UUID) -> tuple[str, bool, str, float | None] | None:
    """Words, given back, verdict and points of what a teacher said last."""
    last = work.db.scalars(
        select(Review).where(Review.answer_id == answer_id).order_by(Review.id.desc()).limit(1)
    ).one_or_none()
    if last is None:
        return None
    points = work.db.scalars(
        select(Mark.score)
        .where(Mark.answer_id == answer_id, Mark.by == last.by, Mark.at == last.at)
        .order_by(Mark.id.desc())
        .limit(1)
    ).one_or_none()
    return last.text, last.again, last.verdict or "", points


def _reopened(cells: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    """The cells with one question not handed in, in whichever step it stands in this edition. A step ticked by the
    teacher stays ticked."""
    return {
        step_id: _without(cell, answer.question_id) if answer.question_id in cell.get("answered", ()) else cell
        for step_id, cell in cells.items()
    }


def _without(cell: Mapping[str, Any], question_id: str) -> dict[str, Any]:
    left = {**cell, "answered": [one for one in cell["answered"] if one != question_id]}
    if left.get("done") == rules.SCREEN:
        del left["done"]
    return left


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
