"""The coordinator sets up an event day: its place and times, and the stands with a slot for each round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

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
    VisitOffer,
    VisitSlot,
)
from app.visits.models.offers import CALLED_OFF
from app.visits.operations.event_invites import tell_moved, tell_stand_gone
from app.visits.operations.event_slots import lay_out
from app.visits.queries.event import event_by_id, stands_of
from app.visits.queries.event_now import EventNow
from app.visits.rules import LIVE
from app.visits.rules.editions import EVENT
from app.visits.rules.event import GRID, DayPlan, check_emptied, check_stand, rounds_on
from app.visits.rules.slots import check_room

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
    work.db.flush()
    tell_moved(work, event)


def add_stands(work: Work, *, code: str, offer_codes: Sequence[str]) -> int:
    """A stand for each of these offers, with the next number and place on the map. Returns how many are new.

    Raises: NotFound: no such offer.
    """
    row, event = hold_event(work, code)
    stands = stands_of(work, event.id)
    taken = {(one.column, one.row) for one in stands}
    numbers = {one.number for one in stands}
    made = 0
    for offer in _offers(work, offer_codes):
        if any(one.offer_id == offer.id for one in stands):
            continue
        number = next(str(n) for n in range(1, 1000) if str(n) not in numbers)
        place = _next_place(taken)
        taken.add(place)
        numbers.add(number)
        stand = EventStand(id=work.new_id(), event_id=row.id, offer_id=offer.id, number=number)
        stand.map_column, stand.map_row, stand.groups, stand.pupils = *place, 1, offer.max_group
        work.db.add(stand)
        made += 1
    work.db.flush()
    lay_out(work, event)
    touched(work, row, "event.stands", stands=made)
    return made


def change_stand(
    work: Work, *, code: str, stand_id: UUID, number: str, column: int, row: int, groups: int, pupils: int
) -> None:
    """Number, place on the map, and room in a round: never less than was promised to classes.

    Raises: NotFound; RuleBroken at its field.
    """
    held, event = hold_event(work, code)
    stand = _stand(work, held, stand_id)
    offer = work.db.get_one(VisitOffer, stand.offer_id)
    number = number.strip().upper()
    check_stand(number=number, column=column, row=row, groups=groups, pupils=pupils, min_group=offer.smallest_group)
    for other in stands_of(work, event.id):
        if other.id != stand.id and other.number == number:
            raise RuleBroken("number", N_("Another stand has this number. Choose another one."))
        if other.id != stand.id and (other.column, other.row) == (column, row):
            raise RuleBroken("column", N_("Another stand is on this square. Choose another one."))
    for slot in _slots(work, stand.id):
        check_room(places=groups, pupils=pupils, places_taken=slot.places_taken, pupils_taken=slot.pupils_taken)
        slot.places, slot.pupils = groups, pupils
    stand.number, stand.map_column, stand.map_row, stand.groups, stand.pupils = number, column, row, groups, pupils
    touched(work, held, "event.stand", stand=str(stand.id))


def drop_stand(work: Work, *, code: str, stand_id: UUID) -> None:
    """A company that does not come after all. Raises: NotFound; RuleBroken: classes are on their way to it."""
    row, event = hold_event(work, code)
    stand = _stand(work, row, stand_id)
    invited = stands_of(work, event.id, EventStand.id == stand_id, EventStand.is_invited.is_(True))
    slots = _slots(work, stand.id)
    if any(slot.places_taken for slot in slots):
        raise RuleBroken("", N_("Classes go to this stand. Send them elsewhere first, then take it away."))
    for slot in slots:
        slot.state = CALLED_OFF
    work.db.execute(delete(EventRound).where(EventRound.stand_id == stand.id))
    work.db.flush()
    work.db.delete(stand)
    touched(work, row, "event.stand_gone", stand=str(stand_id))
    work.db.flush()
    for one in invited:
        tell_stand_gone(work, event, one)


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


def _offers(work: Work, codes: Sequence[str]) -> list[VisitOffer]:
    found = {
        one.code: one
        for one in work.db.scalars(select(VisitOffer).where(VisitOffer.code.in_(codes), VisitOffer.state == "open"))
    }
    if set(codes) - set(found):
        raise NotFound("offer")
    return [found[code] for code in dict.fromkeys(codes)]


def _next_place(taken: set[tuple[int, int]]) -> tuple[int, int]:
    """Six in a row, as long as there is room."""
    squares = [(column, row) for row in range(1, GRID + 1) for column in range(1, 7)]
    squares += [(column, row) for row in range(1, GRID + 1) for column in range(7, GRID + 1)]
    free = next((one for one in squares if one not in taken), None)
    if free is None:
        raise RuleBroken("", N_("The map is full. Take a stand away first."))
    return free


def _stand(work: Work, row: EventPlan, stand_id: UUID) -> EventStand:
    stand = work.db.get(EventStand, stand_id)
    if stand is None or stand.event_id != row.id:
        raise NotFound("stand")
    return stand


def _slots(work: Work, stand_id: UUID) -> Sequence[VisitSlot]:
    of_stand = select(EventRound.slot_id).where(EventRound.stand_id == stand_id)
    return work.db.scalars(
        select(VisitSlot).where(VisitSlot.id.in_(of_stand)).order_by(VisitSlot.starts_at).with_for_update()
    ).all()


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
