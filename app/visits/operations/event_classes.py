"""Which classes come to an event day: the coordinator notes them, or a teacher says so; how many, how, and not after
all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.ids import public_code
from app.base.language import N_
from app.base.levels import LEVELS
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import SchoolClass
from app.visits.models import EventClass, EventPlan
from app.visits.operations.event_bookings import live_steps
from app.visits.operations.event_day import held_event, hold_event, touched
from app.visits.operations.event_halves import expect, give_up_route, halves_of, own_class_on_day, own_row
from app.visits.operations.event_invites import tell_left
from app.visits.operations.lists import own_class
from app.visits.operations.placing import who_answers
from app.visits.operations.presence import set_phone
from app.visits.queries.event import event_by_id
from app.visits.queries.fitting import picked_class
from app.visits.rules.event import BIKE, check_arrival
from app.visits.rules.halves import HALVES, WHOLE


def add_classes(work: Work, *, code: str, class_codes: Sequence[str]) -> int:
    """The coordinator notes classes that said they come, with the number their school gave. Returns how many are new.

    Raises: NotFound; RuleBroken: nobody of the school can answer.
    """
    row, _ = hold_event(work, code)
    made = 0
    for class_code in class_codes:
        picked = picked_class(work, code=class_code)
        assert picked.class_id is not None
        answers = who_answers(work, school_id=picked.school_id, class_id=picked.class_id)
        level = picked.levels[0] if picked.levels else f"{picked.group.kind}-7"
        facts: dict[str, Any] = {"level": level, "pupils": max(picked.pupils, 1), "way": BIKE, "needs": ""}
        made += _enter(work, row, picked.school_id, picked.class_id, booked_by=answers, **facts)[1]
    touched(work, row, "event.classes", classes=made)
    return made


def join_event(work: Work, *, code: str, class_code: str, level: str, pupils: int, way: str, needs: str = "") -> str:
    """A teacher: my class comes. Returns the code of the class on that day; said twice, it comes once.

    Raises: NotFound: another's class. RuleBroken at its field, or the day has begun.
    """
    work.must(Permission.BOOKING_MAKE, school=work.school_id)
    klass = own_class(work, class_code)
    row, _ = held_event(work, code)
    check_arrival(pupils=pupils, way=way)
    if level not in LEVELS:
        raise RuleBroken("level", N_("Choose a level."))
    assert work.actor.user_id is not None
    facts: dict[str, Any] = {"level": level, "pupils": pupils, "way": way, "needs": needs}
    made, is_new = _enter(work, row, klass.school_id, klass.id, booked_by=work.actor.user_id, **facts)
    if is_new:
        touched(work, row, "event.joined", event_class=str(made.id))
    return made.code


def change_class(work: Work, *, code: str, pupils: int, way: str, needs: str) -> None:
    """Another number, way or need: the places on the route follow, or nothing changes. Of a class in two halves the
    number is of this half, the way and the need of both.

    Raises: NotFound: another school's. RuleBroken at its field: no room for so many at a stand of the route.
    """
    row, halves = own_class_on_day(work, code)
    check_arrival(pupils=pupils, way=way)
    held = next(one for one in halves if one.code == code)
    is_other = held.way != way or held.pupils != pupils
    for _, booking, _ in live_steps(work, [held.id]):
        if booking.expected != pupils:
            expect(work, booking, pupils)
    held.pupils = pupils
    for one in halves:
        one.way, one.needs = way, _line(needs)
        if is_other:
            one.wave, one.wave_fixed = None, False
        for _, booking, _ in live_steps(work, [one.id]):
            booking.needs = one.needs
    touched(work, row, "event.class", event_class=str(held.id), pupils=pupils)


def leave_event(work: Work, *, code: str) -> str:
    """The class does not come after all, both halves of it: its whole route comes free. Pressed twice, it counts once.
    Returns the event.

    Raises: NotFound: another school's. RuleBroken: not this person's, the day has begun.
    """
    held = own_row(work, code)
    event = event_by_id(work, held.event_id)
    if held.left_at is not None:
        return event.code
    row, _ = held_event(work, event.code)
    gone = halves_of(work, held)
    for one in gone:
        give_up_route(work, one)
        one.left_at, one.wave, one.wave_fixed, one.companion = work.now, None, False, ""
        one.part = WHOLE if one is gone[0] else one.part
    touched(work, row, "event.left", event_class=str(held.id))
    work.db.flush()
    tell_left(work, event, gone)
    return event.code


def set_day_phone(work: Work, *, code: str, phone: str, companion: str = "") -> None:
    """The number of the teacher on the day and who goes along instead, for every stand of the route; gone the day
    after.

    Raises: NotFound: out of reach. RuleBroken: closed, or no route yet.
    """
    work.must(Permission.PRESENCE_MARK)
    held = work.db.scalars(select(EventClass).where(EventClass.code == code).with_for_update()).one_or_none()
    if held is None:
        raise NotFound("event class")
    work.must(Permission.PRESENCE_MARK, classes=frozenset({held.class_id}), school=held.school_id)
    steps = live_steps(work, [held.id])
    if not steps:
        raise RuleBroken("phone", N_("There is no route yet. Say it as soon as the route is there."))
    for _, booking, _ in steps:
        set_phone(work, code=booking.code, phone=phone)
    held.companion = " ".join(companion.split())[:60]


def _enter(
    work: Work, row: EventPlan, school_id: UUID, class_id: UUID, *, booked_by: UUID, level: str, pupils: int, way: str,
    needs: str,
) -> tuple[EventClass, bool]:  # fmt: skip
    """The class on this day, and whether it is new; one that left comes again."""
    same = (
        select(EventClass)
        .where(EventClass.event_id == row.id, EventClass.school_id == school_id, EventClass.class_id == class_id)
        .where(EventClass.part != HALVES[1])
    )
    held = work.db.scalars(same).one_or_none()
    if held is not None and held.left_at is None:
        return held, False
    if held is None:
        work.db.get_one(SchoolClass, class_id)
        held = EventClass(id=work.new_id(), code=public_code(), school_id=school_id, event_id=row.id, class_id=class_id)
        held.wave_fixed = False
        work.db.add(held)
    held.level, held.pupils, held.way, held.needs = level, pupils, way, _line(needs)
    held.booked_by, held.since, held.left_at, held.wave = booked_by, work.now, None, None
    work.db.flush()
    return held, True


def _line(text: str) -> str:
    return " ".join(text.split())[:300]
