"""What a pupil answered earlier, shown back at `recall #id`: after the visit, what was thought before it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.curriculum.marking import is_kept_apart
from app.curriculum.module import DURING, RECALL, AnswerKey, Part
from app.learning import rules
from app.learning.kept import Kept, kept_answer
from app.learning.lesson import Lesson
from app.learning.queries import AnswerNow


@dataclass(frozen=True, slots=True)
class Recalled:
    """`kept`: the answer; None: there is none, which is said kindly."""

    question: str
    kept: Kept | None


def recalled_ids(parts: Iterable[Part]) -> tuple[str, ...]:
    """The questions that these parts show back, at whatever depth."""
    return tuple(dict.fromkeys(part.id for part in _walk(parts) if part.kind == RECALL))


def recalled(
    lesson: Lesson,
    key: AnswerKey,
    ids: Collection[str],
    answers: Mapping[str, AnswerNow],
    *,
    language: str,
    photos: Collection[str],
) -> dict[str, Recalled]:
    """By question. One that this pupil had no screen for is left out, and nothing is drawn in its place: on paper, done
    together, of another level."""
    found: dict[str, Recalled] = {}
    for question_id in ids:
        held, answer = key.questions.get(question_id), answers.get(question_id)
        if held is None or is_kept_apart(held.type):
            continue
        words = str(held.text(language).question.striptags())
        if answer is not None:
            found[question_id] = Recalled(words, kept_answer(held, answer.value, language=language, photos=photos))
        elif _was_on_screen(lesson, question_id):
            found[question_id] = Recalled(words, None)
    return found


def _was_on_screen(lesson: Lesson, question_id: str) -> bool:
    for step in lesson.steps:
        if any(question.id == question_id for question in step.questions(lesson.viewer)):
            return step.phase != DURING and rules.how_done(lesson.cells.get(step.id)) not in rules.HOWS
    return False


def _walk(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _walk(part.parts)
