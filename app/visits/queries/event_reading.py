"""The event day as a school and a host read it: the day of one class, the groups of one stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import School, SchoolClass, Staff
from app.visits.models import Booking, EventClass, EventPlan, EventRound, EventStand, EventStep, VisitSlot
from app.visits.queries.bookings import bookings_in_window
from app.visits.queries.event import classes_on, event_by_code, event_by_id, events_to_come, stands_of
from app.visits.queries.event_now import ClassOnDay, EventNow, StandNow
from app.visits.rules import LIVE, gate
from app.visits.rules.waves import Wave


@dataclass(frozen=True, slots=True)
class Visit:
    """A round on the timetable of a class. No stand: not planned yet, or free on purpose (`is_free`)."""

    round: int
    starts_at: datetime
    ends_at: datetime
    stand: StandNow | None
    is_free: bool
    booking_code: str


@dataclass(frozen=True, slots=True)
class DayOfClass:
    """One class on one event day: the timetable, its wave, and all stands for the map."""

    event: EventNow
    klass: ClassOnDay
    visits: tuple[Visit, ...]
    stands: tuple[StandNow, ...]
    wave: Wave | None

    @property
    def route(self) -> tuple[StandNow, ...]:
        return tuple(one.stand for one in self.visits if one.stand)

    @property
    def bring(self) -> tuple[str, ...]:
        """What the organisation and the companies of the route ask, each once."""
        theirs = [word for stand in self.route for word in stand.wear]
        return tuple(dict.fromkeys([*things(self.event.bring), *theirs]))


def things(line: str) -> tuple[str, ...]:
    """What the organisation typed on one line, thing by thing: a company may ask for the same."""
    return tuple(one.strip() for one in line.split(",") if one.strip())


@dataclass(frozen=True, slots=True)
class GroupAtStand:
    """What a host may know of a class in a round: never a pupil's name. `phone`: on the day alone."""

    booking_code: str
    school: str
    class_name: str
    level: str
    pupils: int
    needs: str
    teacher: str
    phone: str
    arrived: int | None


@dataclass(frozen=True, slots=True)
class RoundAtStand:
    round: int
    starts_at: datetime
    ends_at: datetime
    groups: tuple[GroupAtStand, ...]


@dataclass(frozen=True, slots=True)
class StandDay:
    event: EventNow
    stand: StandNow
    rounds: tuple[RoundAtStand, ...]


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """An event day that schools can come to, with the classes of one's own that do."""

    event: EventNow
    classes: tuple[ClassOnDay, ...]


def day_of_class(work: Work, code: str) -> DayOfClass:
    """By the code of its registration. Raises: NotFound: another school's, or it does not come."""
    work.must(Permission.BOOKING_READ)
    row = work.db.scalars(select(EventClass).where(EventClass.code == code)).one_or_none()
    if row is None:
        raise NotFound("event class")
    work.must(Permission.BOOKING_READ, school=row.school_id)
    return days_of(work, event_by_id(work, row.event_id), EventClass.id == row.id)[0]


def days_of(work: Work, event: EventNow, *wanted: ColumnElement[bool]) -> tuple[DayOfClass, ...]:
    """Part of others: the day of each class. Raises: NotFound when there is none."""
    classes = classes_on(work, event, EventClass.event_id == event.id, *wanted)
    stands = stands_of(work, event.id)
    if not classes:
        raise NotFound("event class")
    return tuple(_day(event, klass, stands) for klass in classes)


def days_of_event(work: Work, code: str, *, school_id: UUID | None = None) -> tuple[DayOfClass, ...]:
    """Of all classes, or of one school. Raises: NotFound when nobody comes."""
    work.must(Permission.WEEK_PLAN)
    wanted = [EventClass.school_id == school_id] if school_id else []
    return days_of(work, event_by_code(work, code), *wanted)


def open_events(work: Work) -> tuple[OpenEvent, ...]:
    """Days to come, with the school's own classes on them."""
    work.must(Permission.BOOKING_READ, school=work.school_id)
    return tuple(
        OpenEvent(one, classes_on(work, one, EventClass.event_id == one.id, EventClass.school_id == work.school_id))
        for one in events_to_come(work)
    )


def stand_days(work: Work, code: str) -> tuple[StandDay, ...]:
    """The stands of one's company on this day. Raises: NotFound: it has none."""
    work.must(Permission.BOOKING_CONFIRM, company=work.actor.company_id)
    event = event_by_code(work, code)
    stands = [one for one in stands_of(work, event.id) if one.company_id == work.actor.company_id]
    if not stands:
        raise NotFound("stand")
    return stand_lists(work, event, stands, Booking.id.in_(bookings_in_window(work)))


