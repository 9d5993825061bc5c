"""Which bookings go with an assignment, and the class on their lists."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.assignments import rules
from app.assignments.models import Assignment, AssignmentVisit
from app.assignments.operations.reach import own_assignment
from app.base.clock import school_day
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import SchoolClass
from app.visits.models import Booking, VisitSlot
from app.visits.operations import attach_class
from app.visits.rules import LIVE


def choose_visits(work: Work, *, code: str, booking_ids: Collection[UUID]) -> None:
    """Say which bookings go with an assignment, also long after it was given; others no longer do.

    A booking without a class gets this one, when it fits.

    Raises:
        NotFound: assignment or booking out of reach.
        RuleBroken: the visit comes after the last day.
    """
    assignment = own_assignment(work, code)
    bookings = own_bookings(work, assignment.school_id, booking_ids)
    rules.check_visits(closes_on=assignment.closes_on, visit_days=days_of(work, bookings))
    klass = work.db.get_one(SchoolClass, assignment.class_id)
    wanted = {booking.id for booking in bookings}
    held = work.db.scalars(select(AssignmentVisit).where(AssignmentVisit.assignment_id == assignment.id)).all()
    for tied in held:
        if tied.booking_id not in wanted:
            work.db.delete(tied)
            work.audit("assignment.visit_loosed", assignment.id, booking=str(tied.booking_id))
    for booking in bookings:
        if booking.id not in {tied.booking_id for tied in held}:
            tie(work, assignment, klass, booking)


def own_bookings(work: Work, school_id: UUID, booking_ids: Collection[UUID]) -> list[Booking]:
    """The school's own bookings. Raises: NotFound for any other."""
    wanted = sorted(set(booking_ids))
    found = list(work.db.scalars(select(Booking).where(Booking.id.in_(wanted)).order_by(Booking.id))) if wanted else []
    if len(found) != len(wanted) or any(booking.school_id != school_id for booking in found):
        raise NotFound("booking")
    return found


def days_of(work: Work, bookings: Collection[Booking]) -> set[date]:
    """The school days of these visits."""
    slots = [booking.slot_id for booking in bookings]
    if not slots:
        return set()
    return {school_day(at) for at in work.db.scalars(select(VisitSlot.starts_at).where(VisitSlot.id.in_(slots)))}


def tie(work: Work, assignment: Assignment, klass: SchoolClass, booking: Booking) -> None:
    """This booking goes with it from now on, and brings the class."""
    work.db.add(
        AssignmentVisit(
            id=work.new_id(), school_id=assignment.school_id, assignment_id=assignment.id, booking_id=booking.id
        )
    )
    work.audit("assignment.visit", assignment.id, booking=str(booking.id))
    _bring(work, klass, booking)


def _bring(work: Work, klass: SchoolClass, booking: Booking) -> None:
    """Put the class on the list of a booking that has none yet; as many as fit, and the rest on the next booking."""
    if booking.class_id is not None or booking.state not in LIVE:
        return
    try:
        with work.db.begin_nested():
            attach_class(work, code=booking.code, class_code=klass.code)
    except RuleBroken:
        work.audit("assignment.list_to_make", booking.id)  # no room meanwhile: the class page says that nobody is on it
