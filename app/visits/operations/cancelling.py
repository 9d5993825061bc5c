"""A company calls off visits: the classes hear of it with three ways on, and the office puts them elsewhere.

Apart from stopping new bookings (`set_slot_state`), which leaves who booked alone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base import language
from app.base.ids import public_code
from app.base.language import N_, gettext_for
from app.base.mail import Attachment, send_mail
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import Staff
from app.visits import rules
from app.visits.calendar import CANCEL, FOR_SCHOOL
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.models.offers import CALLED_OFF
from app.visits.operations import letters
from app.visits.operations.event_calling_off import hold_days, rounds_went
from app.visits.operations.letters import invitation_of, tell_company
from app.visits.operations.places import give_back, open_for_host, open_slot, take_places
from app.visits.operations.states import go_to, note_change
from app.visits.queries.alternatives import Alternative
from app.visits.queries.bookings import BookingNow, bookings_that
from app.visits.queries.calling_off import INSTEAD, Scope, slots_of, what_goes
from app.visits.rules.cancelling import HOLD, check_reason

SUBJECT = N_("%(company)s cannot receive you")
LINE = N_("%(company)s has called off: %(title)s, %(when)s, %(n)s pupils.")
WAYS_ON = N_("You could go here instead:")
NO_WAY_ON = N_("There is no other free visit that fits now. Look at all visits, or ask the network.")
OF_DAY = N_("This is one round of an event day. The organisation of that day looks for another stand for you.")
SEE = N_("This booking and what you can do: %(link)s")
PROPOSED_SUBJECT = N_("Another visit for you: %(title)s")
PROPOSED_TEXT = N_(
    "In place of the visit that was called off we keep a place for %(n)s pupils: %(title)s at %(company)s, %(when)s. "
    "Say before %(until)s whether it suits you: %(link)s"
)


def call_off(work: Work, *, scope: Scope, reason: str, seen: Collection[str], site: str) -> int:
    """The times are called off, their bookings cancelled and the places given back, and the schools are told by mail.

    `seen`: codes of the bookings that stood on the page. Returns how many bookings; pressed twice, the second finds
    none.

    Raises:
        NotFound: no such thing, or another company's.
        RuleBroken: no reason (`reason`), or a class booked since the page was opened.
    """
    days = hold_days(work, [one.id for one in slots_of(work, scope=scope)])
    slots = {one.id: one for one in slots_of(work, scope=scope, hold=True)}
    check_reason(reason)
    going = what_goes(work, scope=scope)
    if {one.code for one in going.bookings} - set(seen):
        raise RuleBroken("", N_("Meanwhile another class has booked. Look at who comes, and decide again."))
    ids = [one.id for one in going.bookings]
    for booking in work.db.scalars(select(Booking).where(Booking.id.in_(ids)).with_for_update()):
        _cancel(work, booking, slots[booking.slot_id], reason)
    for slot in slots.values():
        slot.state = CALLED_OFF
        work.audit("slot.called_off", slot.id)
    work.db.flush()
    _tell_schools(work, going.bookings, going.instead, reason, site)
    _tell_hosts(work, going.bookings)
    rounds_went(work, days)
    return len(ids)


def _cancel(work: Work, booking: Booking, slot: VisitSlot, reason: str) -> None:
    give_back(work, booking, slot)
    booking.cancel_reason = " ".join(reason.split())
    booking.hold_until = None
    go_to(work, booking, rules.CANCELLED, note=reason)
    work.audit("booking.called_off", booking.id)


def propose_instead(work: Work, *, code: str, slot_code: str, site: str) -> str:
    """The office keeps a place elsewhere for a class whose visit was called off. Returns the new booking's code.

    Pressed twice it is one booking; `take_places` decides whether there is room.

    Raises:
        NotFound: no such booking or time.
        RuleBroken: it was not called off, there is a proposal already, it does not fit, or the time is full.
    """
    work.must(Permission.WEEK_PLAN)
    gone = work.db.scalars(select(Booking).where(Booking.code == code).with_for_update()).one_or_none()
    if gone is None:
        raise NotFound("booking")
    rules.check_state(state=gone.state, allowed=(rules.CANCELLED,))
    slot, offer = open_slot(work, slot_code)
    prefix = f"{INSTEAD}{gone.code}:"
    tried = work.db.scalars(select(Booking).where(Booking.request_id.startswith(prefix, autoescape=True))).all()
    for held in tried:
        if held.state in rules.LIVE:
            if held.slot_id == slot.id:
                return held.code
            raise RuleBroken("", N_("A place elsewhere is kept for this class already. Wait for what the school says."))
    rules.check_time(starts_at=slot.starts_at, now=work.now)
    rules.check_level(level=gone.level, levels=offer.levels)
    least = 1 if offer.is_calm else offer.min_group
    rules.check_group(expected=gone.expected, min_group=least, max_group=offer.max_group)
    take_places(work, slot.id, places=1, pupils=gone.expected)
    made = _proposal(work, gone, slot, f"{prefix}{len(tried)}", offer.safety_version)
    open_for_host(work, made, offer.company_id, slot)
    note_change(work, made, made.state)
    work.audit("booking.proposed", made.id, instead_of=str(gone.id))
    _tell_proposed(work, made, site)
    return made.code


def _proposal(work: Work, gone: Booking, slot: VisitSlot, request_id: str, safety_version: int) -> Booking:
    made = Booking(
        id=work.new_id(),
        school_id=gone.school_id,
        code=public_code(),
        request_id=request_id,
        slot_id=slot.id,
        class_id=gone.class_id,
        level=gone.level,
        expected=gone.expected,
        needs=gone.needs,
        state=rules.PROPOSED,
        booked_by=gone.booked_by,
        booked_at=work.now,
        hold_until=min(work.now + HOLD, slot.starts_at),
        safety_version=safety_version,
    )
    work.db.add(made)
    work.db.flush()
    return made


def _tell_proposed(work: Work, made: Booking, site: str) -> None:
    staff = work.db.get_one(Staff, made.booked_by)
    (now,) = bookings_that(work, Booking.id == made.id)
    _ = gettext_for(staff.language or "nl")
    with language.speaking(staff.language or "nl"):
        assert made.hold_until is not None
        until = f"{language.long_date(made.hold_until)}, {language.clock_time(made.hold_until)}"
        facts = {"title": now.title, "company": now.company, "when": _when(now), "n": now.expected, "until": until}
        facts |= {"link": f"{site}/visits/booking/{made.code}"}
        _send(work, staff, _(PROPOSED_SUBJECT, title=now.title), _(PROPOSED_TEXT, **facts))


def _tell_schools(
    work: Work,
    bookings: Sequence[BookingNow],
    instead: Mapping[UUID, Sequence[Alternative]],
    reason: str,
    site: str,
) -> None:
    """One mail to each who booked, whatever the number of their classes."""
    by_person: dict[UUID, list[BookingNow]] = {}
    for one in bookings:
        by_person.setdefault(one.booked_by, []).append(one)
    for staff_id, own in by_person.items():
        staff = work.db.get_one(Staff, staff_id)
        spoken = staff.language or "nl"
        _ = gettext_for(spoken)
        with language.speaking(spoken):
            parts = [_part(one, instead.get(one.id, ()), _, site) for one in own]
            subject = _(SUBJECT, company=own[0].company)
            why = _(N_("The company says: %(reason)s"), reason=" ".join(reason.split()))
            along = [file for one in own if not one.is_round for file in _out_of_agenda(work, staff, one)]
            _send(work, staff, subject, "\n\n".join((why, *parts)), along)


def _out_of_agenda(work: Work, staff: Staff, one: BookingNow) -> tuple[Attachment, ...]:
    return invitation_of(work, staff, work.db.get_one(Booking, one.id), CANCEL, FOR_SCHOOL)


def _tell_hosts(work: Work, bookings: Sequence[BookingNow]) -> None:
    """Whose agenda a visit stands in: one letter for each, as it came there, because a calendar takes one at a time. A
    round of an event day stands in no agenda by itself."""
    for one in bookings:
        if one.confirmed_at is not None and not one.is_round:
            booking = work.db.get_one(Booking, one.id)
            slot = work.db.get_one(VisitSlot, booking.slot_id)
            tell_company(work, booking, slot, work.db.get_one(VisitOffer, slot.offer_id), letters.CALLED_OFF)


def _part(one: BookingNow, instead: Sequence[Alternative], _: Callable[..., str], site: str) -> str:
    facts = {"company": one.company, "title": one.title, "when": _when(one), "n": one.expected}
    if one.is_round:
        return "\n".join((_(LINE, **facts), _(OF_DAY)))
    lines = [_(LINE, **facts), _(WAYS_ON) if instead else _(NO_WAY_ON)]
    for other in instead:
        link = f"{site}/visits/{other.offer_code}?slot={other.slot_code}"
        lines.append(f"- {other.title}, {other.company}, {_when(other)}: {link}")
    return "\n".join((*lines, _(SEE, link=f"{site}/visits/booking/{one.code}")))


def _when(one: BookingNow | Alternative) -> str:
    return f"{language.long_date(one.starts_at)}, {language.clock_time(one.starts_at)}"


def _send(work: Work, staff: Staff, subject: str, body: str, along: Sequence[Attachment] = ()) -> None:
    send_mail(work, address=staff.email, subject=subject, body=f"{body}\n\nOpenwerf\n", attachments=along)
