"""What happened to a booking, by whom and when; its other groups; and whether the reader may call it off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.work import Work
from app.people.models import Staff
from app.visits.models import BookingChange, VisitOffer
from app.visits.queries.bookings import BookingNow, bookings_of_school
from app.visits.rules import AHEAD_OF_IT, LIVE
from app.visits.rules.terms import is_in_time, last_day, may_cancel


@dataclass(frozen=True, slots=True)
class Change:
    what: str  # a state, or `moved`, `class`, `pupils`, `safety`
    who: str  # a name; empty: the clock, or a link without an account
    role: str
    note: str
    at: datetime


def history_of(work: Work, *, booking: BookingNow) -> tuple[Change, ...]:
    """In order of time. The booking was read with `booking_by_code`, so who reads may see it."""
    work.must(Permission.BOOKING_READ, school=booking.school_id, company=booking.company_id)
    rows = work.db.execute(
        select(BookingChange, Staff.name)
        .outerjoin(Staff, Staff.id == BookingChange.by)
        .where(BookingChange.booking_id == booking.id)
        .order_by(BookingChange.at, BookingChange.id)
    )
    return tuple(Change(row.what, name or "", row.role or "", row.note, row.at) for row, name in rows)


def other_parts(work: Work, *, booking: BookingNow) -> tuple[BookingNow, ...]:
    """The other groups of this class on the same offer, in order of time."""
    if booking.class_id is None or work.actor.school_id is None:
        return ()
    found = bookings_of_school(work, class_id=booking.class_id)
    return tuple(
        one for one in found if one.offer_id == booking.offer_id and one.id != booking.id and one.state in LIVE
    )


def cancel_facts(work: Work, *, booking: BookingNow) -> dict[str, Any]:
    """may_cancel: is it this person's; in_notice: until when without a call has passed; notice_day: that day."""
    days = work.db.scalars(select(VisitOffer.notice_days).where(VisitOffer.id == booking.offer_id)).one()
    actor = work.actor
    mine = may_cancel(
        role=actor.role,
        person=actor.user_id,
        classes=actor.class_ids,
        booked_by=booking.booked_by,
        class_id=booking.class_id,
    )
    ahead = booking.state in AHEAD_OF_IT and booking.starts_at > work.now
    in_time = is_in_time(starts_at=booking.starts_at, now=work.now, days=days)
    return {
        "may_end": ahead and work.may_any(Permission.BOOKING_CANCEL),
        "is_mine": mine,
        "must_call": not in_time and actor.role is not Role.COORDINATOR,
        "notice_day": last_day(starts_at=booking.starts_at, days=days) if days else None,
    }
