"""All of an event day: its stands with their rounds, and the classes with their routes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.access.matrix import Permission
from app.base.work import Work
from app.people.models import Company, School, SchoolClass, Staff
from app.visits.models import Booking, EventClass, EventRound, EventStand, EventStep, VisitOffer, VisitSlot
from app.visits.queries.event import EventNow, event_by_code
from app.visits.rules.booking import LIVE
from app.visits.rules.plan import kilometres


@dataclass(frozen=True, slots=True)
class Room:
    """A round of a stand: its slot and what is taken there."""

    slot_id: UUID
    is_open: bool
    places_taken: int
    pupils_taken: int


@dataclass(frozen=True, slots=True)
class StandNow:
    id: UUID
    offer_id: UUID
    offer_code: str
    number: str
    column: int
    row: int
    groups: int
    pupils: int
    company_id: UUID
    company: str
    title: str
    levels: tuple[str, ...]
    min_group: int
    max_group: int
    wear: tuple[str, ...]
    contact: str
    is_offered: bool
    rooms: Mapping[int, Room] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepNow:
    """A round of a class. No stand: free on purpose."""

    round: int
    stand_id: UUID | None
    booking_id: UUID | None
    booking_code: str
    state: str
    is_fixed: bool
    arrived: int | None
    phone: str


@dataclass(frozen=True, slots=True)
class ClassOnDay:
    id: UUID
    code: str
    school_id: UUID
    school: str
    class_id: UUID
    class_code: str
    name: str
    level: str
    pupils: int
    way: str
    needs: str
    wave: int | None
    wave_fixed: bool
    booked_by: UUID
    teacher: str
    teacher_email: str
    km: float | None
    steps: Mapping[int, StepNow] = field(default_factory=dict)

    @property
    def stands(self) -> frozenset[UUID]:
        return frozenset(one.stand_id for one in self.steps.values() if one.stand_id)


@dataclass(frozen=True, slots=True)
class WholeDay:
    """All that a coordinator sees."""

    event: EventNow
    stands: tuple[StandNow, ...]
    classes: tuple[ClassOnDay, ...]

    @property
    def by_id(self) -> dict[UUID, StandNow]:
        return {one.id: one for one in self.stands}

    @property
    def filled(self) -> int:
        return sum(len(one.stands) for one in self.classes)

    @property
    def wanted(self) -> int:
        free = sum(step.stand_id is None for one in self.classes for step in one.steps.values())
        return len(self.classes) * len(self.event.rounds) - free


def whole_day(work: Work, code: str) -> WholeDay:
    """Five statements, however many classes come. Raises: NotFound."""
    work.must(Permission.WEEK_PLAN)
    event = event_by_code(work, code)
    return WholeDay(event, stands_of(work, event.id), classes_on(work, event, EventClass.event_id == event.id))


def stands_of(work: Work, event_id: UUID, *wanted: ColumnElement[bool]) -> tuple[StandNow, ...]:
    """Part of others, which asked whether one may know. By number, `2` before `10`."""
    rows = work.db.execute(
        select(EventStand, VisitOffer, Company)
        .join(VisitOffer, VisitOffer.id == EventStand.offer_id)
        .join(Company, Company.id == VisitOffer.company_id)
        .where(EventStand.event_id == event_id, *wanted)
    ).all()
    rooms: dict[UUID, dict[int, Room]] = {}
    slots = (
        select(EventRound, VisitSlot)
        .join(VisitSlot, VisitSlot.id == EventRound.slot_id)
        .join(EventStand, EventStand.id == EventRound.stand_id)
        .where(EventStand.event_id == event_id)
    )
    for held, slot in work.db.execute(slots):
        room = Room(slot.id, slot.state == "event", slot.places_taken, slot.pupils_taken)
        rooms.setdefault(held.stand_id, {})[held.round] = room
    found = [_stand(*row, rooms.get(row[0].id, {})) for row in rows]
    return tuple(sorted(found, key=lambda one: number_key(one.number)))


def number_key(number: str) -> tuple[int, str]:
    """`2` before `10`, and numbers before letters."""
    return (int(number), "") if number.isascii() and number.isdigit() else (10_000, number.casefold())


def classes_on(work: Work, event: EventNow, *wanted: ColumnElement[bool]) -> tuple[ClassOnDay, ...]:
    """Part of others. Those that come, by school and class, with their routes."""
    rows = work.db.execute(
        select(EventClass, School, SchoolClass, Staff)
        .join(School, School.id == EventClass.school_id)
        .join(SchoolClass, SchoolClass.id == EventClass.class_id)
        .join(Staff, Staff.id == EventClass.booked_by)
        .where(EventClass.left_at.is_(None), *wanted)
        .order_by(School.name, SchoolClass.name, EventClass.id)
    ).all()
    steps = steps_of(work, [row[0].id for row in rows])
    return tuple(_class(event, *row, steps.get(row[0].id, {})) for row in rows)


def steps_of(work: Work, class_ids: Sequence[UUID]) -> dict[UUID, dict[int, StepNow]]:
    """class -> round -> where it goes; what was called off is left out."""
    rows = work.db.execute(
        select(EventStep, Booking, EventRound.stand_id)
        .outerjoin(Booking, Booking.id == EventStep.booking_id)
        .outerjoin(EventRound, EventRound.slot_id == Booking.slot_id)
        .where(EventStep.event_class_id.in_(class_ids))
        .order_by(EventStep.round)
    )
    found: dict[UUID, dict[int, StepNow]] = {}
    for step, booking, stand_id in rows:
        if booking is not None and booking.state not in LIVE:
            continue
        told: tuple[Any, ...] = (None, "", "", step.is_fixed, None, "")
        if booking is not None:
            told = (booking.id, booking.code, booking.state, step.is_fixed, booking.arrived_count, booking.phone)
        found.setdefault(step.event_class_id, {})[step.round] = StepNow(step.round, stand_id, *told)
    return found


def _stand(row: EventStand, offer: VisitOffer, company: Company, rooms: Mapping[int, Room]) -> StandNow:
    return StandNow(
        row.id,
        offer.id,
        offer.code,
        row.number,
        row.map_column,
        row.map_row,
        row.groups,
        row.pupils,
        company.id,
        company.name,
        offer.title,
        tuple(offer.levels),
        offer.smallest_group,
        offer.max_group,
        tuple(offer.wear),
        offer.contact,
        offer.state == "open",
        rooms,
    )


def _class(
    event: EventNow, row: EventClass, school: School, klass: SchoolClass, staff: Staff, steps: Mapping[int, StepNow]
) -> ClassOnDay:
    km = None
    if None not in (event.latitude, event.longitude, school.latitude, school.longitude):
        here = (event.latitude or 0, event.longitude or 0)
        km = round(kilometres((school.latitude or 0, school.longitude or 0), here), 1)
    return ClassOnDay(
        row.id,
        row.code,
        row.school_id,
        school.name,
        row.class_id,
        klass.code,
        klass.name,
        row.level,
        row.pupils,
        row.way,
        row.needs,
        row.wave,
        row.wave_fixed,
        row.booked_by,
        staff.name,
        staff.email,
        km,
        steps,
    )
