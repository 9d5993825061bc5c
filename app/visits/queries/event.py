"""An event day as it stands: its plan, the stands, the classes with their routes and waves."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Company, School, SchoolClass, Staff
from app.visits.models import (
    Booking,
    Edition,
    EditionDay,
    EventClass,
    EventPlan,
    EventRound,
    EventStand,
    EventStep,
    VisitOffer,
    VisitSlot,
)
from app.visits.queries.event_now import ClassOnDay, EventNow, Room, StandNow, StepNow, WholeDay
from app.visits.rules.booking import LIVE
from app.visits.rules.event import DayPlan
from app.visits.rules.plan import kilometres


def event_by_code(work: Work, code: str) -> EventNow:
    """Shared: for whoever may read bookings. Raises: NotFound."""
    work.must(Permission.BOOKING_READ)
    return _one(work, EventPlan.code == code)


def event_by_id(work: Work, event_id: UUID) -> EventNow:
    """Part of others. Raises: NotFound."""
    return _one(work, EventPlan.id == event_id)


def event_on(work: Work, *, edition_id: UUID, day: date) -> EventNow | None:
    """The plan of this day; None: there is none yet."""
    work.must(Permission.WEEK_PLAN)
    found = _events(work, EditionDay.edition_id == edition_id, EditionDay.day == day)
    return found[0] if found else None


def events_of(work: Work, *, edition_id: UUID) -> dict[date, EventNow]:
    """day -> its plan."""
    work.must(Permission.WEEK_PLAN)
    return {one.day: one for one in _events(work, EditionDay.edition_id == edition_id)}


def events_to_come(work: Work) -> tuple[EventNow, ...]:
    """From today on, soonest first: schools can say that a class comes."""
    work.must(Permission.BOOKING_READ)
    return _events(work, EditionDay.day >= work.today)


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
        .order_by(School.name, SchoolClass.name, EventClass.part, EventClass.id)
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


def _one(work: Work, *wanted: ColumnElement[bool]) -> EventNow:
    found = _events(work, *wanted)
    if not found:
        raise NotFound("event")
    return found[0]


def _events(work: Work, *wanted: ColumnElement[bool]) -> tuple[EventNow, ...]:
    rows = work.db.execute(
        select(EventPlan, EditionDay, Edition.name)
        .join(EditionDay, EditionDay.id == EventPlan.edition_day_id)
        .join(Edition, Edition.id == EditionDay.edition_id)
        .where(*wanted)
        .order_by(EditionDay.day, EventPlan.id)
    )
    return tuple(_event(*row) for row in rows)


def _event(row: EventPlan, day: EditionDay, edition: str) -> EventNow:
    starts: time = row.starts
    plan = DayPlan(
        starts,
        row.rounds,
        row.round_minutes,
        row.gap_minutes,
        row.wave_minutes,
        row.wave_bikes,
        row.wave_coaches,
    )
    return EventNow(
        row.id,
        row.code,
        day.edition_id,
        edition,
        day.day,
        day.name or row.venue,
        row.venue,
        row.address,
        row.place,
        row.latitude,
        row.longitude,
        row.bikes_at,
        row.coaches_at,
        row.bring,
        row.phone,
        plan,
        row.version,
        row.told_at,
    )


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
        row.part,
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
        row.companion,
        steps,
    )
