"""What stands on the papers of a booking: the letter, whose slips are in, who is where when everybody must go out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.jobs import Job, job_of
from app.base.names import full_name, short_name
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Pupil, Staff
from app.visits.models import BookingPupil, ConsentSlip, TransportSheet, VisitOffer, VisitSlot
from app.visits.queries.bookings import (
    BookingNow,
    booking_by_code,
    bookings_of_company,
    bookings_of_school,
    bookings_that,
)
from app.visits.queries.event_agenda import as_whole_day, event_of
from app.visits.queries.presence import may_see_list
from app.visits.queries.safety import safety_ticks
from app.visits.queries.transport import TransportNow, as_trip, transport_of
from app.visits.rules import LIVE
from app.visits.rules.gate import day_of
from app.visits.rules.transport import adults_needed
from app.visits.rules.where import Where


@dataclass(frozen=True, slots=True)
class Tick:
    """A pupil of the list with one fact: the slip is in, or the rules are known."""

    pupil_id: UUID
    name: str  # first name and initial; the whole name when two of the list have the same
    is_on: bool


@dataclass(frozen=True, slots=True)
class PapersNow:
    """How far everything before the day is, on the page of the booking."""

    pupils: int
    slips: int
    know_rules: int
    transport: TransportNow


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What parents read. Words of the company stand in its own language. `names`: a letter for each; none: one."""

    booking: BookingNow
    teacher: str
    teacher_email: str
    see: str
    do: str
    notices: str
    photos: str
    gear_own: tuple[str, ...]  # to bring from home
    gear_given: tuple[str, ...]
    forbidden: tuple[str, ...]
    travel: TransportNow
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutGroup:
    """A group in case everybody must go out. `names`: for its teacher alone; `adults`: needed when not yet known."""

    label: str
    school: str
    starts_at: datetime
    ends_at: datetime
    expected: int
    counted: int | None
    adults: int | None
    needs: str
    teacher: str
    phone: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutList:
    """The list for evacuation, as who asks may know it."""

    title: str
    company: str
    place: str
    entrance: str
    contact: str
    day: date
    with_names: bool
    groups: tuple[OutGroup, ...]
    in_turn: bool = False  # one after the other, so that they are never together


def slip_ticks(work: Work, *, booking: BookingNow) -> tuple[Tick, ...]:
    """The list of a booking with whose slip is in. Raises: NotFound for a class out of reach."""
    work.must(Permission.PRESENCE_MARK)
    classes = frozenset({booking.class_id} if booking.class_id else ())
    work.must(Permission.PRESENCE_MARK, classes=classes, school=booking.school_id)
    held = select(ConsentSlip.pupil_id).where(ConsentSlip.booking_id == booking.id)
    return ticks(work, booking, set(work.db.scalars(held)))


def rules_ticks(work: Work, *, booking: BookingNow) -> tuple[Tick, ...]:
    """The list of a booking with who knows the safety rules as they are now."""
    return ticks(work, booking, safety_ticks(work, booking=booking))


def ticks(work: Work, booking: BookingNow, on: set[UUID]) -> tuple[Tick, ...]:
    """In class-list order. The caller has asked for the permission."""
    rows = work.db.execute(
        select(Pupil.id, Pupil.first_name, Pupil.last_name)
        .join(BookingPupil, BookingPupil.pupil_id == Pupil.id)
        .where(BookingPupil.booking_id == booking.id)
        .order_by(Pupil.sort_key, Pupil.id)
    ).all()
    shorts = [short_name(first, last) for _, first, last in rows]
    return tuple(
        Tick(pupil_id, short if shorts.count(short) == 1 else full_name(first, last), pupil_id in on)
        for (pupil_id, first, last), short in zip(rows, shorts, strict=True)
    )


def papers_now(work: Work, *, booking: BookingNow) -> PapersNow | None:
    """None for who may not see the list of this booking."""
    if not work.may_any(Permission.PRESENCE_MARK) or not may_see_list(work, booking):
        return None
    slips, known = slip_ticks(work, booking=booking), rules_ticks(work, booking=booking)
    return PapersNow(
        len(slips),
        sum(one.is_on for one in slips),
        sum(one.is_on for one in known),
        transport_of(work, booking=booking),
    )


