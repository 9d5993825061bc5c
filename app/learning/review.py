"""What pupils wrote, side by side for one question, or all of one pupil; for the teacher to read and answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import Given, TargetPupil, assignment_for_staff, pupils_given, visits_of_assignment
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.marking import is_kept_apart, is_machine_marked, is_teachers, right_in_words
from app.curriculum.module import Module, Question, Step
from app.curriculum.queries import key_of_edition, module_of_edition
from app.learning import rules
from app.learning.board.said import class_values, said_in_words
from app.learning.class_view import distinct_names
from app.learning.kept import photo_of
from app.learning.lesson import Lesson, lesson_from
from app.learning.models import StepTick
from app.learning.queries import AnswerNow, last_answers, photos_there, progress_of, progress_of_assignment
from app.learning.reader import Reader, Said, Same, same_words
from app.learning.together import groups_of
from app.people.models import Staff


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be looked at, with how many answered it and how many wait for a word."""

    step: Step
    question: Question
    is_open: bool  # a teacher has something to say of it
    answered: int
    waiting: int


@dataclass(frozen=True, slots=True)
class AnswersPage:
    given: Given
    module: Module
    asked: tuple[Asked, ...]
    now: Asked | None
    answers: tuple[Same, ...]  # for a teacher to say something of
    known: tuple[Said, ...]  # right already, by the machine
    rubric: str
    right: str
    following: Asked | None  # the next one to read: one that waits, else the next open one with answers
    together: str = ""  # what the class said to it in front of the board
    tone: str = "vo"  # po or vo: of the pupils who read it


@dataclass(frozen=True, slots=True)
class Ticked:
    """A teacher's tick: who (empty: a substitute) and when. Why other work was accepted stands in the log alone."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PupilAnswer:
    """`apart`: what the pupil thinks of something; that it was handed in is all that is known here."""

    question: Question
    said: Said | None
    apart: bool
    handed_in: bool


@dataclass(frozen=True, slots=True)
class PupilStep:
    """`own`: a step that this pupil has to do; of others only what was handed in is shown."""

    step: Step
    how: str | None
    ticked: Ticked | None
    answers: tuple[PupilAnswer, ...]
    own: bool = True


@dataclass(frozen=True, slots=True)
class PupilPage:
    given: Given
    module: Module
    pupil: TargetPupil
    name: str
    steps: tuple[PupilStep, ...]


def answers_page(work: Work, *, code: str, question_id: str, language: str) -> AnswersPage:
    """All last answers to one question; without one, the first that waits for a word, else that has answers.

    Those that wait for a word stand first, then the others, each in the order of the class.

    A constant number of queries whatever the size of the class. Raises: NotFound.
    """
    given, module = _given(work, code, language)
    pupils = pupils_given(work, assignment_id=given.id)
    names = distinct_names(pupils)
    key = key_of_edition(work, slug=given.module_slug, edition=given.module_edition)
    order = {pupil_id: place for place, pupil_id in enumerate(names)}
    progress = progress_of_assignment(work, assignment_id=given.id)
    answers = sorted(
        (one for one in last_answers(work, assignment_id=given.id) if one.pupil_id in names),
        key=lambda one: order[one.pupil_id],
    )
    photos = photos_there(work, assignment_id=given.id, shas={photo_of(one.value) for one in answers})
    noted = class_values(work, given)
    reader = Reader(work, key, language, photos, progress, _groups(work, given, answers), names)
    steps = [step for step in module.steps if given.steps is None or step.id in given.steps]
    said: dict[str, list[Said]] = {}
    for one in answers:
        if one.question_id in key.questions:
            said.setdefault(one.question_id, []).append(reader.said(one, names[one.pupil_id]))
    asked = tuple(
        _asked(step, question, said.get(question.id, []))
        for step in steps
        for question in step.all_questions
        if not is_kept_apart(question.type)
    )
    now = _chosen(asked, question_id)
    if now is None:
        return AnswersPage(given, module, asked, None, (), (), "", "", None)
    held, here = key.questions[now.question.id], said.get(now.question.id, [])
    by_machine = is_machine_marked(held.type) and now.is_open
    known = tuple(one for one in here if by_machine and one.state == "right" and not one.answer.verdict)
    unknown = sorted((one for one in here if one not in known), key=lambda one: one.state != "waits")
    to_read = same_words(unknown, together=is_machine_marked(held.type))
    rubric, right = held.text(language).rubric, right_in_words(held, language=language)
    together = said_in_words(held, noted.get(held.id), language)
    return AnswersPage(
        given, module, asked, now, to_read, known, rubric, right, _following(asked, now), together, tone_of(pupils)
    )


def tone_of(pupils: Collection[TargetPupil]) -> str:
    """po or vo: in which words a stamp is put on the work of these pupils."""
    return "po" if any(one.level.startswith("po") for one in pupils) else "vo"


def pupil_page(work: Work, *, code: str, pupil_id: UUID, language: str) -> PupilPage:
    """One pupil's steps with the answers. Raises: NotFound."""
    given, module = _given(work, code, language)
    pupils = pupils_given(work, assignment_id=given.id)
    pupil = next((one for one in pupils if one.id == pupil_id), None)
    if pupil is None:
        raise NotFound("pupil")
    name = distinct_names(pupils)[pupil_id]
    visits = visits_of_assignment(work, assignment_id=given.id).get(pupil_id, ())
    progress = progress_of(work, assignment_id=given.id, pupil_id=pupil_id)
    lesson = lesson_from(work, given, visits, progress, language, level=pupil.level)
    key = key_of_edition(work, slug=given.module_slug, edition=given.module_edition)
    answers = last_answers(work, assignment_id=given.id, pupil_id=pupil_id)
    photos = photos_there(work, assignment_id=given.id, shas={photo_of(one.value) for one in answers})
    groups = _groups(work, given, answers)
    reader = Reader(work, key, language, photos, {pupil_id: progress}, groups, distinct_names(pupils))
    said = {one.question_id: reader.said(one, name) for one in answers if one.question_id in key.questions}
    ticks = _ticks(work, given.id, pupil_id)
    steps = tuple(
        _pupil_step(lesson, step, said, ticks)
        for step in module.steps
        if step in lesson.steps or lesson.cells.get(step.id, {}).get("answered")
    )
    return PupilPage(given, module, pupil, name, steps)


