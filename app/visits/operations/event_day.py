"""The coordinator sets up an event day: its place, its times, and who may change it when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits.models import (
    Booking,
    EditionDay,
    EventPlan,
    EventRound,
    EventStand,
    EventStep,
)
from app.visits.operations.event_slots import lay_out
from app.visits.queries.event import EventNow, event_by_id
from app.visits.rules import LIVE
from app.visits.rules.editions import EVENT
from app.visits.rules.event import DayPlan, check_emptied, rounds_on

HAS_BEGUN = N_("This day has begun. It cannot be changed any more.")


@dataclass(frozen=True, slots=True)
class DayText:
    """What is said of the day."""

    venue: str
    address: str
    place: str
    plan: DayPlan
    latitude: float | None = None
    longitude: float | None = None
    bikes_at: str = ""
    coaches_at: str = ""
    bring: str = ""
    phone: str = ""


def make_event(work: Work, *, edition_id: UUID, day: date, told: DayText) -> str:
    """The plan of a day of kind event. Returns its code; made twice at once, there is one.

    Raises: NotFound: no event on this day. RuleBroken at its field.
    """
    work.must(Permission.WEEK_PLAN)
    found = work.db.scalars(
        select(EditionDay)
        .where(EditionDay.edition_id == edition_id, EditionDay.day == day, EditionDay.kind == EVENT)
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound("event day")
    held = work.db.scalars(select(EventPlan).where(EventPlan.edition_day_id == found.id)).one_or_none()
    if held is not None:
        return held.code
    rounds_on(day, told.plan)
    made = EventPlan(id=work.new_id(), code=public_code(), edition_day_id=found.id, version=1)
    _write(made, told)
    work.db.add(made)
    work.audit("event.made", made.id, day=day.isoformat())
    return made.code


def change_event(work: Work, *, code: str, told: DayText) -> None:
    """Place, times, rounds, waves: the slots of all stands follow at once, and so do the bookings on them.

    Raises: NotFound; RuleBroken at its field: classes stand in a round that would go, the day has begun.
    """
    row, event = hold_event(work, code)
    times = rounds_on(event.day, told.plan)
    held = _held_rounds(work, row.id)
    check_emptied([number for number in held if number > len(times)])
    _write(row, told)
    work.db.flush()
    lay_out(work, event_by_id(work, row.id))
    touched(work, row, "event.changed")


def hold_event(work: Work, code: str) -> tuple[EventPlan, EventNow]:
    """The plan for who changes it, one after the other until the end of this work.

    Raises: NotFound; RuleBroken: the day has begun.
    """
    work.must(Permission.WEEK_PLAN)
    return held_event(work, code)


def held_event(work: Work, code: str) -> tuple[EventPlan, EventNow]:
    """As `hold_event`, for who asked already whether one may."""
    row = work.db.scalars(select(EventPlan).where(EventPlan.code == code).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("event")
    event = event_by_id(work, row.id)
    if event.starts_at <= work.now:
        raise RuleBroken("", HAS_BEGUN)
    return row, event


def touched(work: Work, row: EventPlan, what: str, **facts: object) -> None:
    """Part of others: an older page notices, and it is known who did it."""
    row.version += 1
    work.audit(what, row.id, **facts)


def check_unplanned(work: Work, *, day_id: UUID) -> None:
    """Part of others. Raises: RuleBroken: the day cannot go, or become another kind, under its plan."""
    if work.db.scalars(select(EventPlan.id).where(EventPlan.edition_day_id == day_id)).first() is not None:
        raise RuleBroken("day", N_("This day has a plan with stands. It stays an event in this edition."))


def _write(row: EventPlan, told: DayText) -> None:
    for name in ("venue", "address", "place", "bikes_at", "coaches_at", "bring", "phone"):
        setattr(row, name, " ".join(getattr(told, name).split())[:200])
    row.latitude, row.longitude = told.latitude, told.longitude
    for name in ("starts", "rounds", "round_minutes", "gap_minutes", "wave_minutes", "wave_bikes", "wave_coaches"):
        setattr(row, name, getattr(told.plan, name))


def _held_rounds(work: Work, event_id: UUID) -> list[int]:
    """Rounds in which a class goes somewhere."""
    return list(
        work.db.scalars(
            select(EventRound.round)
            .join(EventStand, EventStand.id == EventRound.stand_id)
            .join(Booking, Booking.slot_id == EventRound.slot_id)
            .join(EventStep, EventStep.booking_id == Booking.id)
            .where(EventStand.event_id == event_id, Booking.state.in_(LIVE))
        )
    )
