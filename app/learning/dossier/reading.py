"""What a pupil said of visits: for the pupil one by one and all together, for the teacher the whole class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff, pupils_given, visits_of_assignment
from app.assignments.rules import Visit, was_there
from app.base.names import full_name
from app.base.work import Work
from app.learning.class_view import distinct_names
from app.learning.dossier.asked import form_for
from app.learning.lesson import Lesson, lesson_of_pupil, lessons_of_pupil
from app.learning.models import Reflection
from app.people.models import Pupil, School
from app.visits.queries import BookingNow, bookings_by_id

BEFORE, AFTER, AWAY, NONE = "before", "after", "away", "none"


@dataclass(frozen=True, slots=True)
class Said:
    """The last that a pupil said of the visit of one assignment. `words` as in the table; empty: nothing yet."""

    form: str
    words: Mapping[str, Any]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class LookBack:
    """The page of one visit. `when`: before it, after it, away (was not there), none (no visit goes with it)."""

    lesson: Lesson
    when: str
    said: Said


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity of the file: a module with its visits, and what the pupil said."""

    lesson: Lesson
    visits: tuple[BookingNow, ...]
    when: str
    said: Said


@dataclass(frozen=True, slots=True)
class Dossier:
    """`name` and `school` are for the pupil's own paper."""

    name: str
    school: str
    form: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ClassReflection:
    pupil_id: UUID
    name: str
    when: str
    said: Said


def when_of(visits: Sequence[Visit], now: datetime) -> str:
    """Where a pupil stands with the visits of an assignment: nothing said of presence counts as there."""
    if not visits:
        return NONE
    if not was_there(visits):
        return AWAY
    there = [visit for visit in visits if visit.present is not False]
    return AFTER if min(visit.ends_at for visit in there) <= now else BEFORE


def look_back(work: Work, *, code: str, language: str) -> LookBack:
    """The page of one visit of the pupil at the keyboard. Raises: NotFound."""
    lesson = lesson_of_pupil(work, code=code, language=language)
    said = _said(work, [lesson.given.id], pupil_id=work.actor.user_id)
    form = form_for(lesson.given.level)
    return LookBack(lesson, when_of(lesson.visits, work.now), _of(said, lesson.given.id, form))


def dossier_of_pupil(work: Work, *, language: str) -> Dossier:
    """The file of the pupil at the keyboard: everything that had a visit, the newest visit first."""
    work.must(Permission.LEARN, person=work.actor.user_id)
    lessons = [one for one in lessons_of_pupil(work, language=language) if one.visits]
    said = _said(work, [one.given.id for one in lessons], pupil_id=work.actor.user_id)
    bookings = {one.id: one for one in bookings_by_id(work, _booking_ids(lessons))}
    pupil = work.db.get_one(Pupil, work.actor.user_id)
    school = work.db.scalars(select(School.name).where(School.id == work.school_id)).one()
    form = form_for(pupil.level)
    entries = [
        Entry(
            one,
            tuple(bookings[visit.booking_id] for visit in one.visits if visit.booking_id in bookings),
            when_of(one.visits, work.now),
            _of(said, one.given.id, form_for(one.given.level)),
        )
        for one in lessons
    ]
    entries.sort(key=lambda one: max(visit.starts_at for visit in one.lesson.visits), reverse=True)
    return Dossier(full_name(pupil.first_name, pupil.last_name), school, form, tuple(entries))


def reflections_of_class(work: Work, *, code: str) -> tuple[Given, tuple[ClassReflection, ...]]:
    """For each pupil of an assignment the last that was said, in class-list order; for the teachers of the class.

    Raises: NotFound.
    """
    work.must(Permission.ANSWER_REVIEW)
    given = assignment_for_staff(work, code)
    work.must(Permission.ANSWER_REVIEW, classes={given.class_id}, school=given.school_id)
    pupils = pupils_given(work, assignment_id=given.id)
    names, visits = distinct_names(pupils), visits_of_assignment(work, assignment_id=given.id)
    said = _said_by_pupil(work, given.id)
    rows = tuple(
        ClassReflection(
            one.id,
            names[one.id],
            when_of(visits.get(one.id, ()), work.now),
            said.get(one.id, Said(form_for(one.level), {}, None)),
        )
        for one in pupils
    )
    return given, rows


def looks_of(work: Work, lessons: Sequence[Lesson]) -> list[tuple[str, str, UUID | None]]:
    """For each lesson with a visit: its code, where the pupil stands with it, and the last row that was kept."""
    own = [one for one in lessons if one.visits]
    if not own:
        return []
    kept = select(Reflection.assignment_id, Reflection.id).where(
        Reflection.assignment_id.in_([one.given.id for one in own]), Reflection.pupil_id == work.actor.user_id
    )
    rows = work.db.execute(kept.order_by(Reflection.at, Reflection.id)).all()
    last = {row.assignment_id: row.id for row in rows}
    return [(one.given.code, when_of(one.visits, work.now), last.get(one.given.id)) for one in own]


def _booking_ids(lessons: Sequence[Lesson]) -> list[UUID]:
    return [visit.booking_id for one in lessons for visit in one.visits if visit.booking_id]


def _said(work: Work, assignment_ids: Sequence[UUID], *, pupil_id: UUID | None) -> dict[UUID, Said]:
    """By assignment, of one pupil."""
    rows = work.db.scalars(
        select(Reflection)
        .where(Reflection.assignment_id.in_(assignment_ids), Reflection.pupil_id == pupil_id)
        .order_by(Reflection.at, Reflection.id)
    )
    return {row.assignment_id: Said(row.form, row.words, row.at) for row in rows}


def _said_by_pupil(work: Work, assignment_id: UUID) -> dict[UUID, Said]:
    rows = work.db.scalars(
        select(Reflection).where(Reflection.assignment_id == assignment_id).order_by(Reflection.at, Reflection.id)
    )
    return {row.pupil_id: Said(row.form, row.words, row.at) for row in rows}


def _of(said: Mapping[UUID, Said], assignment_id: UUID, form: str) -> Said:
    """What was said, or the empty form. A pupil who went on to another kind of school keeps what was said."""
    return said.get(assignment_id) or Said(form, {}, None)
