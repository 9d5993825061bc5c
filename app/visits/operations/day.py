"""On the day: the host says that the group is there and how many; the teacher says who."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import Attendance, Booking, BookingPupil, VisitSlot
from app.visits.operations.host import booking_at_company
from app.visits.operations.states import go_to
from app.visits.queries import presence_of


def confirm_arrival(work: Work, *, code: str, count: int | None = None) -> None:
    """The host: the group is there; and how many, once counted. Counted again when pressed again; sees no names.

    Raises:
        NotFound: not a booking at this company.
        RuleBroken: it was cancelled, comes on another day, or an impossible number.
    """
    booking, slot, _ = booking_at_company(work, code, Permission.ARRIVAL_CONFIRM)
    rules.check_state(state=booking.state, allowed=rules.OPEN)
    rules.check_arrival(starts_at=slot.starts_at, now=work.now)
    if count is not None:
        rules.check_count(count=count, expected=booking.expected)
        booking.arrived_count = count
    booking.arrived_at = booking.arrived_at or work.now
    booking.confirmed_at = booking.confirmed_at or work.now
    if booking.state != rules.HELD:
        go_to(work, booking, rules.HELD)
    work.audit("booking.arrived", booking.id, count=count)


def undo_arrival(work: Work, *, code: str) -> None:
    """Take it back within 15 minutes; pressed twice, it counts once.

    Raises:
        NotFound: not a booking at this company.
        RuleBroken: too late.
    """
    booking, _, _ = booking_at_company(work, code, Permission.ARRIVAL_CONFIRM)
    if booking.arrived_at is None:
        return
    if not rules.may_undo(arrived_at=booking.arrived_at, now=work.now):
        raise RuleBroken("", N_("Taking back is possible for 15 minutes. You can still count again."))
    booking.arrived_at, booking.arrived_count = None, None
    go_to(work, booking, rules.CONFIRMED)
    work.audit("booking.arrival_undone", booking.id)


def mark_presence(work: Work, *, code: str, absent: Collection[UUID], seen: Collection[UUID]) -> int:
    """The teacher: of the pupils on the page (`seen`) these were absent, all others there. Returns how many present.

    Only what differs from the last word is added; all words are kept. A pupil put on the list meanwhile
    by somebody else is not touched, because the teacher did not see the name; one taken off it is left out.

    Raises:
        NotFound: the booking, or its class, is out of reach.
        RuleBroken: it is not yet the morning of the visit, or the booking was cancelled.
    """
    work.must(Permission.PRESENCE_MARK)
    booking = work.db.scalars(select(Booking).where(Booking.code == code).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound("booking")
    classes = frozenset({booking.class_id} if booking.class_id else ())
    work.must(Permission.PRESENCE_MARK, classes=classes, school=booking.school_id)
    rules.check_state(state=booking.state, allowed=rules.OPEN)
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    rules.check_presence_time(starts_at=slot.starts_at, now=work.now)
    listed = set(work.db.scalars(select(BookingPupil.pupil_id).where(BookingPupil.booking_id == booking.id)))
    said, gone = presence_of(work, booking_id=booking.id), listed & set(absent)
    for pupil_id in sorted(listed & set(seen)):
        present = pupil_id not in gone
        if said.get(pupil_id) is not present:
            _say(work, booking, pupil_id, present=present)
    there = len((listed & set(seen)) - gone)
    work.audit("presence.marked", booking.id, present=there, absent=len(gone))
    return there


def _say(work: Work, booking: Booking, pupil_id: UUID, *, present: bool) -> None:
    assert work.actor.user_id is not None
    work.db.add(
        Attendance(
            id=work.new_id(),
            school_id=booking.school_id,
            booking_id=booking.id,
            pupil_id=pupil_id,
            present=present,
            by=work.actor.user_id,
            at=work.now,
        )
    )
