"""Mail around a booking, without names: the company hears who asks or cancels, the school what was answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select

from app.access.actor import Role
from app.base import language
from app.base.language import N_, gettext_for
from app.base.mail import Attachment, send_mail
from app.base.work import Work
from app.people.models import Company, Post, School, Staff
from app.visits.calendar import CANCEL, FOR_HOST, FOR_SCHOOL, REQUEST, invitation
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.queries.calendar import appointments

Letter = tuple[str, str]
ASKED: Final[Letter] = (
    N_("%(school)s would like to visit you"),
    N_("%(school)s asks for a place for %(n)s pupils: %(title)s, %(when)s. Sign in and say whether it can go on."),
)
CANCELLED: Final[Letter] = (
    N_("%(school)s cannot come"),
    N_("%(school)s has cancelled: %(title)s, %(when)s, %(n)s pupils. The place is free for another group."),
)
QUESTIONS: Final[Letter] = (
    N_("Questions of the pupils who come to you"),
    N_("A class of %(school)s has questions for you: %(title)s, %(when)s. Sign in and read them with the booking."),
)
CONFIRMED: Final[Letter] = (
    N_("Your visit to %(company)s is confirmed"),
    N_("%(company)s is looking forward to your group: %(title)s, %(when)s."),
)
AGENDA: Final[Letter] = (
    N_("In your calendar: %(school)s"),
    N_("%(school)s comes to you: %(title)s, %(when)s, %(n)s pupils. Open the file to put it in your calendar."),
)
CALLED_OFF: Final[Letter] = (
    N_("Called off: %(title)s"),
    N_("This visit does not go on: %(title)s, %(when)s. Open the file to take it out of your calendar."),
)
DECLINED: Final[Letter] = (
    N_("Your visit to %(company)s cannot go on"),
    N_("%(company)s cannot receive your group: %(title)s, %(when)s. Choose another visit."),
)
LINE_OFFER: Final[Letter] = (
    N_("There is a place for your class: %(title)s"),
    N_(
        "You were in line for %(title)s at %(company)s. There is room now for all %(n)s pupils, on %(when)s. The "
        "places are kept for you until %(until)s. Say yes or no here: %(link)s"
    ),
)
LINE_OVER: Final[Letter] = (
    N_("No place came free: %(title)s"),
    N_("You were in line for %(title)s at %(company)s, %(when)s. Sadly no place came free. Choose another visit."),
)
PROPOSED: Final[Letter] = (
    N_("%(company)s has a proposal for your visit"),
    N_(
        "A proposal for your visit: %(title)s, %(when)s, %(n)s pupils. The places are kept for you until %(until)s. "
        "Sign in and say whether it suits you."
    ),
)
HOLD_OVER: Final[Letter] = (
    N_("The proposal for your visit has ended"),
    N_("Nobody answered in time: %(title)s, %(when)s. The places are free again. Choose another time or visit."),
)
HOLD_OVER_COMPANY: Final[Letter] = (
    N_("%(school)s did not answer the proposal"),
    N_("%(school)s did not answer in time: %(title)s, %(when)s, %(n)s pupils. The place is free for another group."),
)
PROPOSAL_YES: Final[Letter] = (
    N_("%(school)s says yes to the proposal"),
    N_("%(school)s says yes: %(title)s, %(when)s, %(n)s pupils."),
)
PROPOSAL_NO: Final[Letter] = (
    N_("%(school)s says no to the proposal"),
    N_("It does not suit %(school)s: %(title)s, %(when)s. The place is free for another group."),
)
NO_SHOW: Final[Letter] = (
    N_("%(company)s did not see your group"),
    N_("%(company)s says that your group did not come: %(title)s, %(when)s. Is that not right? Call them."),
)

METHODS: Final = {CONFIRMED: REQUEST, AGENDA: REQUEST, CANCELLED: CANCEL, CALLED_OFF: CANCEL, DECLINED: CANCEL}
"""What a letter does in the agenda of who gets it; a visit that never was confirmed is in nobody's."""


def tell_company(work: Work, booking: Booking, slot: VisitSlot, offer: VisitOffer, letter: Letter) -> None:
    """To every host of the company."""
    for staff in hosts_of(work, offer.company_id):
        _send(work, staff, booking, slot, offer, letter, FOR_HOST)


def hosts_of(work: Work, company_id: UUID) -> Sequence[Staff]:
    """Who receives groups at this company today."""
    hosts = (
        select(Post.staff_id)
        .where(Post.role == Role.HOST.value, Post.company_id == company_id, Post.from_on <= work.today)
        .where(or_(Post.until_on.is_(None), Post.until_on > work.today))
    )
    return work.db.scalars(
        select(Staff).where(Staff.id.in_(hosts), Staff.disabled_at.is_(None)).order_by(Staff.id)
    ).all()


def tell_school(work: Work, booking: Booking, slot: VisitSlot, offer: VisitOffer, letter: Letter) -> None:
    """To whoever booked."""
    _send(work, work.db.get_one(Staff, booking.booked_by), booking, slot, offer, letter, FOR_SCHOOL)


def tell_person(
    work: Work,
    staff: Staff,
    letter: Letter,
    *,
    slot: VisitSlot,
    offer: VisitOffer,
    school_id: UUID,
    pupils: int,
    until: datetime | None = None,
    link: str = "",
    reason: str = "",
    along: tuple[Attachment, ...] = (),
) -> None:
    """One mail in the person's own language. `reason` stands below it, in the words of who wrote it."""
    spoken = staff.language or "nl"
    _ = gettext_for(spoken)
    with language.speaking(spoken):
        when, last = (_when(moment) if moment else "" for moment in (slot.starts_at, until))
    facts = {
        "company": work.db.get_one(Company, offer.company_id).name,
        "school": work.db.get_one(School, school_id).name,
        "title": offer.title,
        "when": when,
        "until": last,
        "link": link,
        "n": pupils,
    }
    subject, body = (_(text, **facts) for text in letter)
    said = f"\n\n{reason}" if reason else ""
    send_mail(work, address=staff.email, subject=subject, body=f"{body}{said}\n\nOpenwerf\n", attachments=along)


def _when(moment: datetime) -> str:
    return f"{language.long_date(moment)}, {language.clock_time(moment)}"


def _send(
    work: Work, staff: Staff, booking: Booking, slot: VisitSlot, offer: VisitOffer, letter: Letter, reader: str
) -> None:
    facts: dict[str, Any] = {"until": booking.hold_until, "reason": booking.cancel_reason}
    along = invitation_of(work, staff, booking, METHODS.get(letter), reader)
    tell_person(
        work, staff, letter, slot=slot, offer=offer, school_id=booking.school_id, pupils=booking.expected, along=along,
        **facts,
    )  # fmt: skip


def invitation_of(
    work: Work, staff: Staff, booking: Booking, method: str | None, reader: str
) -> tuple[Attachment, ...]:
    """Part of others. To go with a mail; nothing when the visit never came into an agenda."""
    found = appointments(work, Booking.id == booking.id) if method and booking.confirmed_at else ()
    with language.speaking(staff.language or "nl"):
        made = [
            invitation(one, reader=reader, method=method or "", name=staff.name, mail=staff.email, now=work.now)
            for one in found
        ]
    return tuple(Attachment("openwerf.ics", "text/calendar", one, method or "") for one in made)
