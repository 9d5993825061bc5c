"""On the day: the host says that the group is there and how many; the teacher says who."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import Attendance, Booking, BookingPupil, VisitOffer, VisitSlot
from app.visits.queries import presence_of

UNDO = timedelta(minutes=15)


def confirm_arrival(work: Work, *, code: str, count: int) -> None:
    """The host: the group is there, so many. Counts again when pressed again; sees no names.

    Raises:
        NotFound: not a booking at this company.
        RuleBroken: another day, or an impossible number.
    """
    booking, slot = _at_own_company(work, code)
    rules.check_state(state=booking.state, allowed=rules.LIVE)
    rules.check_arrival(starts_at=slot.starts_at, now=work.now, count=count, expected=booking.expected)
    booking.arrived_at = booking.arrived_at or work.now
    booking.arrived_count = count
    booking.state = rules.HELD
    work.audit("booking.arrived", booking.id, count=count)


def undo_arrival(work: Work, *, code: str) -> None:
    """Take it back within 15 minutes."""
    booking, _ = _at_own_company(work, code)
    if booking.arrived_at is None or work.now - booking.arrived_at > UNDO:
        raise RuleBroken("", N_("Taking back is possible for 15 minutes. Call the school or the network instead."))
    booking.arrived_at, booking.arrived_count, booking.state = None, None, rules.CONFIRMED
    work.audit("booking.arrival_undone", booking.id)


def mark_presence(work: Work, *, code: str, absent: Collection[UUID], seen: Collection[UUID]) -> int:
    """The teacher: of the pupils on the page (`seen`) these were absent, all others there. Returns how many present.

    Only what differs from the last word is added; all words are kept. A pupil put on the list meanwhile
    by somebody else is not touched, because the teacher did not see the name.

    Raises:
        NotFound: booking or pupil out of reach.
        RuleBroken: it is not yet the morning of the visit, or the booking was cancelled.
    """
    work.must(Permission.PRESENCE_MARK)
    booking = work.db.scalars(select(Booking).where(Booking.code == code).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound("booking")
    classes = {booking.class_id} if booking.class_id else frozenset()
    work.must(Permission.PRESENCE_MARK, classes=classes, school=booking.school_id)
    rules.check_state(state=booking.state, allowed=rules.LIVE)
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    rules.check_presence_time(starts_at=slot.starts_at, now=work.now)
    listed = set(work.db.scalars(select(BookingPupil.pupil_id).where(BookingPupil.booking_id == booking.id)))
    if not set(absent) <= listed:
        raise NotFound("pupil")
    said = presence_of(work, booking_id=booking.id)
    for pupil_id in sorted(listed & set(seen)):
        present = pupil_id not in set(absent)
        if said.get(pupil_id) is not present:
            _say(work, booking, pupil_id, present)
    work.audit("presence.marked", booking.id, present=len(listed - set(absent)), absent=len(set(absent)))
    return len(listed - set(absent))


def _say(work: Work, booking: Booking, pupil_id: UUID, present: bool) -> None:  # noqa: FBT001 - the fact itself
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


def _at_own_company(work: Work, code: str) -> tuple[Booking, VisitSlot]:
    work.must(Permission.ARRIVAL_CONFIRM)
    row = work.db.execute(
        select(Booking, VisitSlot, VisitOffer.company_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(Booking.code == code)
    ).one_or_none()
    if row is None:
        raise NotFound("booking")
    work.must(Permission.ARRIVAL_CONFIRM, company=row[2])
    return row[0], row[1]
