"""A module as pupils see it, all steps on one page, for staff to try; with the answer key for those who teach."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from app.access.matrix import Permission
from app.base.work import Work
from app.curriculum.marking import chosen_tokens, shown_right
from app.curriculum.module import AnswerKey, Module, Part, Question, Step
from app.curriculum.queries import key_of_edition, newest_module
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


@dataclass(frozen=True, slots=True)
class ShownStep:
    step: Step
    parts: tuple[Shown, ...]
    for_teachers: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    module: Module
    steps: tuple[ShownStep, ...]
    with_key: bool


def preview(work: Work, *, slug: str, language: str, with_key: bool) -> Preview:
    """The newest version of a module.

    Raises:
        NotFound: no such module. NotAllowed: the key is for those who give modules to classes.
    """
    work.must(Permission.CATALOGUE_READ)
    module = newest_module(work, slug=slug, language=language)
    if not with_key:
        return Preview(module, tuple(_step(step, None, module.language) for step in module.steps), with_key=False)
    work.must(Permission.ASSIGNMENT_GIVE)
    key = key_of_edition(work, slug=slug, edition=module.edition)
    return Preview(module, tuple(_step(step, key, module.language) for step in module.steps), with_key=True)


def _step(step: Step, key: AnswerKey | None, language: str) -> ShownStep:
    for_teachers = key.guide(language).steps.get(step.id, ()) if key else ()
    return ShownStep(step, tuple(_part(part, key, language) for part in step.parts), for_teachers)


def _part(part: Part, key: AnswerKey | None, language: str) -> Shown:
    inner = tuple(_part(one, key, language) for one in part.parts)
    held = _key_of(key, part.question.id, language) if key and part.question else None
    return Shown(part.kind, part.html, part.question, held, inner)


def _key_of(key: AnswerKey, question_id: str, language: str) -> KeyOf:
    held = key.questions[question_id]
    texts = held.text(language)
    feedback = {token: texts.feedback[letter] for token, letter in held.letters.items() if letter in texts.feedback}
    right = TYPES[held.type].right(held)
    tokens = chosen_tokens(held, right) if right else ()
    return KeyOf(tokens, shown_right(held, language=language), feedback, texts.explain, texts.rubric, texts.solution)
