"""A pupil hands in an answer: kept once, marked by the server, and progress moves along in the same work."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.marking import mark, read_answer
from app.curriculum.module import Question, QuestionKey, Step
from app.curriculum.queries import key_of_edition
from app.learning import rules
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.models import Answer, Mark
from app.learning.operations.progress import moved, row_for
from app.learning.queries import answer_sent, answers_to


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the page needs next. `again`: wrong, and there is another try."""

    step_id: str
    question_id: str
    right: bool | None
    again: bool
    step_done: bool
    complete: bool


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
    the first stays.

    Raises:
        NotFound: not this pupil's assignment, step or question.
        RuleBroken: the step is closed, no try is left, or the answer cannot be read (`answer`).
    """
    work.must(Permission.ANSWER_SUBMIT, person=work.actor.user_id)
    lesson = lesson_of_pupil(work, code=code, language=language)
    step = lesson.step(step_id)
    question = _question(lesson, step, question_id)
    key = key_of_edition(work, slug=lesson.given.module_slug, edition=lesson.given.module_edition)
    value = read_answer(key.questions[question_id], question, sent, language=language)
    pupil_id = work.actor.user_id
    assert pupil_id is not None
    before = answers_to(work, assignment_id=lesson.given.id, pupil_id=pupil_id, question_id=question_id)
    held = answer_sent(work, pupil_id=pupil_id, client_id=client_id)
    if held is not None:
        if (held.assignment_id, held.question_id, dict(held.value)) != (lesson.given.id, question_id, value):
            work.audit("answer.id_reused", held.id)
            raise RuleBroken("", N_("This answer was kept already, as you gave it first. Load the page again."))
        return _outcome(lesson, step, question, value, key.questions[question_id], tries=len(before))
    _check_open(lesson, step)
    rules.check_tries(question, given=len(before))
    answer_id = _keep(work, lesson, pupil_id, step, question_id, client_id, value)
    marked = mark(key.questions[question_id], value)
    if marked.score is not None:
        _mark(work, lesson, answer_id, marked.score, marked.out_of)
    return _move(work, lesson, step, question, value, key.questions[question_id], tries=len(before) + 1)


def _question(lesson: Lesson, step: Step, question_id: str) -> Question:
    for screen in rules.screens(step, there=lesson.there):
        if screen.question and screen.question.id == question_id:
            return screen.question
    raise NotFound("question")


def _check_open(lesson: Lesson, step: Step) -> None:
    if step.id not in lesson.open_steps:
        raise RuleBroken("", N_("This step is closed. What you did before is kept. Ask your teacher."))
    if step.phase == "during":
        raise RuleBroken("", N_("This step is done on paper, during the visit. Your teacher ticks it."))


def _keep(
    work: Work,
    lesson: Lesson,
    pupil_id: UUID,
    step: Step,
    question_id: str,
    client_id: str,
    value: Mapping[str, Any],
) -> UUID:
    answer = Answer(
        id=work.new_id(),
        school_id=lesson.given.school_id,
        client_id=client_id,
        assignment_id=lesson.given.id,
        pupil_id=pupil_id,
        step_id=step.id,
        question_id=question_id,
        edition=lesson.given.module_edition,
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


def _move(
    work: Work,
    lesson: Lesson,
    step: Step,
    question: Question,
    value: Mapping[str, Any],
    key: QuestionKey,
    *,
    tries: int,
) -> Outcome:
    given = lesson.given
    assert work.actor.user_id is not None
    row = row_for(work, assignment_id=given.id, pupil_id=work.actor.user_id, school_id=given.school_id)
    outcome = _outcome(lesson, step, question, value, key, tries=tries)
    cells = dict(row.steps)
    if not outcome.again:  # a question with a try left is not handed in yet
        cells = rules.with_answer(cells, step, question.id, there=lesson.there, at=work.now.isoformat())
    if row.at_step != step.id:
        row.at_step, row.at_step_since = step.id, work.now
    complete = rules.all_done(lesson.steps, cells)
    moved(work, row, cells, complete=complete)
    done = bool(rules.how_done(cells.get(step.id)))
    return Outcome(step.id, question.id, outcome.right, outcome.again, done, complete)


def _outcome(
    lesson: Lesson, step: Step, question: Question, value: Mapping[str, Any], key: QuestionKey, *, tries: int
) -> Outcome:
    marked = mark(key, value)
    again = marked.right is False and tries < max(1, question.tries)
    done = bool(rules.how_done(lesson.cells.get(step.id)))
    return Outcome(step.id, question.id, marked.right, again, done, lesson.progress.completed_at is not None)
