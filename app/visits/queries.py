"""Reading companies' offers with their slots, a school's bookings, a company's day, and presence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.access.matrix import Permission
from app.base import clock
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Company, Pupil, School, SchoolClass
from app.visits.models import Attendance, Booking, BookingPupil, Location, VisitOffer, VisitSlot
from app.visits.rules import LIVE


@dataclass(frozen=True, slots=True)
class SlotNow:
    id: UUID
    code: str
    starts_at: datetime
    ends_at: datetime
    places: int
    pupils: int
    places_left: int
    pupils_left: int
    state: str

    @property
    def is_full(self) -> bool:
        return self.places_left < 1 or self.pupils_left < 1


@dataclass(frozen=True, slots=True)
class OfferNow:
    id: UUID
    code: str
    company_id: UUID
    company: str
    company_code: str
    place: str
    address: str
    entrance: str
    kind: str
    title: str
    summary: str
    see: str
    do: str
    meet: str
    levels: tuple[str, ...]
    wear: tuple[str, ...]
    min_group: int
    max_group: int
    contact: str
    state: str
    slots: tuple[SlotNow, ...]  # from today on, in order of time


@dataclass(frozen=True, slots=True)
class BookingNow:
    """A booking with where and when; `school` and `class_name` are what a host may know of who comes."""

    id: UUID
    code: str
    school_id: UUID
    school: str
    class_id: UUID | None
    class_name: str | None
    level: str
    expected: int
    needs: str
    state: str
    offer_code: str
    title: str
    company_id: UUID
    company: str
    place: str
    address: str
    entrance: str
    contact: str
    wear: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    booked_by: UUID
    confirmed_at: datetime | None
    arrived_at: datetime | None
    arrived_count: int | None


@dataclass(frozen=True, slots=True)
class PupilPresence:
    """One pupil on the list of a booking; `present` is the last word, None when nothing was said."""

    pupil_id: UUID
    first_name: str
    last_name: str
    present: bool | None


def open_offers(work: Work, *, bands: Sequence[str] = (), kinds: Sequence[str] = ()) -> tuple[OfferNow, ...]:
    """Offers that schools may book, soonest slot first; only those for one of `bands` and `kinds` when given."""
    work.must(Permission.OFFER_READ)
    found = [
        offer
        for offer in _offers(work, VisitOffer.state == "open")
        if (not bands or set(bands) & set(offer.levels)) and (not kinds or offer.kind in kinds)
    ]
    late = datetime.max.replace(tzinfo=work.now.tzinfo)
    return tuple(sorted(found, key=lambda offer: (offer.slots[0].starts_at if offer.slots else late, offer.title)))


def offers_of_company(work: Work, *, company_id: UUID) -> tuple[OfferNow, ...]:
    work.must(Permission.OFFER_EDIT, company=company_id)
    return tuple(_offers(work, VisitOffer.company_id == company_id))


def company_kind(work: Work, *, company_id: UUID) -> str:
    """Which modules go with what this company shows."""
    return work.db.get_one(Company, company_id).kind


def offer_by_code(work: Work, code: str) -> OfferNow:
    """Raises: NotFound when there is none, or it is a draft of another company."""
    work.must(Permission.OFFER_READ)
    for offer in _offers(work, VisitOffer.code == code):
        if offer.state != "draft" or work.may(Permission.OFFER_EDIT, company=offer.company_id):
            return offer
    raise NotFound("offer")


def slot_by_code(work: Work, code: str) -> tuple[SlotNow, OfferNow]:
    """Raises: NotFound."""
    work.must(Permission.OFFER_READ)
    row = work.db.execute(
        select(VisitSlot, VisitOffer.code).join(VisitOffer, VisitOffer.id == VisitSlot.offer_id).where(VisitSlot.code == code)
    ).one_or_none()
    if row is None:
        raise NotFound("slot")
    return _slot(row[0]), offer_by_code(work, row[1])


def bookings_of_school(work: Work, *, class_id: UUID | None = None) -> tuple[BookingNow, ...]:
    """The school's bookings in order of time; those of one class when given."""
    work.must(Permission.BOOKING_READ, school=work.school_id)
    wanted = [Booking.class_id == class_id] if class_id else []
    return _bookings(work, *wanted)


def bookings_by_id(work: Work, ids: Sequence[UUID]) -> tuple[BookingNow, ...]:
    """Bookings of one's own school by id (a pupil's home and certificates ask)."""
    return _bookings(work, Booking.id.in_(ids)) if ids else ()


def bookings_of_company(work: Work, *, company_id: UUID, day: date | None = None) -> tuple[BookingNow, ...]:
    """Who comes to a company, live bookings only; on one day when given."""
    work.must(Permission.BOOKING_CONFIRM, company=company_id)
    wanted = [VisitOffer.company_id == company_id, Booking.state.in_((*LIVE,))]
    found = _bookings(work, *wanted)
    return tuple(one for one in found if day is None or clock.school_day(one.starts_at) == day)


