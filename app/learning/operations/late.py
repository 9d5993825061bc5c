"""An answer to a question that went while the pupil was at it: kept with its own edition, so that nothing is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.marking import is_kept_apart, read_answer
from app.curriculum.module import Module, Question
from app.curriculum.queries import key_of_version, module_of_edition
from app.learning import rules
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.models import VersionNote
from app.learning.operations.answers import Hand, hand_in, keep_answer, submit_answer
from app.learning.operations.reused import was_sent
from app.learning.sent import sent_before
from app.learning.together import for_each, joined
from app.learning.versions import MOVED

KEPT = N_("The lesson has changed meanwhile. Your answer is kept.")
KEPT_OFF = N_("Your teacher took this step off. Your answer is kept.")
GONE = N_("Your teacher chose another edition of this lesson. This question is no longer in it.")


def keep_late_answer(
    work: Work,
    *,
    code: str,
    step_id: str,
    question_id: str,
    client_id: str,
    sent: Mapping[str, list[str]],
    language: str,
    tickets: Sequence[str] = (),
) -> str:
    """Keep an answer to a question of an edition that the class was on, to one that stands in another step now, or to
    a step that the teacher took off meanwhile: chosen again, it is found there; also for those who joined in
    (together.py). Returns what to tell the pupil.

    Raises:
        NotFound: it never was a question of this assignment.
        RuleBroken: the assignment is closed, the answer cannot be read, or it cannot be kept without its question.
    """
    work.must(Permission.ANSWER_SUBMIT, person=work.actor.user_id)
    lesson = lesson_of_pupil(work, code=code, language=language)
    step = next((one for one in lesson.steps if question_id in _ids(lesson, one.id)), None)
    if step is not None:
        submit_answer(
            work,
            code=code,
            step_id=step.id,
            question_id=question_id,
            client_id=client_id,
            sent=sent,
            language=language,
            tickets=tickets,
        )
        return KEPT
    if step_id in lesson.given.steps_off:
        hand_in(work, Hand(code, step_id, question_id, client_id, sent, language, with_off=True), tickets)
        return KEPT_OFF
    module, question = _before(work, lesson, step_id, question_id, language)
    if is_kept_apart(question.type) or question.type == rules.PHOTO:
        raise RuleBroken("", GONE)
    if not lesson.given.opens_on <= work.today <= lesson.given.closes_on:
        raise RuleBroken("", N_("This step is closed. What you did before is kept. Ask your teacher."))
    group = work.new_id() if joined(work, tickets) else None
    facts = (replace(lesson, module=module), step_id, question, client_id, sent, language, group)
    _keep(work, *facts)
    for_each(work, tickets, lambda theirs: _keep_along(theirs, code, facts))
    return KEPT


def _keep_along(work: Work, code: str, facts: Any) -> None:
    """The same for somebody who joined in. Raises: NotFound: it was not given to them."""
    before, *rest = facts
    lesson = lesson_of_pupil(work, code=code, language=rest[4])
    _keep(work, replace(lesson, module=before.module), *rest)


def _ids(lesson: Lesson, step_id: str) -> set[str]:
    return {question.id for question in lesson.step(step_id).questions(lesson.viewer)}


def _before(work: Work, lesson: Lesson, step_id: str, question_id: str, language: str) -> tuple[Module, Question]:
    """The last edition this class was on that asked it there."""
    given = lesson.given
    notes = select(VersionNote).where(VersionNote.assignment_id == given.id, VersionNote.kind == MOVED)
    for note in work.db.scalars(notes.order_by(VersionNote.id.desc())):
        module = module_of_edition(work, slug=given.module_slug, edition=note.counts["from"], language=language)
        step = module.step(step_id)
        for question in (
            step.questions(lesson.viewer) if step and (given.steps is None or step_id in given.steps) else ()
        ):
            if question.id == question_id:
                return module, question
    raise NotFound("question")


def _keep(
    work: Work,
    lesson: Lesson,
    step_id: str,
    question: Question,
    client_id: str,
    sent: Mapping[str, list[str]],
    language: str,
    group: UUID | None,
) -> None:
    """The answer and its mark, by the key of its own edition; progress does not know the question any more."""
    given, module = lesson.given, lesson.module
    key = key_of_version(work, version_id=module.version_id).questions[question.id]
    value = read_answer(key, question, sent, language=language)
    before = sent_before(work, given=given, edition=module.edition, question_id=question.id, client_id=client_id)
    check = partial(rules.check_not_over, question, handed_in=before.tries >= max(1, question.tries))
    if was_sent(before.same_id, assignment_id=given.id, question_id=question.id, value=value, check=check):
        return
    check()
    keep_answer(work, lesson, step_id, key, client_id, value, group=group)
