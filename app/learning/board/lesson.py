"""The lesson of a class as the board shows it: its steps, and for whom they are drawn."""

from collections.abc import Collection
from dataclasses import dataclass

from app.access.matrix import Permission
from app.assignments import rules as giving
from app.assignments.queries import Given, assignment_for_staff, pupils_given, visits_of_assignment
from app.assignments.rules import Visit
from app.base.levels import band_of
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.module import DURING, Module, Step, Viewer
from app.curriculum.queries import module_of_edition
from app.people.queries import class_by_id


@dataclass(frozen=True, slots=True)
class BoardLesson:
    """`tone`: of the class that looks at it, po or vo."""

    given: Given
    module: Module
    steps: tuple[Step, ...]
    viewer: Viewer
    tone: str
    paused: bool  # the pupils' own screens

    def step(self, step_id: str) -> Step:
        """Raises: NotFound when it is not given to this class."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise NotFound("step")


def board_lesson(work: Work, *, code: str, language: str) -> BoardLesson:
    """For who leads the lesson: a teacher of the class or a substitute. Raises: NotFound."""
    given = given_for_board(work, code)
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)
    visits = visits_of_assignment(work, assignment_id=given.id)
    bands = {band_of(pupil.level) for pupil in pupils_given(work, assignment_id=given.id)}
    viewer = class_viewer(bands, visits.values())
    steps = tuple(step for step in module.steps if _is_of(step, given, viewer, bands))
    tone = class_by_id(work, class_id=given.class_id).kind
    return BoardLesson(given, module, steps, viewer, tone, giving.is_paused(given, work.now))


def given_for_board(work: Work, code: str, permission: Permission = Permission.LESSON_LEAD) -> Given:
    """Raises: NotFound, NotAllowed: not who leads the lesson of this class."""
    work.must(permission)
    given = assignment_for_staff(work, code)
    work.must(permission, classes={given.class_id}, school=given.school_id)
    return given


def class_viewer(bands: Collection[str | None], visits: Collection[Collection[Visit]]) -> Viewer:
    """A class that looks together: it was there when anybody of it was, and a level counts when all have it."""
    there = any(giving.was_there(own) for own in visits)
    return Viewer(present=there, band=next(iter(bands)) if len(bands) == 1 else None, visiting=bool(visits))


def _is_of(step: Step, given: Given, viewer: Viewer, bands: Collection[str | None]) -> bool:
    chosen = given.steps is None or step.id in given.steps
    for_some = not bands or any(step.is_for(band) for band in bands)
    return chosen and for_some and (step.phase != DURING or bool(viewer.present))
