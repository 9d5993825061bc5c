"""The routes of an event day become bookings: all in one act, or nothing. Places move through `take_places` alone.

Who changes routes holds the plan of the day, so that two coordinators come one after the other.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from app.base import doors
from app.base.ids import public_code
from app.base.jobs import start_job
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import Booking, EventClass, EventStep, VisitOffer, VisitSlot
from app.visits.operations.event_day import hold_event, touched
from app.visits.operations.places import give_back, open_for_host, take_places
from app.visits.operations.states import go_to, note_change
from app.visits.queries.event import ClassOnDay, EventNow, StandNow, classes_on, stands_of
from app.visits.rules.editions import check_seen
from app.visits.rules.plan import refusal
from app.visits.rules.routes import Routes, Stand, Step, Walker, check_step, routes_of
from app.visits.rules.waves import Arriving, Waves, waves_of

LISTS = "visits.event-lists"
MOVED = "moved"
FREE = "-"  # in the form: no stand in this round, on purpose
LiveStep = tuple[EventStep, Booking, VisitSlot]


@dataclass(frozen=True, slots=True)
class Change:
    """What one round of one class becomes. `stand`: None gives it up."""

    klass: ClassOnDay
    round: int
    stand: StandNow | None
    is_fixed: bool = False


def make_routes(work: Work, *, code: str, seen: int, anew: bool = False) -> int:
    """A route for each class; what was decided by hand stays, unless `anew`. Returns how many rounds are filled.

    Raises: NotFound; RuleBroken: the plan changed since the page was opened (`seen`), no stands or classes yet.
    """
    row, event = hold_event(work, code)
    check_seen(seen=str(seen), now=str(row.version))
    stands, classes = stands_of(work, event.id), classes_on(work, event, EventClass.event_id == event.id)
    if not stands or not classes:
        raise RuleBroken("", N_("First add stands and classes. Then the routes can be made."))
    if anew:
        _loosen_all(work, classes)
        classes = classes_on(work, event, EventClass.event_id == event.id)
    routes = planned(event, stands, classes)
    by_key = {str(one.id): one for one in stands}
    changes = []
    for klass in classes:
        for number, key in enumerate(routes.of[str(klass.id)], 1):
            held = klass.steps.get(number)
            wanted = by_key[key] if key else None
            if not (held and held.is_fixed) and (held.stand_id if held else None) != (wanted.id if wanted else None):
                changes.append(Change(klass, number, wanted))
    _apply(work, event, {one.id: one for one in stands}, changes)
    spread(work, event)
    touched(work, row, "event.routes", filled=routes.filled, gaps=len(routes.gaps))
    return routes.filled


def planned(event: EventNow, stands: Sequence[StandNow], classes: Sequence[ClassOnDay]) -> Routes:
    """What the rule makes of the day as it is; also asked by the page, to say what has no place and why."""
    return routes_of([as_stand(event, one) for one in stands], map_walkers(classes), rounds=len(event.rounds))


def as_stand(event: EventNow, one: StandNow) -> Stand:
    rounds = range(1, len(event.rounds) + 1)
    closed = (n for n in rounds if not (one.is_offered and n in one.rooms and one.rooms[n].is_open))
    return Stand(
        str(one.id),
        str(one.company_id),
        one.levels,
        one.groups,
        one.pupils,
        one.min_group,
        one.max_group,
        one.column,
        one.row,
        frozenset(closed),
    )


def map_walkers(classes: Sequence[ClassOnDay]) -> list[Walker]:
    return [as_walker(one) for one in classes]


def as_walker(one: ClassOnDay) -> Walker:
    """What was decided by hand, and what has begun, stays."""
    fixed = {
        number: str(step.stand_id or "")
        for number, step in one.steps.items()
        if step.is_fixed or step.state not in (*rules.AHEAD_OF_IT, "")
    }
    return Walker(str(one.id), (one.level,), one.pupils, fixed)


def set_step(work: Work, *, code: str, class_code: str, number: int, to: str, seen: str) -> None:
    """By hand: this class at this stand (its id) in this round, free (`-`), or left to the rule again (empty).

    `seen`: the stand's id as the page showed it, or empty.

    Raises: NotFound; RuleBroken: a check refuses, somebody was first.
    """
    row, event = hold_event(work, code)
    stands = {one.id: one for one in stands_of(work, event.id)}
    classes = classes_on(work, event, EventClass.event_id == event.id)
    klass = next((one for one in classes if one.code == class_code), None)
    if klass is None or not 1 <= number <= len(event.rounds):
        raise NotFound("step")
    held = klass.steps.get(number)
    check_seen(seen=seen, now=str(held.stand_id) if held and held.stand_id else FREE if held else "")
    stand = _chosen(stands, to)
    if stand is not None:
        said = checks_of(event, stands, classes, klass, number, stand)
        why = refusal(said)
        if why is not None:
            raise RuleBroken("", why.text, **why.params)
    _apply(work, event, stands, [Change(klass, number, stand, is_fixed=bool(to))])
    touched(work, row, "event.step", event_class=str(klass.id), round=number)


def checks_of(
    event: EventNow,
    stands: Mapping[UUID, StandNow],
    classes: Sequence[ClassOnDay],
    klass: ClassOnDay,
    number: int,
    stand: StandNow,
) -> tuple[Any, ...]:
    """Every check of this class at this stand in this round, beside all others as they are."""
    step = Step(str(klass.id), number, str(stand.id))
    others = [
        Step(str(one.id), n, str(held.stand_id)) for one in classes for n, held in one.steps.items() if held.stand_id
    ]
    ground = {str(key): as_stand(event, one) for key, one in stands.items()}
    return check_step(step, others, ground, as_walker(klass))


def make_waves(work: Work, *, code: str) -> Waves:
    """Spread the classes over waves of arrival; what was chosen by hand stays. Raises: NotFound."""
    row, event = hold_event(work, code)
    found = spread(work, event)
    touched(work, row, "event.waves")
    return found


def set_wave(work: Work, *, code: str, class_code: str, wave: int | None) -> None:
    """By hand; None leaves it to the rule. Raises: NotFound; RuleBroken: that wave is full."""
    row, event = hold_event(work, code)
    held = work.db.scalars(
        select(EventClass).where(EventClass.event_id == event.id, EventClass.code == class_code)
    ).one_or_none()
    if held is None or held.left_at is not None:
        raise NotFound("event class")
    held.wave, held.wave_fixed = wave, wave is not None
    work.db.flush()
    found = spread(work, event)
    if str(held.id) in found.unplaced:
        raise RuleBroken("wave", N_("There is no room in that wave. Choose another one."))
    touched(work, row, "event.wave", event_class=str(held.id))


def spread(work: Work, event: EventNow) -> Waves:
    """Part of others."""
    classes = classes_on(work, event, EventClass.event_id == event.id)
    found = waves_on(event, classes)
    rows = {one.id: one for one in work.db.scalars(select(EventClass).where(EventClass.event_id == event.id))}
    for one in classes:
        rows[one.id].wave = found.of.get(str(one.id))
    return found


def waves_on(event: EventNow, classes: Sequence[ClassOnDay]) -> Waves:
    """The rule for these classes; also asked by the page, to say who has no wave and why."""
    coming = [Arriving(str(o.id), o.way, o.pupils, o.km, o.wave if o.wave_fixed else None) for o in classes]
    plan = event.plan
    return waves_of(coming, bikes=plan.wave_bikes, coaches=plan.wave_coaches, waves=len(event.waves))


def live_steps(work: Work, class_ids: Sequence[UUID]) -> list[LiveStep]:
    """Rounds that go on, held until the end of this work."""
    rows = work.db.execute(
        select(EventStep, Booking, VisitSlot)
        .join(Booking, Booking.id == EventStep.booking_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(EventStep.event_class_id.in_(class_ids), Booking.state.in_(rules.LIVE))
        .order_by(EventStep.round, EventStep.id)
        .with_for_update(of=Booking)
    )
    return [(step, booking, slot) for step, booking, slot in rows]


def cancel_step(work: Work, step: EventStep, booking: Booking, slot: VisitSlot) -> None:
    """The places of one round come free. Nobody stands in line for a round: the routes say who comes."""
    give_back(work, booking, slot)
    go_to(work, booking, rules.CANCELLED)
    work.audit("booking.cancelled", booking.id)
    work.db.delete(step)
    work.db.flush()


def _chosen(stands: Mapping[UUID, StandNow], to: str) -> StandNow | None:
    if to in ("", FREE):
        return None
    found = next((one for key, one in stands.items() if str(key) == to), None)
    if found is None:
        raise NotFound("stand")
    return found


def _loosen_all(work: Work, classes: Sequence[ClassOnDay]) -> None:
    work.db.execute(
        update(EventStep)
        .where(EventStep.event_class_id.in_([one.id for one in classes]), EventStep.booking_id.is_not(None))
        .values(is_fixed=False)
        .execution_options(synchronize_session="fetch")
    )
    work.db.execute(
        delete(EventStep)
        .where(EventStep.event_class_id.in_([one.id for one in classes]), EventStep.booking_id.is_(None))
        .execution_options(synchronize_session="fetch")
    )


def _apply(work: Work, event: EventNow, stands: Mapping[UUID, StandNow], changes: Sequence[Change]) -> None:
    """Places first, then the rows that stand for them."""
    held = {(step.event_class_id, step.round): (step, booking) for step, booking, _ in _steps_of(work, changes)}
    old = {(one.klass.id, one.round): held.get((one.klass.id, one.round)) for one in changes}
    gone = [pair[1] for pair in old.values() if pair is not None]
    for booking in gone:
        rules.check_state(state=booking.state, allowed=rules.AHEAD_OF_IT)
    _move_places(work, gone, changes)
    _forget_gone(work, changes)
    _close_doors(work, [booking.id for booking in gone])
    offers, slots = _offers(work, stands), _slots(work, stands)
    for one in changes:
        _settle(work, one, old[one.klass.id, one.round], stands, offers, slots)
    work.db.flush()
    start_job(work, kind=LISTS, arguments={"event": str(event.id)})


def _move_places(work: Work, gone: Sequence[Booking], changes: Sequence[Change]) -> None:
    """First all places that come free, then all that are taken, slot by slot in one order. Raises: Full."""
    groups, pupils = Counter[UUID](), Counter[UUID]()
    for booking in gone:
        groups[booking.slot_id] -= 1
        pupils[booking.slot_id] -= booking.expected
    for one in changes:
        if one.stand is not None:
            slot_id = one.stand.rooms[one.round].slot_id
            groups[slot_id] += 1
            pupils[slot_id] += one.klass.pupils
    for slot_id in sorted(groups, key=lambda key: (groups[key] > 0 or pupils[key] > 0, key)):
        if groups[slot_id] or pupils[slot_id]:
            take_places(work, slot_id, places=groups[slot_id], pupils=pupils[slot_id])


def _steps_of(work: Work, changes: Sequence[Change]) -> list[LiveStep]:
    return live_steps(work, sorted({one.klass.id for one in changes}))


def _forget_gone(work: Work, changes: Sequence[Change]) -> None:
    """Rounds that a company called off, and those that were free on purpose, make room for what comes."""
    wanted = {(one.klass.id, one.round) for one in changes}
    rows = work.db.execute(
        select(EventStep, Booking.state)
        .outerjoin(Booking, Booking.id == EventStep.booking_id)
        .where(EventStep.event_class_id.in_({one.klass.id for one in changes}))
    ).all()
    for step, state in rows:
        if (step.event_class_id, step.round) in wanted and state not in rules.LIVE:
            work.db.delete(step)
    work.db.flush()


def _settle(
    work: Work,
    one: Change,
    held: tuple[EventStep, Booking] | None,
    stands: Mapping[UUID, StandNow],
    offers: Mapping[UUID, VisitOffer],
    slots: Mapping[UUID, VisitSlot],
) -> None:
    """The rows of one round, after its places were taken."""
    if one.stand is None:
        if held is not None:
            go_to(work, held[1], rules.CANCELLED)
            work.audit("booking.cancelled", held[1].id)
            work.db.delete(held[0])
            work.db.flush()
        if one.is_fixed:
            _add_step(work, one, None)
        return
    slot, offer = slots[one.stand.rooms[one.round].slot_id], offers[one.stand.offer_id]
    if held is None:
        booking = _book(work, one, slot, offer)
        _add_step(work, one, booking.id)
    else:
        step, booking = held
        was = next(
            (here.number for here in stands.values() for r in here.rooms.values() if r.slot_id == booking.slot_id), ""
        )
        booking.slot_id, booking.safety_version = slot.id, offer.safety_version
        booking.expected = one.klass.pupils
        step.is_fixed = one.is_fixed
        note_change(work, booking, MOVED, note=f"{was} → {one.stand.number} {one.stand.company}")
        work.audit("booking.moved", booking.id, slot=str(slot.id))
    open_for_host(work, booking, offer.company_id, slot)


def _book(work: Work, one: Change, slot: VisitSlot, offer: VisitOffer) -> Booking:
    """Confirmed at once: the company has a stand on this day and the class said it comes."""
    klass = one.klass
    booking = Booking(
        id=work.new_id(),
        school_id=klass.school_id,
        code=public_code(),
        request_id=f"event:{klass.code}:{one.round}:{public_code()}",
        slot_id=slot.id,
        class_id=klass.class_id,
        level=klass.level,
        expected=klass.pupils,
        needs=klass.needs,
        state=rules.CONFIRMED,
        booked_by=klass.booked_by,
        booked_at=work.now,
        confirmed_at=work.now,
        school_yes_at=work.now,
        safety_version=offer.safety_version,
    )
    work.db.add(booking)
    work.db.flush()
    assert one.stand is not None
    note_change(work, booking, booking.state, note=f"{one.stand.number} {one.stand.company}")
    work.audit("booking.placed", booking.id, slot=str(slot.id), expected=booking.expected)
    return booking


def _add_step(work: Work, one: Change, booking_id: UUID | None) -> None:
    facts = {"school_id": one.klass.school_id, "event_class_id": one.klass.id, "booking_id": booking_id}
    work.db.add(EventStep(id=work.new_id(), round=one.round, is_fixed=one.is_fixed, **facts))


def _offers(work: Work, stands: Mapping[UUID, StandNow]) -> dict[UUID, VisitOffer]:
    ids = [one.offer_id for one in stands.values()]
    return {one.id: one for one in work.db.scalars(select(VisitOffer).where(VisitOffer.id.in_(ids)))}


def _slots(work: Work, stands: Mapping[UUID, StandNow]) -> dict[UUID, VisitSlot]:
    ids = [room.slot_id for one in stands.values() for room in one.rooms.values()]
    return {one.id: one for one in work.db.scalars(select(VisitSlot).where(VisitSlot.id.in_(ids)))}


def _close_doors(work: Work, booking_ids: Sequence[UUID]) -> None:
    """A company that loses a round sees for a week that it is gone, like any booking that ended."""
    closes_at = work.now + timedelta(days=rules.GONE_DAYS)
    work.db.execute(
        update(doors.Door)
        .where(doors.Door.kind == doors.HOST, doors.Door.subject_id.in_(booking_ids), doors.Door.closes_at > closes_at)
        .values(closes_at=closes_at)
        .execution_options(synchronize_session=False)
    )
