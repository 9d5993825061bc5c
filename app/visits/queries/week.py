"""Moments, bookings and offers of an edition, whole: for its lists. The board itself reads less (standing.py)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from app.base import clock
from app.base.work import Work
from app.people.models import Company, School, SchoolClass
from app.visits.models import Booking, Location, VisitOffer, VisitSlot
from app.visits.queries.editions import EditionNow
from app.visits.rules.event import IS_EVENT

_SLOTS = (
    select(
        VisitSlot.id,
        VisitSlot.code,
        VisitSlot.offer_id,
        VisitSlot.starts_at,
        VisitSlot.ends_at,
        VisitSlot.places,
        VisitSlot.pupils,
        VisitSlot.places_taken,
        VisitSlot.pupils_taken,
        VisitSlot.state,
    )
    .where(VisitSlot.starts_at >= bindparam("since"), VisitSlot.starts_at < bindparam("until"))
    .where(VisitSlot.state != IS_EVENT)  # rounds stand on the page of their day
    .order_by(VisitSlot.starts_at, VisitSlot.id)
)
_BOOKINGS = (
    select(
        Booking.code,
        Booking.slot_id,
        VisitSlot.offer_id,
        VisitSlot.starts_at,
        Booking.class_id,
        SchoolClass.name,
        Booking.level,
        Booking.expected,
        Booking.needs,
        Booking.state,
        Booking.booked_at,
        Booking.hold_until,
        School.name,
        School.municipality,
    )
    .join(VisitSlot, VisitSlot.id == Booking.slot_id)
    .join(School, School.id == Booking.school_id)
    .outerjoin(SchoolClass, SchoolClass.id == Booking.class_id)
    .where(VisitSlot.starts_at >= bindparam("since"), VisitSlot.starts_at < bindparam("until"))
    .order_by(VisitSlot.starts_at, Booking.booked_at, Booking.id)
)
_OFFERS = (
    select(
        VisitOffer.id,
        VisitOffer.title,
        VisitOffer.levels,
        VisitOffer.min_group,
        VisitOffer.max_group,
        VisitOffer.state,
        VisitOffer.is_calm,
        VisitOffer.deadline_days,
        VisitOffer.form,
        Company.id,
        Company.code,
        Company.name,
        Location.place,
        Location.latitude,
        Location.longitude,
        Location.wheelchair,
    )
    .join(Company, Company.id == VisitOffer.company_id)
    .join(Location, Location.id == VisitOffer.location_id)
    .where(VisitOffer.state != "draft", Company.left_on.is_(None))
    .order_by(Company.name, Company.id, VisitOffer.id)
)
"""Made once: putting a statement together costs as much as running it."""


class OfferRow(NamedTuple):
    id: UUID
    title: str
    levels: Sequence[str]
    min_group: int
    max_group: int
    state: str
    is_calm: bool
    deadline_days: int
    form: str
    company_id: UUID
    company_code: str
    company: str
    place: str
    latitude: float | None
    longitude: float | None
    wheelchair: bool


class SlotRow(NamedTuple):
    id: UUID
    code: str
    offer_id: UUID
    starts_at: datetime
    ends_at: datetime
    places: int
    pupils: int
    places_taken: int
    pupils_taken: int
    state: str


class BookingRow(NamedTuple):
    """A booking of this edition. `class_name` is None while the school has not said which class comes."""

    code: str
    slot_id: UUID
    offer_id: UUID
    starts_at: datetime
    class_id: UUID | None
    class_name: str | None
    level: str
    expected: int
    needs: str
    state: str
    booked_at: datetime
    hold_until: datetime | None
    school: str
    municipality: str


def slots_between(work: Work, first: date, last: date) -> tuple[SlotRow, ...]:
    return tuple(map(SlotRow._make, work.db.execute(_SLOTS, span_of(first, last))))


def bookings_of_edition(work: Work, edition: EditionNow) -> tuple[BookingRow, ...]:
    """Those that ended too: a cell shows them while its place is free, and they say how long a class waits."""
    return tuple(map(BookingRow._make, work.db.execute(_BOOKINGS, span_of(edition.starts_on, edition.ends_on))))


def offers_by_id(work: Work) -> dict[UUID, OfferRow]:
    """Of every company that takes part, by name; drafts are nobody's business."""
    return {row.id: row for row in map(OfferRow._make, work.db.execute(_OFFERS))}


def span_of(first: date, last: date) -> dict[str, datetime]:
    return {"since": clock.at(first, 0), "until": clock.at(last + timedelta(days=1), 0)}
