"""Assignments as a teacher or the office reads them: of a class, and whom each was given to."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from app.access.matrix import Permission
from app.assignments.models import Assignment, AssignmentTarget, AssignmentVisit
from app.assignments.queries.given import COLUMNS, GIVEN, LIVE_BOOKING, Given, given_from
from app.assignments.rules import Visit
from app.base.hot import SCHOOL, checked
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Enrolment, Pupil, SchoolClass
from app.visits.models import Attendance, Booking, BookingPupil, VisitSlot


@dataclass(frozen=True, slots=True)
class TargetPupil:
    """A pupil an assignment was given to, in class-list order."""

    id: UUID
    first_name: str
    last_name: str
    level: str


_for_staff = checked(select(*COLUMNS).where(Assignment.school_id == SCHOOL, Assignment.code == bindparam("code")))

_visits_of_assignment = checked(
    select(BookingPupil.pupil_id, Booking.id, VisitSlot.starts_at, VisitSlot.ends_at, Attendance.present)
    .select_from(AssignmentVisit)
    .join(Booking, and_(Booking.id == AssignmentVisit.booking_id, Booking.school_id == SCHOOL))
    .join(VisitSlot, VisitSlot.id == Booking.slot_id)
    .join(BookingPupil, and_(BookingPupil.school_id == SCHOOL, BookingPupil.booking_id == Booking.id))
    .outerjoin(
        Attendance,
        and_(
            Attendance.school_id == SCHOOL,
            Attendance.booking_id == Booking.id,
            Attendance.pupil_id == BookingPupil.pupil_id,
        ),
    )
    .where(
        AssignmentVisit.school_id == SCHOOL,
        AssignmentVisit.assignment_id == bindparam("assignment"),
        LIVE_BOOKING,
    )
    .order_by(VisitSlot.starts_at, Attendance.id)
)

# From what was given to its pupils: the other way every pupil of the school would be looked at.
_to = (AssignmentTarget.school_id == SCHOOL, AssignmentTarget.assignment_id == bindparam("assignment"))
_in_class = select(Enrolment.pupil_id).where(
    Enrolment.school_id == SCHOOL,
    Enrolment.class_id.in_(select(AssignmentTarget.class_id).where(*_to)),
    Enrolment.from_on <= bindparam("today"),
    or_(Enrolment.until_on.is_(None), Enrolment.until_on > bindparam("today")),
)
_targets = checked(
    select(Pupil.id, Pupil.first_name, Pupil.last_name, Pupil.level)
    .where(
        Pupil.school_id == SCHOOL,
        Pupil.id.in_(select(AssignmentTarget.pupil_id).where(*_to).union_all(_in_class)),
        or_(Pupil.left_on.is_(None), Pupil.left_on > bindparam("today")),
    )
    .order_by(Pupil.sort_key, Pupil.id)
)


def visits_of_assignment(work: Work, *, assignment_id: UUID) -> dict[UUID, tuple[Visit, ...]]:
    """For each pupil on a list of the bookings that go with the assignment: the pupil's visits."""
    found: dict[UUID, dict[UUID, Visit]] = {}
    for pupil, booking, starts, ends, present in work.hot(_visits_of_assignment, assignment=assignment_id):
        found.setdefault(pupil, {})[booking] = Visit(starts, ends, present, booking)
    return {pupil: tuple(visits.values()) for pupil, visits in found.items()}


def assignment_for_staff(work: Work, code: str) -> Given:
    """The assignment with this code, for a teacher of the class, a substitute or the school's administrator.

    Who may do more than look at the lesson is for the caller to ask.

    Raises:
        NotFound: no such assignment, or of a class out of reach.
    """
    work.must(Permission.LESSON_SEE)
    row = work.hot(_for_staff, code=code).one_or_none()
    if row is None:
        raise NotFound("assignment")
    given = given_from(row)
    work.must(Permission.LESSON_SEE, classes={given.class_id}, school=given.school_id)
    return given


def assignments_of_class(work: Work, *, class_id: UUID) -> tuple[Given, ...]:
    """All assignments on a class's page, newest first; withdrawn ones too."""
    work.must(Permission.LESSON_SEE, classes={class_id}, school=work.school_id)
    rows = work.db.execute(
        select(*COLUMNS)
        .where(Assignment.class_id == class_id)
        .order_by(Assignment.given_at.desc(), Assignment.id.desc())
    )
    return tuple(given_from(row) for row in rows)


def running_of_module(work: Work, *, slug: str, class_ids: Collection[UUID]) -> tuple[Given, ...]:
    """What these classes have of a module that is not over, the newest first."""
    return _in_reach(
        work,
        Assignment.class_id.in_(class_ids),
        Assignment.module_slug == slug,
        Assignment.state == GIVEN,
        Assignment.closes_on >= work.today,
    )


def given_by_form(work: Work, request_id: str) -> tuple[Given, ...]:
    """What was given with one form, to the classes of whoever asks."""
    return _in_reach(work, Assignment.request_id.startswith(f"{request_id}/", autoescape=True))


def _in_reach(work: Work, *which: ColumnElement[bool]) -> tuple[Given, ...]:
    work.must(Permission.LESSON_SEE)
    rows = work.db.execute(select(*COLUMNS).where(*which).order_by(Assignment.given_at.desc(), Assignment.id.desc()))
    found = (given_from(row) for row in rows)
    return tuple(one for one in found if work.may(Permission.LESSON_SEE, classes={one.class_id}, school=one.school_id))


def pupils_given(work: Work, *, assignment_id: UUID) -> tuple[TargetPupil, ...]:
    """Whom the assignment was given to, in class-list order; who joined the class later is in it too."""
    rows = work.hot(_targets, assignment=assignment_id, today=work.today)
    return tuple(TargetPupil(*row) for row in rows)


def bookings_of_assignment(work: Work, *, assignment_id: UUID) -> tuple[UUID, ...]:
    return tuple(
        work.db.scalars(
            select(AssignmentVisit.booking_id)
            .where(AssignmentVisit.assignment_id == assignment_id)
            .order_by(AssignmentVisit.id)
        )
    )


def class_for_giving(work: Work, code: str) -> SchoolClass:
    """The class an assignment is given to.

    Raises:
        NotFound: no such class, or not one of this person's.
    """
    row = work.db.scalars(select(SchoolClass).where(SchoolClass.code == code)).one_or_none()
    if row is None:
        raise NotFound("class")
    work.must(Permission.ASSIGNMENT_GIVE, classes={row.id}, school=row.school_id)
    return row
