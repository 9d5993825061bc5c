"""The visits of one class on one day: which bookings they are, who was at which, and how each stands on paper."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.assignments.models import Assignment, AssignmentVisit
from app.assignments.queries import GIVEN
from app.assignments.rules import Visit
from app.base.language import clock_time
from app.base.work import Work
from app.certificates.design import VisitFact
from app.visits.models import Attendance, BookingPupil, EditionDay
from app.visits.queries import BookingNow, booking_by_code, bookings_of_school
from app.visits.rules.editions import EVENT


def bookings_of_day(work: Work, *, code: str) -> tuple[BookingNow, ...]:
    """This booking and the others of its class on the same day, also those that do not go on, in order of time.

    Raises: NotFound.
    """
    asked = booking_by_code(work, code)
    if asked.class_id is None:
        return (asked,)
    return tuple(one for one in bookings_of_school(work, class_id=asked.class_id) if one.day == asked.day)


def lesson_of_visit(work: Work, *, booking_ids: Sequence[UUID]) -> str | None:
    """The code of the newest lesson that these visits go with: its certificates say more than those of the visit. None
    when no lesson goes with all of them: on its paper one would be missing."""
    return work.db.scalar(
        select(Assignment.code)
        .join(AssignmentVisit, AssignmentVisit.assignment_id == Assignment.id)
        .where(AssignmentVisit.booking_id.in_(booking_ids), Assignment.state == GIVEN)
        .group_by(Assignment.id, Assignment.code)
        .having(func.count(AssignmentVisit.id) == len(booking_ids))
        .order_by(Assignment.id.desc())
        .limit(1)
    )


def visits_of_bookings(work: Work, *, bookings: Sequence[BookingNow]) -> dict[UUID, tuple[Visit, ...]]:
    """For each pupil on their lists: the visits, in order of time, with the last word on presence."""
    said = last_words(work, [booking.id for booking in bookings])
    return {
        pupil: tuple(
            Visit(one.starts_at, one.ends_at, said[one.id, pupil], one.id)
            for one in bookings
            if (one.id, pupil) in said
        )
        for pupil in dict.fromkeys(pupil for _, pupil in said)
    }


def last_words(work: Work, booking_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], bool | None]:
    """(booking, pupil) of who is on the lists, and the last word on presence; None: nobody said."""
    asked = (
        select(BookingPupil.booking_id, BookingPupil.pupil_id, Attendance.present)
        .outerjoin(
            Attendance,
            (Attendance.booking_id == BookingPupil.booking_id) & (Attendance.pupil_id == BookingPupil.pupil_id),
        )
        .where(BookingPupil.booking_id.in_(booking_ids))
        .order_by(Attendance.id)
    )
    return {(booking, pupil): present for booking, pupil, present in work.db.execute(asked)}


def event_of(work: Work, *, bookings: Sequence[BookingNow]) -> str:
    """The name of the event day when all of these are on one, or empty."""
    days = {booking.day for booking in bookings}
    if len(days) != 1:
        return ""
    return work.db.scalar(select(EditionDay.name).where(EditionDay.day.in_(days), EditionDay.kind == EVENT)) or ""


def fact_of(booking: BookingNow, *, several: bool) -> VisitFact:
    """How the visit stands on paper; the time, and what was seen, where several of one day stand side by side."""
    if not several:
        return VisitFact(booking.company, booking.place, booking.day)
    return VisitFact(booking.company, booking.place, booking.day, clock_time(booking.starts_at), booking.title)
