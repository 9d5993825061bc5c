"""A company opens many times in one act, and changes how many a time takes."""

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import VisitOffer, VisitSlot
from app.visits.operations.line import lock_slot, places_came_free
from app.visits.queries.moments import closed_days
from app.visits.rules.event import check_alone
from app.visits.rules.slots import Moment, check_number, check_room, days_of, moments_on, rounds_of


def add_slots(
    work: Work,
    *,
    code: str,
    first: date,
    last: date,
    weekdays: Collection[int],
    starts: time,
    minutes: int,
    rounds: int,
    places: int,
    pupils: int,
) -> int:
    """The same times on each of these days of the week, not on a holiday or closed day. Returns how many were added.

    A time that is there already, or is past, stays as it is. Raises: NotFound; RuleBroken at its field.
    """
    offer = own_offer(work, code)
    closed = closed_days(work, first=first, last=last)
    days = days_of(first=first, last=last, weekdays=weekdays, closed=closed)
    facts = {"minutes": minutes, "rounds": rounds, "gap_minutes": offer.gap_minutes}
    moments = [moment for day in days for moment in rounds_of(day=day, starts=starts, **facts)]
    check_number(moments)
    new = [one for one in _new_ones(work, offer.id, moments) if one[0] > work.now]
    return _add_all(work, offer, new, places=places, pupils=pupils, field="weekdays")


def add_loose_slots(
    work: Work, *, code: str, days: Sequence[date], starts: time, minutes: int, rounds: int, places: int, pupils: int
) -> int:
    """The same times on each of these days, all or none. Returns how many were added.

    A time that is there already stays as it is. Raises: NotFound; RuleBroken at its field (`days` names the one).
    """
    offer = own_offer(work, code)
    closed = closed_days(work, first=min(days, default=work.today), last=max(days, default=work.today))
    facts: dict[str, Any] = {"starts": starts, "minutes": minutes, "rounds": rounds, "gap_minutes": offer.gap_minutes}
    facts |= {"closed": closed, "now": work.now}
    moments = [moment for day in days for moment in moments_on(day=day, **facts)]
    check_number(moments, field="days")
    new = _new_ones(work, offer.id, moments)
    return _add_all(work, offer, new, places=places, pupils=pupils, field="days")


def _add_all(work: Work, offer: VisitOffer, new: Sequence[Moment], *, places: int, pupils: int, field: str) -> int:
    """Raises: RuleBroken: there is nothing to add, or a time cannot be."""
    if not new:
        raise RuleBroken(field, N_("These times are all there already. Choose other days or another time."))
    smallest = rules.smallest(min_group=offer.min_group, is_calm=offer.is_calm)
    for starts_at, ends_at in new:
        rules.check_slot(starts_at=starts_at, ends_at=ends_at, places=places, pupils=pupils, min_group=smallest)
        rules.check_time(starts_at=starts_at, now=work.now, field="day")
        _add(work, offer.id, (starts_at, ends_at), places, pupils)
    work.audit("slots.added", offer.id, slots=len(new))
    return len(new)


def change_room(work: Work, *, code: str, places: int, pupils: int) -> str:
    """How many groups and pupils a time takes: never fewer than were promised; more wakes the line. Returns the offer.

    Raises: NotFound; RuleBroken at its field.
    """
    work.must(Permission.OFFER_EDIT)
    found = work.db.scalars(select(VisitSlot.id).where(VisitSlot.code == code)).one_or_none()
    if found is None:
        raise NotFound("slot")
    slot = lock_slot(work, found)
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    work.must(Permission.OFFER_EDIT, company=offer.company_id)
    check_alone(slot_state=slot.state)
    smallest = rules.smallest(min_group=offer.min_group, is_calm=offer.is_calm)
    rules.check_slot(starts_at=slot.starts_at, ends_at=slot.ends_at, places=places, pupils=pupils, min_group=smallest)
    rules.check_before(starts_at=slot.starts_at, now=work.now)
    taken = {"places_taken": slot.places_taken, "pupils_taken": slot.pupils_taken}
    check_room(places=places, pupils=pupils, **taken)
    slot.places, slot.pupils = places, pupils
    work.db.flush()
    work.audit("slot.room", slot.id, places=places, pupils=pupils)
    places_came_free(work, slot.id)
    return offer.code


def own_offer(work: Work, code: str) -> VisitOffer:
    """Raises: NotFound: another company's, or none."""
    work.must(Permission.OFFER_EDIT)
    offer = work.db.scalars(select(VisitOffer).where(VisitOffer.code == code)).one_or_none()
    if offer is None:
        raise NotFound("offer")
    work.must(Permission.OFFER_EDIT, company=offer.company_id)
    return offer


def _new_ones(work: Work, offer_id: UUID, moments: Sequence[Moment]) -> list[Moment]:
    """Not there already."""
    wanted = [starts_at for starts_at, _ in moments]
    same = select(VisitSlot.starts_at).where(VisitSlot.offer_id == offer_id, VisitSlot.starts_at.in_(wanted))
    held = set(work.db.scalars(same))
    return [moment for moment in moments if moment[0] not in held]


def _add(work: Work, offer_id: UUID, moment: Moment, places: int, pupils: int) -> None:
    work.db.add(
        VisitSlot(
            id=work.new_id(),
            code=public_code(),
            offer_id=offer_id,
            starts_at=moment[0],
            ends_at=moment[1],
            places=places,
            pupils=pupils,
            places_taken=0,
            pupils_taken=0,
            state="open",
        )
    )