def letter_facts(work: Work, *, code: str, with_names: bool = False) -> LetterFacts:
    """For a teacher of the class or the office. Raises: NotFound."""
    work.must(Permission.PRESENCE_MARK)
    booking = booking_by_code(work, code)
    names = tuple(one.name for one in slip_ticks(work, booking=booking))
    offer, booking = work.db.get_one(VisitOffer, booking.offer_id), as_whole_day(work, booking)
    teacher = work.db.get(Staff, work.actor.user_id)
    return LetterFacts(
        booking,
        teacher.name if teacher else booking.booker,
        teacher.email if teacher else booking.booker_email,
        offer.see,
        offer.do,
        offer.notices,
        offer.photos,
        tuple(one["what"] for one in offer.gear if one.get("by") == "pupil"),
        tuple(one["what"] for one in offer.gear if one.get("by") != "pupil"),
        tuple(offer.forbidden),
        transport_of(work, booking=booking),
        names if with_names else (),
    )


def words_of_letter(work: Work, *, job_id: UUID) -> dict[str, Any]:
    """With which words one's own letter was asked for. Raises: NotFound."""
    job_of(work, job_id)
    return work.db.get_one(Job, job_id).arguments


def out_list(work: Work, *, code: str) -> OutList:
    """A host and a coordinator see every group of that day in numbers; a teacher those of the own class, by name.

    Raises: NotFound.
    """
    booking = booking_by_code(work, code)
    if work.actor.role is Role.COORDINATOR:
        opens, ends = day_of(booking.starts_at)
        at_company = VisitOffer.company_id == booking.company_id
        every = bookings_that(work, at_company, VisitSlot.starts_at >= opens, VisitSlot.starts_at < ends)
        groups = tuple(_group(work, one, with_names=False) for one in every if one.state in LIVE)
    elif work.actor.company_id is not None:
        every = bookings_of_company(work, company_id=booking.company_id, day=booking.day)
        groups = tuple(_group(work, one, with_names=False) for one in every if one.state in LIVE)
    else:
        if not work.may(Permission.PRESENCE_MARK, classes=_classes(booking), school=booking.school_id):
            raise NotFound("list")  # a colleague of another class
        every = bookings_of_school(work, class_id=booking.class_id) if booking.class_id else (booking,)
        today = [one for one in every if one.day == booking.day and one.company_id == booking.company_id]
        today = [as_whole_day(work, booking)] if booking.is_round else today
        groups = tuple(_group(work, one, with_names=True) for one in today if one.state in LIVE)
    return _out_list(work, booking, groups)


def _out_list(work: Work, booking: BookingNow, groups: tuple[OutGroup, ...]) -> OutList:
    """On an event day everybody goes out of the place of that day, and a company keeps its own name there."""
    event, with_names = event_of(work, booking), work.actor.sees_pupils
    if event is None:
        company, place, entrance, contact = booking.company, booking.place, booking.entrance, booking.contact
    else:
        company = event.venue if with_names else booking.company
        place = Where(event.address, event.place).line if with_names else f"{event.venue}, {event.place}"
        entrance, contact = "", event.phone
    title = booking.title if event is None else event.name
    return OutList(title, company, place, entrance, contact, booking.day, with_names, groups, event is not None)


def _group(work: Work, booking: BookingNow, *, with_names: bool) -> OutGroup:
    key = as_trip(work, booking).id
    sheet = work.db.scalars(select(TransportSheet).where(TransportSheet.booking_id == key)).one_or_none()
    ratio = work.db.get_one(VisitOffer, booking.offer_id).supervision
    known = sheet.adults if sheet else None
    return OutGroup(
        booking.class_name or booking.school,
        booking.school,
        booking.starts_at,
        booking.ends_at,
        booking.expected,
        booking.arrived_count,
        adults_needed(pupils=booking.expected, ratio=ratio) if known is None else known,
        booking.needs,
        booking.booker,
        (sheet.phone if sheet else "") or booking.booker_email,
        tuple(one.name for one in ticks(work, booking, set())) if with_names else (),
    )


def _classes(booking: BookingNow) -> frozenset[UUID]:
    return frozenset({booking.class_id} if booking.class_id else ())
