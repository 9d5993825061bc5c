"""One screen of a lesson as finished values: where the pupil is, the question, what was handed in, where to go next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from app.assignments.rules import OVER
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.module import DURING, Part, Question, QuestionKey, Step
from app.curriculum.queries import key_of_version
from app.learning import rules
from app.learning.asked import AGAIN, SHUT, Asked, answered, not_answered
from app.learning.kept import photo_of
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.queries import AnswerNow, last_answers, photos_there
from app.learning.recall import Recalled, recalled, recalled_ids
from app.learning.steering import is_locked
from app.learning.together import worked_with


@dataclass(frozen=True, slots=True)
class StripItem:
    """A piece of the strip. `state`: done, now, todo, locked: the teacher opens it, or shut: the lesson is over.
    `inner`: states of the screens of the step that is now.

    `opens`: the id of the step when it can be looked at, else empty. `said`: the screens of it on which a teacher said
    something that the pupil has not seen yet.
    """

    label: str
    icon: str
    state: str
    how: str | None
    inner: tuple[str, ...] = ()
    opens: str = ""
    said: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenNow:
    lesson: Lesson
    step: Step
    number: int
    screens: int
    parts: tuple[Part, ...]
    earlier: tuple[Part, ...]  # read on the screens of this step before this one; a question leans on it
    asked: Asked | None
    strip: tuple[StripItem, ...]
    is_open: bool
    on_paper: bool  # a step during the visit: to read here, to do there
    read: bool  # a step without questions that was read to the end
    previous: rules.Place | None
    following: rules.Place | None
    recalled: Mapping[str, Recalled] = field(default_factory=dict)  # earlier answers that the text shows back

    @property
    def has_news(self) -> bool:
        """Is something on this screen that a teacher said and the pupil had not seen?"""
        return rules.Place(self.step.id, self.number) in self.lesson.said_at

    @property
    def tells(self) -> bool:
        """Does the page tell the server that the pupil is here: on another step than before, or with news to see?"""
        return self.has_news or (self.is_open and self.lesson.progress.at_step != self.step.id)

    @property
    def photos(self) -> tuple[str, ...]:
        """The hashes of the photos that this screen shows."""
        kept = [self.asked.kept if self.asked else None, *(one.kept for one in self.recalled.values())]
        return tuple(one.photo for one in kept if one and one.photo)


@dataclass(frozen=True, slots=True)
class _Seen:
    asked: Asked | None
    recalled: Mapping[str, Recalled]


def screen_now(work: Work, *, code: str, step_id: str, number: int, language: str, question_id: str = "") -> ScreenNow:
    """`question_id`: what was on the screen when it was sent; a new version may have put that on another one since.

    Raises: NotFound when the assignment, step or screen is not this pupil's, or not open to look at yet.
    """
    lesson = lesson_of_pupil(work, code=code, language=language)
    step = lesson.step(step_id)
    on_paper = step.phase == DURING
    cut = (_sheet(step, lesson),) if on_paper else rules.screens(step, viewer=lesson.viewer)
    number = rules.number_of(cut, question_id) or number
    if not 1 <= number <= len(cut):
        raise NotFound("screen")
    is_open = step.id in lesson.open_steps
    if not is_open and not _was_read(step, lesson):
        raise NotFound("screen")  # an after-step is not read before the visit
    screen = cut[number - 1]
    earlier = tuple(part for before in cut[: number - 1] for part in before.parts)
    seen = _seen(work, lesson, screen, (*earlier, *screen.parts), language)
    handed_in = set(lesson.cells.get(step.id, {}).get("answered", ()))
    return ScreenNow(
        lesson,
        step,
        number,
        len(cut),
        screen.parts,
        earlier,
        _as_open(seen.asked, is_open=is_open),
        _strip(lesson, step, cut, number, handed_in),
        is_open,
        on_paper,
        rules.READ in handed_in,
        rules.Place(step.id, number - 1) if number > 1 else None,
        lesson.following(step, number, len(cut)),
        seen.recalled,
    )


def _as_open(asked: Asked | None, *, is_open: bool) -> Asked | None:
    """Nobody is told to look again at a step that takes nothing any more."""
    return replace(asked, state=SHUT) if asked and asked.state == AGAIN and not is_open else asked


def _was_read(step: Step, lesson: Lesson) -> bool:
    """Done, or half done when the lesson was over: what a pupil handed in can be looked at. A step that waits for the
    teacher's hand is not read before that."""
    cell = lesson.cells.get(step.id, {})
    if rules.how_done(cell):
        return True
    return bool(cell.get("answered")) and not is_locked(step, lesson.given, is_open=False)


