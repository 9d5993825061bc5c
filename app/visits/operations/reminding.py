"""The worker reminds: what was sent is noted in the transaction of its mails, so that none is doubled or lost."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from app.base.mail import send_mail
from app.base.work import Work
from app.people.models import Company, Post, School, Staff
from app.visits.models import Booking, Location, ReminderSent, VisitOffer, VisitSlot
from app.visits.operations.letters import hosts_of
from app.visits.operations.links import day_link
from app.visits.operations.reminder_letters import VisitFacts, letter
from app.visits.queries.bookings import place_of
from app.visits.queries.reminders import all_plans, sent_of, unsent
from app.visits.rules import REQUESTED
from app.visits.rules.event import IS_EVENT
from app.visits.rules.reminders import AT_THE_GATE, HOST, Due


def remind(work: Work, *, booking_id: UUID, site: str) -> int:
    """Send what is due of one booking; returns how many reminders. Looks again, with the booking held.

    A booking that was moved, called off or reminded since the worker looked is seen as it is now.
    """
    booking = work.db.scalars(select(Booking).where(Booking.id == booking_id).with_for_update()).one()
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    if slot.state == IS_EVENT:  # one mail about the whole day is sent instead (operations/event_mail.py)
        return 0
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    now_due = unsent(
        all_plans(work), sent_of(work, booking.id), offer.edition_id, booking.state, slot.starts_at, work.now
    )
    for due in now_due:
        work.db.add(
            ReminderSent(
                id=work.new_id(),
                school_id=booking.school_id,
                booking_id=booking.id,
                reminder=due.plan.key,
                moment=due.moment,
                at=work.now,
            )
        )
        _send(work, due, booking, slot, offer, site)
    return len(now_due)


def facts_of(work: Work, booking: Booking, slot: VisitSlot, offer: VisitOffer, *, site: str) -> VisitFacts:
    """What a letter about this booking may tell."""
    school = work.db.get_one(School, booking.school_id)
    where = place_of(offer, work.db.get_one(Location, offer.location_id), school)
    booker = work.db.get_one(Staff, booking.booked_by)
    theirs = [one["what"] for one in offer.gear if one.get("by") != "company"]
    return VisitFacts(
        school=school.name,
        company=work.db.get_one(Company, offer.company_id).name,
        title=offer.title,
        starts_at=slot.starts_at,
        form=offer.form,
        place=where.line,
        entrance=where.entrance,
        gate=where.gate,
        contact=offer.contact,
        level=booking.level,
        expected=booking.expected,
        has_answer=booking.state != REQUESTED,
        has_class=booking.class_id is not None,
        has_needs=bool(booking.needs),
        must_read_safety=booking.safety_version < offer.safety_version,
        has_safety=bool(offer.safety),
        notices=offer.notices,
        travel=offer.travel,
        supervision=offer.supervision,
        bring=(*offer.wear, *theirs),
        forbidden=tuple(offer.forbidden),
        host_gear=tuple(one["what"] for one in offer.gear if one.get("by") == "company"),
        booker=booker.name,
        booker_email=booker.email,
        page=f"{site}/visits/booking/{booking.code}",
    )


def _send(work: Work, due: Due, booking: Booking, slot: VisitSlot, offer: VisitOffer, site: str) -> None:
    facts = facts_of(work, booking, slot, offer, site=site)
    if due.plan.about == AT_THE_GATE:
        facts = replace(facts, gate_link=f"{site}{day_link(work, booking_id=booking.id)}")
    readers = hosts_of(work, offer.company_id) if due.plan.to == HOST else _teachers(work, booking)
    for staff in readers:
        subject, body = letter(due.plan, facts, spoken=staff.language or "nl")
        send_mail(work, address=staff.email, subject=subject, body=body)


def _teachers(work: Work, booking: Booking) -> Sequence[Staff]:
    """Who booked; when that account is closed, the teachers of the class."""
    booker = work.db.get_one(Staff, booking.booked_by)
    if booker.disabled_at is None:
        return [booker]
    of_class = select(Post.staff_id).where(
        Post.school_id == booking.school_id, Post.class_id == booking.class_id, Post.from_on <= work.today
    )
    still = of_class.where((Post.until_on.is_(None)) | (Post.until_on > work.today))
    return work.db.scalars(
        select(Staff).where(Staff.id.in_(still), Staff.disabled_at.is_(None)).order_by(Staff.id)
    ).all()
