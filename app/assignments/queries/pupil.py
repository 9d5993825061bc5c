"""What was given to a pupil, read by the pupil: the statement behind every lesson."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, or_, select

from app.access.matrix import Permission
from app.assignments.models import Assignment, AssignmentTarget, AssignmentVisit
from app.assignments.queries.given import COLUMNS, GIVEN, LIVE_BOOKING, Given, given_from
from app.assignments.rules import Visit
from app.base.hot import SCHOOL, checked
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Enrolment, Pupil
from app.visits.models import Attendance, Booking, BookingPupil, VisitSlot

# From the pupil to what was given, never the other way: a school gives hundreds, a pupil was given a few.
_my_classes = select(Enrolment.class_id).where(
    Enrolment.school_id == SCHOOL,
    Enrolment.pupil_id == bindparam("pupil"),
    Enrolment.from_on <= bindparam("today"),
    or_(Enrolment.until_on.is_(None), Enrolment.until_on > bindparam("today")),
)
_given = select(AssignmentTarget.assignment_id).where(AssignmentTarget.school_id == SCHOOL)
_is_mine = Assignment.id.in_(
    _given.where(AssignmentTarget.pupil_id == bindparam("pupil")).union_all(
        _given.where(AssignmentTarget.class_id.in_(_my_classes))
    )
)

_my_level = (
    select(Pupil.level)
    .where(Pupil.school_id == SCHOOL, Pupil.id == bindparam("pupil"))
    .scalar_subquery()
    .label("level")
)

_own_visits = (
    select(
        AssignmentVisit.assignment_id,
        Booking.id.label("booking_id"),
        VisitSlot.starts_at,
        VisitSlot.ends_at,
        Attendance.present,
        Attendance.id.label("said"),
    )
    .join(Booking, and_(Booking.id == AssignmentVisit.booking_id, Booking.school_id == SCHOOL))
    .join(VisitSlot, VisitSlot.id == Booking.slot_id)
    .join(
        BookingPupil,
        and_(
            BookingPupil.school_id == SCHOOL,
            BookingPupil.booking_id == Booking.id,
            BookingPupil.pupil_id == bindparam("pupil"),
        ),
    )
    .outerjoin(
        Attendance,
        and_(
            Attendance.school_id == SCHOOL,
            Attendance.booking_id == Booking.id,
            Attendance.pupil_id == bindparam("pupil"),
        ),
    )
    .where(AssignmentVisit.school_id == SCHOOL, LIVE_BOOKING)
    .subquery("visit")
)


def given_to_pupil(*more: Any) -> Select[*tuple[Any, ...]]:
    """What was given to a pupil, with the pupil's own visits: one row a visit and word on presence, in that order.

    For the floors above, which join `more` to it and declare it with `checked`; `read_given` reads the rows.
    Parameters: `pupil`, `today`.
    """
    visit = _own_visits.c
    return (
        select(*COLUMNS, _my_level, visit.booking_id, visit.starts_at, visit.ends_at, visit.present, *more)
        .select_from(Assignment)
        .outerjoin(_own_visits, visit.assignment_id == Assignment.id)
        .where(Assignment.school_id == SCHOOL, Assignment.state == GIVEN, _is_mine)
        .order_by(Assignment.given_at.desc(), Assignment.id, visit.starts_at, visit.said)
    )


def read_given(rows: Iterable[Any]) -> list[tuple[Given, tuple[Visit, ...], Any]]:
    """Rows of `given_to_pupil`: each assignment, its visits with the last word on presence, its first row."""
    found: dict[UUID, tuple[Any, dict[UUID, Visit]]] = {}
    for row in rows:
        _, visits = found.setdefault(row.id, (row, {}))
        if row.booking_id is not None:  # later rows are later words
            visits[row.booking_id] = Visit(row.starts_at, row.ends_at, row.present, row.booking_id)
    return [(given_from(row), tuple(visits.values()), row) for row, visits in found.values()]


_one_of_pupil = checked(
    select(*COLUMNS, _my_level).where(
        Assignment.school_id == SCHOOL,
        Assignment.code == bindparam("code"),
        Assignment.state == GIVEN,
        _is_mine,
    )
)


def assignment_of_pupil(work: Work, code: str) -> Given:
    """The assignment with this code, when it was given to the pupil at the keyboard.

    Raises:
        NotFound: no such assignment, withdrawn, or given to others.
    """
    work.must(Permission.LEARN)
    row = work.hot(_one_of_pupil, code=code, pupil=work.actor.user_id, today=work.today).one_or_none()
    if row is None:
        raise NotFound("assignment")
    return given_from(row)
