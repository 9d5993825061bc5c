"""Visits that are over and of which nobody said anything, for who can say it and for the office."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from app.access.matrix import Permission
from app.base.work import Work
from app.visits.models import Booking, BookingChange, VisitSlot
from app.visits.queries.bookings import BookingNow, bookings_that
from app.visits.rules import CONFIRMED, HELD, NO_SHOW, UNSAID, unsaid

SHOWN = timedelta(days=120)  # so long the office sees what closed without a word

NOTHING_SAID = and_(Booking.state == CONFIRMED, Booking.present_count.is_(None), Booking.arrived_at.is_(None))


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A visit of which nobody said anything. `closes_at`: None when it is closed."""

    booking: BookingNow
    asked_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class TookPlace:
    """What a booking's page asks: whether it took place, and what was said of that."""

    may_say: bool
    said: bool | None


def unsaid_now(work: Work) -> tuple[Unsaid, ...]:
    """For the office: what waits for a word first, then what closed without one. In order of time."""
    work.must(Permission.WEEK_PLAN)
    over: list[ColumnElement[bool]] = [VisitSlot.ends_at <= work.now, VisitSlot.ends_at > work.now - SHOWN]
    waiting = bookings_that(work, NOTHING_SAID, *over)
    closed = bookings_that(work, Booking.state == UNSAID, *over)
    asked = asked_when(work, ids=[one.id for one in (*waiting, *closed)])
    return (
        *(
            Unsaid(one, asked.get(one.id), unsaid.closes_at(ends_at=one.ends_at, asked_at=asked.get(one.id)))
            for one in waiting
        ),
        *(Unsaid(one, asked.get(one.id), None) for one in closed),
    )


def asked_when(work: Work, *, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When both sides were asked, of those that were."""
    rows = work.db.execute(
        select(BookingChange.booking_id, func.min(BookingChange.at))
        .where(BookingChange.booking_id.in_(ids), BookingChange.what == unsaid.ASKED)
        .group_by(BookingChange.booking_id)
    )
    return {row[0]: row[1] for row in rows}


def took_place(work: Work, *, booking: BookingNow) -> TookPlace:
    """For the page of a booking that was found already."""
    row = work.db.get_one(Booking, booking.id)
    may = work.may(Permission.VISIT_SAY, school=booking.school_id, company=booking.company_id)
    counted = is_counted(row)
    open_to_say = unsaid.may_say(state=booking.state, ends_at=booking.ends_at, is_counted=counted, now=work.now)
    return TookPlace(may and open_to_say, {HELD: True, NO_SHOW: False}.get(booking.state))


def is_counted(booking: Booking) -> bool:
    return booking.present_count is not None or booking.arrived_at is not None
