"""A pupil hands in an answer: kept once, marked by the server, and progress moves along in the same work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.curriculum.marking import is_kept_apart, mark, read_answer
from app.curriculum.module import Question, QuestionKey, Step
from app.curriculum.queries import key_of_edition
from app.learning import rules
from app.learning.kept import photo_of
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.models import Answer, Mark
from app.learning.operations.attitudes import keep_attitude
from app.learning.operations.photos import settle_photo
from app.learning.operations.progress import moved, row_for
from app.learning.queries import answer_sent, answers_to


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the page needs next. `again`: not right, and there is another try. `look`: there is something to see.
    `screen`: where the question stands now."""

    step_id: str
    question_id: str
    right: bool | None
    again: bool
    step_done: bool
    complete: bool
    look: bool
    screen: int


def submit_answer(
    work: Work,
    *,
    code: str,
    step_id: str,
    question_id: str,
    client_id: str,
    sent: Mapping[str, list[str]],
    language: str,
) -> Outcome:
    """Record one answer of the pupil at the keyboard.

    The same `client_id` with the same content is a success and adds nothing; with other content it is refused,
    the first stays. Of a photo `sent` names the hash under which it was laid down (photos.py). What a pupil thinks of
    something is kept apart (attitudes.py); then no row of the pupil holds it.

    Raises:
        NotFound: not this pupil's assignment, step or question.
        RuleBroken: the step is closed, no try is left, or the answer cannot be read (`answer`).
    """
    work.must(Permission.ANSWER_SUBMIT, person=work.actor.user_id)
    lesson = lesson_of_pupil(work, code=code, language=language)
    question = lesson.question(step_id, question_id)
    key = key_of_edition(work, slug=lesson.given.module_slug, edition=lesson.given.module_edition)
    asked = _Asked(lesson, lesson.step(step_id), question, key.questions[question_id])
    value = read_answer(asked.key, question, sent, language=language)
    if is_kept_apart(question.type):
        rules.check_open(asked.step, lesson.open_steps)
        keep_attitude(work, lesson, asked.step, question, int(value["scale"]))
        return _move(work, asked, value, tries=1)
    pupil_id = asked.pupil_id(work)
    edition = lesson.given.module_edition
    before = answers_to(work, given=lesson.given, edition=edition, pupil_id=pupil_id, question_id=question_id)
    if _was_sent(work, asked, client_id, value):
        return _outcome(asked, value, tries=len(before))
    rules.check_open(asked.step, lesson.open_steps)
    rules.check_not_over(question, handed_in=rules.is_handed_in(lesson.cells, question_id))
    if question.type == rules.PHOTO:
        settle_photo(work, lesson, question_id, photo_of(value))
    answer_id = _keep(work, asked, client_id, value)
    marked = mark(asked.key, value)
    if marked.score is not None:
        _mark(work, lesson, answer_id, marked.score, marked.out_of)
    return _move(work, asked, value, tries=len(before) + 1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an answer is about."""

    lesson: Lesson
    step: Step
    question: Question
    key: QuestionKey

    def pupil_id(self, work: Work) -> UUID:
        assert work.actor.user_id is not None
        return work.actor.user_id


def _was_sent(work: Work, asked: _Asked, client_id: str, value: Mapping[str, Any]) -> bool:
    """Did this come in before? Raises: RuleBroken when it did with another content."""
    held = answer_sent(work, pupil_id=asked.pupil_id(work), client_id=client_id)
    if held is None:
        return False
    if (held.assignment_id, held.question_id, dict(held.value)) != (asked.lesson.given.id, asked.question.id, value):
        work.audit("answer.id_reused", held.id)
        raise RuleBroken("", N_("This answer was kept already, as you gave it first. Load the page again."))
    return True


def _keep(work: Work, asked: _Asked, client_id: str, value: Mapping[str, Any]) -> UUID:
    given = asked.lesson.given
    answer = Answer(
        id=work.new_id(),
        school_id=given.school_id,
        client_id=client_id,
        assignment_id=given.id,
        pupil_id=asked.pupil_id(work),
        step_id=asked.step.id,
        question_id=asked.question.id,
        edition=given.module_edition,
        value=dict(value),
        at=work.now,
    )
    work.db.add(answer)
    work.db.flush()
    return answer.id


def _mark(work: Work, lesson: Lesson, answer_id: UUID, score: float, out_of: float) -> None:
    work.db.add(
        Mark(
            id=work.new_id(),
            school_id=lesson.given.school_id,
            answer_id=answer_id,
            score=score,
            out_of=out_of,
            revision=lesson.module.revision,
            at=work.now,
        )
    )


def _move(work: Work, asked: _Asked, value: Mapping[str, Any], *, tries: int) -> Outcome:
    lesson, step = asked.lesson, asked.step
    given = lesson.given
    row = row_for(work, assignment_id=given.id, pupil_id=asked.pupil_id(work), school_id=given.school_id)
    outcome = _outcome(asked, value, tries=tries)
    cells = dict(row.steps)
    if not outcome.again:  # a question with a try left is not handed in yet
        cells = rules.with_answer(cells, step, asked.question.id, viewer=lesson.viewer, at=work.now.isoformat())
    if row.at_step != step.id:
        row.at_step, row.at_step_since = step.id, work.now
    complete = rules.all_done(lesson.steps, cells)
    moved(work, row, cells, complete=complete)
    return replace(outcome, step_done=bool(rules.how_done(cells.get(step.id))), complete=complete)


def _outcome(asked: _Asked, value: Mapping[str, Any], *, tries: int) -> Outcome:
    lesson, question = asked.lesson, asked.question
    right = mark(asked.key, value).right
    return Outcome(
        step_id=asked.step.id,
        question_id=question.id,
        right=right,
        again=rules.may_try_again(question, right=right, given=tries),
        step_done=bool(rules.how_done(lesson.cells.get(asked.step.id))),
        complete=lesson.progress.completed_at is not None,
        look=rules.worth_a_look(question.type),
        screen=rules.number_of(rules.screens(asked.step, viewer=lesson.viewer), question.id),
    )
