"""A school books a group on a slot, or cancels it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.operations.letters import ASKED, CALLED_OFF, CANCELLED, tell_company, tell_school
from app.visits.operations.line import places_came_free
from app.visits.operations.lists import own_class, put_on_list
from app.visits.operations.owners import must_own
from app.visits.operations.places import give_back, open_for_host, open_slot, take_places
from app.visits.operations.states import go_to, note_change
from app.visits.rules.event import check_alone
from app.visits.rules.safety import check_read
from app.visits.rules.terms import check_deadline, check_notice


def book_visit(
    work: Work,
    *,
    slot_code: str,
    level: str,
    expected: int,
    request_id: str,
    class_code: str | None = None,
    pupil_ids: Collection[UUID] | None = None,
    needs: str = "",
    safety_version: int | None = None,
) -> str:
    """Book one group on a slot. Returns the booking's code; the same form sent twice books once.

    `pupil_ids`: who comes, of the class; None: the pupils of the class who do not go on this offer yet, in
    class-list order, as many as `expected` (nobody yet, without a class). `safety_version`: of the rules that stood on
    the page; None: there was no page.

    Raises:
        NotFound: slot, class or pupil out of reach.
        RulesChanged: the company changed its safety rules meanwhile.
        RuleBroken: full, over, wrong level or size (at its field).
    """
    work.must(Permission.BOOKING_MAKE, school=work.school_id)
    slot, offer = open_slot(work, slot_code)
    if held := _booked_with(work, request_id, slot.id, expected):
        return held
    class_id = own_class(work, class_code).id if class_code else None
    check_read(read=safety_version, now=offer.safety_version)
    check_booking(work, slot, offer, level=level, expected=expected)
    try:
        take_places(work, slot.id, places=1, pupils=expected)
    except RuleBroken:
        if held := _booked_with(work, request_id, slot.id, expected):
            return held  # the second of two clicks waited for the first, which took the last place
        raise
    facts: dict[str, Any] = {"level": level, "expected": expected, "needs": needs, "pupil_ids": pupil_ids}
    return enter_booking(work, slot, offer, request_id=request_id, class_id=class_id, **facts)


def check_booking(work: Work, slot: VisitSlot, offer: VisitOffer, *, level: str, expected: int) -> None:
    """Whether this group may come at this time, apart from room. Raises: RuleBroken at its field."""
    facts: dict[str, Any] = {"starts_at": slot.starts_at, "now": work.now}
    rules.check_time(**facts)
    check_deadline(**facts, deadline_days=offer.deadline_days, contact=offer.contact)
    rules.check_level(level=level, levels=offer.levels)
    smallest = rules.smallest(min_group=offer.min_group, is_calm=offer.is_calm)
    rules.check_group(expected=expected, min_group=smallest, max_group=offer.max_group)


def enter_booking(
    work: Work,
    slot: VisitSlot,
    offer: VisitOffer,
    *,
    level: str,
    expected: int,
    request_id: str,
    class_id: UUID | None,
    needs: str,
    pupil_ids: Collection[UUID] | None = None,
) -> str:
    """Write the booking whose places were taken: here, or for who stood in line. Returns its code."""
    booking = _add(work, slot, level=level, expected=expected, request_id=request_id, class_id=class_id, needs=needs)
    booking.safety_version = offer.safety_version
    note_change(work, booking, booking.state)
    if class_id:
        put_on_list(work, booking, pupil_ids)
    open_for_host(work, booking, offer.company_id, slot)
    work.audit("booking.made", booking.id, slot=str(slot.id), expected=expected)
    tell_company(work, booking, slot, offer, ASKED)
    return booking.code


def cancel_booking(work: Work, *, code: str, reason: str = "") -> None:
    """Give the places back and tell the company, with why when the school says it. Pressed twice, it counts once.

    The one who booked, a teacher of the class and the office until the notice the company asks; the coordinator always.

    Raises:
        NotFound: another school's, or none.
        RuleBroken: not this person's, too late to do without a call, begun, or declined meanwhile.
    """
    booking = _booking_to_cancel(work, code)
    if booking.state == rules.CANCELLED:
        return
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    check_alone(slot_state=slot.state)
    rules.check_state(state=booking.state, allowed=rules.AHEAD_OF_IT)
    rules.check_before(starts_at=slot.starts_at, now=work.now)
    if work.actor.role is not Role.COORDINATOR:
        check_notice(starts_at=slot.starts_at, now=work.now, notice_days=offer.notice_days, contact=offer.contact)
    give_back(work, booking, slot)
    booking.cancel_reason = " ".join(reason.split())[:300]
    go_to(work, booking, rules.CANCELLED, note=reason)
    work.audit("booking.cancelled", booking.id)
    tell_company(work, booking, slot, offer, CANCELLED)
    if booking.confirmed_at:  # it stands in an agenda
        tell_school(work, booking, slot, offer, CALLED_OFF)
    places_came_free(work, slot.id)


def _booking_to_cancel(work: Work, code: str) -> Booking:
    work.must(Permission.BOOKING_CANCEL)
    booking = work.db.scalars(select(Booking).where(Booking.code == code).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound("booking")
    work.must(Permission.BOOKING_CANCEL, school=booking.school_id)
    must_own(work, booked_by=booking.booked_by, class_id=booking.class_id)
    return booking


def _booked_with(work: Work, request_id: str, slot_id: UUID, expected: int) -> str | None:
    """What this form booked already. Raises: RuleBroken when it is used again for something else."""
    held = work.db.execute(
        select(Booking.code, Booking.slot_id, Booking.expected).where(Booking.request_id == request_id)
    ).one_or_none()
    if held is None:
        return None
    if (held.slot_id, held.expected) != (slot_id, expected):
        raise RuleBroken("slot", N_("You booked with this page already. Load it again to book another group."))
    return str(held.code)


def _add(
    work: Work,
    slot: VisitSlot,
    *,
    level: str,
    expected: int,
    request_id: str,
    class_id: UUID | None,
    needs: str,
) -> Booking:
    assert work.actor.user_id is not None
    booking = Booking(
        id=work.new_id(),
        school_id=work.school_id,
        code=public_code(),
        request_id=request_id,
        slot_id=slot.id,
        class_id=class_id,
        level=level,
        expected=expected,
        needs=" ".join(needs.split())[:300],
        state=rules.REQUESTED,
        booked_by=work.actor.user_id,
        booked_at=work.now,
        school_yes_at=work.now,
    )
    work.db.add(booking)
    work.db.flush()
    return booking
