"""All that is read of an assignment to say what a class understood: a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.access.matrix import Permission
from app.assignments.queries import (
    Given,
    TargetPupil,
    assignment_for_staff,
    module_given,
    pupils_given,
    visits_of_assignment,
)
from app.assignments.rules import Visit
from app.base.levels import band_of
from app.base.work import Work
from app.curriculum.module import DURING, AnswerKey, Module, Step
from app.curriculum.queries import key_of_version
from app.learning import rules
from app.learning.board.cutting import screens
from app.learning.board.lesson import class_viewer
from app.learning.class_view import distinct_names
from app.learning.lesson import viewer_of
from app.learning.queries import NOTHING, AnswerNow, ProgressNow, every_answer, progress_of_assignment
from app.learning.understanding.tries import Tries, tries_of


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read of an assignment. `own_steps`, `asked`: pupil -> ids of the steps, of the questions, that are
    for this pupil. `tries`: (pupil, question) -> what was sent. `screens`: question -> its screen on the board."""

    given: Given
    module: Module
    key: AnswerKey
    steps: tuple[Step, ...]
    pupils: tuple[TargetPupil, ...]  # in class-list order
    names: Mapping[UUID, str]
    progress: Mapping[UUID, ProgressNow]
    own_steps: Mapping[UUID, frozenset[str]]
    asked: Mapping[UUID, frozenset[str]]
    answers: tuple[AnswerNow, ...]
    tries: Mapping[tuple[UUID, str], Tries]
    screens: Mapping[str, int]


def facts_of(work: Work, *, code: str, language: str) -> Facts:
    """Raises: NotFound, NotAllowed: not a teacher of this class."""
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    module = module_given(work, given, language=language)
    key = key_of_version(work, version_id=module.version_id)
    pupils = pupils_given(work, assignment_id=given.id)
    visits = visits_of_assignment(work, assignment_id=given.id)
    progress = progress_of_assignment(work, assignment_id=given.id)
    names = distinct_names(pupils)
    answers = tuple(one for one in every_answer(work, assignment_id=given.id) if one.pupil_id in names)
    steps = tuple(step for step in module.steps if given.steps is None or step.id in given.steps)
    own, asked = _for_whom(steps, pupils, visits, progress)
    tries, numbers = tries_of(answers, key.questions), _screens(steps, pupils, visits)
    return Facts(given, module, key, steps, pupils, names, progress, own, asked, answers, tries, numbers)


Asked = dict[UUID, frozenset[str]]
Visits = Mapping[UUID, tuple[Visit, ...]]


def _for_whom(
    steps: Sequence[Step], pupils: Sequence[TargetPupil], visits: Visits, progress: Mapping[UUID, ProgressNow]
) -> tuple[Asked, Asked]:
    """Pupil -> own steps, and pupil -> own questions."""
    own, asked = {}, {}
    for pupil in pupils:
        viewer = viewer_of(visits.get(pupil.id, ()), pupil.level)
        mine = rules.own_steps(steps, viewer, progress.get(pupil.id, NOTHING).steps)
        own[pupil.id] = frozenset(step.id for step in mine)
        asked[pupil.id] = frozenset(question.id for step in mine for question in step.questions(viewer))
    return own, asked


def _screens(steps: Sequence[Step], pupils: Sequence[TargetPupil], visits: Visits) -> dict[str, int]:
    """Question -> its screen on the board, of steps that the board shows to this class."""
    bands = {band_of(pupil.level) for pupil in pupils}
    viewer = class_viewer(bands, visits.values())
    shown = [step for step in steps if any(step.is_for(band) for band in bands)]
    return {
        screen.question.id: number
        for step in shown
        if step.phase != DURING or viewer.present
        for number, screen in enumerate(screens(step, viewer), 1)
        if screen.question
    }
