"""Which companies have a stand on an event day, where it stands, and how much room it has."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits.models import EventPlan, EventRound, EventStand, VisitOffer, VisitSlot
from app.visits.models.offers import CALLED_OFF
from app.visits.operations.event_day import hold_event, touched
from app.visits.operations.event_slots import lay_out
from app.visits.queries.event_day import stands_of
from app.visits.rules.event import GRID, check_stand
from app.visits.rules.slots import check_room


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
    row, _ = hold_event(work, code)
    stand = _stand(work, row, stand_id)
    slots = _slots(work, stand.id)
    if any(slot.places_taken for slot in slots):
        raise RuleBroken("", N_("Classes go to this stand. Send them elsewhere first, then take it away."))
    for slot in slots:
        slot.state = CALLED_OFF
    work.db.execute(delete(EventRound).where(EventRound.stand_id == stand.id))
    work.db.flush()
    work.db.delete(stand)
    touched(work, row, "event.stand_gone", stand=str(stand_id))


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
