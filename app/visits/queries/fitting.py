"""A class or a booking that a coordinator has in hand, and what the checks must know of it and of a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, bindparam, select

from app.access.matrix import Permission
from app.base import clock
from app.base.hot import SCHOOLS, checked
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import ClassLevel, Company, School, SchoolClass
from app.visits.models import Booking, Location, VisitOffer, VisitSlot
from app.visits.queries.editions import EditionNow
from app.visits.queries.week import OfferRow, SlotRow
from app.visits.rules.booking import LIVE
from app.visits.rules.editions import short_school
from app.visits.rules.plan import Facts, Group, Moment, Placement, Visit, asks_wheelchair


class SchoolFacts(NamedTuple):
    id: UUID
    name: str
    kind: str
    latitude: float | None
    longitude: float | None


_SCHOOL = (School.id, School.name, School.kind, School.latitude, School.longitude)
_CLASS = checked(
    select(SchoolClass.id, SchoolClass.name, SchoolClass.size, ClassLevel.level, *_SCHOOL)
    .join(School, School.id == SchoolClass.school_id)
    .outerjoin(ClassLevel, (ClassLevel.class_id == SchoolClass.id) & (ClassLevel.school_id == SchoolClass.school_id))
    .where(SchoolClass.school_id.in_(SCHOOLS), SchoolClass.code == bindparam("code"))
    .order_by(ClassLevel.level)
)
_BOOKING = checked(
    select(
        Booking.id,
        Booking.class_id,
        Booking.level,
        Booking.expected,
        Booking.needs,
        Booking.state,
        VisitSlot.id,
        VisitSlot.starts_at,
        Company.name,
        SchoolClass.name,
        *_SCHOOL,
    )
    .join(School, School.id == Booking.school_id)
    .join(VisitSlot, VisitSlot.id == Booking.slot_id)
    .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
    .join(Company, Company.id == VisitOffer.company_id)
    .outerjoin(SchoolClass, (SchoolClass.id == Booking.class_id) & (SchoolClass.school_id == Booking.school_id))
    .where(Booking.school_id.in_(SCHOOLS), Booking.code == bindparam("code"))
)
_LEVELS = checked(
    select(ClassLevel.level)
    .where(ClassLevel.school_id.in_(SCHOOLS), ClassLevel.class_id == bindparam("class_id"))
    .order_by(ClassLevel.level)
)


def _visits(held: ColumnElement[bool]) -> Executable:
    return checked(
        select(Booking.id, VisitSlot.starts_at, VisitSlot.offer_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(Booking.school_id.in_(SCHOOLS), held, Booking.state.in_(LIVE))
    )


_VISITS_OF_CLASS = _visits(Booking.class_id == bindparam("key"))
_VISIT_ITSELF = _visits(Booking.id == bindparam("key"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a booking is now."""

    slot_id: UUID
    company: str
    starts_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Picked:
    """In hand: a class without a visit (`class_code`), or a booking that moves (`booking_code`)."""

    id: UUID  # of the class, or of a booking whose class is not known
    label: str
    levels: tuple[str, ...]
    pupils: int  # 0: not known yet
    school_id: UUID
    class_id: UUID | None
    group: Group
    class_code: str = ""
    booking_code: str = ""
    booking_id: UUID | None = None
    origin: Origin | None = None

    def placed_on(self, slot_id: UUID, pupils: int | None = None) -> Placement:
        leaves = self.origin.slot_id if self.origin else None
        return Placement(self.id, slot_id, pupils or self.pupils or 1, self.booking_id, leaves)


@dataclass(frozen=True, slots=True)
class Target:
    """A moment as it is now. `seen`: what a page sends back, so that an older page moves nothing."""

    slot: SlotRow
    offer: OfferRow
    moment: Moment

    def seen(self, picked: Picked) -> str:
        state = f"{picked.origin.slot_id.hex[-8:]}.{picked.origin.state}" if picked.origin else ""
        return f"{self.slot.places_taken}.{self.slot.pupils_taken}.{self.slot.state}.{self.offer.state}.{state}"


