"""Each stand of an event day has one slot for each round, at the time of that round."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.visits.models import EventRound, EventStand, VisitOffer, VisitSlot
from app.visits.models.offers import CALLED_OFF
from app.visits.queries.event import EventNow
from app.visits.queries.event_day import number_key
from app.visits.rules.event import IS_EVENT

MOVING = timedelta(days=366 * 50)  # where slots stand for a moment while all of them move


def lay_out(work: Work, event: EventNow) -> None:
    """Each stand has one slot for each round, at the time of that round."""
    times = dict(enumerate(event.rounds, 1))
    rows = work.db.execute(
        select(EventRound, VisitSlot)
        .join(VisitSlot, VisitSlot.id == EventRound.slot_id)
        .join(EventStand, EventStand.id == EventRound.stand_id)
        .where(EventStand.event_id == event.id)
    ).all()
    held = [(one, slot) for one, slot in rows]
    _move_slots(work, held, times)
    there = {(one.stand_id, one.round) for one, _ in held}
    stands = work.db.scalars(select(EventStand).where(EventStand.event_id == event.id)).all()
    for stand in sorted(stands, key=lambda one: number_key(one.number)):
        for number in times.keys() - {number for stand_id, number in there if stand_id == stand.id}:
            _open(work, stand, number, times[number])
    work.db.flush()


def _move_slots(
    work: Work, held: Sequence[tuple[EventRound, VisitSlot]], times: Mapping[int, tuple[datetime, datetime]]
) -> None:
    """Two rounds of a stand never stand at one time, also not while they change places."""
    moving = [(one, slot) for one, slot in held if slot.starts_at != times.get(one.round, (None,))[0]]
    for one, slot in moving:
        if one.round in times:
            slot.starts_at, slot.ends_at = slot.starts_at + MOVING, slot.ends_at + MOVING
        else:
            slot.state = CALLED_OFF
            work.db.delete(one)
    work.db.flush()
    for one, slot in moving:
        if one.round in times:
            _check_alone(work, slot.offer_id, times[one.round][0])
            slot.starts_at = times[one.round][0]
    for one, slot in held:
        if one.round in times:
            slot.ends_at = times[one.round][1]
    work.db.flush()


def _check_alone(work: Work, offer_id: UUID, starts_at: datetime) -> None:
    held = select(VisitSlot.id).where(VisitSlot.offer_id == offer_id, VisitSlot.starts_at == starts_at)
    if work.db.scalars(held).first() is not None:
        title = work.db.get_one(VisitOffer, offer_id).title
        raise RuleBroken("starts", N_("%(title)s has another visit at that time. Choose another time."), title=title)


def _open(work: Work, stand: EventStand, number: int, moment: tuple[datetime, datetime]) -> None:
    """A slot of a round; one of this offer that was called off at this time is used again."""
    held = select(VisitSlot).where(VisitSlot.offer_id == stand.offer_id, VisitSlot.starts_at == moment[0])
    slot = work.db.scalars(held).one_or_none()
    if slot is not None and (slot.state != CALLED_OFF or slot.places_taken):
        _check_alone(work, stand.offer_id, moment[0])
    if slot is None:
        slot = VisitSlot(id=work.new_id(), code=public_code(), offer_id=stand.offer_id, starts_at=moment[0])
        slot.places_taken = slot.pupils_taken = 0
        work.db.add(slot)
    slot.ends_at, slot.places, slot.pupils, slot.state = moment[1], stand.groups, stand.pupils, IS_EVENT
    work.db.flush()
    work.db.add(EventRound(slot_id=slot.id, stand_id=stand.id, round=number))
