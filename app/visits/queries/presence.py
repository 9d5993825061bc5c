"""Who of a class goes along and who was there: for the teachers of that class and the school's office."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.access.matrix import Permission
from app.base.names import short_name
from app.base.work import Work
from app.people.models import Pupil, Staff
from app.people.queries import PupilNow, pupils_of_class
from app.visits.models import Attendance, Booking, BookingPupil, EventClass, EventStep, VisitSlot
from app.visits.queries.bookings import BookingNow
from app.visits.rules import LIVE


@dataclass(frozen=True, slots=True)
class PupilPresence:
    """One pupil on the list of a booking; `present` is the last word, None when nothing was said."""

    pupil_id: UUID
    first_name: str
    last_name: str
    present: bool | None

    @property
    def short_name(self) -> str:
        return short_name(self.first_name, self.last_name)


@dataclass(frozen=True, slots=True)
class ListPupil:
    """A pupil of the class on the page that divides it: on this booking, on another of the same offer, or free."""

    pupil: PupilNow
    is_on: bool
    is_elsewhere: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One word of one person on one pupil."""

    pupil_id: UUID
    present: bool
    by: UUID
    at: datetime


def may_see_list(work: Work, booking: BookingNow) -> bool:
    """A colleague of another class sees that the school goes, not which children."""
    classes = frozenset({booking.class_id} if booking.class_id else ())
    return work.may(Permission.PRESENCE_MARK, classes=classes, school=booking.school_id)


def presence_list(work: Work, *, booking: BookingNow) -> tuple[PupilPresence, ...]:
    """The pupils of a booking in class-list order, with the last word on each; nobody before there is a class.

    Raises: NotFound for a class out of reach.
    """
    work.must(Permission.PRESENCE_MARK)
    if booking.class_id is None:
        return ()
    work.must(Permission.PRESENCE_MARK, classes=frozenset({booking.class_id}), school=booking.school_id)
    last = presence_of(work, booking_id=booking.id)
    rows = work.db.execute(
        select(Pupil.id, Pupil.first_name, Pupil.last_name)
        .join(BookingPupil, BookingPupil.pupil_id == Pupil.id)
        .where(BookingPupil.booking_id == booking.id)
        .order_by(Pupil.sort_key, Pupil.id)
    )
    return tuple(PupilPresence(pupil_id, first, name, last.get(pupil_id)) for pupil_id, first, name in rows)


def division(work: Work, *, booking: BookingNow) -> tuple[ListPupil, ...]:
    """The whole class of a booking in class-list order, with where each pupil goes. Empty without a class."""
    if booking.class_id is None:
        return ()
    on = set(work.db.scalars(select(BookingPupil.pupil_id).where(BookingPupil.booking_id == booking.id)))
    if booking.is_round:
        elsewhere = _in_other_half(work, booking)
    else:
        elsewhere = _on_lists(work, offer_id=booking.offer_id, but=booking.id)
    return tuple(
        ListPupil(one, one.id in on, one.id in elsewhere) for one in pupils_of_class(work, class_id=booking.class_id)
    )


def pupils_without_visit(work: Work, *, class_id: UUID, offer_id: UUID, but: UUID | None = None) -> tuple[UUID, ...]:
    """Pupils of the class on no live booking of this offer (`but`: not counting this one), in class-list order."""
    taken = _on_lists(work, offer_id=offer_id, but=but)
    return tuple(one.id for one in pupils_of_class(work, class_id=class_id) if one.id not in taken)


def presence_of(work: Work, *, booking_id: UUID) -> dict[UUID, bool]:
    """The last word on each pupil of a booking: by when it was said on the phone, not by when it came in."""
    return {one.pupil_id: one.present for one in words_on(work, booking_id=booking_id)}


def words_on(work: Work, *, booking_id: UUID) -> tuple[Said, ...]:
    """All that was said of the pupils of a booking, in the order in which it was said."""
    rows = work.db.scalars(select(Attendance).where(Attendance.booking_id == booking_id).order_by(Attendance.id))
    return tuple(Said(one.pupil_id, one.present, one.by, one.said_at or one.at) for one in rows)


def contradictions(work: Work, *, booking: BookingNow) -> dict[UUID, tuple[Said, ...]]:
    """Pupils of whom two people said something else last: what each said last, in order. For who may see the list."""
    work.must(Permission.PRESENCE_MARK)
    if not may_see_list(work, booking):
        return {}
    last: dict[UUID, dict[UUID, Said]] = {}
    for one in words_on(work, booking_id=booking.id):
        of_pupil = last.setdefault(one.pupil_id, {})
        of_pupil.pop(one.by, None)
        of_pupil[one.by] = one
    return {
        pupil_id: tuple(said.values())
        for pupil_id, said in last.items()
        if len({one.present for one in said.values()}) > 1
    }


def names_of_staff(work: Work, ids: Collection[UUID]) -> dict[UUID, str]:
    """How colleagues are called, to say who said what."""
    rows = work.db.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))
    return {staff_id: name.partition(" ")[0] for staff_id, name in rows}


def pupils_on_list(work: Work, *, booking_id: UUID) -> int:
    """How many go along; no names, so the class page of a colleague may show it."""
    return work.db.scalar(select(func.count(BookingPupil.id)).where(BookingPupil.booking_id == booking_id)) or 0


def _in_other_half(work: Work, booking: BookingNow) -> set[UUID]:
    """Of a class that walks an event day in two halves: who is in the other one."""
    mine = select(EventStep.event_class_id).where(EventStep.booking_id == booking.id)
    event = select(EventClass.event_id).where(EventClass.id.in_(mine))
    return set(
        work.db.scalars(
            select(BookingPupil.pupil_id)
            .join(Booking, Booking.id == BookingPupil.booking_id)
            .join(EventStep, EventStep.booking_id == Booking.id)
            .join(EventClass, EventClass.id == EventStep.event_class_id)
            .where(EventClass.event_id.in_(event), EventClass.class_id == booking.class_id, Booking.state.in_(LIVE))
            .where(EventClass.id.not_in(mine))
        )
    )


def _on_lists(work: Work, *, offer_id: UUID, but: UUID | None) -> set[UUID]:
    wanted = [VisitSlot.offer_id == offer_id, Booking.state.in_(LIVE)]
    return set(
        work.db.scalars(
            select(BookingPupil.pupil_id)
            .join(Booking, Booking.id == BookingPupil.booking_id)
            .join(VisitSlot, VisitSlot.id == Booking.slot_id)
            .where(*wanted, *([Booking.id != but] if but else []))
        )
    )
