"""Visits for an agenda, and the secret address that leads to them."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.sealing import Seal
from app.base.work import Work
from app.people.models import Company, School, SchoolClass
from app.people.queries import class_by_code
from app.visits.calendar import Appointment
from app.visits.models import Booking, BookingChange, CalendarFeed, Location, VisitOffer, VisitSlot
from app.visits.models.reminders import OF_CLASS
from app.visits.queries.bookings import bookings_in_window, place_of
from app.visits.queries.event_agenda import one_a_day
from app.visits.rules import LIVE
from app.visits.rules.event import IS_EVENT

PURPOSE = "calendar"
BACK = timedelta(days=60)  # what is longer ago goes out of the agenda
OWNERS = (Role.TEACHER, Role.SCHOOL_ADMIN, Role.HOST)


@dataclass(frozen=True, slots=True)
class Whose:
    """Kind, owner and place: which agenda it is."""

    kind: str
    owner_id: UUID
    place_id: UUID


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda that one may renew; `token` is None until there is an address. `class_code` is empty for one's own."""

    class_code: str
    class_name: str
    token: str | None


def whose(work: Work, *, class_code: str = "") -> Whose:
    """Of the actor, or of a class that one may share.

    Raises: NotFound: another's class, or a role without visits of its own.
    """
    actor = work.actor
    if class_code:
        klass = class_by_code(work, code=class_code, permission=Permission.CLASS_SHARE)
        return Whose(OF_CLASS, klass.id, work.school_id)
    work.must(Permission.BOOKING_READ)
    place = actor.school_id or actor.company_id
    if actor.role not in OWNERS or actor.user_id is None or place is None:
        raise NotFound("calendar")
    return Whose(actor.role.value, actor.user_id, place)


def agenda(work: Work, *, class_code: str = "") -> Agenda:
    """The actor's own, or that of a class. Raises: NotFound."""
    owner = whose(work, class_code=class_code)
    held = feed_row(work, owner)
    name = work.db.get_one(SchoolClass, owner.owner_id).name if class_code else ""
    return Agenda(class_code, name, token_of(work.seal, held.id, held.version) if held else None)


def feed_row(work: Work, owner: Whose) -> CalendarFeed | None:
    return work.db.scalars(
        select(CalendarFeed).where(
            CalendarFeed.kind == owner.kind,
            CalendarFeed.owner_id == owner.owner_id,
            CalendarFeed.place_id == owner.place_id,
        )
    ).one_or_none()


def token_of(seal: Seal, feed_id: UUID, version: int) -> str:
    """27 letters; it follows from the row, so that it can be shown again and the database holds no secret."""
    return seal.token(PURPOSE, f"{feed_id}/{version}")


def owner_of(work: Work, *, token: str) -> Whose | None:
    """Whose agenda this address is; None when it never was one or was renewed."""
    digest = work.seal.digest(PURPOSE, token)
    held = work.db.scalars(select(CalendarFeed).where(CalendarFeed.digest == digest)).one_or_none()
    return Whose(held.kind, held.owner_id, held.place_id) if held else None


def appointments_of_actor(work: Work) -> tuple[Appointment, ...]:
    """A teacher: what one booked and where one's classes go; a host: who comes to the company."""
    actor = work.actor
    if actor.company_id:
        work.must(Permission.BOOKING_CONFIRM, company=actor.company_id)
        mine = (VisitOffer.company_id == actor.company_id, Booking.id.in_(bookings_in_window(work)))
        return one_a_day(work, appointments(work, *mine, _goes_on()))
    work.must(Permission.BOOKING_READ, school=work.school_id)
    mine_too = or_(Booking.booked_by == actor.user_id, Booking.class_id.in_(actor.class_ids))
    return one_a_day(work, appointments(work, mine_too, _goes_on()), person_id=actor.user_id)


def appointments_of_class(work: Work, *, class_id: UUID) -> tuple[str, tuple[Appointment, ...]]:
    """(its name, where it goes), for somebody who came by its address. Raises: NotFound: the class is gone."""
    work.must(Permission.CALENDAR_READ, classes={class_id})
    klass = work.db.get(SchoolClass, class_id)
    if klass is None or (klass.left_on is not None and klass.left_on <= work.today):
        raise NotFound("class")
    return klass.name, one_a_day(work, appointments(work, Booking.class_id == class_id, _goes_on()))


def _goes_on() -> ColumnElement[bool]:
    """A round that was taken off a route is no news for an agenda: the day itself goes on."""
    return or_(VisitSlot.state != IS_EVENT, Booking.state.in_(LIVE))


def appointments(work: Work, *wanted: ColumnElement[bool]) -> tuple[Appointment, ...]:
    """Part of others, which asked whether one may know. Soonest first."""
    changes = (
        select(BookingChange.booking_id, func.count().label("times"), func.max(BookingChange.at).label("last"))
        .group_by(BookingChange.booking_id)
        .subquery()
    )
    rows = work.db.execute(
        select(Booking, VisitSlot, VisitOffer, Company.name, Location, School, SchoolClass.name, changes)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .join(Company, Company.id == VisitOffer.company_id)
        .join(Location, Location.id == VisitOffer.location_id)
        .join(School, School.id == Booking.school_id)
        .outerjoin(SchoolClass, SchoolClass.id == Booking.class_id)
        .outerjoin(changes, changes.c.booking_id == Booking.id)
        .where(VisitSlot.starts_at > work.now - BACK, *wanted)
        .order_by(VisitSlot.starts_at, Booking.id)
    )
    return tuple(
        Appointment(
            id=booking.id,
            sequence=times or 0,
            changed_at=last or booking.booked_at,
            state=booking.state,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            title=offer.title,
            company=company,
            where=place_of(offer, location, school),
            form=offer.form,
            contact=offer.contact,
            school=school.name,
            class_name=class_name or "",
            expected=booking.expected,
            level=booking.level,
        )
        for booking, slot, offer, company, location, school, class_name, _, times, last in rows
    )
