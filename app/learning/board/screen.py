"""One screen of the board as finished values: what stands on it, what the class said, where to go next."""

from dataclasses import dataclass

from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.module import DURING, Question, QuestionKey, Step
from app.curriculum.queries import key_of_edition
from app.learning.board.cutting import Screen, screens
from app.learning.board.lesson import BoardLesson, board_lesson
from app.learning.board.lines import Line, Spot, lines_of, partners_of, spots_of
from app.learning.board.right import Right, has_more, has_right, right_of
from app.learning.board.roll import Roll, roll_of
from app.learning.board.said import Said, class_values, said
from app.learning.layout import Laid, lay_out
from app.learning.rules import Place


@dataclass(frozen=True, slots=True)
class Asking:
    """A question in front of the class. `right` is there only when it was asked for."""

    question: Question
    laid: Laid
    said: Said | None
    has_right: bool  # something is right or wrong about it
    has_more: bool  # there is something to show afterwards
    right: Right | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        return lines_of(self.question, self.right)

    @property
    def partners(self) -> tuple[Line, ...]:
        return partners_of(self.question)

    @property
    def spots(self) -> tuple[Spot, ...]:
        return spots_of(self.question)


@dataclass(frozen=True, slots=True)
class Recalled:
    """A question that was asked before, and what the class said to it together, if that was noted."""

    question: str
    said: Said | None


@dataclass(frozen=True, slots=True)
class BoardNow:
    """`number` of `total` screens of the step. The last one of a step that is done in class is its end, where it is
    ticked: there `screen` is None and `roll` says for whom."""

    lesson: BoardLesson
    step: Step
    number: int
    total: int
    screen: Screen | None
    asking: Asking | None
    recalled: Recalled | None
    roll: Roll | None
    previous: Place | None
    following: Place | None

    @property
    def is_end(self) -> bool:
        return self.screen is None


def board_screen(
    work: Work, *, code: str, step_id: str, number: int, language: str, with_key: bool = False
) -> BoardNow:
    """`with_key`: what is right was asked for. A number past the end of a step is its end.

    Raises:
        NotFound: no such step or screen for this class, or the key of what is no question. NotAllowed: not who leads
        the lesson; a substitute may show what is right too, since a lesson without it is none.
    """
    lesson = board_lesson(work, code=code, language=language)
    step = lesson.step(step_id)
    cut = screens(step, lesson.viewer)
    total = _total(step, cut)
    number = min(number, total)
    if number < 1:
        raise NotFound("screen")
    screen = cut[number - 1] if number <= len(cut) else None
    asking = _asking(work, lesson, screen.question, language, with_key) if screen and screen.question else None
    if with_key and asking is None:
        raise NotFound("question")
    return BoardNow(
        lesson,
        step,
        number,
        total,
        screen,
        asking,
        _recalled(work, lesson, screen.recall, language) if screen and screen.recall else None,
        None if screen else roll_of(work, lesson.given, step, language=language),
        _before(lesson, step, number),
        _after(lesson, step, number, total),
    )


def _total(step: Step, cut: tuple[Screen, ...]) -> int:
    """A step of the visit is done there, on paper: on the board it has no end to tick."""
    return len(cut) + (step.phase != DURING)


def _key(work: Work, lesson: BoardLesson, question_id: str) -> QuestionKey | None:
    given = lesson.given
    return key_of_edition(work, slug=given.module_slug, edition=given.module_edition).questions.get(question_id)


def _asking(work: Work, lesson: BoardLesson, question: Question, language: str, with_key: bool) -> Asking:
    key = _key(work, lesson, question.id)
    assert key is not None
    noted = said(key, class_values(work, lesson.given).get(question.id), language)
    right = right_of(key, language) if with_key else None
    return Asking(question, lay_out(question), noted, has_right(key), has_more(key, language), right)


def _recalled(work: Work, lesson: BoardLesson, question_id: str, language: str) -> Recalled | None:
    """None: the question is not in this module any more."""
    key = _key(work, lesson, question_id)
    if key is None:
        return None
    noted = said(key, class_values(work, lesson.given).get(question_id), language)
    return Recalled(str(key.text(language).question.striptags()), noted)


def _before(lesson: BoardLesson, step: Step, number: int) -> Place | None:
    if number > 1:
        return Place(step.id, number - 1)
    here = lesson.steps.index(step)
    if here == 0:
        return None
    earlier = lesson.steps[here - 1]
    return Place(earlier.id, _total(earlier, screens(earlier, lesson.viewer)))


def _after(lesson: BoardLesson, step: Step, number: int, total: int) -> Place | None:
    if number < total:
        return Place(step.id, number + 1)
    later = lesson.steps[lesson.steps.index(step) + 1 :]
    return Place(later[0].id, 1) if later else None
