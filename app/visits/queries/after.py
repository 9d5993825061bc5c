"""What was said of visits afterwards, for who said it and for the network's office."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.work import Work
from app.people.models import Company, School
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.models.after import VisitReview
from app.visits.rules.after import SCHOOL, mean

MOST = 300  # on one page, the newest first


@dataclass(frozen=True, slots=True)
class Said:
    side: str
    first: int
    second: int
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Looked:
    """One side's three answers with the visit they are about."""

    said: Said
    code: str
    school: str
    company: str
    title: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class AllSaid:
    """`school` and `company`: mean of the first and of the second question, on four steps; None: nobody yet."""

    looked: tuple[Looked, ...]
    school: tuple[float | None, float | None]
    company: tuple[float | None, float | None]


def said_of(work: Work, *, booking_id: UUID, side: str) -> Said | None:
    """What this side said of a booking that was found already (`booking_by_code` decides who may)."""
    row = work.db.scalars(
        select(VisitReview).where(VisitReview.booking_id == booking_id, VisitReview.side == side)
    ).one_or_none()
    return _said(row) if row else None


def all_said(work: Work) -> AllSaid:
    """What schools and companies said, for the network's office, newest first."""
    work.must(Permission.WEEK_PLAN)
    rows = work.db.execute(
        select(VisitReview, Booking.code, School.name, Company.name, VisitOffer.title, VisitSlot.starts_at)
        .join(Booking, Booking.id == VisitReview.booking_id)
        .join(School, School.id == Booking.school_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .join(Company, Company.id == VisitOffer.company_id)
        .order_by(VisitReview.at.desc(), VisitReview.id)
        .limit(MOST)
    )
    looked = tuple(
        Looked(_said(review), code, school, company, title, starts_at)
        for review, code, school, company, title, starts_at in rows
    )
    return AllSaid(looked, *(_means(looked, is_school=is_school) for is_school in (True, False)))


def _means(looked: tuple[Looked, ...], *, is_school: bool) -> tuple[float | None, float | None]:
    said = [one.said for one in looked if (one.said.side == SCHOOL) is is_school]
    return mean([one.first for one in said]), mean([one.second for one in said])


def _said(row: VisitReview) -> Said:
    return Said(row.side, row.first, row.second, row.words, row.at)
