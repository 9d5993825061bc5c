"""Nobody said whether a visit took place: both sides are asked once, one tap answers, and without one it closes."""

from datetime import datetime
from typing import Final

from sqlalchemy import select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Staff
from app.visits import rules
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.operations.host import booking_at_company
from app.visits.operations.letters import Letter, hosts_of, tell_person
from app.visits.operations.states import go_to, note_change
from app.visits.queries.unsaid import NOTHING_SAID, asked_when, is_counted
from app.visits.rules import unsaid
from app.visits.rules.closing import CLOSES_AFTER

MOST = 200  # bookings of one school in one go
QUESTION: Final[Letter] = (
    N_("Did this visit take place? %(title)s"),
    N_(
        "Nobody has said yet whether this visit took place: %(title)s at %(company)s, %(school)s, %(when)s.\n\n"
        "Yes or no is one tap: %(link)s\n\n"
        "Without an answer it closes on %(until)s, without numbers and without saying that it took place."
    ),
)


def say_took_place(work: Work, *, code: str, took_place: bool) -> None:
    """One tap of either side, or of the coordinator. Said again, the last one stands; both are kept.

    Raises:
        NotFound: out of reach.
        RuleBroken: not over yet, counted, or closed.
    """
    booking, slot = _booking(work, code)
    unsaid.check_say(state=booking.state, ends_at=slot.ends_at, is_counted=is_counted(booking), now=work.now)
    state = rules.HELD if took_place else rules.NO_SHOW
    if booking.state != state:
        go_to(work, booking, state)
        work.audit("booking.said_afterwards", booking.id, took_place=took_place)


def ask_unsaid(work: Work, *, site: str) -> int:
    """The worker's, for one school: a mail to who booked and to the hosts, once. Returns of how many visits."""
    asked = 0
    for booking, slot in _nothing_said(work, until=work.now - unsaid.ASKED_AFTER):
        if unsaid.is_to_be_asked(ends_at=slot.ends_at, asked_at=_asked(work, booking), now=work.now):
            note_change(work, booking, unsaid.ASKED)
            _ask(work, booking, slot, site)
            asked += 1
    return asked


def close_unsaid(work: Work) -> int:
    """The worker's, for one school: closed without a number and without a claim. Returns how many."""
    closed = 0
    for booking, slot in _nothing_said(work, until=work.now - CLOSES_AFTER):
        if unsaid.closes_at(ends_at=slot.ends_at, asked_at=_asked(work, booking)) <= work.now:
            booking.closed_at, booking.day_names = work.now, []
            go_to(work, booking, rules.UNSAID)
            closed += 1
    return closed


def _nothing_said(work: Work, *, until: datetime) -> list[tuple[Booking, VisitSlot]]:
    rows = work.db.execute(
        select(Booking, VisitSlot)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(NOTHING_SAID, VisitSlot.ends_at <= until)
        .order_by(VisitSlot.ends_at, Booking.id)
        .limit(MOST)
        .with_for_update(of=Booking)
    )
    return [(booking, slot) for booking, slot in rows]


def _asked(work: Work, booking: Booking) -> datetime | None:
    return asked_when(work, ids=[booking.id]).get(booking.id)


def _ask(work: Work, booking: Booking, slot: VisitSlot, site: str) -> None:
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    link = f"{site}/visits/booking/{booking.code}#took-place"
    until = unsaid.closes_at(ends_at=slot.ends_at, asked_at=work.now)
    for staff in (work.db.get_one(Staff, booking.booked_by), *hosts_of(work, offer.company_id)):
        tell_person(
            work, staff, QUESTION, slot=slot, offer=offer, school_id=booking.school_id, pupils=booking.expected,
            until=until, link=link,
        )  # fmt: skip


def _booking(work: Work, code: str) -> tuple[Booking, VisitSlot]:
    """Locked. Raises: NotFound."""
    work.must(Permission.VISIT_SAY)
    if work.actor.role is Role.HOST:
        booking, slot, _ = booking_at_company(work, code, Permission.VISIT_SAY)
        return booking, slot
    held = work.db.scalars(select(Booking).where(Booking.code == code).with_for_update()).one_or_none()
    if held is None:
        raise NotFound("booking")
    work.must(Permission.VISIT_SAY, school=held.school_id)
    return held, work.db.get_one(VisitSlot, held.slot_id)
