"""The line of the year: unique pupils, schools, classes, companies, visits held, certificates. No name is read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.access.matrix import Permission
from app.assignments.models import Assignment
from app.base import clock
from app.base.work import Work
from app.certificates.models import Certificate
from app.insight.rules import Shown, shown_count, shown_parts
from app.learning.models import Progress
from app.people.models import Company, School, SchoolYear
from app.visits.models import Attendance, Booking, VisitOffer, VisitSlot


@dataclass(frozen=True, slots=True)
class Line:
    """One school year. None: a count of 1 to 4 pupils, not shown."""

    year: str
    pupils: int | None
    schools_po: int
    schools_vo: int
    classes: int
    companies: int
    visits: int
    attended: int | None  # pupils who were at one visit or more
    certificates: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    this_year: Line
    last_year: Line | None
    by_municipality: Shown
    schools_by_municipality: dict[str, int]
    visits_by_company: tuple[tuple[str, int], ...]
    as_of: datetime


def reach(work: Work) -> Reach:
    """The year that runs now with the one before beside it."""
    work.must(Permission.REACH_READ)
    years = list(work.db.scalars(select(SchoolYear).order_by(SchoolYear.starts_on.desc())))
    now = next((year for year in years if year.starts_on <= work.today <= year.ends_on), None)
    start, end = (now.starts_on, now.ends_on) if now else (work.today, work.today)
    before = next((year for year in years if year.ends_on < start), None)
    return Reach(
        _line(work, now.name if now else "", start, end),
        _line(work, before.name, before.starts_on, before.ends_on) if before else None,
        *_municipalities(work, start, end),
        _companies(work, start, end),
        work.now,
    )


def _span(start: date, end: date) -> tuple[datetime, datetime]:
    return clock.at(start, 0), clock.at(end, 23, 59)


def _line(work: Work, name: str, start: date, end: date) -> Line:
    kinds = dict(
        work.db.execute(
            select(School.kind, func.count(func.distinct(School.id)))
            .where(School.id.in_(_active(start, end, Progress.school_id)))
            .group_by(School.kind)
        )
        .tuples()
        .all()
    )
    held = _held(start, end).subquery()
    return Line(
        year=name,
        pupils=shown_count(_count(work, _active(start, end, Progress.pupil_id))),
        schools_po=kinds.get("po", 0),
        schools_vo=kinds.get("vo", 0),
        classes=_count(work, _active_classes(start, end)),
        companies=work.db.scalar(select(func.count(func.distinct(held.c.company_id)))) or 0,
        visits=work.db.scalar(select(func.count()).select_from(held)) or 0,
        attended=shown_count(_count(work, _attended(start, end))),
        certificates=shown_count(_count(work, _certificates(start, end))),
    )


def _count(work: Work, wanted: Select[Any]) -> int:
    return work.db.scalar(select(func.count()).select_from(wanted.distinct().subquery())) or 0


def _active(start: date, end: date, column: Any) -> Select[Any]:
    """Whoever handed in or was ticked on an assignment of this span."""
    begin, stop = _span(start, end)
    return (
        select(column)
        .join(Assignment, Assignment.id == Progress.assignment_id)
        .where(Assignment.given_at >= begin, Assignment.given_at <= stop)
    )


def _active_classes(start: date, end: date) -> Select[Any]:
    begin, stop = _span(start, end)
    classes: Select[Any] = select(Assignment.class_id).where(Assignment.given_at >= begin, Assignment.given_at <= stop)
    return classes


def _held(start: date, end: date) -> Select[Any]:
    """Visits that took place: the host counted the group, or the teacher said who was there."""
    begin, stop = _span(start, end)
    present = select(Attendance.booking_id).where(Attendance.present)
    return (
        select(Booking.id, VisitOffer.company_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(
            VisitSlot.starts_at >= begin,
            VisitSlot.starts_at <= stop,
            (Booking.state == "held") | Booking.id.in_(present),
        )
    )


def _attended(start: date, end: date) -> Select[Any]:
    """Pupils whose last word at some visit is present."""
    begin, stop = _span(start, end)
    last = (
        select(func.max(Attendance.at).label("at"), Attendance.booking_id, Attendance.pupil_id)
        .group_by(Attendance.booking_id, Attendance.pupil_id)
        .subquery()
    )
    return (
        select(Attendance.pupil_id)
        .join(
            last,
            (last.c.at == Attendance.at)
            & (last.c.booking_id == Attendance.booking_id)
            & (last.c.pupil_id == Attendance.pupil_id),
        )
        .join(Booking, Booking.id == Attendance.booking_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(Attendance.present, VisitSlot.starts_at >= begin, VisitSlot.starts_at <= stop)
    )


def _certificates(start: date, end: date) -> Select[Any]:
    begin, stop = _span(start, end)
    return select(Certificate.id).where(
        Certificate.state == "issued", Certificate.issued_at >= begin, Certificate.issued_at <= stop
    )


def _municipalities(work: Work, start: date, end: date) -> tuple[Shown, dict[str, int]]:
    pupils = _active(start, end, Progress.pupil_id.label("pupil_id")).distinct().subquery()
    of_pupil: Any = (
        select(Progress.pupil_id, Progress.school_id).distinct().subquery()
    )
    rows = work.db.execute(
        select(School.municipality, func.count(func.distinct(pupils.c.pupil_id)))
        .join(of_pupil, of_pupil.c.school_id == School.id)
        .join(pupils, pupils.c.pupil_id == of_pupil.c.pupil_id)
        .group_by(School.municipality)
        .order_by(School.municipality)
    ).tuples()
    schools = work.db.execute(
        select(School.municipality, func.count(func.distinct(School.id)))
        .where(School.id.in_(_active(start, end, Progress.school_id)))
        .group_by(School.municipality)
    ).tuples()
    return shown_parts(list(rows)), dict(schools.all())


def _companies(work: Work, start: date, end: date) -> tuple[tuple[str, int], ...]:
    held = _held(start, end).subquery()
    rows = work.db.execute(
        select(Company.name, func.count(held.c.id))
        .join(held, held.c.company_id == Company.id)
        .group_by(Company.name)
        .order_by(func.count(held.c.id).desc(), Company.name)
    )
    return tuple((name, n) for name, n in rows)
