"""What stands on the card that a teacher carries to the gate: numbers, places and phones; no name of a pupil."""

from dataclasses import dataclass

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.work import Work
from app.people.models import Staff
from app.visits.models import Booking, TransportSheet
from app.visits.queries.bookings import BookingNow, booking_by_code
from app.visits.queries.transport import as_trip


@dataclass(frozen=True, slots=True)
class CardFacts:
    """`phone`: of the teacher on the day; `adults`: None when nobody said how many."""

    booking: BookingNow
    pupils: int
    adults: int | None
    teacher: str
    phone: str


def card_facts(work: Work, *, code: str) -> CardFacts:
    """For the teachers of the class and the office. Raises: NotFound."""
    work.must(Permission.PRESENCE_MARK)
    booking = booking_by_code(work, code)
    classes = frozenset({booking.class_id} if booking.class_id else ())
    work.must(Permission.PRESENCE_MARK, classes=classes, school=booking.school_id)
    row = work.db.get_one(Booking, booking.id)
    key = as_trip(work, booking).id
    sheet = work.db.scalars(select(TransportSheet).where(TransportSheet.booking_id == key)).one_or_none()
    teacher = work.db.get(Staff, work.actor.user_id)
    return CardFacts(
        booking,
        booking.expected,
        sheet.adults if sheet else None,
        teacher.name if teacher else booking.booker,
        row.phone or (sheet.phone if sheet else ""),
    )
