"""A class beside the moments over which it is divided: who goes first, and what stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.work import Work
from app.people.queries import pupils_of_class
from app.visits.models import Booking, BookingPupil, VisitOffer, VisitSlot
from app.visits.queries.offers import OfferNow, SlotNow, offer_by_code
from app.visits.rules import LIVE
from app.visits.rules.parts import MOST


@dataclass(frozen=True, slots=True)
class Chosen:
    """A moment that was chosen. `room`: how many of this class could go there."""

    slot: SlotNow
    offer: OfferNow

    @property
    def room(self) -> int:
        return min(self.slot.pupils_left, self.offer.max_group) if self.slot.is_open else 0


def in_turn(work: Work, *, class_id: UUID) -> tuple[UUID, ...]:
    """Pupils of a class: first who has no visit to come, then the others, both in class-list order."""
    every = [one.id for one in pupils_of_class(work, class_id=class_id)]
    going = going_of(work, class_id=class_id)
    return (*(one for one in every if one not in going), *(one for one in every if one in going))


def going_of(work: Work, *, class_id: UUID) -> set[UUID]:
    """Who stands on the list of a visit to come. Raises: NotFound for a class out of reach."""
    work.must(Permission.BOOKING_MAKE)
    return set(
        work.db.scalars(
            select(BookingPupil.pupil_id)
            .join(Booking, Booking.id == BookingPupil.booking_id)
            .join(VisitSlot, VisitSlot.id == Booking.slot_id)
            .where(Booking.class_id == class_id, Booking.state.in_(LIVE), VisitSlot.starts_at > work.now)
        )
    )


def chosen_of(work: Work, *, slot_codes: Sequence[str]) -> tuple[Chosen, ...]:
    """In order of time; what is not offered any more is left out, and so is more than anybody chooses."""
    codes = list(dict.fromkeys(slot_codes))[:MOST]
    rows = work.db.execute(
        select(VisitSlot.code, VisitOffer.code)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(VisitSlot.code.in_(codes), VisitOffer.state == "open")
        .order_by(VisitSlot.starts_at, VisitSlot.id)
    ).all()
    offers = {code: offer_by_code(work, code) for code in {row[1] for row in rows}}
    found = (
        (slot, offers[offer_code])
        for code, offer_code in rows
        for slot in offers[offer_code].slots
        if slot.code == code
    )
    return tuple(Chosen(slot, offer) for slot, offer in found)
