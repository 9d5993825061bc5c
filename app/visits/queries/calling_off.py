"""What goes when a company calls off a time, an offer or all of an edition; which classes still wait."""

from collections.abc import Sequence
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
    after = _after(work, gone)
    instead = alternatives_for(work, [one for one in gone if one.id not in after])
    return tuple(_waiting(one, after.get(one.id), instead.get(one.id, ())) for one in gone)


def instead_of(work: Work, *, booking: BookingNow) -> tuple[Alternative, ...]:
    """For the school whose visit a company called off: where it could go; nothing once it goes elsewhere."""
    if booking.state != CANCELLED or not booking.cancel_reason or booking.starts_at <= work.now:
        return ()
    same_school = Booking.school_id == booking.school_id
    gone = bookings_that(work, same_school, Booking.state == CANCELLED, VisitSlot.state == CALLED_OFF)
    if booking.id in _after(work, gone):
        return ()
    return alternatives_for(work, [booking]).get(booking.id, ())


def _waiting(one: BookingNow, after: Booking | None, instead: tuple[Alternative, ...]) -> Waiting:
    return Waiting(one, instead, after.code if after else "", after.state if after else "")


def _after(work: Work, gone: Sequence[BookingNow]) -> dict[UUID, Booking]:
    """What stands in for each that has something: proposed by the office, or booked by the school since.

    A class that was divided has several; each new booking stands in for one of them.
    """
    ids, schools = [one.id for one in gone], {one.school_id for one in gone}
    changes = select(BookingChange).where(BookingChange.booking_id.in_(ids), BookingChange.what == CANCELLED)
    since = {one.booking_id: one.at for one in work.db.scalars(changes.order_by(BookingChange.id))}
    live = select(Booking).where(Booking.school_id.in_(schools), Booking.state.in_(LIVE)).order_by(Booking.id)
    later = list(work.db.scalars(live.where(Booking.booked_at >= min(since.values(), default=work.now))))
    found: dict[UUID, Booking] = {}
    for one in gone:
        if own := [held for held in later if held.request_id.startswith(f"{INSTEAD}{one.code}:")]:
            found[one.id] = own[-1]
    free = [held for held in later if not held.request_id.startswith(INSTEAD)]
    for one in gone:
        if one.id not in found and one.id in since:
            _stand_in(one, since[one.id], free, found)
    return found


def _stand_in(one: BookingNow, since: datetime, free: list[Booking], found: dict[UUID, Booking]) -> None:
    """The first booking of the same class; without a class, of whoever booked, made after it was called off."""
    for held in free:
        of_class = one.class_id is not None and held.class_id == one.class_id and held.booked_at >= since
        of_person = one.class_id is None and held.booked_by == one.booked_by and held.booked_at > since
        if of_class or of_person:
            found[one.id] = held
            free.remove(held)
            return
