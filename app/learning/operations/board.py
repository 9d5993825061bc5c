"""What a teacher notes in front of the board: the answer of the class, of no pupil."""

from typing import Any

from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.marking import chosen_tokens, read_answer
from app.curriculum.module import Question, QuestionKey
from app.curriculum.queries import key_of_edition
from app.learning.board.lesson import board_lesson
from app.learning.board.said import BY_TAP, WORDS, Value, class_values, takes_word
from app.learning.models import ClassAnswer

LONGEST = 200


def note_class_answer(
    work: Work, *, code: str, step_id: str, question_id: str, token: str = "", text: str = ""
) -> None:
    """The class chose this option, or said these words. The same option again, or no words, takes it back.

    Raises:
        NotFound: not a question of this step and class, or one of which nothing is noted.
        RuleBroken: (`text`) too long; (`answer`) the question has changed meanwhile.
    """
    lesson = board_lesson(work, code=code, language="nl")
    given, step = lesson.given, lesson.step(step_id)
    question = next((one for one in step.questions(lesson.viewer) if one.id == question_id), None)
    if question is None:
        raise NotFound("question")
    key = key_of_edition(work, slug=given.module_slug, edition=given.module_edition).questions[question_id]
    before = class_values(work, given).get(question_id, {})
    value = _value(key, question, before, token, text)
    if value == before:
        return
    assert work.actor.user_id is not None
    facts = {"school_id": given.school_id, "assignment_id": given.id, "question_id": question_id}
    facts |= {"edition": given.module_edition, "value": value, "by": work.actor.user_id, "at": work.now}
    work.db.add(ClassAnswer(id=work.new_id(), **facts))


def _value(key: QuestionKey, question: Question, before: Value, token: str, text: str) -> dict[str, Any]:
    if question.type in BY_TAP:
        return _tapped(key, question, before, token)
    if takes_word(question.type):
        return _words(text)
    raise NotFound("question")


def _tapped(key: QuestionKey, question: Question, before: Value, token: str) -> dict[str, Any]:
    held = chosen_tokens(key, before) if before else ()
    several = question.type in ("multi", "checklist")
    others = [one for one in held if one != token]
    if token not in held:
        others = [*held, token] if several else [token]
    return read_answer(key, question, {"answer": others}) if others else {}


def _words(text: str) -> dict[str, Any]:
    words = " ".join(text.split())
    if len(words) > LONGEST:
        raise RuleBroken("text", N_("At most %(n)s characters. Make it shorter."), n=LONGEST)
    return {WORDS: words} if words else {}
