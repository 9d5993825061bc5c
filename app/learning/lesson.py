"""A pupil's lesson as one value: assignment, module, own steps, which are open, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam

from app.access.matrix import Permission
from app.assignments import rules as giving
from app.assignments.models import Assignment
from app.assignments.queries import Given, given_to_pupil, module_given, read_given
from app.base.hot import SCHOOL, checked
from app.base.levels import band_for
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.module import DURING, Module, Question, Step, Viewer
from app.learning import rules
from app.learning.models import Progress
from app.learning.queries import PROGRESS, ProgressNow, progress_from
from app.learning.steering import waits_for
from app.learning.unseen import unseen_ids
from app.people.queries import PHOTOS_ALLOWED

# All of a pupil's lesson in one statement: answering and reading ask nothing else to know where the pupil is.
_LESSONS = checked(
    given_to_pupil(PHOTOS_ALLOWED, *PROGRESS).outerjoin(
        Progress,
        and_(
            Progress.school_id == SCHOOL,
            Progress.assignment_id == Assignment.id,
            Progress.pupil_id == bindparam("pupil"),
        ),
    )
)
_LESSON = checked(_LESSONS.where(Assignment.code == bindparam("code")))


@dataclass(frozen=True, slots=True)
class Lesson:
    given: Given
    module: Module
    steps: tuple[Step, ...]  # the pupil's own
    open_steps: frozenset[str]
    taking: frozenset[str]  # steps that take answers: open, or shut again while answers were on their way
    viewer: Viewer  # for whom the steps are drawn
    visits: tuple[giving.Visit, ...]
    progress: ProgressNow
    paused: bool  # screens wait; answers count
    waits_for: str  # what for, when nothing is to do on the screen (steering.waits_for)
    photos_allowed: bool = False  # by the school; else what asks for a photo is shown to the teacher

    @property
    def cells(self) -> Mapping[str, Any]:
        return self.progress.steps

    def step(self, step_id: str) -> Step:
        """Raises: NotFound when it is not one of this pupil's steps."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise NotFound("step")

    def question(self, step_id: str, question_id: str) -> Question:
        """Raises: NotFound when it is not one of this pupil's questions."""
        for question in self.step(step_id).questions(self.viewer):
            if question.id == question_id:
                return question
        raise NotFound("question")

    @property
    def next_place(self) -> rules.Place | None:
        return rules.next_place(self.steps, self.cells, open_steps=self.open_steps, viewer=self.viewer)

    @property
    def next_together(self) -> rules.Place | None:
        """The same for a group at one device."""
        return rules.next_place(self.steps, self.cells, open_steps=self.open_steps, viewer=self.viewer, together=True)

    def following(self, step: Step, number: int, screens: int) -> rules.Place | None:
        """After a screen of `screens`: the next one of the step, or the first open step after it that is not done;
        None: nothing more now."""
        if number < screens:
            return rules.Place(step.id, number + 1)
        for later in self.steps[self.steps.index(step) + 1 :]:
            if later.id in self.open_steps and later.phase != DURING and not rules.how_done(self.cells.get(later.id)):
                return rules.Place(later.id, 1)
        return None

    @property
    def said_at(self) -> tuple[rules.Place, ...]:
        """The screens on which a teacher said something that the pupil has not seen, as far as they can be opened."""
        ids = unseen_ids(self.cells)
        return tuple(
            rules.Place(step.id, screen.number)
            for step in (self.steps if ids else ())
            if step.phase != DURING and (step.id in self.open_steps or rules.how_done(self.cells.get(step.id)))
            for screen in rules.screens(step, viewer=self.viewer)
            if screen.question is not None and screen.question.id in ids
        )

    @property
    def done(self) -> int:
        return sum(1 for step in self.steps if rules.how_done(self.cells.get(step.id)))


def lesson_of_pupil(work: Work, *, code: str, language: str, with_off: bool = False) -> Lesson:
    """The lesson behind an assignment's code, for the pupil at the keyboard. Raises: NotFound.

    `with_off`: with the steps that the teacher took off, for what was on its way to them.
    """
    work.must(Permission.LEARN)
    found = read_given(work.hot(_LESSON, code=code, pupil=_pupil(work), today=work.today))
    if not found:
        raise NotFound("assignment")
    given, visits, row = found[0]
    if with_off and given.steps is not None:
        given = replace(given, steps=given.steps | given.steps_off)
    return _lesson(work, (given, visits, row), language)


def lessons_of_pupil(work: Work, *, language: str) -> tuple[Lesson, ...]:
    """All lessons of the pupil at the keyboard, newest first."""
    work.must(Permission.LEARN)
    found = read_given(work.hot(_LESSONS, pupil=_pupil(work), today=work.today))
    return tuple(_lesson(work, one, language) for one in found)


def _lesson(work: Work, one: tuple[Given, tuple[giving.Visit, ...], Any], language: str) -> Lesson:
    given, visits, row = one
    lesson = lesson_from(work, given, visits, progress_from(row), language, level=given.level)
    return replace(lesson, photos_allowed=bool(row.photos_allowed))


def viewer_of(visits: tuple[giving.Visit, ...], level: str | None) -> Viewer:
    """What a pupil gets to see: by the visits that go with the assignment and by the pupil's own level."""
    return Viewer(present=giving.was_there(visits), band=band_for(level), visiting=bool(visits))


def lesson_from(
    work: Work,
    given: Given,
    visits: tuple[giving.Visit, ...],
    progress: ProgressNow,
    language: str,
    *,
    level: str | None,
) -> Lesson:
    """Put together what was read of one pupil."""
    module = module_given(work, given, language=language)
    viewer = viewer_of(visits, level)
    steps = rules.own_steps(module.steps, viewer, progress.steps, chosen=given.steps)
    facts: dict[str, Any] = {"today": work.today, "now": work.now, "visits": visits}
    opened = frozenset(step.id for step in steps if giving.is_open(step, given, **facts))
    taking = frozenset(step.id for step in steps if giving.takes_answers(step, given, **facts))
    left = [step for step in steps if not rules.how_done(progress.steps.get(step.id))]
    waits = waits_for(left, given, open_steps=opened, **facts)
    paused = giving.is_paused(given, work.now)
    return Lesson(given, module, steps, opened, taking, viewer, visits, progress, paused, waits)


def _pupil(work: Work) -> UUID:
    if work.actor.user_id is None:
        raise NotFound("pupil")
    return work.actor.user_id
