"""Modules as the rest of the house sees them: plain frozen values, one language, nothing of the answer key.

HTML is `Markup` that was made safe when the module was published; templates may print it as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from markupsafe import Markup

from app.curriculum.gaps import blanked

BEFORE, DURING, AFTER = "before", "during", "after"
PHASES = (BEFORE, DURING, AFTER)
WAS_THERE, WAS_NOT_THERE, VISIT, RECALL, PRINT = "was-there", "was-not-there", "visit", "recall", "print"


@dataclass(frozen=True, slots=True)
class Term:
    """A code of the vocabulary with its words in the language of the module value."""

    code: str
    label: str

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, a gap, a column of a table, a labelled point of a scale. The token of a choice says nothing: which
    letter it stands for is in the key. `area`: left, top, right, bottom in percent of the drawing (hotspot)."""

    token: str
    html: Markup
    area: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """`type`: a key of app.curriculum.questions.TYPES. `units` is empty or the unit of the answer.

    gap: `html` holds the gaps (app/curriculum/gaps.py), one option each. match: `options` left, `partners` right.
    measure: `options` are the columns. scale: `low` to `high`, words at some; `item` names what is asked,
    the same before and after the visit. `ask`: "host" when the question is one for the company.
    """

    id: str
    type: str
    html: Markup
    options: tuple[Option, ...]
    units: tuple[str, ...]
    points: float
    tries: int
    hints: tuple[Markup, ...]  # opened one at a time
    partners: tuple[Option, ...] = ()
    low: int = 0
    high: int = 0
    rows: int = 0
    item: str = ""
    ask: str = ""

    @property
    def html_on_paper(self) -> Markup:
        """With dots in the place of gaps: for paper, and for lists of questions."""
        return blanked(self.html)


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whom a step is drawn. `present`: was there, was not, or no visit is known (None). `band`: of the pupil's
    level; None: no level is known, and everything shows. `visiting`: a visit goes with the assignment."""

    present: bool | None = None
    band: str | None = None
    visiting: bool = True


ANYBODY = Viewer()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a step. `kind`: prose, question, or the name of a block (task, hint, tip, safety, print, screen,
    visit, was-there, was-not-there, recall). `html` comes first, then `parts` (of a block that holds others).
    recall: `id` is the question whose answer is shown back."""

    kind: str
    html: Markup
    id: str
    question: Question | None
    parts: tuple["Part", ...]
    levels: tuple[str, ...] = ()  # bands it is for; none: everybody


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    phase: str  # before, during, after
    minutes: int
    icon: str
    title: str
    label: str  # at most nine letters, for the strip and the class grid
    parts: tuple[Part, ...]
    levels: tuple[str, ...] = ()  # bands it is for; none: everybody

    def is_for(self, band: str | None) -> bool:
        """Is it a step for pupils of this level?"""
        return not self.levels or band is None or band in self.levels

    def shown_parts(self, viewer: Viewer = ANYBODY) -> tuple[Part, ...]:
        """The parts this pupil gets, at every depth."""
        return tuple(_shown(self.parts, viewer))

    def questions(self, viewer: Viewer = ANYBODY) -> tuple[Question, ...]:
        """The questions such a pupil gets, in order."""
        return tuple(part.question for part in _walk(self.shown_parts(viewer)) if part.question)

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
    minutes: Mapping[str, int]  # per phase, of the level that has most to do
    licence: str
    credits: tuple[Credit, ...]
    reviewed: tuple[Mapping[str, Any], ...]
    goal_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # kerndoel -> ids in its framework
    status: str = "published"  # or review: out, but not looked at by everybody yet
    urgent: bool = False  # this revision mends something that was not safe
    made_by: Markup = field(default_factory=Markup)

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
    partners: Mapping[str, Markup] = field(default_factory=dict)  # right sides of a match, by letter


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
    hosts: Mapping[str, Markup] = field(default_factory=dict)  # the page for the company

    def host(self, language: str | None = None) -> Markup:
        """The page for the company; empty when there is none."""
        return self.hosts.get(language or self.language) or self.hosts.get(self.language) or Markup()

    def guide(self, language: str | None = None) -> Guide:
        return self.guides.get(language or self.language) or self.guides[self.language]


def _shown(parts: tuple[Part, ...], viewer: Viewer) -> Iterator[Part]:
    for part in parts:
        if part.levels and viewer.band is not None and viewer.band not in part.levels:
            continue
        if part.kind == VISIT and not viewer.visiting:
            continue
        if part.kind not in (WAS_THERE, WAS_NOT_THERE):
            yield replace(part, parts=tuple(_shown(part.parts, viewer))) if part.parts else part
        elif viewer.present is not None and (part.kind == WAS_THERE) == viewer.present:
            if part.html:
                yield Part("prose", part.html, part.id, None, ())
            yield from _shown(part.parts, viewer)


def _walk(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _walk(part.parts)
