"""A pupil's lesson as one value: assignment, module, own steps, which are open, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.assignments import rules as giving
from app.assignments.queries import Given, assignment_of_pupil, assignments_of_pupil, visits_of_pupil
from app.base.levels import band_for
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.module import Module, Question, Step, Viewer
from app.curriculum.queries import module_of_edition
from app.learning import rules
from app.learning.queries import ProgressNow, progress_of


@dataclass(frozen=True, slots=True)
class Lesson:
    given: Given
    module: Module
    steps: tuple[Step, ...]  # the pupil's own
    open_steps: frozenset[str]
    viewer: Viewer  # for whom the steps are drawn
    visits: tuple[giving.Visit, ...]
    progress: ProgressNow

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
    def done(self) -> int:
        return sum(1 for step in self.steps if rules.how_done(self.cells.get(step.id)))


def lesson_of_pupil(work: Work, *, code: str, language: str) -> Lesson:
    """The lesson behind an assignment's code, for the pupil at the keyboard. Raises: NotFound."""
    given = assignment_of_pupil(work, code)
    pupil_id = _pupil(work)
    visits = visits_of_pupil(work, pupil_id=pupil_id, assignments=[given.id]).get(given.id, ())
    progress = progress_of(work, assignment_id=given.id, pupil_id=pupil_id)
    return lesson_from(work, given, visits, progress, language, level=given.level)


def lessons_of_pupil(work: Work, *, language: str) -> tuple[Lesson, ...]:
    """All lessons of the pupil at the keyboard, newest first."""
    pupil_id = _pupil(work)
    given = assignments_of_pupil(work, pupil_id=pupil_id)
    visits = visits_of_pupil(work, pupil_id=pupil_id, assignments=[one.id for one in given])
    return tuple(
        lesson_from(
            work,
            one,
            visits.get(one.id, ()),
            progress_of(work, assignment_id=one.id, pupil_id=pupil_id),
            language,
            level=one.level,
        )
        for one in given
    )


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
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)
    viewer = viewer_of(visits, level)
    steps = rules.own_steps(module.steps, viewer, progress.steps, chosen=given.steps)
    opened = frozenset(
        step.id
        for step in steps
        if giving.is_open(
            step,
            opens_on=given.opens_on,
            closes_on=given.closes_on,
            today=work.today,
            now=work.now,
            visits=visits,
            after_opened_at=given.after_opened_at,
        )
    )
    return Lesson(given, module, steps, opened, viewer, visits, progress)


def _pupil(work: Work) -> UUID:
    if work.actor.user_id is None:
        raise NotFound("pupil")
    return work.actor.user_id
