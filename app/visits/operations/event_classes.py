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
from app.visits.models import Booking, EventClass, EventPlan, EventStep
from app.visits.operations.event_bookings import cancel_step, live_steps
from app.visits.operations.event_day import held_event, hold_event, touched
from app.visits.operations.lists import own_class
from app.visits.operations.owners import must_own
from app.visits.operations.places import take_places
from app.visits.operations.placing import who_answers
from app.visits.operations.presence import set_phone
from app.visits.operations.states import note_change
from app.visits.queries.event import event_by_id
from app.visits.queries.fitting import picked_class
from app.visits.rules.event import BIKE, check_arrival


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
    """Another number, way or need: the places on the route follow, or nothing changes.

    Raises: NotFound: another school's. RuleBroken at its field: no room for so many at a stand of the route.
    """
    held = _own(work, code)
    row, _ = _plan_of(work, held)
    check_arrival(pupils=pupils, way=way)
    for _, booking, _ in live_steps(work, [held.id]):
        if booking.expected != pupils:
            _expect(work, booking, pupils)
        booking.needs = _line(needs)
    if held.way != way or held.pupils != pupils:
        held.wave, held.wave_fixed = None, False
    held.pupils, held.way, held.needs = pupils, way, _line(needs)
    touched(work, row, "event.class", event_class=str(held.id), pupils=pupils)


def leave_event(work: Work, *, code: str) -> str:
    """The class does not come after all: its whole route comes free. Pressed twice, it counts once. Returns the event.

    Raises: NotFound: another school's. RuleBroken: not this person's, the day has begun.
    """
    held = _own(work, code)
    plan = work.db.get_one(EventPlan, held.event_id)
    if held.left_at is not None:
        return plan.code
    row, _ = _plan_of(work, held)
    for step, booking, slot in live_steps(work, [held.id]):
        cancel_step(work, step, booking, slot)
    for step in work.db.scalars(select(EventStep).where(EventStep.event_class_id == held.id)):
        work.db.delete(step)
    held.left_at, held.wave, held.wave_fixed = work.now, None, False
    touched(work, row, "event.left", event_class=str(held.id))
    return plan.code


def set_day_phone(work: Work, *, code: str, phone: str) -> None:
    """The number of the teacher on the day, for every stand of the route; gone the day after, like any other.

    Raises: NotFound: out of reach. RuleBroken: closed, or no route yet.
    """
    work.must(Permission.PRESENCE_MARK)
    held = work.db.scalars(select(EventClass).where(EventClass.code == code)).one_or_none()
    if held is None:
        raise NotFound("event class")
    work.must(Permission.PRESENCE_MARK, classes=frozenset({held.class_id}), school=held.school_id)
    steps = live_steps(work, [held.id])
    if not steps:
        raise RuleBroken("phone", N_("There is no route yet. Say it as soon as the route is there."))
    for _, booking, _ in steps:
        set_phone(work, code=booking.code, phone=phone)


def _own(work: Work, code: str) -> EventClass:
    work.must(Permission.BOOKING_CANCEL)
    held = work.db.scalars(select(EventClass).where(EventClass.code == code).with_for_update()).one_or_none()
    if held is None:
        raise NotFound("event class")
    work.must(Permission.BOOKING_CANCEL, school=held.school_id)
    must_own(work, booked_by=held.booked_by, class_id=held.class_id)
    return held


def _plan_of(work: Work, held: EventClass) -> tuple[EventPlan, object]:
    if held.left_at is not None:
        raise RuleBroken("", N_("This class does not come. Say first that it does."))
    return held_event(work, event_by_id(work, held.event_id).code)


def _enter(
    work: Work, row: EventPlan, school_id: UUID, class_id: UUID, *, booked_by: UUID, level: str, pupils: int, way: str,
    needs: str,
) -> tuple[EventClass, bool]:  # fmt: skip
    """The class on this day, and whether it is new; one that left comes again."""
    same = select(EventClass).where(
        EventClass.event_id == row.id, EventClass.school_id == school_id, EventClass.class_id == class_id
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


def _expect(work: Work, booking: Booking, pupils: int) -> None:
    take_places(work, booking.slot_id, places=0, pupils=pupils - booking.expected)
    note_change(work, booking, "pupils", note=f"{booking.expected} → {pupils}")
    booking.expected = pupils


def _line(text: str) -> str:
    return " ".join(text.split())[:300]
