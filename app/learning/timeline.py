"""What one pupil did when, from what is kept anyway: answers, ticks, a teacher's words, the visit, a hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import Given, visits_of_assignment
from app.base.clock import school_day
from app.base.work import Work
from app.curriculum.module import Module, Question
from app.learning import rules
from app.learning.models import Answer, Review, StepTick
from app.learning.queries import AnswerNow, ProgressNow, every_answer, progress_of
from app.people.models import Staff
from app.visits.queries import bookings_by_id


@dataclass(frozen=True, slots=True)
class Moment:
    """`kind`: begun, handed-in, paper, board, accepted, undone (ticks), said, visit, hand, complete.

    `about`: title of a step, text of a question, name of a company. `by`: a teacher. For handed-in: `questions` with so
    many `tries`. For said: `verdict`, `text`, `again`. For visit: `present`, None when nothing was said of it.
    """

    at: datetime
    kind: str
    about: str = ""
    by: str = ""
    questions: int = 0
    tries: int = 0
    verdict: str = ""
    text: str = ""
    again: bool = False
    present: bool | None = None


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    moments: tuple[Moment, ...]


def timeline(work: Work, *, given: Given, module: Module, pupil_id: UUID) -> tuple[Day, ...]:
    """For a teacher of the class: oldest first, by school day. A constant number of statements.

    Raises: NotFound, NotAllowed.
    """
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    titles = {step.id: step.title for step in module.steps}
    progress = progress_of(work, assignment_id=given.id, pupil_id=pupil_id)
    answers = every_answer(work, assignment_id=given.id, pupil_id=pupil_id)
    moments = [
        *_worked(module, answers, progress),
        *_ticks(work, given.id, pupil_id, titles),
        *_said(work, given.id, pupil_id, module),
        *_visits(work, given.id, pupil_id),
        *_now(progress, titles),
    ]
    moments.sort(key=lambda one: one.at)
    by_day = groupby(moments, key=lambda one: school_day(one.at))
    return tuple(Day(day, tuple(held)) for day, held in by_day)


def _worked(module: Module, answers: Sequence[AnswerNow], progress: ProgressNow) -> Iterator[Moment]:
    """When a step was begun, that is when its first answer came in; and when it was handed in whole."""
    for step in module.steps:
        own = {question.id for question in step.all_questions}
        sent = [one for one in answers if one.question_id in own]
        cell = progress.steps.get(step.id, {})
        if sent:
            yield Moment(sent[0].at, "begun", step.title)
        if rules.how_done(cell) == rules.SCREEN and cell.get("at"):
            asked = len({one.question_id for one in sent})
            at = datetime.fromisoformat(cell["at"])
            yield Moment(at, "handed-in", step.title, questions=asked, tries=len(sent))


def _ticks(work: Work, assignment_id: UUID, pupil_id: UUID, titles: dict[str, str]) -> Iterator[Moment]:
    rows = work.db.execute(
        select(StepTick.step_id, StepTick.how, StepTick.at, Staff.name)
        .join(Staff, Staff.id == StepTick.by)
        .where(StepTick.assignment_id == assignment_id, StepTick.pupil_id == pupil_id)
        .order_by(StepTick.id)
    )
    for step_id, how, at, name in rows:
        yield Moment(at, how, titles.get(step_id, step_id), by=name)


def _said(work: Work, assignment_id: UUID, pupil_id: UUID, module: Module) -> Iterator[Moment]:
    rows = work.db.execute(
        select(Answer.question_id, Review.at, Review.text, Review.verdict, Review.again, Staff.name)
        .join(Review, Review.answer_id == Answer.id)
        .join(Staff, Staff.id == Review.by)
        .where(Answer.assignment_id == assignment_id, Answer.pupil_id == pupil_id)
        .order_by(Review.id)
    )
    for question_id, at, text, verdict, again, name in rows:
        asked = _asked(module.question(question_id))
        yield Moment(at, "said", asked, by=name, verdict=verdict or "", text=text, again=again)


def _asked(question: Question | None) -> str:
    """A question that is no longer in the module has no words here."""
    return str(question.html_on_paper.striptags()) if question else ""


def _visits(work: Work, assignment_id: UUID, pupil_id: UUID) -> Iterator[Moment]:
    """Those that have begun."""
    visits = visits_of_assignment(work, assignment_id=assignment_id).get(pupil_id, ())
    held = {one.booking_id: one for one in visits if one.booking_id and one.starts_at <= work.now}
    for booking in bookings_by_id(work, list(held)) if held else ():
        visit = held[booking.id]
        yield Moment(visit.starts_at, "visit", booking.company, present=visit.present)


def _now(progress: ProgressNow, titles: dict[str, str]) -> Iterator[Moment]:
    """A hand is known while it is up, and not afterwards."""
    if progress.help_since:
        yield Moment(progress.help_since, "hand", titles.get(progress.help_step or "", ""))
    if progress.completed_at:
        yield Moment(progress.completed_at, "complete")