def picked_class(work: Work, *, code: str) -> Picked:
    """Raises: NotFound."""
    work.must(Permission.WEEK_PLAN)
    rows = work.hot_over(_CLASS, code=code).all()
    if not rows:
        raise NotFound("class")
    class_id, name, size, _, *facts = rows[0]
    school, levels = SchoolFacts._make(facts), tuple(row.level for row in rows if row.level)
    label = f"{name} {short_school(school.name)}"
    group = _group(school, levels, visits=_visits_of(work, _VISITS_OF_CLASS, class_id))
    return Picked(class_id, label, levels, size or 0, school.id, class_id, group, class_code=code)


def picked_booking(work: Work, *, code: str) -> Picked:
    """Raises: NotFound."""
    work.must(Permission.WEEK_PLAN)
    row = work.hot_over(_BOOKING, code=code).one_or_none()
    if row is None:
        raise NotFound("booking")
    booking_id, class_id, level, expected, needs, state, slot_id, starts_at, company, class_name, *facts = row
    school = SchoolFacts._make(facts)
    levels = (_levels_of(work, class_id) if class_id else ()) or (level,)
    visits = _visits_of(work, _VISITS_OF_CLASS, class_id) if class_id else _visits_of(work, _VISIT_ITSELF, booking_id)
    return Picked(
        class_id or booking_id,
        f"{class_name or ''} {short_school(school.name)}".strip(),
        levels,
        expected,
        school.id,
        class_id,
        _group(school, levels, visits=visits, chair=asks_wheelchair(needs)),
        booking_code=code,
        booking_id=booking_id,
        origin=Origin(slot_id, company, starts_at, state),
    )


def target(work: Work, *, slot_code: str, edition: EditionNow) -> Target:
    """Raises: NotFound: no such moment in this edition."""
    row = work.db.execute(
        select(VisitSlot, VisitOffer, Company, Location)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .join(Company, Company.id == VisitOffer.company_id)
        .join(Location, Location.id == VisitOffer.location_id)
        .where(VisitSlot.code == slot_code, VisitOffer.state != "draft")
    ).one_or_none()
    if row is None:
        raise NotFound("slot")
    slot, offer, company, place = row
    held_slot = SlotRow._make(getattr(slot, name) for name in SlotRow._fields)
    own = (getattr(offer, name) for name in OfferRow._fields[:9])
    there = (place.place, place.latitude, place.longitude, place.wheelchair)
    held_offer = OfferRow._make((*own, company.id, company.code, company.name, *there))
    moment = moment_of(held_slot, held_offer)
    if not edition.starts_on <= moment.day <= edition.ends_on:
        raise NotFound("slot")
    return Target(held_slot, held_offer, moment)


def moment_of(slot: SlotRow, offer: OfferRow) -> Moment:
    return Moment(
        slot.offer_id,
        slot.starts_at,
        slot.ends_at,
        slot.places - slot.places_taken,
        slot.pupils - slot.pupils_taken,
        slot.state == "open" and offer.state == "open",
        tuple(offer.levels),
        offer.min_group,
        offer.max_group,
        offer.is_calm,
        offer.form,
        offer.deadline_days,
        offer.latitude,
        offer.longitude,
        offer.wheelchair,
    )


def facts_of(now: datetime, edition: EditionNow, picked: Picked, moments: Mapping[UUID, Moment]) -> Facts:
    """For the checks of what is in hand."""
    closed: dict[date, str] = edition.closed
    return Facts(now, {picked.id: picked.group}, moments, closed, frozenset(edition.events))


def _group(school: SchoolFacts, levels: Sequence[str], *, visits: Mapping[UUID, Visit], chair: bool = False) -> Group:
    return Group(tuple(levels), school.kind, school.latitude, school.longitude, chair, visits)


def _levels_of(work: Work, class_id: UUID) -> tuple[str, ...]:
    return tuple(work.hot_over(_LEVELS, class_id=class_id).scalars())


def _visits_of(work: Work, question: Executable, key: UUID) -> dict[UUID, Visit]:
    rows = work.hot_over(question, key=key)
    return {booking_id: Visit(clock.school_day(starts_at), offer_id) for booking_id, starts_at, offer_id in rows}
