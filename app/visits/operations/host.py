"""A host adds times to an offer, and says yes or no to a booking; the school is told by mail."""

from datetime import datetime

from sqlalchemy import select

from app.access.matrix import Permission
from app.base import clock
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.operations.letters import AGENDA, CALLED_OFF, CONFIRMED, DECLINED, tell_company, tell_school
from app.visits.operations.line import places_came_free
from app.visits.operations.offers import own_offer as _own_offer
from app.visits.operations.places import give_back
from app.visits.operations.states import go_to
from app.visits.queries import bookings_in_window
from app.visits.queries.moments import closed_days
from app.visits.rules.event import check_alone
from app.visits.rules.slots import check_day


def add_slot(work: Work, *, code: str, starts_at: datetime, ends_at: datetime, places: int, pupils: int) -> str:
    """A date and time for an offer. Returns its code. Raises: RuleBroken at its field."""
    offer = _own_offer(work, code)
    rules.check_slot(starts_at=starts_at, ends_at=ends_at, places=places, pupils=pupils, min_group=offer.smallest_group)
    rules.check_time(starts_at=starts_at, now=work.now, field="day")
    day = clock.school_day(starts_at)
    check_day(day=day, closed=closed_days(work, first=day, last=day))
    same = select(VisitSlot.id).where(VisitSlot.offer_id == offer.id, VisitSlot.starts_at == starts_at)
    if work.db.scalars(same).one_or_none():
        raise RuleBroken("starts", N_("There is a visit at this time already. Choose another time."))
    slot = VisitSlot(
        id=work.new_id(),
        code=public_code(),
        offer_id=offer.id,
        starts_at=starts_at,
        ends_at=ends_at,
        places=places,
        pupils=pupils,
        places_taken=0,
        pupils_taken=0,
        state="open",
    )
    work.db.add(slot)
    work.audit("slot.added", slot.id)
    return slot.code


def set_slot_state(work: Work, *, code: str, state: str) -> str:
    """Stop or resume bookings on one date and time. Bookings that were made stay. Returns the offer's code."""
    row = work.db.execute(
        select(VisitSlot, VisitOffer)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(VisitSlot.code == code)
    ).one_or_none()
    if row is None:
        raise NotFound("slot")
    slot, offer = row
    work.must(Permission.OFFER_EDIT, company=offer.company_id)
    if state not in ("open", "cancelled"):
        raise RuleBroken("state", N_("Choose open or closed."))
    check_alone(slot_state=slot.state)
    slot.state = state
    work.audit("slot.state", slot.id, state=state)
    places_came_free(work, slot.id)
    return str(offer.code)


def answer_booking(work: Work, *, code: str, yes: bool) -> None:
    """Confirm, or decline and give the places back. The school is told by mail. Pressed twice, it counts once.

    Raises:
        NotFound: not a booking at this company.
        RuleBroken: it was answered otherwise, cancelled meanwhile, or has begun.
    """
    booking, slot, offer = booking_at_company(work, code, Permission.BOOKING_CONFIRM)
    if booking.state == (rules.CONFIRMED if yes else rules.DECLINED):
        return
    if yes:
        rules.check_state(state=booking.state, allowed=(rules.REQUESTED,))
        booking.confirmed_at = work.now
        go_to(work, booking, rules.CONFIRMED)
    else:
        give_back(work, booking, slot)
        go_to(work, booking, rules.DECLINED)
        places_came_free(work, slot.id)
    work.audit("booking.confirmed" if yes else "booking.declined", booking.id)
    tell_school(work, booking, slot, offer, CONFIRMED if yes else DECLINED)
    if booking.confirmed_at:  # it comes into the agenda of every host, or goes out of it again
        tell_company(work, booking, slot, offer, AGENDA if yes else CALLED_OFF)


def booking_at_company(work: Work, code: str, permission: Permission) -> tuple[Booking, VisitSlot, VisitOffer]:
    """A booking at the host's company, locked until the end of this work, so that its state decides once.

    Raises: NotFound: another company's, none, or its window is over.
    """
    work.must(permission)
    booking = work.db.scalars(
        select(Booking).where(Booking.code == code, Booking.id.in_(bookings_in_window(work))).with_for_update()
    ).one_or_none()
    if booking is None:
        raise NotFound("booking")
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    work.must(permission, company=offer.company_id)
    return booking, slot, offer
