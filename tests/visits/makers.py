"""Makers for offers, slots and bookings; a test names only what matters to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.base import clock, doors, ids
from app.visits.models import (
    Booking,
    BookingPupil,
    Edition,
    EditionDay,
    EventClass,
    EventPlan,
    EventRound,
    EventStand,
    Location,
    OfficeMail,
    VisitOffer,
    VisitSlot,
    Waiting,
)
from tests.makers import MadeClass, MadeSchool, Makers, Person


@dataclass(frozen=True, slots=True)
class MadeOffer:
    id: UUID
    code: str
    company_id: UUID


@dataclass(frozen=True, slots=True)
class MadeSlot:
    id: UUID
    code: str
    offer: MadeOffer
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class MadeBooking:
    id: UUID
    code: str
    slot: MadeSlot


def edition(makers: Makers, network_id: UUID | None = None, **columns: Any) -> UUID:
    """A Technology Week around the frozen day."""
    network_id = network_id or makers.network()
    told = {"name": "Techniekweek 2026", "starts_on": date(2026, 10, 5), "ends_on": date(2026, 11, 27), **columns}
    return makers.row(Edition, network_id=network_id, **told)


def office_mail(makers: Makers, **columns: Any) -> UUID:
    """A mail that the office sent to two schools."""
    told = {"key": "bulk:x", "kind": "bulk", "subject": "Dag", "text": "Dag", "to": "schools", "filters": {}}
    return makers.row(OfficeMail, **{**told, "people": 2, "bookings": 3, "at": clock.now(), **columns})


def offer(
    makers: Makers,
    *,
    company_id: UUID | None = None,
    levels: Sequence[str] = ("po-7-8",),
    min_group: int = 10,
    max_group: int = 15,
    **columns: Any,
) -> MadeOffer:
    company_id = company_id or makers.company()
    location = makers.row(
        Location, company_id=company_id, address="Sluiskade 14", place="Kadedorp", entrance="Poort 3, bel aan"
    )
    code = ids.public_code()
    told = {
        "kind": "lock-or-harbour",
        "title": "Schut een schip door de sluis",
        "summary": "Je staat in de bedieningstoren en laat een schip zakken.",
        "see": "De toren, de deuren en de pompen.",
        "do": "Zelf een schaalmodel schutten.",
        "meet": "Chantal bedient de sluis.",
        "wear": ["dichte schoenen", "lange broek"],
        "contact": "Koen Smit, 06 0000 0012",
        "state": "open",
        **columns,
    }
    made = makers.row(
        VisitOffer,
        code=code,
        company_id=company_id,
        location_id=location,
        levels=list(levels),
        min_group=min_group,
        max_group=max_group,
        **told,
    )
    return MadeOffer(made, code, company_id)


def slot(
    makers: Makers,
    made: MadeOffer | None = None,
    *,
    starts_at: datetime | None = None,
    places: int = 2,
    pupils: int = 30,
    **columns: Any,
) -> MadeSlot:
    """Two days from now unless said otherwise."""
    made = made or offer(makers)
    starts_at = starts_at or clock.now() + timedelta(days=2)
    ends_at = starts_at + timedelta(minutes=90)
    code = ids.public_code()
    held = makers.row(
        VisitSlot,
        code=code,
        offer_id=made.id,
        starts_at=starts_at,
        ends_at=ends_at,
        places=places,
        pupils=pupils,
        places_taken=columns.pop("places_taken", 0),
        pupils_taken=columns.pop("pupils_taken", 0),
        state=columns.pop("state", "open"),
    )
    return MadeSlot(held, code, made, starts_at, ends_at)


def booking(
    makers: Makers,
    school: MadeSchool,
    by: Person,
    at: MadeSlot | None = None,
    *,
    klass: MadeClass | None = None,
    pupils: Sequence[Person] = (),
    state: str = "confirmed",
    expected: int = 15,
    level: str = "po-7",
    needs: str = "",
    **columns: Any,
) -> MadeBooking:
    """A booking with its pupils and the door through which the company sees it; the slot's places are not moved."""
    at = at or slot(makers)
    code = ids.public_code()
    held = makers.row(
        Booking,
        school_id=school.id,
        code=code,
        request_id=code,
        slot_id=at.id,
        class_id=klass.id if klass else None,
        level=level,
        expected=expected,
        needs=needs,
        state=state,
        booked_by=by.id,
        booked_at=clock.now(),
        **{"listed": len(pupils), **columns},
    )
    for one in pupils:
        makers.row(BookingPupil, school_id=school.id, booking_id=held, pupil_id=one.id)
    makers.row(
        doors.Door,
        kind=doors.HOST,
        holder_id=at.offer.company_id,
        school_id=school.id,
        subject_id=held,
        closes_at=at.ends_at + timedelta(days=30),
    )
    return MadeBooking(held, code, at)


