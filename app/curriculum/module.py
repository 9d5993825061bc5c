"""Modules as the rest of the house sees them: plain frozen values, one language, nothing of the answer key.

HTML is `Markup` that was made safe when the module was published; templates may print it as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from markupsafe import Markup

BEFORE, DURING, AFTER = "before", "during", "after"
PHASES = (BEFORE, DURING, AFTER)
WAS_THERE, WAS_NOT_THERE = "was-there", "was-not-there"


@dataclass(frozen=True, slots=True)
class Term:
    """A code of the vocabulary with its words in the language of the module value."""

    code: str
    label: str

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Option:
    """A choice. The token says nothing: which letter it stands for is in the key."""

    token: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Question:
    """`type`: choice, multi, number, order, open or checklist. `units` is empty or the unit of the answer."""

    id: str
    type: str
    html: Markup
    options: tuple[Option, ...]
    units: tuple[str, ...]
    points: float
    tries: int
    hint: Markup


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a step. `kind`: prose, question, or the name of a block (task, hint, tip, safety, print, screen,
    was-there, was-not-there). `html` comes first, then `parts` (of a block that holds others)."""

    kind: str
    html: Markup
    id: str
    question: Question | None
    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    phase: str  # before, during, after
    minutes: int
    icon: str
    title: str
    label: str  # at most nine letters, for the strip and the class grid
    parts: tuple[Part, ...]

    def shown_parts(self, present: bool | None) -> tuple[Part, ...]:
        """The parts for a pupil who was there (True), was not (False), or of whom no visit is known (None)."""
        return tuple(_shown(self.parts, present))

    def questions(self, present: bool | None) -> tuple[Question, ...]:
        """The questions such a pupil gets, in order."""
        return tuple(part.question for part in _walk(self.shown_parts(present)) if part.question)

    @property
    def all_questions(self) -> tuple[Question, ...]:
        return tuple(part.question for part in _walk(self.parts) if part.question)


@dataclass(frozen=True, slots=True)
class Material:
    what: str
    amount: Decimal
    per: str  # pupil, pair, group, class
    price: Decimal | None  # euro for one; None: it is at school already


@dataclass(frozen=True, slots=True)
class Credit:
    file: str
    maker: str
    licence: str
    url: str


@dataclass(frozen=True, slots=True)
class Module:
    slug: str
    edition: int
    revision: int
    version_id: UUID
    language: str  # the one asked for, or the source when it is not there
    languages: tuple[str, ...]
    title: str
    summary: str
    goals: tuple[str, ...]
    levels: tuple[str, ...]  # bands of app.base.levels
    kerndoelen: tuple[Term, ...]
    topics: tuple[Term, ...]
    safety: tuple[Term, ...]
    steps: tuple[Step, ...]
    materials: tuple[Material, ...]
    materials_note: Markup
    visit_kind: str | None
    visit_label: str
    evidence: tuple[str, ...]  # ids of questions that count on the certificate
    pass_points: float | None  # 0.6 for 60%; None: points decide nothing
    picture_url: str  # the first picture, "" when there is none
    minutes: Mapping[str, int]  # per phase
    licence: str
    credits: tuple[Credit, ...]
    reviewed: tuple[Mapping[str, Any], ...]

    @property
    def version(self) -> str:
        return f"{self.edition}.{self.revision}"

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def question(self, question_id: str) -> Question | None:
        found = (question for step in self.steps for question in step.all_questions)
        return next((question for question in found if question.id == question_id), None)


@dataclass(frozen=True, slots=True)
class KeyTexts:
    """What belongs to the key of one question, in one language. Options and feedback are by letter."""

    question: Markup
    options: Mapping[str, Markup]
    feedback: Mapping[str, Markup]
    explain: Markup
    rubric: Markup
    solution: Markup


@dataclass(frozen=True, slots=True)
class QuestionKey:
    """Never leaves the server before it may. `facts` is what the type of question needs to mark an answer."""

    id: str
    type: str
    points: float
    tries: int
    letters: Mapping[str, str]  # token -> letter
    facts: Mapping[str, Any]
    texts: Mapping[str, KeyTexts]
    language: str  # of the source

    def text(self, language: str | None = None) -> KeyTexts:
        return self.texts.get(language or self.language) or self.texts[self.language]

    def token(self, letter: str) -> str:
        return next((token for token, held in self.letters.items() if held == letter), "")


@dataclass(frozen=True, slots=True)
class Guide:
    """For the teacher: the guide, and per step the blocks that only teachers see."""

    html: Markup
    steps: Mapping[str, tuple[Markup, ...]]

    def __html__(self) -> str:
        return str(self.html)


@dataclass(frozen=True, slots=True)
class AnswerKey:
    slug: str
    edition: int
    revision: int
    questions: Mapping[str, QuestionKey]
    guides: Mapping[str, Guide]
    language: str

    def guide(self, language: str | None = None) -> Guide:
        return self.guides.get(language or self.language) or self.guides[self.language]


def _shown(parts: tuple[Part, ...], present: bool | None) -> Iterator[Part]:
    for part in parts:
        if part.kind not in (WAS_THERE, WAS_NOT_THERE):
            yield part
        elif present is not None and (part.kind == WAS_THERE) == present:
            if part.html:
                yield Part("prose", part.html, part.id, None, ())
            yield from _shown(part.parts, present)


def _walk(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _walk(part.parts)
