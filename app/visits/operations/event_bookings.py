"""Part of others: rounds of an event day become bookings. First all places move, then the rows that stand for them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from app.base import doors
from app.base.ids import public_code
from app.base.jobs import start_job
from app.base.work import Work
from app.visits import rules
from app.visits.models import Booking, EventStep, VisitOffer, VisitSlot
from app.visits.operations.places import give_back, open_for_host, take_places
from app.visits.operations.states import go_to, note_change
from app.visits.queries.event_now import ClassOnDay, EventNow, StandNow

LISTS = "visits.event-lists"
MOVED = "moved"
LiveStep = tuple[EventStep, Booking, VisitSlot]


@dataclass(frozen=True, slots=True)
class Change:
    """What one round of one class becomes. `stand`: None gives it up."""

    klass: ClassOnDay
    round: int
    stand: StandNow | None
    is_fixed: bool = False


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


def apply(work: Work, event: EventNow, stands: Mapping[UUID, StandNow], changes: Sequence[Change]) -> None:
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
        part=klass.part,
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
