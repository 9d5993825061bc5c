"""Where groups could go whose visit was called off: open moments of all companies, chosen by rules/alternatives.py."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, select

from app.base import clock
from app.base.work import Work
from app.people.models import Company, School
from app.visits.models import Booking, Location, VisitOffer, VisitSlot
from app.visits.queries.bookings import BookingNow
from app.visits.rules import LIVE
from app.visits.rules.alternatives import Free, Point, Times, Wanted, distance, three_for

Found = Row[VisitSlot, VisitOffer, Company, Location]


@dataclass(frozen=True, slots=True)
class Alternative:
    """`km`: as the crow flies from the school; None: nobody knows."""

    slot_code: str
    offer_code: str
    title: str
    company: str
    place: str
    starts_at: datetime
    ends_at: datetime
    places_left: int
    km: int | None


def alternatives_for(
    work: Work, bookings: Sequence[BookingNow], *, without: Collection[UUID] = ()
) -> dict[UUID, tuple[Alternative, ...]]:
    """For each booking at most three; all could be taken together. `without`: slots that are called off now."""
    if not bookings:
        return {}
    schools = _schools(work, bookings)
    rows = {row[0].id: row for row in _open(work) if row[0].id not in without}
    busy = _busy(work, bookings, without)
    facts = {one.id: one for one in work.db.scalars(select(VisitOffer).where(VisitOffer.id.in_(_offers(bookings))))}
    wanted = [_wanted(one, facts[one.offer_id], schools.get(one.school_id), busy) for one in bookings]
    found = three_for(wanted, [_free(row) for row in rows.values()], now=work.now)
    near = {one.key: one.near for one in wanted}
    return {key: tuple(_shown(rows[slot], near[key]) for slot in slots) for key, slots in found.items()}


def alternatives_to(
    work: Work, wanted: Wanted, *, levels: Sequence[str], days: tuple[date, date]
) -> tuple[Alternative, ...]:
    """At most three moments in these days for a class that has no visit yet, for whichever of its levels fits."""
    first, last = days
    rows = {row[0].id: row for row in _open(work) if first <= clock.school_day(row[0].starts_at) <= last}
    free = [_free(row) for row in rows.values()]
    for level in levels:
        found = three_for([replace(wanted, level=level)], free, now=work.now)[wanted.key]
        if found:
            return tuple(_shown(rows[slot], wanted.near) for slot in found)
    return ()


def _offers(bookings: Sequence[BookingNow]) -> set[UUID]:
    return {one.offer_id for one in bookings}


def _open(work: Work) -> Sequence[Found]:
    return work.db.execute(
        select(VisitSlot, VisitOffer, Company, Location)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .join(Company, Company.id == VisitOffer.company_id)
        .join(Location, Location.id == VisitOffer.location_id)
        .where(VisitSlot.state == "open", VisitOffer.state == "open", VisitSlot.starts_at > work.now)
        .where(Company.left_on.is_(None), VisitSlot.places_taken < VisitSlot.places)
        .order_by(VisitSlot.starts_at, VisitSlot.id)
    ).all()


def _schools(work: Work, bookings: Sequence[BookingNow]) -> dict[UUID, Point]:
    rows = work.db.scalars(select(School).where(School.id.in_({one.school_id for one in bookings})))
    return {one.id: (one.latitude, one.longitude) for one in rows if one.latitude and one.longitude}


def _busy(work: Work, bookings: Sequence[BookingNow], without: Collection[UUID]) -> dict[UUID, list[Times]]:
    """When these classes are somewhere already."""
    classes = {one.class_id for one in bookings if one.class_id}
    rows = work.db.execute(
        select(Booking.class_id, VisitSlot.starts_at, VisitSlot.ends_at)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(Booking.class_id.in_(classes), Booking.state.in_(LIVE), VisitSlot.ends_at > work.now)
        .where(VisitSlot.id.not_in(without))
    )
    found: dict[UUID, list[Times]] = {}
    for class_id, starts_at, ends_at in rows:
        if class_id is not None:
            found.setdefault(class_id, []).append((starts_at, ends_at))
    return found


def _wanted(one: BookingNow, offer: VisitOffer, near: Point | None, busy: dict[UUID, list[Times]]) -> Wanted:
    elsewhere = tuple(busy.get(one.class_id, ())) if one.class_id else ()
    return Wanted(
        one.id, one.level, one.expected, one.starts_at, offer.edition_id, offer.form, offer.kind, near, elsewhere
    )


def _free(row: Found) -> Free:
    slot, offer, _, location = row
    return Free(
        slot.id,
        slot.starts_at,
        slot.ends_at,
        tuple(offer.levels),
        offer.min_group,
        offer.max_group,
        slot.places - slot.places_taken,
        slot.pupils - slot.pupils_taken,
        edition=offer.edition_id,
        form=offer.form,
        kind=offer.kind,
        at=_point(location),
        is_calm=offer.is_calm,
        deadline_days=offer.deadline_days,
    )


def _point(location: Location) -> Point | None:
    return (location.latitude, location.longitude) if location.latitude and location.longitude else None


def _shown(row: Found, near: Point | None) -> Alternative:
    slot, offer, company, location = row
    at = _point(location)
    km = round(distance(near, at)) if near and at else None
    left = slot.places - slot.places_taken
    place = location.place
    return Alternative(slot.code, offer.code, offer.title, company.name, place, slot.starts_at, slot.ends_at, left, km)
