"""A class larger than a group is booked in one go: its groups over the times that were ticked, all or nothing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.operations.booking import book_visit
from app.visits.operations.places import FULL, open_slot
from app.visits.rules.waiting import Full, deal


def book_class(
    work: Work,
    *,
    slot_codes: Sequence[str],
    level: str,
    expected: int,
    request_id: str,
    class_code: str | None = None,
    needs: str = "",
    safety_version: int | None = None,
) -> tuple[str, ...]:
    """Book so many pupils at these times, in as many groups as the offer needs. Returns the bookings' codes.

    The pupils of the class are dealt out over the groups in class-list order. The same form twice books once.
    `safety_version`: of the rules that stood on the page; None: there was no page.

    Raises:
        NotFound: slot or class out of reach.
        RulesChanged: the company changed its safety rules meanwhile.
        Full: they do not all fit; nothing was booked.
        RuleBroken: over, wrong level or size, or times of two different visits (at its field).
    """
    work.must(Permission.BOOKING_MAKE, school=work.school_id)
    if held := _booked_with(work, request_id, slot_codes=slot_codes, expected=expected):
        return held
    chosen = [open_slot(work, code) for code in dict.fromkeys(slot_codes)]
    slots, offer = _of_one_offer(chosen)
    facts: dict[str, Any] = {"level": level, "class_code": class_code, "needs": needs}
    facts |= {"safety_version": safety_version}
    if len(slots) == 1 and expected <= offer.max_group:
        return (book_visit(work, slot_code=slots[0].code, expected=expected, request_id=request_id, **facts),)
    rooms = [(one.places - one.places_taken, one.pupils - one.pupils_taken) for one in slots]
    parts = deal(pupils=expected, max_group=offer.max_group, rooms=rooms)
    if parts is None:
        raise Full("slot", FULL)
    return tuple(
        book_visit(work, slot_code=slots[which].code, expected=size, request_id=f"{request_id}/{n}", **facts)
        for n, (which, size) in enumerate(parts)
    )


def _of_one_offer(chosen: Sequence[tuple[VisitSlot, VisitOffer]]) -> tuple[list[VisitSlot], VisitOffer]:
    if not chosen:
        raise RuleBroken("slot", N_("Choose a time."))
    if len({offer.id for _, offer in chosen}) > 1:
        raise RuleBroken("slot", N_("Choose times of one visit. Book the other visit on its own page."))
    return sorted((slot for slot, _ in chosen), key=lambda slot: slot.starts_at), chosen[0][1]


def _booked_with(work: Work, request_id: str, *, slot_codes: Sequence[str], expected: int) -> tuple[str, ...]:
    """What this form booked already. Raises: RuleBroken when it is used again for something else."""
    again = (Booking.request_id == request_id) | Booking.request_id.startswith(f"{request_id}/", autoescape=True)
    held = work.db.execute(
        select(Booking.code, Booking.expected, VisitSlot.code)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(again)
        .order_by(VisitSlot.starts_at, Booking.request_id)
    ).all()
    if held and (sum(one.expected for one in held) != expected or not {one[2] for one in held} <= set(slot_codes)):
        raise RuleBroken("slot", N_("You booked with this page already. Load it again to book another group."))
    return tuple(one[0] for one in held)
