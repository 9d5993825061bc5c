"""Bookings, as the school that made them and the company that receives them see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base import clock, doors
from app.base.language import N_, gettext
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Company, School, SchoolClass, Staff
from app.visits.models import Booking, EventPlan, EventRound, EventStand, Location, VisitOffer, VisitSlot
from app.visits.rules import DECLINED
from app.visits.rules.event import IS_EVENT
from app.visits.rules.from_class import text_of
from app.visits.rules.halves import part_name
from app.visits.rules.where import STAYS, Where, where_of


@dataclass(frozen=True, slots=True)
class BookingNow:
    """A booking with where and when; `school` and `class_name` are what a host may know of who comes."""

    id: UUID
    code: str
    school_id: UUID
    school: str
    class_id: UUID | None
    whole_class: str | None
    level: str
    expected: int
    needs: str
    state: str
    offer_code: str
    title: str
    company_id: UUID
    company: str
    place: str  # of the company; of the school for a guest lesson; `online`
    address: str
    entrance: str  # empty where the class stays
    contact: str
    wear: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    booked_by: UUID
    confirmed_at: datetime | None
    arrived_at: datetime | None
    arrived_count: int | None
    slot_code: str
    offer_id: UUID
    min_group: int
    max_group: int
    booker: str  # the teacher who asked
    booker_email: str
    questions: tuple[str, ...]  # of the class; for its school alone, others read queries/from_class.py
    questions_at: datetime | None
    thanks: tuple[str, ...]  # the same
    thanks_at: datetime | None
    school_yes_at: datetime | None
    hold_until: datetime | None
    safety_version: int  # of the safety rules the school said yes to
    safety_now: int  # of the offer's as they are now
    cancel_reason: str
    closed_at: datetime | None
    has_list: bool  # somebody stands on its list; who that is, is for the teachers of the class
    form: str = "tour"
    is_round: bool = False  # of an event day: booked, changed and left by way of that day
    part: int = 0  # of an event day: 1 or 2 when the class walks in two halves

    @property
    def class_name(self) -> str | None:
        """As everybody calls who comes: `7A`, or `7A part 1` of a class in two halves."""
        return part_name(self.whole_class, self.part) if self.whole_class else None

    @property
    def where(self) -> str:
        """In one line."""
        return Where(self.address, self.place).line

    @property
    def stays(self) -> bool:
        """The class need not go anywhere."""
        return self.form in STAYS

    @property
    def must_read_safety(self) -> bool:
        """The safety rules changed since the school said yes to them."""
        return self.safety_version < self.safety_now

    @property
    def day(self) -> date:
        return clock.school_day(self.starts_at)


def bookings_of_school(
    work: Work, *, class_id: UUID | None = None, since: datetime | None = None, keep: Collection[UUID] = ()
) -> tuple[BookingNow, ...]:
    """The school's bookings in order of time; those of one class when given, and those that end at `since` or later,
    with the older ones of `keep`: a school has some hundreds after a few years."""
    work.must(Permission.BOOKING_READ, school=work.school_id)
    wanted: list[ColumnElement[bool]] = [Booking.class_id == class_id] if class_id else []
    if since is not None:
        wanted.append(or_(VisitSlot.ends_at >= since, Booking.id.in_(list(keep))))
    return _bookings(work, *wanted)


def bookings_by_id(work: Work, ids: Sequence[UUID]) -> tuple[BookingNow, ...]:
    """Bookings of one's own school by id (a pupil's home and certificates ask)."""
    return _bookings(work, Booking.id.in_(ids)) if ids else ()


def bookings_of_company(work: Work, *, company_id: UUID, day: date | None = None) -> tuple[BookingNow, ...]:
    """Who comes to a company, and who cancelled lately; on one day when given."""
    work.must(Permission.BOOKING_CONFIRM, company=company_id)
    found = _bookings(work, VisitOffer.company_id == company_id, Booking.state != DECLINED)
    return tuple(one for one in found if day is None or clock.school_day(one.starts_at) == day)


def booking_by_code(work: Work, code: str) -> BookingNow:
    """Raises: NotFound: another school's, another company's, or none."""
    work.must(Permission.BOOKING_READ)
    found = _bookings(work, Booking.code == code)
    if not found:
        raise NotFound("booking")
    work.must(Permission.BOOKING_READ, school=found[0].school_id, company=found[0].company_id)
    return found[0]


def bookings_that(work: Work, *wanted: ColumnElement[bool]) -> tuple[BookingNow, ...]:
    """Within reach, in order of time; conditions on booking, slot, offer, company, location or school."""
    work.must(Permission.BOOKING_READ)
    return _bookings(work, *wanted)


def bookings_in_window(work: Work) -> Select[UUID]:
    """Which bookings a host may see now: each has a door of its own, so that an old one stays shut."""
    return select(doors.Door.subject_id).where(
        doors.Door.kind == doors.HOST,
        doors.Door.holder_id == work.actor.company_id,
        or_(doors.Door.opens_at.is_(None), doors.Door.opens_at <= work.now),
        or_(doors.Door.closes_at.is_(None), doors.Door.closes_at > work.now),
    )


def _window(work: Work) -> list[ColumnElement[bool]]:
    if work.actor.role is Role.GATE:  # by the link of the day: this one visit, whatever else the school has
        return [Booking.id == work.actor.user_id]
    return [Booking.id.in_(bookings_in_window(work))] if work.actor.role is Role.HOST else []


def _bookings(work: Work, *wanted: ColumnElement[bool]) -> tuple[BookingNow, ...]:
    seen = (Booking, VisitSlot, VisitOffer, Company, Location, School, SchoolClass.name, Staff, EventStand, EventPlan)
    rows = work.db.execute(
        select(*seen)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .join(Company, Company.id == VisitOffer.company_id)
        .join(Location, Location.id == VisitOffer.location_id)
        .join(School, School.id == Booking.school_id)
        .join(Staff, Staff.id == Booking.booked_by)
        .outerjoin(SchoolClass, SchoolClass.id == Booking.class_id)
        .outerjoin(EventRound, EventRound.slot_id == Booking.slot_id)
        .outerjoin(EventStand, EventStand.id == EventRound.stand_id)
        .outerjoin(EventPlan, EventPlan.id == EventStand.event_id)
        .where(*_window(work), *wanted)
        .order_by(VisitSlot.starts_at, Booking.id)
    )
    return tuple(
        BookingNow(
            booking.id,
            booking.code,
            booking.school_id,
            school.name,
            booking.class_id,
            class_name,
            booking.level,
            booking.expected,
            booking.needs,
            booking.state,
            offer.code,
            offer.title,
            company.id,
            company.name,
            where.place,
            where.address,
            where.entrance,
            (plan.phone if plan else "") or offer.contact,
            tuple(offer.wear),
            slot.starts_at,
            slot.ends_at,
            booking.booked_by,
            booking.confirmed_at,
            booking.arrived_at,
            booking.arrived_count,
            slot.code,
            offer.id,
            offer.min_group,
            offer.max_group,
            staff.name,
            staff.email,
            _sent(work, booking.questions),
            booking.questions_at,
            _sent(work, booking.thanks),
            booking.thanks_at,
            booking.school_yes_at,
            booking.hold_until,
            booking.safety_version,
            offer.safety_version,
            booking.cancel_reason,
            booking.closed_at,
            booking.listed > 0,
            offer.form,
            slot.state == IS_EVENT,
            booking.part,
        )
        for booking, slot, offer, company, location, school, class_name, staff, stand, plan in rows
        for where in (at_stand(plan, stand) if plan else place_of(offer, location, school),)
    )


def _sent(work: Work, kept: list[Any]) -> tuple[str, ...]:
    """As it was sent, for people of the school. Nobody else reads it without a new look at the names."""
    return tuple(map(text_of, kept)) if work.actor.sees_pupils else ()


def at_stand(plan: EventPlan, stand: EventStand) -> Where:
    """A round of an event day is at the place of that day, not at the company's own site."""
    return Where(plan.address, plan.place, f"{plan.venue}, {gettext(N_('stand %(number)s'), number=stand.number)}")


def place_of(offer: VisitOffer, location: Location, school: School) -> Where:
    """Where this visit is for this school."""
    return where_of(
        form=offer.form,
        site=Where(location.address, location.place, location.entrance, location.gate),
        school=Where(school.address, school.place),
        school_name=school.name,
        way_in=offer.way_in,
    )
