"""The line of the year: unique pupils, schools, classes, companies, visits held, certificates. No name is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Select, Subquery, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from app.access.matrix import Permission
from app.assignments.models import Assignment
from app.base import clock
from app.base.work import Work
from app.certificates.models import Certificate
from app.insight.rules import Shown, shown_pupils
from app.learning.models import Progress
from app.people.models import Company, School, SchoolYear
from app.visits.models import Attendance, Booking, VisitOffer, VisitSlot
from app.visits.rules import CLOSED, HELD, LIVE


@dataclass(frozen=True, slots=True)
class Span:
    """A school year; `until` is the first moment after it."""

    name: str
    begin: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality: how many of its schools took part, and whether its pupils may be shown (None: no)."""

    name: str
    primary: int
    primary_of: int
    secondary: int
    secondary_of: int
    pupils: int | None
    pupils_before: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One school year in numbers. None: not shown, because it is a count of 1 to 4 pupils or would give one away."""

    year: str
    pupils: int | None
    primary: int
    secondary: int
    classes: int
    companies: int
    visits: int
    attended: int | None  # pupils who were at one visit or more
    certificates: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    """`last_year`: None when nothing is known of it."""

    this_year: Line
    last_year: Line | None
    places: tuple[Place, ...]
    primary_of: int
    secondary_of: int
    visits_by_company: tuple[tuple[str, int], ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class _Counted:
    line: Line
    pupils: Shown
    schools: dict[str, dict[str, int]]  # kind -> municipality -> schools that took part


def reach(work: Work) -> Reach:
    """The year that runs now, or else the last one that began, with the one before beside it."""
    work.must(Permission.REACH_READ)
    begun = [
        Span(year.name, clock.at(year.starts_on, 0), clock.at(year.ends_on + timedelta(days=1), 0))
        for year in work.db.scalars(
            select(SchoolYear).where(SchoolYear.starts_on <= work.today).order_by(SchoolYear.starts_on.desc())
        )
    ]
    span = begun[0] if begun else Span("", work.now, work.now)
    now = _counted(work, span)
    before = _counted(work, begun[1]) if len(begun) > 1 else None
    return Reach(
        now.line,
        before.line if before and before.line.classes + before.line.visits else None,
        _places(work, now, before),
        sum(_schools(work, "po").values()),
        sum(_schools(work, "vo").values()),
        _companies(work, span),
        work.now,
    )


def _counted(work: Work, span: Span) -> _Counted:
    places = _pupils_by_place(work, span)
    shown = shown_pupils(
        places,
        attended=_count(work, _attended(span)),
        certified=_count(work, _certified(span, Certificate.pupil_id)),
        certificates=_count(work, _certified(span, Certificate.id)),
    )
    schools = {kind: _schools(work, kind, _schools_in(span)) for kind in ("po", "vo")}
    held = _held(span).subquery()
    line = Line(
        year=span.name,
        pupils=shown.by_place.total,
        primary=sum(schools["po"].values()),
        secondary=sum(schools["vo"].values()),
        classes=_count(work, _classes_in(span)),
        companies=work.db.scalar(select(func.count(func.distinct(held.c.company_id)))) or 0,
        visits=work.db.scalar(select(func.count()).select_from(held)) or 0,
        attended=shown.attended,
        certificates=shown.certificates,
    )
    return _Counted(line, shown.by_place, schools)


def _count(work: Work, wanted: Select[Any] | CompoundSelect[Any]) -> int:
    return work.db.scalar(select(func.count()).select_from(_once(wanted))) or 0


def _once(wanted: Select[Any] | CompoundSelect[Any]) -> Subquery:
    """Each row once; a union does so by itself."""
    return (wanted.distinct() if isinstance(wanted, Select) else wanted).subquery()


def _began(span: Span, column: Any) -> Select[Any]:
    """Who began a lesson that was given in this year, or was ticked."""
    return (
        select(column)
        .select_from(Progress)
        .join(Assignment, Assignment.id == Progress.assignment_id)
        .where(Assignment.given_at >= span.begin, Assignment.given_at < span.until)
    )


def _present() -> Any:
    """The last word on a pupil at a visit is: present. Ids are ordered by time."""
    later = aliased(Attendance)
    overruled = exists().where(
        later.booking_id == Attendance.booking_id, later.pupil_id == Attendance.pupil_id, later.id > Attendance.id
    )
    return Attendance.present & ~overruled


def _attended(span: Span) -> Select[Any]:
    """Pupils who were at a visit in this year, by their teacher's word."""
    return (
        select(Attendance.pupil_id)
        .join(Booking, Booking.id == Attendance.booking_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(
            _present(),
            Booking.state.in_(LIVE),
            VisitSlot.starts_at >= span.begin,
            VisitSlot.starts_at < span.until,
        )
    )


def _held(span: Span) -> Select[Any, Any, Any, Any]:
    """Visits that took place: the host counted the group, or the teacher said who was there."""
    seen = select(Attendance.booking_id).where(_present())
    return (
        select(Booking.id, Booking.school_id, Booking.class_id, VisitOffer.company_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(
            VisitSlot.starts_at >= span.begin,
            VisitSlot.starts_at < span.until,
            Booking.state.in_((HELD, CLOSED)) | (Booking.state.in_(LIVE) & Booking.id.in_(seen)),
        )
    )


def _classes_in(span: Span) -> CompoundSelect[Any]:
    held = _held(span).subquery()
    return union(_began(span, Assignment.class_id), select(held.c.class_id).where(held.c.class_id.is_not(None)))


def _schools_in(span: Span) -> CompoundSelect[Any]:
    held = _held(span).subquery()
    return union(_began(span, Progress.school_id), select(held.c.school_id))


def _certified(span: Span, column: Any) -> Select[Any]:
    """Issued in this year and not revoked or replaced since; one printed ahead counts when its visit is closed."""
    return select(column).where(
        Certificate.state == "issued",
        or_(Certificate.ahead_of.is_(None), Certificate.settled_at.is_not(None)),
        Certificate.issued_at >= span.begin,
        Certificate.issued_at < span.until,
    )


def _schools(work: Work, kind: str, among: CompoundSelect[Any] | None = None) -> dict[str, int]:
    """Schools of a kind by municipality; only those `among` these ids when given."""
    wanted = select(School.municipality, func.count(School.id)).where(School.kind == kind)
    wanted = wanted.where(School.left_on.is_(None) if among is None else School.id.in_(among))
    return {name: n for name, n in work.db.execute(wanted.group_by(School.municipality))}  # noqa: C416


def _pupils_by_place(work: Work, span: Span) -> list[tuple[str, int]]:
    """Unique pupils by the municipality of their school, by name. A pupil is at one school."""
    began = _began(span, Progress.pupil_id).add_columns(Progress.school_id)
    attended = _attended(span).add_columns(Attendance.school_id)
    both = union(began, attended).subquery()
    pupil_id, school_id = both.c
    rows = work.db.execute(
        select(School.municipality, func.count(func.distinct(pupil_id)))
        .join(both, school_id == School.id)
        .group_by(School.municipality)
        .order_by(School.municipality)
    )
    return [(name, n) for name, n in rows]


def _places(work: Work, now: _Counted, before: _Counted | None) -> tuple[Place, ...]:
    """Every municipality with a school, most schools first."""
    all_po, all_vo = _schools(work, "po"), _schools(work, "vo")
    found = [
        Place(
            name,
            now.schools["po"].get(name, 0),
            all_po.get(name, 0),
            now.schools["vo"].get(name, 0),
            all_vo.get(name, 0),
            now.pupils.parts.get(name, 0),
            before.pupils.parts.get(name, 0) if before else 0,
        )
        for name in {*all_po, *all_vo, *now.pupils.parts}
    ]
    return tuple(sorted(found, key=lambda one: (-(one.primary_of + one.secondary_of), one.name)))


def _companies(work: Work, span: Span) -> tuple[tuple[str, int], ...]:
    """Visits held at each company, most first."""
    held = _held(span).subquery()
    visits = func.count(held.c.id)
    rows = work.db.execute(
        select(Company.name, visits)
        .join(held, held.c.company_id == Company.id)
        .group_by(Company.id, Company.name)
        .order_by(visits.desc(), Company.name)
    )
    return tuple((name, n) for name, n in rows)
