"""The link of the day: what a host without an account opens at the gate."""

from uuid import UUID

from sqlalchemy import delete, select

from app.access.matrix import Permission
from app.base.doors import GATE, Door
from app.base.problems import NotFound
from app.base.work import Work
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.queries.gate import booking_of_company_today, link_path, link_token
from app.visits.rules import gate


def make_day_link(work: Work, *, code: str, renew: bool = False) -> None:
    """Make the link of the day; with `renew` another one, and the one before opens nothing from now on.

    Raises: NotFound: another company's booking.
    """
    work.must(Permission.GATE_LINK)
    row = work.db.execute(
        select(Booking, VisitOffer.company_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(Booking.code == code)
    ).one_or_none()
    if row is None:
        raise NotFound("booking")
    work.must(Permission.GATE_LINK, company=row[1])
    if renew or row[0].gate_version == 0:
        _hang(work, row[0].id, row[1])
        work.audit("gate.link-renewed", row[0].id)


def day_link(work: Work, *, booking_id: UUID) -> str:
    """Part of others (the reminder mail): the path of the link that is in force, made when there is none yet.

    Put the address of the site before it. It follows from the seal, the booking and its version, so it may be asked
    for any number of times.
    """
    booking = work.db.get_one(Booking, booking_id)
    if booking.gate_version == 0:
        slot = work.db.get_one(VisitSlot, booking.slot_id)
        _hang(work, booking_id, work.db.get_one(VisitOffer, slot.offer_id).company_id)
        work.db.refresh(booking)
    return link_path(link_token(work.seal, booking_id=booking_id, version=booking.gate_version))


def link_follows(work: Work, *, booking_id: UUID, company_id: UUID) -> None:
    """Part of others: the visit goes to another company, so the link that the first one has opens nothing any more."""
    if work.db.get_one(Booking, booking_id).gate_version:
        _hang(work, booking_id, company_id)


def link_by_code(work: Work, *, code: str) -> str:
    """A phone with a link of today scanned the code of another class of this company: the path of that one's link.

    Raises: NotFound: not today, or not at the company of the link.
    """
    work.must(Permission.ARRIVAL_CONFIRM)
    mine = work.db.get(Booking, work.actor.user_id)
    if mine is None:
        raise NotFound("booking")
    work.must(Permission.ARRIVAL_CONFIRM, person=mine.id)
    slot = work.db.get_one(VisitSlot, mine.slot_id)
    company_id = work.db.get_one(VisitOffer, slot.offer_id).company_id
    found = booking_of_company_today(work, code=code, company_id=company_id)
    if found is None or not gate.is_on(starts_at=slot.starts_at, now=work.now):
        raise NotFound("booking")
    return day_link(work, booking_id=found)


def _hang(work: Work, booking_id: UUID, company_id: UUID) -> None:
    """The door of the next link, and no other of this booking. It has no times: those follow from the visit."""
    booking = work.db.get_one(Booking, booking_id, with_for_update=True)
    booking.gate_version += 1
    work.db.execute(delete(Door).where(Door.kind == GATE, Door.subject_id == booking_id))
    token = link_token(work.seal, booking_id=booking_id, version=booking.gate_version)
    work.db.add(
        Door(
            id=work.new_id(),
            kind=GATE,
            digest=work.seal.digest(GATE, token),
            holder_id=company_id,
            school_id=booking.school_id,
            subject_id=booking_id,
        )
    )
    work.db.flush()
