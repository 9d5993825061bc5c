"""What pupils wrote, side by side for one question, or all of one pupil; for the teacher to read and answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import Given, TargetPupil, assignment_for_staff, pupils_given, visits_of_assignment
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.marking import is_machine_marked, shown_answer, shown_right
from app.curriculum.module import Module, Question, Step, Viewer
from app.curriculum.queries import key_of_edition, module_of_edition
from app.learning import rules
from app.learning.class_view import distinct_names
from app.learning.lesson import lesson_from
from app.learning.models import StepTick
from app.learning.queries import AnswerNow, last_answers, progress_of
from app.people.models import Staff


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be looked at, with how many answered it and how many wait for a word."""

    step: Step
    question: Question
    is_open: bool  # only a teacher can say something of it
    answered: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Said:
    """One pupil's last answer in words."""

    answer: AnswerNow
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswersPage:
    given: Given
    module: Module
    asked: tuple[Asked, ...]
    now: Asked | None
    answers: tuple[Said, ...]
    rubric: str
    right: str
    following: Asked | None  # the next one to read: one that waits, else the next open one with answers


@dataclass(frozen=True, slots=True)
class Ticked:
    """A teacher's tick: who and when. Why other work was accepted stands in the log alone."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PupilStep:
    step: Step
    how: str | None
    ticked: Ticked | None
    answers: tuple[tuple[Question, Said | None], ...]


@dataclass(frozen=True, slots=True)
class PupilPage:
    given: Given
    module: Module
    pupil: TargetPupil
    name: str
    steps: tuple[PupilStep, ...]
    there: bool


def answers_page(work: Work, *, code: str, question_id: str, language: str) -> AnswersPage:
    """All last answers to one question; without one, the first open question that has answers. Raises: NotFound."""
    given, module = _given(work, code, language)
    names = distinct_names(pupils_given(work, assignment_id=given.id))
    key = key_of_edition(work, slug=given.module_slug, edition=given.module_edition)
    order = {pupil_id: place for place, pupil_id in enumerate(names)}
    answers = [one for one in last_answers(work, assignment_id=given.id) if one.pupil_id in names]
    steps = [step for step in module.steps if given.steps is None or step.id in given.steps]
    asked = tuple(_asked(step, question, answers) for step in steps for question in step.all_questions)
    now = _chosen(asked, question_id)
    if now is None:
        return AnswersPage(given, module, asked, None, (), "", "", None)
    held = key.questions[now.question.id]
    said = sorted(
        (
            Said(one, names[one.pupil_id], shown_answer(held, one.value, language=language))
            for one in answers
            if one.question_id == now.question.id
        ),
        key=lambda one: order[one.answer.pupil_id],
    )
    rubric, right = held.text(language).rubric, shown_right(held, language=language)
    return AnswersPage(given, module, asked, now, tuple(said), rubric, right, _following(asked, now))


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
    lesson = lesson_from(work, given, visits, progress, language)
    key = key_of_edition(work, slug=given.module_slug, edition=given.module_edition)
    said = {
        one.question_id: Said(one, name, shown_answer(key.questions[one.question_id], one.value, language=language))
        for one in last_answers(work, assignment_id=given.id, pupil_id=pupil_id)
        if one.question_id in key.questions
    }
    ticks = _ticks(work, given.id, pupil_id)
    steps = tuple(
        PupilStep(
            step,
            how := rules.how_done(lesson.cells.get(step.id)),
            ticks.get(step.id) if how in rules.HOWS else None,
            tuple((question, said.get(question.id)) for question in step.questions(Viewer(present=lesson.there))),
        )
        for step in lesson.steps
    )
    return PupilPage(given, module, pupil, name, steps, lesson.there)


def _given(work: Work, code: str, language: str) -> tuple[Given, Module]:
    work.must(Permission.PROGRESS_READ)
    given = assignment_for_staff(work, code)
    return given, module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)


def _ticks(work: Work, assignment_id: UUID, pupil_id: UUID) -> dict[str, Ticked]:
    """The last tick of each step."""
    rows = work.db.execute(
        select(StepTick.step_id, StepTick.at, Staff.name)
        .join(Staff, Staff.id == StepTick.by)
        .where(StepTick.assignment_id == assignment_id, StepTick.pupil_id == pupil_id)
        .order_by(StepTick.id)
    )
    return {step_id: Ticked(name, at) for step_id, at, name in rows}


def _asked(step: Step, question: Question, answers: list[AnswerNow]) -> Asked:
    mine = [one for one in answers if one.question_id == question.id]
    is_open = not is_machine_marked(question.type) and question.type != "checklist"
    waiting = sum(1 for one in mine if is_open and one.review is None)
    return Asked(step, question, is_open, len(mine), waiting)


def _chosen(asked: tuple[Asked, ...], question_id: str) -> Asked | None:
    named = next((one for one in asked if one.question.id == question_id), None)
    waiting = next((one for one in asked if one.waiting), None)
    return named or waiting or next((one for one in asked if one.answered), None)


def _following(asked: tuple[Asked, ...], now: Asked) -> Asked | None:
    here = asked.index(now)
    around = (*asked[here + 1 :], *asked[:here])
    waiting = next((one for one in around if one.waiting), None)
    return waiting or next((one for one in asked[here + 1 :] if one.is_open and one.answered), None)
