"""A host makes an offer with slots and says yes or no to a booking; the school is told by mail."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base import language
from app.base.ids import public_code
from app.base.language import N_, gettext_for
from app.base.mail import send_mail
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import Company, Staff
from app.visits import rules
from app.visits.models import Booking, Location, VisitOffer, VisitSlot
from app.visits.operations.booking import free_places


def make_offer(
    work: Work,
    *,
    company_id: UUID,
    address: str,
    place: str,
    entrance: str,
    kind: str,
    title: str,
    summary: str,
    see: str,
    do: str,
    meet: str,
    levels: Sequence[str],
    wear: Sequence[str],
    min_group: int,
    max_group: int,
    contact: str,
) -> str:
    """A new offer, open at once. Returns its code. Raises: RuleBroken at its field."""
    work.must(Permission.OFFER_EDIT, company=company_id)
    rules.check_offer(min_group=min_group, max_group=max_group, levels=levels)
    offer = VisitOffer(
        id=work.new_id(),
        code=public_code(),
        company_id=company_id,
        location_id=_location(work, company_id, address, place, entrance),
        kind=kind,
        title=title,
        summary=summary,
        see=see,
        do=do,
        meet=meet,
        levels=list(levels),
        wear=list(wear),
        min_group=min_group,
        max_group=max_group,
        contact=contact,
        state="open",
    )
    work.db.add(offer)
    work.audit("offer.made", offer.id)
    return offer.code


def set_offer_state(work: Work, *, code: str, state: str) -> None:
    """Open or close an offer. Bookings that were made stay."""
    offer = _own_offer(work, code)
    if state not in ("open", "closed"):
        raise RuleBroken("state", N_("Choose open or closed."))
    offer.state = state
    work.audit("offer.state", offer.id, state=state)


def add_slot(work: Work, *, code: str, starts_at: datetime, ends_at: datetime, places: int, pupils: int) -> str:
    """A date and time for an offer. Returns its code. Raises: RuleBroken at its field."""
    offer = _own_offer(work, code)
    rules.check_slot(
        starts_at=starts_at, ends_at=ends_at, places=places, pupils=pupils, min_group=offer.min_group
    )
    rules.check_time(starts_at=starts_at, now=work.now)
    same = select(VisitSlot.id).where(VisitSlot.offer_id == offer.id, VisitSlot.starts_at == starts_at)
    if work.db.scalars(same).one_or_none():
        raise RuleBroken("starts", N_("There is a visit at this time already. Choose another time."))
    slot = VisitSlot(
        id=work.new_id(),
        code=public_code(),
        offer_id=offer.id,
        starts_at=starts_at,
        ends_at=ends_at,
        places=places,
        pupils=pupils,
        places_taken=0,
        pupils_taken=0,
        state="open",
    )
    work.db.add(slot)
    work.audit("slot.added", slot.id)
    return slot.code


def answer_booking(work: Work, *, code: str, yes: bool) -> None:
    """Confirm, or decline and give the places back. The school is told by mail.

    Raises:
        NotFound: not a booking at this company.
        RuleBroken: it was answered or cancelled meanwhile.
    """
    work.must(Permission.BOOKING_CONFIRM)
    row = work.db.execute(
        select(Booking, VisitSlot, VisitOffer)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(Booking.code == code)
    ).one_or_none()
    if row is None:
        raise NotFound("booking")
    booking, slot, offer = row
    work.must(Permission.BOOKING_CONFIRM, company=offer.company_id)
    if yes and booking.state == rules.CONFIRMED:
        return  # pressed twice
    rules.check_state(state=booking.state, allowed=(rules.REQUESTED, *(() if yes else (rules.CONFIRMED,))))
    if yes:
        booking.state, booking.confirmed_at = rules.CONFIRMED, work.now
    else:
        free_places(work, booking)
        booking.state = rules.DECLINED
    work.audit("booking.confirmed" if yes else "booking.declined", booking.id)
    _tell_school(work, booking, slot, offer, yes=yes)


def _tell_school(work: Work, booking: Booking, slot: VisitSlot, offer: VisitOffer, *, yes: bool) -> None:
    staff = work.db.get_one(Staff, booking.booked_by)
    company = work.db.get_one(Company, offer.company_id)
    _ = gettext_for(staff.language or "nl")
    with language.speaking(staff.language or "nl"):
        when = f"{language.long_date(slot.starts_at)}, {language.clock_time(slot.starts_at)}"
    facts = {"company": company.name, "when": when, "title": offer.title}
    if yes:
        subject = _("Your visit to %(company)s is confirmed", **facts)
        body = _("%(company)s is looking forward to your group: %(title)s, %(when)s.", **facts)
    else:
        subject = _("Your visit to %(company)s cannot go on", **facts)
        body = _("%(company)s cannot receive your group: %(title)s, %(when)s. Choose another visit.", **facts)
    send_mail(work, address=staff.email, subject=subject, body=f"{body}\n\nOpenwerf\n")


def _own_offer(work: Work, code: str) -> VisitOffer:
    work.must(Permission.OFFER_EDIT)
    offer = work.db.scalars(select(VisitOffer).where(VisitOffer.code == code)).one_or_none()
    if offer is None:
        raise NotFound("offer")
    work.must(Permission.OFFER_EDIT, company=offer.company_id)
    return offer


def _location(work: Work, company_id: UUID, address: str, place: str, entrance: str) -> UUID:
    held = work.db.scalars(
        select(Location).where(
            Location.company_id == company_id,
            Location.address == address,
            Location.place == place,
            Location.entrance == entrance,
        )
    ).first()
    if held is not None:
        return held.id
    location = Location(
        id=work.new_id(), company_id=company_id, address=address, place=place, entrance=entrance
    )
    work.db.add(location)
    work.db.flush()
    return location.id
