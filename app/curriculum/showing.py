"""Steps as finished values to look through, without controls; with the answer key for those who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from app.curriculum.marking import chosen_tokens, right_in_words
from app.curriculum.module import AnswerKey, Part, Question, QuestionKey, Step
from app.curriculum.questions import TYPES


@dataclass(frozen=True, slots=True)
class KeyOf:
    """What a teacher may know of one question. `right`: tokens of the right options; `text`: the same in words."""

    right: tuple[str, ...]
    text: str
    feedback: Mapping[str, Markup]  # by token
    explain: Markup
    rubric: Markup
    solution: Markup


@dataclass(frozen=True, slots=True)
class Shown:
    """A part to draw. `key` is None while the answers are not asked for."""

    kind: str
    html: Markup
    question: Question | None
    key: KeyOf | None
    parts: tuple["Shown", ...]
    id: str = ""
    levels: tuple[str, ...] = ()  # bands it is for; none: everybody


@dataclass(frozen=True, slots=True)
class ShownStep:
    step: Step
    parts: tuple[Shown, ...]
    for_teachers: tuple[Markup, ...]


def shown_step(step: Step, key: AnswerKey | None, language: str) -> ShownStep:
    """All of a step; what is only for teachers comes with the key."""
    for_teachers = key.guide(language).steps.get(step.id, ()) if key else ()
    return ShownStep(step, tuple(shown_part(part, key, language) for part in step.parts), for_teachers)


def shown_part(part: Part, key: AnswerKey | None, language: str) -> Shown:
    inner = tuple(shown_part(one, key, language) for one in part.parts)
    held = key_of(key.questions[part.question.id], language) if key and part.question else None
    return Shown(part.kind, part.html, part.question, held, inner, part.id, part.levels)


def key_of(held: QuestionKey, language: str) -> KeyOf:
    texts = held.text(language)
    feedback = {token: texts.feedback[letter] for token, letter in held.letters.items() if letter in texts.feedback}
    right = TYPES[held.type].right(held)
    tokens = chosen_tokens(held, right) if right else ()
    return KeyOf(tokens, right_in_words(held, language=language), feedback, texts.explain, texts.rubric, texts.solution)
