"""The times of an offer beside a class: what fits, in how many groups, who waits; and days on which nobody comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from app.access.matrix import Permission
from app.base.work import Work
from app.visits.models import EditionDay, VisitSlot, Waiting
from app.visits.queries.offers import OfferNow, SlotNow
from app.visits.rules import groups_of
from app.visits.rules.terms import is_in_time
from app.visits.rules.waiting import IN_LINE, answer_until

FITS, PART, LINE, FULL, LATE, PAST, SHUT = "fits", "part", "line", "full", "late", "past", "shut"


@dataclass(frozen=True, slots=True)
class Moment:
    """One time as the right column shows it. `groups`: how many this class would be there."""

    slot: SlotNow
    state: str  # FITS, PART (some groups fit), LINE, FULL (nobody can wait any more), LATE, PAST, SHUT
    groups: int
    waiting: int  # classes in line

    @property
    def can_choose(self) -> bool:
        return self.state in (FITS, PART, LINE)


def moments_of(
    work: Work, *, offer: OfferNow, pupils: int, waits: Mapping[UUID, int] | None = None
) -> tuple[Moment, ...]:
    """The times of an offer for a group of so many, in order of time. `waits`: asked before for many."""
    work.must(Permission.OFFER_READ)
    if waits is None:
        waits = classes_in_line(work, offer_ids=[offer.id])
    sizes = groups_of(pupils=max(pupils, 1), max_group=offer.max_group)
    return tuple(
        Moment(slot, _state(slot, offer, sizes, work.now), len(sizes), waits.get(slot.id, 0)) for slot in offer.slots
    )


def classes_in_line(work: Work, *, offer_ids: Sequence[UUID]) -> dict[UUID, int]:
    """slot -> how many classes wait for it or for any time. Numbers only: the line is of all schools together."""
    rows = work.db.execute(
        select(VisitSlot.id, func.count(Waiting.id))
        .join(Waiting, Waiting.offer_id == VisitSlot.offer_id)
        .where(Waiting.offer_id.in_(offer_ids), Waiting.state.in_(IN_LINE), VisitSlot.starts_at > work.now)
        .where(or_(Waiting.slot_id.is_(None), Waiting.slot_id == VisitSlot.id))
        .group_by(VisitSlot.id)
    )
    return {row[0]: row[1] for row in rows}


def closed_days(work: Work, *, first: date, last: date) -> frozenset[date]:
    """Days of holidays and closed days, as editions say them."""
    return frozenset(
        work.db.scalars(
            select(EditionDay.day).where(EditionDay.kind == "closed", EditionDay.day >= first, EditionDay.day <= last)
        )
    )


def _state(slot: SlotNow, offer: OfferNow, sizes: Sequence[int], now: datetime) -> str:
    facts: dict[str, Any] = {"starts_at": slot.starts_at, "now": now}
    if slot.has_begun:
        return PAST
    if slot.state != "open" or offer.state != "open":
        return SHUT
    if not is_in_time(**facts, days=offer.deadline_days):
        return LATE
    if slot.places_left >= len(sizes) and slot.pupils_left >= sum(sizes):
        return FITS
    if len(sizes) > 1 and slot.places_left >= 1 and slot.pupils_left >= sizes[-1]:
        return PART
    may_wait = slot.places >= len(sizes) and slot.pupils >= sum(sizes)
    return LINE if may_wait and answer_until(**facts, deadline_days=offer.deadline_days) else FULL
