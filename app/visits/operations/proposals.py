"""A company or the coordinator proposes another time or number; the school says yes or no, or time runs out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.jobs import start_job
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.operations.letters import (
    HOLD_OVER,
    HOLD_OVER_COMPANY,
    PROPOSAL_NO,
    PROPOSAL_YES,
    PROPOSED,
    tell_company,
    tell_school,
)
from app.visits.operations.line import places_came_free
from app.visits.operations.lists import own_booking
from app.visits.operations.places import give_back, move_places, open_slot
from app.visits.operations.states import go_to
from app.visits.queries import bookings_in_window
from app.visits.rules.safety import check_read
from app.visits.rules.terms import hold_until

HOLD_CLOCK = "visits.hold-clock"


def propose(work: Work, *, code: str, slot_code: str, expected: int, note: str = "") -> None:
    """Another time of this offer, or fewer pupils. The places are kept until `hold_until`; the school is told by mail.

    Raises:
        NotFound: another company's, or none.
        RuleBroken: it does not wait for an answer, it is the same, full, or the wrong size.
    """
    booking = _booking_to_propose(work, code)
    rules.check_state(state=booking.state, allowed=(rules.REQUESTED, rules.PROPOSED))
    slot, offer = open_slot(work, slot_code)
    now_at = work.db.get_one(VisitSlot, booking.slot_id)
    if slot.offer_id != now_at.offer_id:
        raise NotFound("slot")
    if (slot.id, expected) == (now_at.id, booking.expected):
        raise RuleBroken("slot", N_("This is what the school asked for. Say yes, or choose another time or number."))
    rules.check_time(starts_at=slot.starts_at, now=work.now)
    smallest = rules.smallest(min_group=offer.min_group, is_calm=offer.is_calm)
    rules.check_group(expected=expected, min_group=smallest, max_group=min(offer.max_group, booking.expected))
    move_places(work, booking, to=slot, expected=expected)
    booking.school_yes_at = None
    booking.confirmed_at = None if work.actor.role is Role.COORDINATOR else work.now
    hold(work, booking, slot)
    go_to(work, booking, rules.PROPOSED, note=note)
    work.audit("booking.proposed", booking.id, slot=str(slot.id), expected=expected)
    places_came_free(work, now_at.id)
    tell_school(work, booking, slot, offer, PROPOSED)


def hold(work: Work, booking: Booking, slot: VisitSlot) -> None:
    """Keep the places for 48 hours; then the clock gives them back."""
    booking.hold_until = hold_until(now=work.now, starts_at=slot.starts_at)
    facts = {"booking": str(booking.id), "school": str(booking.school_id), "until": booking.hold_until.isoformat()}
    start_job(work, kind=HOLD_CLOCK, arguments=facts, after=booking.hold_until)


def answer_proposal(work: Work, *, code: str, yes: bool, safety_version: int | None = None) -> None:
    """The school: confirmed when the company said yes too, else the company answers now. Pressed twice, it counts once.

    `safety_version`: of the rules that stood on the page; None: there was no page.

    Raises:
        NotFound: another school's, or none.
        RulesChanged: the company changed its safety rules meanwhile.
        RuleBroken: it ran out, or was ended meanwhile.
    """
    booking = own_booking(work, code)
    if booking.state == (rules.CANCELLED if not yes else rules.CONFIRMED if booking.confirmed_at else rules.REQUESTED):
        return
    rules.check_state(state=booking.state, allowed=(rules.PROPOSED,))
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    if yes:
        check_read(read=safety_version, now=offer.safety_version)
    booking.hold_until = None
    if yes:
        rules.check_before(starts_at=slot.starts_at, now=work.now)
        booking.school_yes_at, booking.safety_version = work.now, offer.safety_version
        go_to(work, booking, rules.CONFIRMED if booking.confirmed_at else rules.REQUESTED)
    else:
        give_back(work, booking, slot)
        go_to(work, booking, rules.CANCELLED)
        places_came_free(work, slot.id)
    work.audit("booking.proposal_answered", booking.id, yes=yes)
    tell_company(work, booking, slot, offer, PROPOSAL_YES if yes else PROPOSAL_NO)


def hold_ran_out(work: Work, *, booking_id: UUID, until: datetime | None = None) -> bool:
    """The clock: nobody answered in time; the places are free again and both are told. Returns whether it did."""
    question = select(Booking).where(Booking.id == booking_id).with_for_update()
    booking = work.db.scalars(question).one_or_none()
    if booking is None or booking.state != rules.PROPOSED or booking.hold_until is None:
        return False
    if booking.hold_until > work.now or (until is not None and booking.hold_until != until):
        return False
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    if slot.starts_at > work.now:
        give_back(work, booking, slot)
    go_to(work, booking, rules.CANCELLED)
    work.audit("booking.hold_over", booking.id)
    places_came_free(work, slot.id)
    facts: dict[str, Any] = {"booking": booking, "slot": slot, "offer": offer}
    tell_school(work, **facts, letter=HOLD_OVER)
    tell_company(work, **facts, letter=HOLD_OVER_COMPANY)
    return True


def _booking_to_propose(work: Work, code: str) -> Booking:
    """A booking at one's company, or any for the coordinator; locked, so that its state decides once."""
    work.must(Permission.BOOKING_PROPOSE)
    wanted = [Booking.code == code]
    if work.actor.role is Role.HOST:
        wanted.append(Booking.id.in_(bookings_in_window(work)))
    booking = work.db.scalars(select(Booking).where(*wanted).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound("booking")
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    work.must(Permission.BOOKING_PROPOSE, company=offer.company_id)
    return booking
