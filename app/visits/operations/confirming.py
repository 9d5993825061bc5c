"""Safety rules that change after a booking are confirmed again; sizes of gear come as counts, never per child."""

from collections.abc import Mapping

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.operations.letters import Letter, tell_school
from app.visits.operations.lists import own_booking
from app.visits.operations.states import note_change
from app.visits.rules.offer import check_sizes

CHANGED: Letter = (
    N_("The safety rules of your visit to %(company)s have changed"),
    N_("%(company)s changed the safety rules of: %(title)s, %(when)s. Sign in, read them and confirm again."),
)


def ask_again(work: Work, offer: VisitOffer) -> int:
    """Mail who booked: once each, though they booked for two groups. Returns how many bookings must be confirmed."""
    rows = work.db.execute(
        select(Booking, VisitSlot)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(VisitSlot.offer_id == offer.id, VisitSlot.starts_at > work.now, Booking.state.in_(rules.AHEAD_OF_IT))
        .order_by(VisitSlot.starts_at, Booking.id)
    ).all()
    told = set()
    for booking, slot in rows:
        if booking.booked_by not in told:
            tell_school(work, booking, slot, offer, CHANGED)
            told.add(booking.booked_by)
    return len(rows)


def confirm_safety(work: Work, *, code: str, version: int) -> None:
    """The school read the rules (`version` of them) and will keep to them. Pressed twice, it counts once.

    Raises:
        NotFound: another school's, or none.
        RuleBroken: they changed again meanwhile, or the visit does not go on.
    """
    booking = own_booking(work, code)
    rules.check_state(state=booking.state, allowed=rules.OPEN)
    now = _offer_of(work, booking).safety_version
    if version != now:
        raise RuleBroken("", N_("The rules have changed again meanwhile. Read them once more."))
    if booking.safety_version == now:
        return
    booking.safety_version = now
    note_change(work, booking, "safety")
    work.audit("booking.safety", booking.id, version=now)


def set_sizes(work: Work, *, code: str, counts: Mapping[str, Mapping[str, int]]) -> None:
    """How many of each size of what the company lends out (what -> size -> how many); what it does not ask is left out.

    Raises:
        NotFound: another school's, or none.
        RuleBroken: (`sizes`) more than come, or the visit does not go on.
    """
    booking = own_booking(work, code)
    rules.check_state(state=booking.state, allowed=rules.OPEN)
    kept = []
    for one in _offer_of(work, booking).gear:
        given = counts.get(one["what"], {})
        by_size = {size: given.get(size, 0) for size in one.get("sizes") or ()}
        kept += [{"what": one["what"], "counts": by_size}] if by_size else []
    check_sizes({one["what"]: one["counts"] for one in kept}, expected=booking.expected)
    booking.sizes = kept
    note_change(work, booking, "sizes")
    work.audit("booking.sizes", booking.id)


def _offer_of(work: Work, booking: Booking) -> VisitOffer:
    work.must(Permission.BOOKING_MAKE, school=booking.school_id)
    return work.db.scalars(
        select(VisitOffer).join(VisitSlot, VisitSlot.offer_id == VisitOffer.id).where(VisitSlot.id == booking.slot_id)
    ).one()
