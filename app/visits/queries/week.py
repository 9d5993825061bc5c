"""What the week board is drawn from, read in five statements however full the week is; and a stamp of it in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from app.base import clock
from app.base.audit import Audit
from app.base.work import Work
from app.people.models import ClassLevel, Company, School, SchoolClass, SchoolYear
from app.visits.models import Booking, BookingChange, Location, VisitOffer, VisitSlot
from app.visits.queries.editions import EditionNow
from app.visits.rules.event import IS_EVENT

STAMPED = ("booking.%", "class.%", "company.%", "edition.%", "offer.%", "pupil.left", "school.%", "slot.%")
OVERLAP = timedelta(hours=1)  # an act that was asked for before midnight may be kept just after it


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
_CLASSES = (
    select(
        SchoolClass.id,
        SchoolClass.code,
        SchoolClass.name,
        SchoolClass.size,
        School.name,
        School.kind,
        School.municipality,
    )
    .join(School, School.id == SchoolClass.school_id)
    .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
    .where(
        SchoolYear.starts_on <= bindparam("day"),
        SchoolYear.ends_on >= bindparam("day"),
        SchoolClass.is_group.is_(False),
        SchoolClass.left_on.is_(None),
        School.left_on.is_(None),
    )
    .order_by(School.name, SchoolClass.name, SchoolClass.id)
)
_LEVELS = (
    select(ClassLevel.class_id, ClassLevel.level)
    .join(SchoolClass, SchoolClass.id == ClassLevel.class_id)
    .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
    .where(SchoolYear.starts_on <= bindparam("day"), SchoolYear.ends_on >= bindparam("day"))
    .order_by(ClassLevel.level)
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
_STAMP = (
    select(
        select(func.count())
        .select_from(Audit)
        .where(Audit.at >= bindparam("lately"), or_(*(Audit.what.like(one) for one in STAMPED)))
        .scalar_subquery(),
        select(func.count()).select_from(BookingChange).scalar_subquery(),
        func.count(),
        func.coalesce(func.sum(VisitSlot.places_taken), 0),
        func.coalesce(func.sum(VisitSlot.pupils_taken), 0),
    )
    .select_from(VisitSlot)
    .where(VisitSlot.starts_at >= bindparam("since"), VisitSlot.starts_at < bindparam("until"))
)
"""Made once: putting a statement together costs as much as running it."""


class OfferRow(NamedTuple):
    id: UUID
    title: str
    levels: list[str]
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


class ClassRow(NamedTuple):
    """`size`: as somebody outside the school may know it; None: no list yet."""

    id: UUID
    code: str
    name: str
    size: int | None
    school: str
    kind: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Week:
    """Slots are of the days that were asked for; bookings and classes of the whole edition."""

    offers: Mapping[UUID, OfferRow]
    slots: tuple[SlotRow, ...]  # in order of time
    bookings: tuple[BookingRow, ...]
    classes: tuple[ClassRow, ...]
    levels: Mapping[UUID, tuple[str, ...]]  # of a class


def week_of(work: Work, edition: EditionNow, first: date, last: date) -> Week:
    """For who was let in by `edition_by_id`."""
    return Week(
        offers_by_id(work),
        slots_between(work, max(first, edition.starts_on), min(last, edition.ends_on)),
        bookings_of_edition(work, edition),
        classes_of_edition(work, edition),
        _levels(work, edition),
    )


def stamp_of(work: Work, edition: EditionNow) -> str:
    """Another one whenever something changed that the board shows: what was noted since yesterday evening, what
    happened to bookings, and the places themselves. One statement."""
    lately = clock.at(work.today, 0) - OVERLAP
    row = work.db.execute(_STAMP, {"lately": lately, **_span(edition.starts_on, edition.ends_on)}).one()
    return f"{work.today:%y%m%d}-" + "-".join(map(str, row))


def slots_between(work: Work, first: date, last: date) -> tuple[SlotRow, ...]:
    return tuple(map(SlotRow._make, work.db.execute(_SLOTS, _span(first, last))))


def bookings_of_edition(work: Work, edition: EditionNow) -> tuple[BookingRow, ...]:
    """Those that ended too: a cell shows them while its place is free, and they say how long a class waits."""
    return tuple(map(BookingRow._make, work.db.execute(_BOOKINGS, _span(edition.starts_on, edition.ends_on))))


def classes_of_edition(work: Work, edition: EditionNow) -> tuple[ClassRow, ...]:
    """Of the school year in which the edition begins, of the schools that take part."""
    return tuple(map(ClassRow._make, work.db.execute(_CLASSES, {"day": edition.starts_on})))


def offers_by_id(work: Work) -> dict[UUID, OfferRow]:
    """Of every company that takes part, by name; drafts are nobody's business."""
    return {row.id: row for row in map(OfferRow._make, work.db.execute(_OFFERS))}


def _levels(work: Work, edition: EditionNow) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    for class_id, level in work.db.execute(_LEVELS, {"day": edition.starts_on}):
        found[class_id] = (*found.get(class_id, ()), level)
    return found


def _span(first: date, last: date) -> dict[str, datetime]:
    return {"since": clock.at(first, 0), "until": clock.at(last + timedelta(days=1), 0)}
