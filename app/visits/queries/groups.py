"""The groups that come to a company on one day: for a host all of them, for a link its own and no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.queries.bookings import BookingNow, _bookings, bookings_of_company
from app.visits.rules import LIVE, NO_SHOW, gate

COMES = (*LIVE, NO_SHOW)  # is expected, came, or was to come


@dataclass(frozen=True, slots=True)
class GroupNow:
    """A group of the day as it stands in the row above the page. `version`: of the link that is in force."""

    id: UUID
    code: str
    name: str
    starts_at: datetime
    is_in: bool
    company_id: UUID
    state: str
    version: int


def groups_of_host(work: Work, *, booking: BookingNow) -> tuple[GroupNow, ...]:
    """All groups of the company on the day of this one, for a host with an account."""
    every = bookings_of_company(work, company_id=booking.company_id, day=booking.day)
    return tuple(_group(one, 0) for one in every if one.state in COMES)


def group_behind(work: Work) -> GroupNow:
    """The one group of a link. Raises: NotFound."""
    work.must(Permission.ARRIVAL_CONFIRM)
    found = _bookings(work, Booking.id == work.actor.user_id)
    if not found:
        raise NotFound("booking")
    work.must(Permission.ARRIVAL_CONFIRM, person=found[0].id)
    return _group(found[0], work.db.get_one(Booking, found[0].id).gate_version)


def times_of_company_today(work: Work, *, company_id: UUID, but: Iterable[UUID]) -> tuple[datetime, ...]:
    """When other groups come today. A link reads no more of them than the hour, and its phone opens none of them.

    `work` reaches the schools with a booking there (views/groups.py).
    """
    work.must(Permission.ARRIVAL_CONFIRM)
    mine = work.db.get(Booking, work.actor.user_id)
    if mine is None:
        raise NotFound("booking")
    work.must(Permission.ARRIVAL_CONFIRM, person=mine.id)
    opens, ends = gate.day_of(work.now)
    rows = work.db.scalars(
        select(VisitSlot.starts_at)
        .join(Booking, Booking.slot_id == VisitSlot.id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(VisitOffer.company_id == company_id, Booking.state.in_(COMES), Booking.id.not_in(list(but)))
        .where(VisitSlot.starts_at >= opens, VisitSlot.starts_at < ends)
        .order_by(VisitSlot.starts_at, Booking.id)
    )
    return tuple(rows)


def _group(one: BookingNow, version: int) -> GroupNow:
    name = one.class_name or one.school
    return GroupNow(
        one.id, one.code, name, one.starts_at, one.arrived_count is not None, one.company_id, one.state, version
    )