def waiting(
    makers: Makers,
    school: MadeSchool,
    by: Person,
    at: MadeSlot,
    *,
    klass: MadeClass | None = None,
    pupils: int = 14,
    state: str = "waiting",
    **columns: Any,
) -> str:
    """A place in line, by its code. `offered`: kept on this slot for a day; the slot's places are not moved."""
    code = ids.public_code()
    kept = {"offered_slot_id": at.id, "offered_until": clock.now() + timedelta(days=1)} if state == "offered" else {}
    makers.row(
        Waiting,
        code=code,
        request_id=code,
        school_id=school.id,
        class_id=klass.id if klass else None,
        staff_id=by.id,
        offer_id=at.offer.id,
        slot_id=at.id,
        level="po-7",
        pupils=pupils,
        group_count=columns.pop("group_count", 1),
        needs="",
        since=clock.now(),
        state=state,
        **kept,
        **columns,
    )
    return code


def week_edition(
    makers: Makers, *, name: str = "Techniekweek", starts_on: date | None = None, days: int = 14, **columns: Any
) -> UUID:
    """From Monday of this week on."""
    today = clock.school_day(clock.now())
    starts_on = starts_on or today - timedelta(days=today.weekday())
    facts = {"name": name, "starts_on": starts_on, "ends_on": starts_on + timedelta(days=days - 1)}
    return makers.row(Edition, network_id=makers.network(), **facts, **columns)


def edition_day(makers: Makers, edition_id: UUID, day: date, *, kind: str = "closed", name: str = "") -> UUID:
    return makers.row(EditionDay, edition_id=edition_id, day=day, kind=kind, name=name)


@dataclass(frozen=True, slots=True)
class MadeEvent:
    id: UUID
    code: str
    day: date


@dataclass(frozen=True, slots=True)
class MadeStand:
    id: UUID
    offer: MadeOffer
    slots: tuple[MadeSlot, ...]


def event(makers: Makers, edition_id: UUID, *, day: date | None = None, **columns: Any) -> MadeEvent:
    """Rounds of 40 minutes from 9 o'clock, six days from now unless said otherwise."""
    day = day or clock.school_day(clock.now()) + timedelta(days=6)
    held = edition_day(makers, edition_id, day, kind="event", name="Dag op de kade")
    code = ids.public_code()
    told = {"venue": "Loods 6", "address": "Kadeweg 60", "place": "Havenmond", "bikes_at": "Bij de blauwe vlag"}
    told |= {"coaches_at": "Keerlus", "bring": "een jas", "phone": "06 0000 0600", "starts": time(9), "rounds": 3}
    told |= {"round_minutes": 40, "gap_minutes": 10, "wave_minutes": 15, "wave_bikes": 60, "wave_coaches": 2}
    made = makers.row(EventPlan, code=code, edition_day_id=held, **{**told, **columns})
    return MadeEvent(made, code, day)


def stand(makers: Makers, at: MadeEvent, number: int, made: MadeOffer | None = None, **columns: Any) -> MadeStand:
    """With its three slots."""
    made = made or offer(makers, min_group=1, max_group=30)
    room = {"groups": 1, "pupils": 30, **columns}
    place = {"number": str(number), "map_column": number % 6 + 1, "map_row": number // 6 + 1}
    held = makers.row(EventStand, event_id=at.id, offer_id=made.id, **place, **room)
    slots = []
    for n in range(3):
        starts_at = clock.at(at.day, 9) + timedelta(minutes=50 * n)
        one = slot(makers, made, starts_at=starts_at, places=room["groups"], pupils=room["pupils"], state="event")
        row = EventRound(slot_id=one.id, stand_id=held, round=n + 1)
        makers.write(lambda work, row=row: work.db.add(row))
        slots.append(one)
    return MadeStand(held, made, tuple(slots))


def event_class(makers: Makers, at: MadeEvent, klass: MadeClass, by: Person, **columns: Any) -> str:
    """A class that comes, by its code on that day."""
    code = ids.public_code()
    told = {"level": "po-7", "pupils": 25, "way": "bike", "needs": "", "since": clock.now(), **columns}
    makers.row(
        EventClass, school_id=klass.school_id, code=code, event_id=at.id, class_id=klass.id, booked_by=by.id, **told
    )
    return code
