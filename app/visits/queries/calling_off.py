"""What goes when a company calls off a time, an offer or all of an edition; which classes still wait."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Company
from app.visits.models import Booking, BookingChange, VisitOffer, VisitSlot
from app.visits.models.offers import CALLED_OFF
from app.visits.queries.alternatives import Alternative, alternatives_for
from app.visits.queries.bookings import BookingNow, bookings_that
from app.visits.rules import AHEAD_OF_IT, CANCELLED, LIVE

SLOT, OFFER, COMPANY = "slot", "offer", "company"
INSTEAD = "instead:"  # the request id of a booking that stands in for another begins with it, and its code


@dataclass(frozen=True, slots=True)
class Scope:
    """What is called off: one time, all times of an offer, all of a company (of one edition when given)."""

    kind: str
    code: str
    edition_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """What goes: the times still to come, and the bookings on them, each with where it could go instead."""

    company: str
    title: str  # of the offer; empty when it is about the whole company
    offer_code: str
    slots: tuple[VisitSlot, ...]
    bookings: tuple[BookingNow, ...]
    instead: dict[UUID, tuple[Alternative, ...]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A booking that was called off by a company, and what came of it. `since`: the code of the booking after it."""

    booking: BookingNow
    instead: tuple[Alternative, ...]
    since: str
    since_state: str


def what_goes(work: Work, *, scope: Scope) -> Going:
    """Raises: NotFound: no such thing, or another company's."""
    slots = slots_of(work, scope=scope)
    first = work.db.execute(_offers_of(scope).order_by(VisitOffer.id)).first()
    company = work.db.scalars(select(Company).where(Company.code == scope.code)).one() if first is None else first[1]
    ids = [one.id for one in slots]
    bookings = bookings_that(work, Booking.slot_id.in_(ids), Booking.state.in_(AHEAD_OF_IT))
    title, code = (first[0].title, first[0].code) if first and scope.kind != COMPANY else ("", "")
    return Going(company.name, title, code, slots, bookings, alternatives_for(work, bookings, without=ids))


def slots_of(work: Work, *, scope: Scope, hold: bool = False) -> tuple[VisitSlot, ...]:
    """The times still to come that are not called off yet; held until the end of this work when asked.

    Raises: NotFound: no such thing, or another company's.
    """
    company_id = _company_of(work, scope)
    work.must(Permission.OFFER_EDIT, company=company_id)
    offers = [offer.id for offer, _ in work.db.execute(_offers_of(scope))]
    wanted = select(VisitSlot).where(VisitSlot.starts_at > work.now, VisitSlot.state != CALLED_OFF)
    wanted = wanted.where(VisitSlot.code == scope.code) if scope.kind == SLOT else wanted
    wanted = wanted.where(VisitSlot.offer_id.in_(offers)).order_by(VisitSlot.starts_at, VisitSlot.id)
    return tuple(work.db.scalars(wanted.with_for_update() if hold else wanted))


def _offers_of(scope: Scope) -> Select[VisitOffer, Company]:
    found = select(VisitOffer, Company).join(Company, Company.id == VisitOffer.company_id)
    if scope.kind == OFFER:
        return found.where(VisitOffer.code == scope.code)
    if scope.kind == SLOT:
        return found.where(VisitOffer.id.in_(select(VisitSlot.offer_id).where(VisitSlot.code == scope.code)))
    found = found.where(Company.code == scope.code)
    return found.where(VisitOffer.edition_id == scope.edition_id) if scope.edition_id else found


def _company_of(work: Work, scope: Scope) -> UUID:
    """Raises: NotFound."""
    if scope.kind == COMPANY:
        found = work.db.scalars(select(Company.id).where(Company.code == scope.code)).one_or_none()
    else:
        row = work.db.execute(_offers_of(scope)).first()
        found = row[1].id if row else None
    if found is None or scope.kind not in (SLOT, OFFER, COMPANY):
        raise NotFound(scope.kind)
    return found


def called_off(work: Work) -> tuple[Waiting, ...]:
    """All classes whose visit was called off by a company and would still be to come, with three ways on together."""
    work.must(Permission.WEEK_PLAN)
    gone = bookings_that(
        work, Booking.state == CANCELLED, VisitSlot.state == CALLED_OFF, VisitSlot.starts_at > work.now
    )
    after = {one.id: _after(work, one) for one in gone}
    open_ = [one for one in gone if after[one.id] is None]
    instead = alternatives_for(work, open_)
    return tuple(_waiting(one, after[one.id], instead.get(one.id, ())) for one in gone)


def instead_of(work: Work, *, booking: BookingNow) -> tuple[Alternative, ...]:
    """For the school whose visit a company called off: where it could go; nothing once it goes elsewhere."""
    if booking.state != CANCELLED or not booking.cancel_reason or booking.starts_at <= work.now:
        return ()
    if _after(work, booking) is not None:
        return ()
    return alternatives_for(work, [booking]).get(booking.id, ())


def _waiting(one: BookingNow, after: Booking | None, instead: tuple[Alternative, ...]) -> Waiting:
    return Waiting(one, instead, after.code if after else "", after.state if after else "")


def _after(work: Work, one: BookingNow) -> Booking | None:
    """The booking that stands in for it: proposed by the office, or made for the same class since it was called off."""
    since = _called_off_at(work, one)
    own = Booking.request_id.startswith(f"{INSTEAD}{one.code}:", autoescape=True)
    same = Booking.booked_at >= since if one.class_id else Booking.booked_at > since
    by = Booking.class_id == one.class_id if one.class_id else Booking.booked_by == one.booked_by
    return work.db.scalars(
        select(Booking)
        .where(Booking.school_id == one.school_id, Booking.state.in_(LIVE), Booking.id != one.id, own | (same & by))
        .order_by(Booking.id.desc())
    ).first()


def _called_off_at(work: Work, one: BookingNow) -> datetime:
    changes = select(BookingChange.at).where(BookingChange.booking_id == one.id, BookingChange.what == CANCELLED)
    return work.db.scalars(changes.order_by(BookingChange.id.desc())).first() or work.now
