"""Who has not confirmed the safety rules as they are now, and which sizes of gear a booking asks for."""

from collections.abc import Mapping

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.work import Work
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.queries.bookings import BookingNow, bookings_by_id, bookings_in_window
from app.visits.queries.offers import OfferNow
from app.visits.rules import AHEAD_OF_IT


def unconfirmed(work: Work, *, offer: OfferNow) -> tuple[BookingNow, ...]:
    """Bookings to come whose school has not said yes to the safety rules of this offer as they are now."""
    work.must(Permission.OFFER_EDIT, company=offer.company_id)
    wanted = (
        select(Booking.id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(VisitOffer.id == offer.id, VisitSlot.starts_at > work.now, Booking.state.in_(AHEAD_OF_IT))
        .where(Booking.safety_version < VisitOffer.safety_version)
    )
    if work.actor.company_id:
        wanted = wanted.where(Booking.id.in_(bookings_in_window(work)))
    return bookings_by_id(work, work.db.scalars(wanted).all())


def sizes_of(work: Work, *, booking: BookingNow) -> Mapping[str, Mapping[str, int]]:
    """What -> size -> how many; nothing when the school did not say yet."""
    work.must(Permission.BOOKING_READ, school=booking.school_id, company=booking.company_id)
    held: list[dict[str, Mapping[str, int]]] = work.db.scalars(
        select(Booking.sizes).where(Booking.id == booking.id)
    ).one()
    return {str(one["what"]): one["counts"] for one in held}
