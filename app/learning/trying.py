"""A module tried as a pupil meets it, screen by screen, marked and answered, by anybody: and nothing of it is kept.

What was answered travels in the page alone, so that going on forgets it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from markupsafe import Markup

from app.base.language import gettext
from app.base.levels import kind_of
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.marking import is_kept_apart, is_machine_marked, mark, read_answer
from app.curriculum.module import DURING, RECALL, WAS_NOT_THERE, WAS_THERE, Module, Part, Question, Step, Viewer
from app.curriculum.queries import key_of_edition, newest_module
from app.learning import rules
from app.learning.asked import FRESH, KEPT, Asked, answered, not_answered
from app.learning.queries import AnswerNow

NO_ONE = UUID(int=0)  # stands where a pupil's answer has its keys
PHOTO = rules.PHOTO
TEACHERS, APART, UNKNOWN, TICKED = "teachers", "apart", "unknown", "ticked"


@dataclass(frozen=True, slots=True)
class Mode:
    """As whom it is tried. `band`: a level of the module; None: all its levels. `there`: was on the visit."""

    band: str | None = None
    there: bool = True

    @property
    def viewer(self) -> Viewer:
        return Viewer(present=self.there, band=self.band, visiting=True)


@dataclass(frozen=True, slots=True)
class Place:
    step: Step
    number: int


@dataclass(frozen=True, slots=True)
class TryScreen:
    """One screen of the run. `note`: what becomes of such an answer in a real lesson, after it was given here."""

    module: Module
    mode: Mode
    steps: tuple[Step, ...]
    step: Step
    number: int
    screens: int
    parts: tuple[Part, ...]
    earlier: tuple[Part, ...]
    asked: Asked | None
    previous: Place | None
    following: Place | None
    note: str = ""
    given: int = 0  # answers to this question so far

    @property
    def tone(self) -> str:
        return kind_of(self.mode.band or self.module.levels[0])

    @property
    def on_paper(self) -> bool:
        return self.step.phase == DURING

    @property
    def has_versions(self) -> bool:
        """Is there something only for who was there, or only for who was not?"""
        two = (WAS_THERE, WAS_NOT_THERE)
        return any(step.phase == DURING or any(part.kind in two for part in step.parts) for step in self.module.steps)

    @property
    def is_photo(self) -> bool:
        return self.asked is not None and self.asked.question.type == PHOTO


def mode_of(module: Module, *, level: str, there: str) -> Mode:
    """What an address asks for; a level the module is not made for is no level."""
    return Mode(level if level in module.levels else None, there != "no")


def first_place(work: Work, *, slug: str, language: str, level: str, there: str) -> tuple[str, int]:
    """Where the run begins. Raises: NotFound."""
    module = newest_module(work, slug=slug, language=language)
    steps = _steps(module, mode_of(module, level=level, there=there))
    if not steps:
        raise NotFound("step")
    return steps[0].id, 1


def try_screen(
    work: Work, *, slug: str, step_id: str, number: int, language: str, level: str = "", there: str = ""
) -> TryScreen:
    """A screen as a pupil meets it. Raises: NotFound when there is no such screen for this mode."""
    module = newest_module(work, slug=slug, language=language)
    mode = mode_of(module, level=level, there=there)
    steps = _steps(module, mode)
    step = next((one for one in steps if one.id == step_id), None)
    cut = _cut(step, mode) if step else ()
    if step is None or not 1 <= number <= len(cut):
        raise NotFound("screen")
    screen = cut[number - 1]
    asked = not_answered(screen.question, handed_in=False, client_id="") if screen.question else None
    earlier = _forgotten(part for before in cut[: number - 1] for part in before.parts)
    previous, following = _around(steps, step, number, mode)
    return TryScreen(
        module, mode, steps, step, number, len(cut), _forgotten(screen.parts), earlier, asked, previous, following
    )  # fmt: skip


def try_answer(work: Work, screen: TryScreen, *, sent: Mapping[str, list[str]], given: int, language: str) -> TryScreen:
    """The screen after an answer: what was right, one more try, or what becomes of it. `given`: answers before this.

    Raises:
        NotFound: nothing is asked here. RuleBroken: (`answer`) it cannot be read, as in a real lesson.
    """
    if screen.asked is None or screen.is_photo:
        raise NotFound("question")
    question = screen.asked.question
    keys = key_of_edition(work, slug=screen.module.slug, edition=screen.module.edition)
    key = keys.questions[question.id]
    value = read_answer(key, question, sent, language=language)
    given += 1
    again = rules.may_try_again(question, right=mark(key, value).right, given=given)
    last = AnswerNow(NO_ONE, NO_ONE, question.id, value, work.now, None, None, None, again=False)
    asked = answered(question, key, last, handed_in=not again, client_id="", language=language)
    if asked.state != KEPT:
        return replace(screen, asked=asked, given=given)
    return replace(screen, asked=replace(asked, state=FRESH), note=_note(question), given=given)


def _forgotten(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with a word in the place where a pupil sees an own earlier answer: here it was not kept."""
    said = Markup("<p><em>{}</em></p>").format(gettext("Here a pupil sees the answer given before."))
    return tuple(
        Part("prose", said, part.id, None, ()) if part.kind == RECALL else replace(part, parts=_forgotten(part.parts))
        for part in parts
    )


def _note(question: Question) -> str:
    """What becomes of an answer that no machine has the last word on."""
    if is_kept_apart(question.type):
        return APART
    if is_machine_marked(question.type):
        return UNKNOWN
    return TICKED if question.type in ("checklist", "measure") else TEACHERS


def _steps(module: Module, mode: Mode) -> tuple[Step, ...]:
    """Those of such a pupil: who was not on the visit has no step during it."""
    own = [step for step in module.steps if step.is_for(mode.band)]
    return tuple(step for step in own if mode.there or step.phase != DURING)


def _cut(step: Step, mode: Mode) -> tuple[rules.Screen, ...]:
    if step.phase == DURING:
        return (rules.Screen(1, step.shown_parts(mode.viewer), None),)
    return rules.screens(step, viewer=mode.viewer)


def _around(steps: Sequence[Step], step: Step, number: int, mode: Mode) -> tuple[Place | None, Place | None]:
    """The screen before this one and the one after it, over the borders of steps too."""
    places = [Place(one, n + 1) for one in steps for n in range(len(_cut(one, mode)))]
    here = places.index(Place(step, number))
    return places[here - 1] if here else None, places[here + 1] if here + 1 < len(places) else None