def all_stand_days(work: Work, code: str) -> tuple[StandDay, ...]:
    """For who plans the day. Raises: NotFound: nobody has a stand."""
    work.must(Permission.WEEK_PLAN)
    event = event_by_code(work, code)
    return stand_lists(work, event, stands_of(work, event.id))


def stand_at_gate(work: Work) -> StandDay | None:
    """For who holds the link of the day of one group: all groups at that stand. None: it is no event day."""
    work.must(Permission.ARRIVAL_CONFIRM, person=work.actor.user_id)
    held = work.db.execute(
        select(EventStand.event_id, EventStand.id)
        .join(EventRound, EventRound.stand_id == EventStand.id)
        .join(Booking, Booking.slot_id == EventRound.slot_id)
        .where(Booking.id == work.actor.user_id, Booking.state.in_(LIVE))
    ).one_or_none()
    if held is None:
        return None
    event = event_by_id(work, held[0])
    return stand_lists(work, event, stands_of(work, event.id, EventStand.id == held[1]))[0]


def events_of_company(work: Work) -> tuple[EventNow, ...]:
    """Days to come on which one's company has a stand."""
    company = work.actor.company_id
    work.must(Permission.BOOKING_CONFIRM, company=company)
    events = events_to_come(work)
    return tuple(one for one in events if any(held.company_id == company for held in stands_of(work, one.id)))


def event_class_of(work: Work, *, booking_id: UUID) -> str:
    """The code under which a booking's class comes to an event day; empty: a visit of its own."""
    found = work.db.scalars(
        select(EventClass.code)
        .join(EventStep, EventStep.event_class_id == EventClass.id)
        .where(EventStep.booking_id == booking_id)
    ).one_or_none()
    return found or ""


def stand_lists(
    work: Work, event: EventNow, stands: Sequence[StandNow], *wanted: ColumnElement[bool]
) -> tuple[StandDay, ...]:
    """Part of others, which asked whether one may know."""
    rows = work.db.execute(
        select(EventRound, Booking, School.name, SchoolClass.name, Staff.name)
        .join(Booking, Booking.slot_id == EventRound.slot_id)
        .join(School, School.id == Booking.school_id)
        .join(SchoolClass, SchoolClass.id == Booking.class_id)
        .join(Staff, Staff.id == Booking.booked_by)
        .where(EventRound.stand_id.in_([one.id for one in stands]), Booking.state.in_(LIVE), *wanted)
        .order_by(School.name, SchoolClass.name, Booking.id)
    )
    groups: dict[tuple[UUID, int], list[GroupAtStand]] = {}
    for held, booking, school, name, teacher in rows:
        phone = booking.phone if gate.is_on(starts_at=event.starts_at, now=work.now) else ""
        told = GroupAtStand(
            booking.code,
            school,
            name,
            booking.level,
            booking.expected,
            booking.needs,
            teacher,
            phone,
            booking.arrived_count,
        )
        groups.setdefault((held.stand_id, held.round), []).append(told)
    return tuple(
        StandDay(
            event,
            stand,
            tuple(
                RoundAtStand(n, *times, tuple(groups.get((stand.id, n), ()))) for n, times in enumerate(event.rounds, 1)
            ),
        )
        for stand in stands
    )


def bookings_of_events(work: Work, booking_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """booking -> the class on an event day that it is a round of; part of others."""
    rows = work.db.execute(
        select(EventStep.booking_id, EventStep.event_class_id).where(EventStep.booking_id.in_(booking_ids))
    )
    return {booking_id: class_id for booking_id, class_id in rows if booking_id}


def plan_of_stand(work: Work, *, slot_id: UUID) -> UUID | None:
    """The event a slot is a round of; None: it is a slot of its own."""
    return work.db.scalars(
        select(EventPlan.id)
        .join(EventStand, EventStand.event_id == EventPlan.id)
        .join(EventRound, EventRound.stand_id == EventStand.id)
        .join(VisitSlot, VisitSlot.id == EventRound.slot_id)
        .where(VisitSlot.id == slot_id)
    ).one_or_none()


def _day(event: EventNow, klass: ClassOnDay, stands: tuple[StandNow, ...]) -> DayOfClass:
    by_id = {one.id: one for one in stands}
    visits = []
    for number, times in enumerate(event.rounds, 1):
        step = klass.steps.get(number)
        stand = by_id.get(step.stand_id) if step and step.stand_id else None
        is_free = step is not None and step.booking_id is None
        visits.append(Visit(number, *times, stand, is_free, step.booking_code if step else ""))
    waves = {one.number: one for one in event.waves}
    return DayOfClass(event, klass, tuple(visits), stands, waves.get(klass.wave or 0))
