"""Who changed what in an edition: bookings from their own account, moments and offers from the audit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select

from app.access.matrix import Permission
from app.base import clock
from app.base.audit import Audit
from app.base.names import folded
from app.base.work import Work
from app.people.models import Company, School, SchoolClass, Staff
from app.visits.models import Booking, BookingChange, VisitOffer, VisitSlot
from app.visits.queries.editions import EditionNow, edition_by_id
from app.visits.queries.week import SlotRow, slots_between
from app.visits.rules.editions import short_school

KINDS = ("edition.", "offer.", "slot.")  # of the audit; what happens to a booking has an account of its own


@dataclass(frozen=True, slots=True)
class Change:
    """`what`: a state, `moved`, or a word of the audit. `about`: the class, or nothing for a moment or an offer."""

    at: datetime
    what: str
    company: str
    about: str
    starts_at: datetime | None
    by: str  # empty: the clock, or a link without an account
    role: str
    note: str
    booking: str  # its code


def changes(
    work: Work, *, edition_id: UUID, text: str = "", booking: str = "", most: int | None = None
) -> tuple[Change, ...]:
    """Newest first; of one booking by its code, or where `text` stands in the company or the class."""
    work.must(Permission.WEEK_PLAN)
    edition = edition_by_id(work, edition_id)
    found = [*_of_bookings(work, edition, booking), *(() if booking else _of_offers(work, edition))]
    wanted = (one for one in found if not text or any(folded(text) in folded(n) for n in (one.company, one.about)))
    return tuple(sorted(wanted, key=lambda one: one.at, reverse=True)[:most])


def _of_bookings(work: Work, edition: EditionNow, code: str) -> Iterator[Change]:
    since, until = clock.at(edition.starts_on, 0), clock.at(date.fromordinal(edition.ends_on.toordinal() + 1), 0)
    question = (
        select(
            BookingChange, Booking.code, VisitSlot.starts_at, Company.name, School.name, SchoolClass.name, Staff.name
        )
        .join(Booking, Booking.id == BookingChange.booking_id)
        .join(School, School.id == Booking.school_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .join(Company, Company.id == VisitOffer.company_id)
        .outerjoin(SchoolClass, SchoolClass.id == Booking.class_id)
        .outerjoin(Staff, Staff.id == BookingChange.by)
        .where(VisitSlot.starts_at >= since, VisitSlot.starts_at < until)
        .order_by(BookingChange.id.desc())
    )
    for row, booking, starts_at, company, school, class_name, by in work.db.execute(
        question.where(Booking.code == code) if code else question
    ):
        about = f"{class_name or ''} {short_school(school)}".strip()
        yield Change(row.at, row.what, company, about, starts_at, by or "", row.role or "", row.note, booking)


def _of_offers(work: Work, edition: EditionNow) -> Iterator[Change]:
    """What was noted of the edition itself, of its moments, and of the offers that have one in it."""
    slots: dict[UUID | None, SlotRow] = {
        slot.id: slot for slot in slots_between(work, edition.starts_on, edition.ends_on)
    }
    companies = _companies(work, [slot.offer_id for slot in slots.values()])
    rows = work.db.execute(
        select(Audit, Staff.name)
        .outerjoin(Staff, Staff.id == Audit.actor_id)
        .where(or_(*(Audit.what.startswith(kind) for kind in KINDS)))
        .order_by(Audit.id.desc())
    )
    for row, by in rows:
        slot = slots.get(row.subject_id)
        company = companies.get(slot.offer_id if slot else row.subject_id)
        if company is None and row.subject_id != edition.id:
            continue
        note = " ".join(str(row.details[key]) for key in ("day", "kind", "state") if key in row.details)
        starts_at = slot.starts_at if slot else None
        yield Change(row.at, row.what, company or "", "", starts_at, by or "", row.role or "", note, "")


def _companies(work: Work, offer_ids: Sequence[UUID]) -> dict[UUID | None, str]:
    rows = work.db.execute(select(VisitOffer.id, Company.name).join(Company, Company.id == VisitOffer.company_id))
    wanted = set(offer_ids)
    return {key: name for key, name in rows if key in wanted}
