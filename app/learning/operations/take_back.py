"""A slip of the hand: what a teacher said a moment ago is taken back, as long as nobody has read it."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff, pupils_given, visits_of_assignment
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.queries import module_of_edition
from app.learning import rules
from app.learning.lesson import viewer_of
from app.learning.models import Answer, Mark, Progress, Review
from app.learning.operations.progress import row_for, touched
from app.learning.unseen import may_take_back, seen, was_given_back, with_word


def take_back(work: Work, *, code: str, answer_id: UUID) -> str:
    """Take back what this teacher said last of an answer, with its points. Returns the words, to be mended.

    Nothing a pupil has read is ever taken back: then it is not gone, and a new word is said instead.
    What was handed in before it was given back is handed in again.

    Raises:
        NotFound: no such answer in this assignment.
        RuleBroken: nothing was said, by somebody else, too long ago, or the pupil has read it or handed in anew.
    """
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    answer = work.db.get(Answer, answer_id)
    if answer is None or answer.assignment_id != given.id:
        raise NotFound("answer")
    row = row_for(work, assignment_id=given.id, pupil_id=answer.pupil_id, school_id=given.school_id)
    said = _reviews(work, answer_id)
    last = said.pop() if said else None
    mine = last is not None and last.by == work.actor.user_id
    if last is None or not mine or not may_take_back(work.now, last.at, row.steps, answer.question_id):
        raise RuleBroken("", N_("This cannot be taken back any more. Say something else instead."))
    work.db.execute(
        delete(Mark).where(
            Mark.school_id == given.school_id, Mark.answer_id == answer_id, Mark.by == last.by, Mark.at == last.at
        )
    )
    work.db.delete(last)
    _put_right(work, given, answer, row, left=said, was_back=last.again)
    work.audit("review.taken-back", given.id, answer=str(answer_id))
    return last.text


def _reviews(work: Work, answer_id: UUID) -> list[Review]:
    return list(work.db.scalars(select(Review).where(Review.answer_id == answer_id).order_by(Review.id)))


def _put_right(work: Work, given: Given, answer: Answer, row: Progress, *, left: list[Review], was_back: bool) -> None:
    """The progress row without it. The dot stays while there are earlier words, and who read those sees no harm."""
    cells = seen(row.steps, answer.question_id)
    if was_back and was_given_back(cells, answer.question_id) and not any(one.again for one in left):
        cells = _handed_in(work, given, answer, cells)
    row.steps = with_word(cells, answer.step_id, answer.question_id) if left else cells
    touched(work, row)


def _handed_in(work: Work, given: Given, answer: Answer, cells: dict[str, Any]) -> dict[str, Any]:
    """As it was before it was given back, in whichever step the question stands now."""
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language="nl")
    step = next((one for one in module.steps if answer.question_id in {each.id for each in one.all_questions}), None)
    pupil = next((one for one in pupils_given(work, assignment_id=given.id) if one.id == answer.pupil_id), None)
    if step is None or pupil is None:
        return cells
    visits = visits_of_assignment(work, assignment_id=given.id).get(answer.pupil_id, ())
    viewer = viewer_of(visits, pupil.level)
    return rules.with_answer(cells, step, answer.question_id, viewer=viewer, at=work.now.isoformat())
