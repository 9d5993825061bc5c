"""One screen of a lesson as finished values: where the pupil is, the question, what was handed in, where to go next."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.marking import Marked, chosen_tokens, is_machine_marked, mark, shown_answer
from app.curriculum.module import AnswerKey, Option, Part, Question, Step, Viewer
from app.curriculum.queries import key_of_edition
from app.learning import rules
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.queries import AnswerNow, last_answers

FRESH, AGAIN, RIGHT, PARTLY, WRONG, KEPT = "fresh", "again", "right", "partly", "wrong", "kept"


@dataclass(frozen=True, slots=True)
class StripItem:
    """A piece of the strip. `state`: done, now, todo. `inner`: states of the screens of the step that is now.

    `opens`: the id of the step when it can be looked at, else empty.
    """

    label: str
    icon: str
    state: str
    how: str | None
    inner: tuple[str, ...] = ()
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a screen. `state`: fresh, again (one more try), right, partly, wrong, kept (for a teacher)."""

    question: Question
    options: tuple[Option, ...]  # for `order` in the order of the answer so far
    state: str
    client_id: str
    chosen: tuple[str, ...] = ()  # tokens of the last answer
    tried: tuple[str, ...] = ()  # tokens of a wrong try, shown as "tried already"
    text: str = ""  # the last answer in words
    feedback: tuple[Markup, ...] = ()
    explain: Markup = field(default_factory=Markup)
    review: str | None = None
    given_back: bool = False

    @property
    def takes_answers(self) -> bool:
        return self.state in (FRESH, AGAIN) or (self.state == KEPT)


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


def screen_now(work: Work, *, code: str, step_id: str, number: int, language: str) -> ScreenNow:
    """Raises: NotFound when the assignment, step or screen is not this pupil's, or not open to look at yet."""
    lesson = lesson_of_pupil(work, code=code, language=language)
    step = lesson.step(step_id)
    on_paper = step.phase == "during"
    cut = (_sheet(step, lesson),) if on_paper else rules.screens(step, there=lesson.there)
    if not 1 <= number <= len(cut):
        raise NotFound("screen")
    is_open = step.id in lesson.open_steps
    if not is_open and not rules.how_done(lesson.cells.get(step.id)):
        raise NotFound("screen")  # an after-step is not read before the visit
    screen = cut[number - 1]
    asked = None if screen.question is None else _asked(work, lesson, screen.question, language)
    answered = set(lesson.cells.get(step.id, {}).get("answered", ()))
    return ScreenNow(
        lesson,
        step,
        number,
        len(cut),
        screen.parts,
        tuple(part for before in cut[: number - 1] for part in before.parts),
        asked,
        _strip(lesson, step, cut, number, answered),
        is_open,
        on_paper,
        rules.READ in answered,
        rules.Place(step.id, number - 1) if number > 1 else None,
        _following(lesson, step, number, len(cut)),
    )


def strip_of(lesson: Lesson) -> tuple[StripItem, ...]:
    """The strip on the pupil's home: done, now and to come."""
    place = lesson.next_place
    return tuple(_item(step, "now" if place and step.id == place.step_id else "todo", lesson) for step in lesson.steps)


def _sheet(step: Step, lesson: Lesson) -> rules.Screen:
    """A step on paper is one screen: the sheet with its questions, to read here and to write on there."""
    return rules.Screen(1, step.shown_parts(Viewer(present=lesson.there)), None)


def hint_of(screen: ScreenNow) -> Markup:
    return screen.asked.question.hint if screen.asked else Markup()


def _following(lesson: Lesson, step: Step, number: int, total: int) -> rules.Place | None:
    """The next screen of this step, or the first open step after it that is not done; None: nothing more now."""
    if number < total:
        return rules.Place(step.id, number + 1)
    here = lesson.steps.index(step)
    for later in lesson.steps[here + 1 :]:
        if later.id in lesson.open_steps and later.phase != "during" and not rules.how_done(lesson.cells.get(later.id)):
            return rules.Place(later.id, 1)
    return None


def _strip(
    lesson: Lesson, now: Step, cut: Sequence[rules.Screen], number: int, answered: set[str]
) -> tuple[StripItem, ...]:
    def inner(screen: rules.Screen) -> str:
        if screen.number == number:
            return "now"
        return "done" if screen.question and screen.question.id in answered else "todo"

    return tuple(
        StripItem(step.label, step.icon, "now", None, tuple(map(inner, cut)))
        if step.id == now.id
        else _item(step, "todo", lesson)
        for step in lesson.steps
    )


def _item(step: Step, otherwise: str, lesson: Lesson) -> StripItem:
    how = rules.how_done(lesson.cells.get(step.id))
    opens = step.id if how or step.id in lesson.open_steps else ""
    return StripItem(step.label, step.icon, "done" if how else otherwise, how, opens=opens)


def _asked(work: Work, lesson: Lesson, question: Question, language: str) -> Asked:
    key = key_of_edition(work, slug=lesson.given.module_slug, edition=lesson.given.module_edition)
    client_id = str(work.new_id())
    found = last_answers(work, assignment_id=lesson.given.id, pupil_id=work.actor.user_id, question_ids=[question.id])
    if not found:
        return Asked(question, question.options, FRESH, client_id)
    return _handed_in(lesson, question, key, found[0], client_id, language)


def _handed_in(
    lesson: Lesson, question: Question, keys: AnswerKey, last: AnswerNow, client_id: str, language: str
) -> Asked:
    key = keys.questions[question.id]
    chosen = chosen_tokens(key, last.value)
    marked = mark(key, last.value, language=language)
    answered = {one for cell in lesson.cells.values() for one in cell.get("answered", ())}
    state = _state(question, marked, handed_in=question.id in answered)
    return Asked(
        question,
        _in_order(question, chosen),
        state,
        client_id,
        chosen,
        chosen if state == AGAIN else (),
        shown_answer(key, last.value, language=language),
        marked.feedback_html,
        marked.explain_html if state in (RIGHT, PARTLY, WRONG) else Markup(),
        last.review,
        last.again,
    )


def _state(question: Question, marked: Marked, *, handed_in: bool) -> str:
    if not is_machine_marked(question.type):
        return KEPT
    if marked.right:
        return RIGHT
    if not handed_in:
        return AGAIN
    return PARTLY if marked.score else WRONG


def _in_order(question: Question, chosen: Sequence[str]) -> tuple[Option, ...]:
    if question.type != "order" or len(chosen) != len(question.options):
        return question.options
    by_token = {option.token: option for option in question.options}
    return tuple(by_token[token] for token in chosen if token in by_token)