def booking_by_code(work: Work, code: str) -> BookingNow:
    """Raises: NotFound: another school's, another company's, or none."""
    work.must(Permission.BOOKING_READ)
    found = _bookings(work, Booking.code == code)
    if not found:
        raise NotFound("booking")
    work.must(Permission.BOOKING_READ, school=found[0].school_id, company=found[0].company_id)
    return found[0]


def presence_list(work: Work, *, booking_id: UUID) -> tuple[PupilPresence, ...]:
    """The pupils of a booking in class-list order, with the last word on each."""
    work.must(Permission.PRESENCE_MARK)
    last = presence_of(work, booking_id=booking_id)
    rows = work.db.execute(
        select(Pupil.id, Pupil.first_name, Pupil.last_name)
        .join(BookingPupil, BookingPupil.pupil_id == Pupil.id)
        .where(BookingPupil.booking_id == booking_id)
        .order_by(Pupil.sort_key, Pupil.id)
    )
    return tuple(PupilPresence(pupil_id, first, name, last.get(pupil_id)) for pupil_id, first, name in rows)


def presence_of(work: Work, *, booking_id: UUID) -> dict[UUID, bool]:
    """The last word on each pupil of a booking."""
    rows = work.db.execute(
        select(Attendance.pupil_id, Attendance.present)
        .where(Attendance.booking_id == booking_id)
        .order_by(Attendance.id)
    )
    return dict(rows.tuples().all())


def pupils_on_list(work: Work, *, booking_id: UUID) -> int:
    return work.db.scalar(select(func.count(BookingPupil.id)).where(BookingPupil.booking_id == booking_id)) or 0


def _offers(work: Work, *wanted: object) -> list[OfferNow]:
    rows = work.db.execute(
        select(VisitOffer, Company, Location)
        .join(Company, Company.id == VisitOffer.company_id)
        .join(Location, Location.id == VisitOffer.location_id)
        .where(*wanted)  # type: ignore[arg-type]  # column expressions
        .order_by(Company.name, VisitOffer.title)
    ).all()
    slots = _slots(work, [offer.id for offer, _, _ in rows])
    return [_offer(offer, company, location, slots.get(offer.id, ())) for offer, company, location in rows]


def _slots(work: Work, offer_ids: Sequence[UUID]) -> dict[UUID, tuple[SlotNow, ...]]:
    """Slots from today on of many offers in one query."""
    found: dict[UUID, list[SlotNow]] = {}
    for slot in work.db.scalars(
        select(VisitSlot)
        .where(VisitSlot.offer_id.in_(offer_ids), VisitSlot.starts_at >= clock.at(work.today, 0))
        .order_by(VisitSlot.starts_at)
    ):
        found.setdefault(slot.offer_id, []).append(_slot(slot))
    return {offer_id: tuple(slots) for offer_id, slots in found.items()}


def _slot(slot: VisitSlot) -> SlotNow:
    return SlotNow(
        slot.id,
        slot.code,
        slot.starts_at,
        slot.ends_at,
        slot.places,
        slot.pupils,
        slot.places - slot.places_taken,
        slot.pupils - slot.pupils_taken,
        slot.state,
    )


def _offer(offer: VisitOffer, company: Company, location: Location, slots: tuple[SlotNow, ...]) -> OfferNow:
    return OfferNow(
        offer.id,
        offer.code,
        company.id,
        company.name,
        company.code,
        location.place,
        location.address,
        location.entrance,
        offer.kind,
        offer.title,
        offer.summary,
        offer.see,
        offer.do,
        offer.meet,
        tuple(offer.levels),
        tuple(offer.wear),
        offer.min_group,
        offer.max_group,
        offer.contact,
        offer.state,
        slots,
    )


def _bookings(work: Work, *wanted: object) -> tuple[BookingNow, ...]:
    rows = work.db.execute(
        select(Booking, VisitSlot, VisitOffer, Company, Location, School.name, SchoolClass.name)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .join(Company, Company.id == VisitOffer.company_id)
        .join(Location, Location.id == VisitOffer.location_id)
        .join(School, School.id == Booking.school_id)
        .outerjoin(SchoolClass, SchoolClass.id == Booking.class_id)
        .where(*wanted)  # type: ignore[arg-type]  # column expressions
        .order_by(VisitSlot.starts_at, Booking.id)
    )
    return tuple(
        BookingNow(
            booking.id,
            booking.code,
            booking.school_id,
            school,
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
            location.place,
            location.address,
            location.entrance,
            offer.contact,
            tuple(offer.wear),
            slot.starts_at,
            slot.ends_at,
            booking.booked_by,
            booking.confirmed_at,
            booking.arrived_at,
            booking.arrived_count,
        )
        for booking, slot, offer, company, location, school, class_name in rows
    )