def _pupil_step(lesson: Lesson, step: Step, said: Mapping[str, Said], ticks: Mapping[str, Ticked]) -> PupilStep:
    """With the answers to questions that are no longer this pupil's, since the level changed."""
    how = rules.how_done(lesson.cells.get(step.id))
    own = step in lesson.steps
    shown = step.questions(lesson.viewer) if own else ()
    answers = tuple(
        PupilAnswer(
            question,
            said.get(question.id),
            is_kept_apart(question.type),
            rules.is_handed_in(lesson.cells, question.id),
        )
        for question in step.all_questions
        if question in shown or question.id in said
    )
    return PupilStep(step, how, ticks.get(step.id) if how in rules.HOWS else None, answers, own)


def _given(work: Work, code: str, language: str) -> tuple[Given, Module]:
    work.must(Permission.PROGRESS_READ)
    given = assignment_for_staff(work, code)
    return given, module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)


def _groups(work: Work, given: Given, answers: Sequence[AnswerNow]) -> Mapping[UUID, Sequence[UUID]]:
    return groups_of(work, assignment_id=given.id, groups={one.together for one in answers})


def _ticks(work: Work, assignment_id: UUID, pupil_id: UUID) -> dict[str, Ticked]:
    """The last tick of each step."""
    rows = work.db.execute(
        select(StepTick.step_id, StepTick.at, Staff.name)
        .outerjoin(Staff, Staff.id == StepTick.by)
        .where(StepTick.assignment_id == assignment_id, StepTick.pupil_id == pupil_id)
        .order_by(StepTick.id)
    )
    return {step_id: Ticked(name or "", at) for step_id, at, name in rows}


def _asked(step: Step, question: Question, said: list[Said]) -> Asked:
    waiting = sum(1 for one in said if one.state == "waits")
    return Asked(step, question, is_teachers(question.type), len(said), waiting)


def _chosen(asked: tuple[Asked, ...], question_id: str) -> Asked | None:
    named = next((one for one in asked if one.question.id == question_id), None)
    waiting = next((one for one in asked if one.waiting), None)
    return named or waiting or next((one for one in asked if one.answered), None)


def _following(asked: tuple[Asked, ...], now: Asked) -> Asked | None:
    here = asked.index(now)
    around = (*asked[here + 1 :], *asked[:here])
    waiting = next((one for one in around if one.waiting), None)
    return waiting or next((one for one in asked[here + 1 :] if one.is_open and one.answered), None)
