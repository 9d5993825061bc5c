"""Reading assignments: for the pupil at the keyboard, for a class, and who it was given to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, exists, or_, select

from app.access.matrix import Permission
from app.assignments.models import Assignment, AssignmentTarget, AssignmentVisit
from app.assignments.rules import Visit
from app.base.hot import SCHOOL, checked
from app.base.problems import NotFound
from app.base.work import Work
from app.curriculum.models import ModuleVersion
from app.curriculum.module import Module
from app.curriculum.queries import module_of_version
from app.people.models import Enrolment, Pupil, SchoolClass
from app.visits.models import Attendance, Booking, BookingPupil, VisitSlot
from app.visits.rules import LIVE

GIVEN, WITHDRAWN = "given", "withdrawn"


@dataclass(frozen=True, slots=True)
class Given:
    """An assignment as the floors above need it."""

    id: UUID
    code: str
    school_id: UUID
    class_id: UUID
    module_slug: str
    module_edition: int
    steps: frozenset[str] | None  # step ids the teacher chose; None: all
    opens_on: date
    closes_on: date
    after_opened_at: datetime | None
    given_at: datetime
    state: str
    version_id: UUID | None  # the newest revision of the edition; None: nothing of it was published
    level: str | None = None  # of the pupil at the keyboard; None when staff reads it


@dataclass(frozen=True, slots=True)
class TargetPupil:
    """A pupil an assignment was given to, in class-list order."""

    id: UUID
    first_name: str
    last_name: str
    level: str


_COLUMNS = (
    Assignment.id,
    Assignment.code,
    Assignment.school_id,
    Assignment.class_id,
    Assignment.module_slug,
    Assignment.module_edition,
    Assignment.steps,
    Assignment.opens_on,
    Assignment.closes_on,
    Assignment.after_opened_at,
    Assignment.given_at,
    Assignment.state,
)

_is_mine = exists(
    select(AssignmentTarget.id)
    .outerjoin(
        Enrolment,
        and_(
            Enrolment.school_id == SCHOOL,
            Enrolment.class_id == AssignmentTarget.class_id,
            Enrolment.pupil_id == bindparam("pupil"),
            Enrolment.from_on <= bindparam("today"),
            or_(Enrolment.until_on.is_(None), Enrolment.until_on > bindparam("today")),
        ),
    )
    .where(
        AssignmentTarget.school_id == SCHOOL,
        AssignmentTarget.assignment_id == Assignment.id,
        or_(AssignmentTarget.pupil_id == bindparam("pupil"), Enrolment.id.is_not(None)),
    )
)

_my_level = (
    select(Pupil.level)
    .where(Pupil.school_id == SCHOOL, Pupil.id == bindparam("pupil"))
    .scalar_subquery()
    .label("level")
)

_version = (
    select(ModuleVersion.id)
    .where(ModuleVersion.slug == Assignment.module_slug, ModuleVersion.edition == Assignment.module_edition)
    .order_by(ModuleVersion.revision.desc())
    .limit(1)
    .scalar_subquery()
    .label("version_id")
)

_GIVEN = (*_COLUMNS, _version)

_live = or_(*(Booking.state == state for state in LIVE))

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
    .where(AssignmentVisit.school_id == SCHOOL, _live)
    .subquery("visit")
)


def given_to_pupil(*more: Any) -> Select[*tuple[Any, ...]]:
    """What was given to a pupil, with the pupil's own visits: one row a visit and word on presence, in that order.

    For the floors above, which join `more` to it and declare it with `checked`; `read_given` reads the rows.
    Parameters: `pupil`, `today`.
    """
    visit = _own_visits.c
    return (
        select(*_GIVEN, _my_level, visit.booking_id, visit.starts_at, visit.ends_at, visit.present, *more)
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
    return [(_given(row), tuple(visits.values()), row) for row, visits in found.values()]


_one_of_pupil = checked(
    select(*_GIVEN, _my_level).where(
        Assignment.school_id == SCHOOL,
        Assignment.code == bindparam("code"),
        Assignment.state == GIVEN,
        _is_mine,
    )
)

_for_staff = checked(select(*_GIVEN).where(Assignment.school_id == SCHOOL, Assignment.code == bindparam("code")))

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
        _live,
    )
    .order_by(VisitSlot.starts_at, Attendance.id)
)

_targets = checked(
    select(Pupil.id, Pupil.first_name, Pupil.last_name, Pupil.level)
    .where(
        Pupil.school_id == SCHOOL,
        or_(Pupil.left_on.is_(None), Pupil.left_on > bindparam("today")),
        exists(
            select(AssignmentTarget.id)
            .outerjoin(
                Enrolment,
                and_(
                    Enrolment.school_id == SCHOOL,
                    Enrolment.class_id == AssignmentTarget.class_id,
                    Enrolment.pupil_id == Pupil.id,
                    Enrolment.from_on <= bindparam("today"),
                    or_(Enrolment.until_on.is_(None), Enrolment.until_on > bindparam("today")),
                ),
            )
            .where(
                AssignmentTarget.school_id == SCHOOL,
                AssignmentTarget.assignment_id == bindparam("assignment"),
                or_(AssignmentTarget.pupil_id == Pupil.id, Enrolment.id.is_not(None)),
            )
        ),
    )
    .order_by(Pupil.sort_key, Pupil.id)
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
    return _given(row)


def visits_of_assignment(work: Work, *, assignment_id: UUID) -> dict[UUID, tuple[Visit, ...]]:
    """For each pupil on a list of the bookings that go with the assignment: the pupil's visits."""
    found: dict[UUID, dict[UUID, Visit]] = {}
    for pupil, booking, starts, ends, present in work.hot(_visits_of_assignment, assignment=assignment_id):
        found.setdefault(pupil, {})[booking] = Visit(starts, ends, present, booking)
    return {pupil: tuple(visits.values()) for pupil, visits in found.items()}


def assignment_for_staff(work: Work, code: str) -> Given:
    """The assignment with this code, for a teacher of the class or the school's administrator.

    Raises:
        NotFound: no such assignment, or of a class out of reach.
    """
    work.must(Permission.PROGRESS_READ)
    row = work.hot(_for_staff, code=code).one_or_none()
    if row is None:
        raise NotFound("assignment")
    given = _given(row)
    work.must(Permission.PROGRESS_READ, classes={given.class_id}, school=given.school_id)
    return given


def assignments_of_class(work: Work, *, class_id: UUID) -> tuple[Given, ...]:
    """All assignments on a class's page, newest first; withdrawn ones too."""
    work.must(Permission.PROGRESS_READ, classes={class_id}, school=work.school_id)
    rows = work.db.execute(
        select(*_GIVEN)
        .where(Assignment.class_id == class_id)
        .order_by(Assignment.given_at.desc(), Assignment.id.desc())
    )
    return tuple(_given(row) for row in rows)


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


def module_given(work: Work, given: Given, *, language: str) -> Module:
    """What was given, as its newest revision; from memory once it was read. Raises: NotFound."""
    if given.version_id is None:
        raise NotFound("module")
    return module_of_version(work, version_id=given.version_id, language=language)


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


def _given(row: Any) -> Given:
    return Given(
        id=row.id,
        code=row.code,
        school_id=row.school_id,
        class_id=row.class_id,
        module_slug=row.module_slug,
        module_edition=row.module_edition,
        steps=frozenset(row.steps) if row.steps is not None else None,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        after_opened_at=row.after_opened_at,
        given_at=row.given_at,
        state=row.state,
        version_id=row.version_id,
        level=getattr(row, "level", None),
    )
