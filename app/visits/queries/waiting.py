"""Places in line, as the school that waits sees its own; and what the clock has to look at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Company, SchoolClass
from app.visits.models import Location, VisitOffer, VisitSlot, Waiting
from app.visits.rules.waiting import IN_LINE, OFFERED, WAITING


@dataclass(frozen=True, slots=True)
class WaitingNow:
    """One school's place in line. `slot_starts_at` is None while any time will do."""

    code: str
    school_id: UUID
    class_name: str | None
    level: str
    pupils: int
    groups: int
    state: str
    is_kept: bool  # places are kept for this class now
    since: datetime
    offered_until: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    slot_code: str | None
    offer_code: str
    title: str
    company: str
    place: str
    ahead: int  # classes before this one
    booking_code: str | None


def waiting_by_code(work: Work, code: str) -> WaitingNow:
    """Raises: NotFound: another school's, or none."""
    work.must(Permission.BOOKING_MAKE)
    found = _waiting(work, Waiting.code == code)
    if not found:
        raise NotFound("waiting")
    work.must(Permission.BOOKING_MAKE, school=found[0].school_id)
    return found[0]


def waiting_of_school(work: Work) -> tuple[WaitingNow, ...]:
    """All places in line of one's own school, those with an offer first."""
    work.must(Permission.BOOKING_MAKE, school=work.school_id)
    found = _waiting(work, Waiting.school_id == work.school_id, Waiting.state.in_(IN_LINE))
    return tuple(sorted(found, key=lambda one: (not one.is_kept, one.since)))


def overdue(work: Work) -> tuple[list[UUID], list[UUID]]:
    """(kept and not answered in time, in line for a time that began) for the clock."""
    late = select(Waiting.id).where(Waiting.state == OFFERED, Waiting.offered_until <= work.now)
    ahead = (
        select(VisitSlot.id)
        .where(VisitSlot.offer_id == Waiting.offer_id, VisitSlot.starts_at > work.now)
        .where(or_(Waiting.slot_id.is_(None), Waiting.slot_id == VisitSlot.id))
    )
    over = select(Waiting.id).where(Waiting.state == WAITING, ~ahead.exists())
    return list(work.db.scalars(late.order_by(Waiting.id))), list(work.db.scalars(over.order_by(Waiting.id)))


def _waiting(work: Work, *wanted: ColumnElement[bool]) -> list[WaitingNow]:
    rows = work.db.execute(
        select(Waiting, VisitOffer, Company.name, Location.place, VisitSlot, SchoolClass.name)
        .join(VisitOffer, VisitOffer.id == Waiting.offer_id)
        .join(Company, Company.id == VisitOffer.company_id)
        .join(Location, Location.id == VisitOffer.location_id)
        .outerjoin(VisitSlot, VisitSlot.id == func.coalesce(Waiting.offered_slot_id, Waiting.slot_id))
        .outerjoin(SchoolClass, SchoolClass.id == Waiting.class_id)
        .where(*wanted)
        .order_by(Waiting.since, Waiting.id)
    ).all()
    return [
        WaitingNow(
            row.code,
            row.school_id,
            class_name,
            row.level,
            row.pupils,
            row.group_count,
            row.state,
            row.state == OFFERED and row.offered_until is not None and row.offered_until > work.now,
            row.since,
            row.offered_until,
            slot.starts_at if slot else None,
            slot.ends_at if slot else None,
            slot.code if slot else None,
            offer.code,
            offer.title,
            company,
            place,
            _ahead(work, row),
            row.booking_code,
        )
        for row, offer, company, place, slot, class_name in rows
    ]


def _ahead(work: Work, row: Waiting) -> int:
    """How many classes stand before this one; whose they are nobody sees."""
    if row.state != WAITING:
        return 0
    before = or_(Waiting.since < row.since, (Waiting.since == row.since) & (Waiting.id < row.id))
    question = select(func.count(Waiting.id)).where(Waiting.offer_id == row.offer_id, Waiting.state == WAITING, before)
    if row.slot_id is not None:
        question = question.where(or_(Waiting.slot_id.is_(None), Waiting.slot_id == row.slot_id))
    return work.db.scalar(question) or 0