def leads_on(work: Work, *, code: str, step_id: str, number: int, language: str) -> bool:
    """Has this step of the pupil fewer screens, or waits it for the teacher's hand? A sheet for a visit is always one
    screen. Raises: NotFound as `screen_now`."""
    lesson = lesson_of_pupil(work, code=code, language=language)
    step = lesson.step(step_id)
    if is_locked(step, lesson.given, is_open=step.id in lesson.open_steps):
        return True
    return step.phase != DURING and number > len(rules.screens(step, viewer=lesson.viewer))


def strip_of(lesson: Lesson) -> tuple[StripItem, ...]:
    """The strip on the pupil's home: done, now and to come."""
    place = lesson.next_place
    return tuple(_item(step, "now" if place and step.id == place.step_id else "todo", lesson) for step in lesson.steps)


def _sheet(step: Step, lesson: Lesson) -> rules.Screen:
    """A step on paper is one screen: the sheet with its questions, to read here and to write on there."""
    return rules.Screen(1, step.shown_parts(lesson.viewer), None)


def _strip(
    lesson: Lesson, now: Step, cut: Sequence[rules.Screen], number: int, answered: set[str]
) -> tuple[StripItem, ...]:
    def inner(screen: rules.Screen) -> str:
        if screen.number == number:
            return "now"
        return "done" if screen.question and screen.question.id in answered else "todo"

    return tuple(
        StripItem(step.label, step.icon, "now", None, tuple(map(inner, cut)), said=_said(step, lesson))
        if step.id == now.id
        else _item(step, "todo", lesson)
        for step in lesson.steps
    )


def _item(step: Step, otherwise: str, lesson: Lesson) -> StripItem:
    how = rules.how_done(lesson.cells.get(step.id))
    opens = step.id if how or step.id in lesson.open_steps else ""
    if not opens and lesson.waits_for == OVER:
        return StripItem(step.label, step.icon, "shut", None)
    if not opens and is_locked(step, lesson.given, is_open=False):
        return StripItem(step.label, step.icon, "locked", None)
    return StripItem(step.label, step.icon, "done" if how else otherwise, how, opens=opens, said=_said(step, lesson))


def _said(step: Step, lesson: Lesson) -> tuple[int, ...]:
    return tuple(place.screen for place in lesson.said_at if place.step_id == step.id)


def _seen(work: Work, lesson: Lesson, screen: rules.Screen, parts: Sequence[Part], language: str) -> _Seen:
    """The question of a screen and what its text shows back of earlier answers, in one reading of answers."""
    ids = recalled_ids(parts)
    question = screen.question
    wanted = [*ids, question.id] if question else list(ids)
    if not wanted:
        return _Seen(None, {})
    given, pupil_id = lesson.given, work.actor.user_id
    key = key_of_version(work, version_id=lesson.module.version_id)
    found = last_answers(work, assignment_id=given.id, pupil_id=pupil_id, question_ids=wanted)
    answers = {one.question_id: one for one in found}
    shas = {photo_of(one.value) for one in found}
    photos = photos_there(work, assignment_id=given.id, shas=shas)  # of own answers, so maybe on another's device
    shown = recalled(lesson, key, ids, answers, language=language, photos=photos)
    if question is None:
        return _Seen(None, shown)
    return _Seen(_asked(work, lesson, question, key.questions[question.id], answers, photos, language), shown)


def _asked(
    work: Work,
    lesson: Lesson,
    question: Question,
    key: QuestionKey,
    answers: Mapping[str, AnswerNow],
    photos: frozenset[str],
    language: str,
) -> Asked:
    handed_in = rules.is_handed_in(lesson.cells, question.id)
    client_id, last = str(work.new_id()), answers.get(question.id)
    if last is None:
        asked = not_answered(question, handed_in=handed_in, client_id=client_id)
    else:
        asked = answered(
            question, key, last, handed_in=handed_in, client_id=client_id, language=language, photos=photos
        )
        asked = replace(asked, together=worked_with(work, assignment_id=lesson.given.id, group=last.together))
    if question.type != rules.PHOTO:
        return asked
    until = rules.photo_goes_on(work.today) - timedelta(days=1)
    return replace(asked, photo_until=until, takes_photos=lesson.photos_allowed)
