"""All lessons of a school in a year or an edition: how many certificates are ready, printed, or wait and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from app.access.matrix import Permission
from app.assignments.models import Assignment, AssignmentVisit
from app.assignments.queries.given import GIVEN, LIVE_BOOKING
from app.base import clock
from app.base.language import N_
from app.base.names import folded
from app.base.problems import NotFound
from app.base.work import Work
from app.certificates import rules
from app.certificates.queries.candidates import candidates_of
from app.certificates.queries.shapes import LESSON, VISIT_ALONE, Candidate
from app.people.models import SchoolClass, SchoolYear
from app.visits.models import Booking, Edition, VisitSlot
from app.visits.queries.bookings import bookings_that
from app.visits.rules import LIVE

STEPS_TO_DO = N_("Steps still to do")
EDITIONS = 8  # to choose from


@dataclass(frozen=True, slots=True)
class Period:
    """A school year, or an edition. `key` stands in addresses: `year-<id>`, `edition-<id>`."""

    key: str
    id: UUID
    name: str
    starts_on: date
    ends_on: date

    @property
    def edition_id(self) -> UUID | None:
        return self.id if self.key.startswith("edition-") else None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of a class or a visit without one. `waiting`: why (English source), how many pupils; the most first."""

    code: str
    class_name: str
    title: str
    ready: int
    printed: int
    waiting: tuple[tuple[str, int], ...]
    source: str = LESSON

    @property
    def waits(self) -> int:
        return sum(count for _, count in self.waiting)

    @property
    def pupils(self) -> int:
        return self.ready + self.printed + self.waits


def periods(work: Work) -> tuple[Period, ...]:
    """The school year of today, and the editions, newest first."""
    work.must(Permission.CERTIFICATE_ISSUE)
    years = work.db.scalars(
        select(SchoolYear)
        .where(SchoolYear.starts_on <= work.today, SchoolYear.ends_on >= work.today)
        .order_by(SchoolYear.starts_on.desc())
        .limit(1)
    )
    editions = work.db.scalars(select(Edition).order_by(Edition.starts_on.desc(), Edition.id).limit(EDITIONS))
    found = [Period(f"year-{one.id}", one.id, one.name, one.starts_on, one.ends_on) for one in years]
    return (*found, *(edition_as_period(one) for one in editions))


def period_of(work: Work, key: str = "") -> Period:
    """The one with this key, else the first. Raises: NotFound."""
    found = next((one for one in periods(work) if not key or one.key == key), None)
    if found is None:
        raise NotFound("period")
    return found


def lessons_to_print(work: Work, *, period: Period, language: str = "nl") -> tuple[Lesson, ...]:
    """Of the classes that one may print for, in the order of their names."""
    work.must(Permission.CERTIFICATE_ISSUE)
    rows = work.db.execute(
        select(Assignment.code, Assignment.class_id, SchoolClass.name)
        .join(SchoolClass, and_(SchoolClass.id == Assignment.class_id, SchoolClass.school_id == Assignment.school_id))
        .where(Assignment.school_id == work.school_id, Assignment.state == GIVEN, _within(period))
        .order_by(Assignment.id)
    ).all()
    mine = [
        (code, name, LESSON)
        for code, class_id, name in rows
        if work.may(Permission.CERTIFICATE_ISSUE, classes={class_id}, school=work.school_id)
    ]
    mine += [(code, name, VISIT_ALONE) for code, name in _visits_alone(work, period)]
    ordered = sorted(mine, key=lambda one: folded(one[1]))
    found = [_lesson(work, code, name, language, source) for code, name, source in ordered]
    return tuple(one for one in found if one.pupils)


def _visits_alone(work: Work, period: Period) -> Iterator[tuple[str, str]]:
    """Visits of the period that no lesson goes with, one for each class and day: (code, class)."""
    tied = exists(select(AssignmentVisit.id).where(AssignmentVisit.booking_id == Booking.id))
    days = set()
    for booking in bookings_that(work, Booking.school_id == work.school_id, Booking.class_id.is_not(None), ~tied):
        if booking.state in LIVE and booking.class_id and period.starts_on <= booking.day <= period.ends_on:
            may = work.may(Permission.CERTIFICATE_ISSUE, classes={booking.class_id}, school=booking.school_id)
            if may and (booking.class_id, booking.day) not in days:
                days.add((booking.class_id, booking.day))
                yield booking.code, booking.class_name or ""


def edition_as_period(row: Edition) -> Period:
    return Period(f"edition-{row.id}", row.id, row.name, row.starts_on, row.ends_on)


def _within(period: Period) -> Any:
    """A year: of its classes. An edition: with a visit on one of its days, or without any and given for these days."""
    if period.edition_id is None:
        return SchoolClass.school_year_id == period.id
    tied = (
        select(AssignmentVisit.id)
        .join(Booking, Booking.id == AssignmentVisit.booking_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(AssignmentVisit.assignment_id == Assignment.id, LIVE_BOOKING)
    )
    since, until = day_starts(period.starts_on), day_starts(period.ends_on + timedelta(days=1))
    in_it = exists(tied.where(VisitSlot.starts_at >= since, VisitSlot.starts_at < until))
    then = and_(Assignment.opens_on <= period.ends_on, Assignment.closes_on >= period.starts_on)
    return or_(in_it, and_(~exists(tied), then))


def day_starts(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.AMSTERDAM)


def _lesson(work: Work, code: str, class_name: str, language: str, source: str) -> Lesson:
    found = candidates_of(work, source=source, code=code, language=language)
    stands = Counter(stand(one) for one in found.pupils)
    waiting = [(why, count) for why, count in stands.most_common() if why not in ("ready", "printed")]
    return Lesson(code, class_name, found.title, stands["ready"], stands["printed"], tuple(waiting), source)


def stand(one: Candidate) -> str:
    """`ready`, `printed`, or why a pupil waits (English source): the one place where a run asks what is earned."""
    if one.certificate_id is not None:
        return "printed"
    if one.verdict.earned:
        return "ready"
    return STEPS_TO_DO if one.verdict.why == rules.NOT_DONE else one.verdict.why
