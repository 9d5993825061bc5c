"""How a group travels is filled in by the school, bit by bit."""

from datetime import time
from uuid import UUID

from sqlalchemy import select, update

from app.access.matrix import Permission
from app.base import clock
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import Booking, TransportSheet
from app.visits.operations.lists import own_booking
from app.visits.queries.bookings import BookingNow, booking_by_code, bookings_that
from app.visits.queries.transport import as_trip, day_part
from app.visits.rules.transport import COACH, Travel, check_travel


def set_transport(
    work: Work,
    *,
    code: str,
    mode: str = "",
    payer: str = "",
    leaves: time | None = None,
    back: time | None = None,
    adults: int | None = None,
    seats: int | None = None,
    shares_with: str = "",
    phone: str = "",
) -> None:
    """Times are of the day of the visit. `shares_with`: the code of another booking of the school, in the same coach.

    Raises: NotFound: another school's. RuleBroken at its field.
    """
    work.must(Permission.BOOKING_MAKE)
    booking = own_booking(work, code)
    rules.check_state(state=booking.state, allowed=rules.LIVE)
    trip = as_trip(work, booking_by_code(work, code))
    day = clock.school_day(trip.starts_at)
    leaves_at = clock.at(day, leaves.hour, leaves.minute) if leaves else None
    back_at = clock.at(day, back.hour, back.minute) if back else None
    travel = Travel(mode, payer, leaves_at, back_at, adults, seats if mode == COACH else None, " ".join(phone.split()))
    check_travel(travel, starts_at=trip.starts_at, ends_at=trip.ends_at)
    other = _other(work, trip, shares_with) if mode == COACH and shares_with else None
    sheet = _sheet(work, trip.id)
    if sheet is None:
        sheet = TransportSheet(id=work.new_id(), school_id=booking.school_id, booking_id=trip.id)
        work.db.add(sheet)
    for name in ("mode", "payer", "leaves_at", "back_at", "adults", "seats", "phone"):
        setattr(sheet, name, getattr(travel, name))
    assert work.actor.user_id is not None
    sheet.shares_with, sheet.by, sheet.at = other, work.actor.user_id, work.now
    _let_go(work, trip.id, other)
    work.audit("booking.transport", booking.id, mode=mode)


def _other(work: Work, trip: BookingNow, code: str) -> UUID:
    """Raises: RuleBroken (`shares_with`)."""
    found = [as_trip(work, one) for one in bookings_that(work, Booking.code == code)]
    if not found or found[0].id == trip.id or found[0].state not in rules.LIVE:
        raise RuleBroken("shares_with", N_("Choose another group of your school."))
    if day_part(found[0].starts_at) != day_part(trip.starts_at):
        raise RuleBroken("shares_with", N_("That group goes at another time of the day."))
    return found[0].id


def _let_go(work: Work, booking_id: UUID, other: UUID | None) -> None:
    """Two in a coach, not three: who pointed at this group, or at the other, does so no more."""
    both = [one for one in (booking_id, other) if one]
    work.db.execute(
        update(TransportSheet)
        .where(TransportSheet.shares_with.in_(both), TransportSheet.booking_id != booking_id)
        .values(shares_with=None)
        .execution_options(synchronize_session="fetch")
    )


def _sheet(work: Work, booking_id: UUID) -> TransportSheet | None:
    return work.db.scalars(select(TransportSheet).where(TransportSheet.booking_id == booking_id)).one_or_none()
