"""A school books, attaches a class, divides it, or cancels. Places move by one conditional UPDATE that decides."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update

from app.access.matrix import Permission
from app.base import doors
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import Enrolment, SchoolClass
from app.visits import rules
from app.visits.models import Booking, BookingPupil, VisitOffer, VisitSlot


def book_visit(
    work: Work,
    *,
    slot_code: str,
    level: str,
    expected: int,
    request_id: str,
    class_code: str | None = None,
    pupil_ids: Collection[UUID] | None = None,
    needs: str = "",
) -> str:
    """Book one group on a slot. Returns the booking's code; the same form sent twice books once.

    `pupil_ids`: who comes, of the class; None: the whole class (or nobody yet, without a class).

    Raises:
        NotFound: slot, class or pupil out of reach.
        RuleBroken: full, over, wrong level or size (at its field).
    """
    work.must(Permission.BOOKING_MAKE, school=work.school_id)
    held = work.db.scalars(select(Booking.code).where(Booking.request_id == request_id)).one_or_none()
    if held is not None:
        return held
    slot, offer = _open_slot(work, slot_code)
    klass = _class(work, class_code) if class_code else None
    rules.check_time(starts_at=slot.starts_at, now=work.now)
    rules.check_level(level=level, levels=offer.levels)
    rules.check_group(expected=expected, min_group=offer.min_group, max_group=offer.max_group)
    _take_places(work, slot.id, places=1, pupils=expected)
    booking = Booking(
        id=work.new_id(),
        school_id=work.school_id,
        code=public_code(),
        request_id=request_id,
        slot_id=slot.id,
        class_id=klass.id if klass else None,
        level=level,
        expected=expected,
        needs=needs.strip()[:300],
        state=rules.REQUESTED,
        booked_by=work.actor.user_id,
        booked_at=work.now,
    )
    work.db.add(booking)
    work.db.flush()
    if klass:
        _put_on_list(work, booking, klass.id, pupil_ids)
    _open_for_host(work, booking, offer.company_id, slot)
    work.audit("booking.made", booking.id, slot=str(slot.id), expected=expected)
    return booking.code


def attach_class(
    work: Work, *, code: str, class_code: str, pupil_ids: Collection[UUID] | None = None
) -> None:
    """Say which class comes, perhaps months after booking; its pupils (or some of them) go on the list.

    Raises:
        NotFound: booking, class or pupil out of reach.
        RuleBroken: more pupils than were booked and no room for them.
    """
    booking, klass = _own(work, code), _class(work, class_code)
    booking.class_id = klass.id
    _put_on_list(work, booking, klass.id, pupil_ids)
    work.audit("booking.class", booking.id, school_class=str(klass.id))


def set_pupils(work: Work, *, code: str, pupil_ids: Collection[UUID]) -> None:
    """Change who is on the list; the class may be divided over several bookings."""
    booking = _own(work, code)
    if booking.class_id is None:
        raise RuleBroken("class_code", N_("Choose a class first."))
    if not pupil_ids:
        raise RuleBroken("pupils", N_("Choose at least one pupil, or cancel the booking."))
    _put_on_list(work, booking, booking.class_id, pupil_ids)
    work.audit("booking.pupils", booking.id, pupils=len(pupil_ids))


def cancel_booking(work: Work, *, code: str) -> None:
    """Give the places back. Only a school's own booking, and not once it was held."""
    booking = _own(work, code)
    _give_back(work, booking)
    booking.state = rules.CANCELLED
    work.audit("booking.cancelled", booking.id)


def free_places(work: Work, booking: Booking) -> None:
    """For the host who declines: the same places go back."""
    _give_back(work, booking)


def _give_back(work: Work, booking: Booking) -> None:
    rules.check_state(state=booking.state, allowed=(rules.REQUESTED, rules.CONFIRMED))
    _take_places(work, booking.slot_id, places=-1, pupils=-booking.expected)
    work.db.execute(
        delete(doors.Door).where(doors.Door.kind == doors.HOST, doors.Door.subject_id == booking.id)
    )


def _open_slot(work: Work, slot_code: str) -> tuple[VisitSlot, VisitOffer]:
    row = work.db.execute(
        select(VisitSlot, VisitOffer)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(VisitSlot.code == slot_code)
    ).one_or_none()
    if row is None or row[1].state == "draft":
        raise NotFound("slot")
    slot, offer = row
    if slot.state != "open" or offer.state != "open":
        raise RuleBroken("slot", N_("This visit is not offered any more. Choose another one."))
    return slot, offer


def _take_places(work: Work, slot_id: UUID, *, places: int, pupils: int) -> None:
    """The decision about capacity: one UPDATE whose row count says yes or no, whoever else books at this moment."""
    moved: CursorResult[Any] = work.db.execute(  # type: ignore[assignment]  # an UPDATE returns a CursorResult
        update(VisitSlot)
        .where(
            VisitSlot.id == slot_id,
            VisitSlot.places_taken + places <= VisitSlot.places,
            VisitSlot.pupils_taken + pupils <= VisitSlot.pupils,
        )
        .values(
            places_taken=VisitSlot.places_taken + places, pupils_taken=VisitSlot.pupils_taken + pupils
        )
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        raise RuleBroken("slot", N_("This visit is full. Choose another time, or a smaller group."))


def _class(work: Work, class_code: str) -> SchoolClass:
    klass = work.db.scalars(select(SchoolClass).where(SchoolClass.code == class_code)).one_or_none()
    if klass is None or klass.school_id != work.school_id:
        raise NotFound("class")
    work.must(Permission.CLASS_READ, classes={klass.id}, school=klass.school_id)
    return klass


def _own(work: Work, code: str) -> Booking:
    booking = work.db.scalars(select(Booking).where(Booking.code == code).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound("booking")
    work.must(Permission.BOOKING_MAKE, school=booking.school_id)
    return booking


def _put_on_list(work: Work, booking: Booking, class_id: UUID, pupil_ids: Collection[UUID] | None) -> None:
    """Put these pupils on the list, taking or giving places on the slot when the number changes."""
    of_class = set(
        work.db.scalars(
            select(Enrolment.pupil_id).where(
                Enrolment.class_id == class_id,
                Enrolment.from_on <= work.today,
                (Enrolment.until_on.is_(None)) | (Enrolment.until_on > work.today),
            )
        )
    )
    wanted = of_class if pupil_ids is None else set(pupil_ids)
    if not wanted <= of_class:
        raise NotFound("pupil")
    offer = work.db.scalars(
        select(VisitOffer).join(VisitSlot, VisitSlot.offer_id == VisitOffer.id).where(VisitSlot.id == booking.slot_id)
    ).one()
    if len(wanted) > offer.max_group:
        rules.check_group(expected=len(wanted), min_group=1, max_group=offer.max_group)
    if len(wanted) > booking.expected:
        _take_places(work, booking.slot_id, places=0, pupils=len(wanted) - booking.expected)
        booking.expected = len(wanted)
    work.db.execute(delete(BookingPupil).where(BookingPupil.booking_id == booking.id))
    for pupil_id in sorted(wanted):
        work.db.add(
            BookingPupil(
                id=work.new_id(), school_id=booking.school_id, booking_id=booking.id, pupil_id=pupil_id
            )
        )


def _open_for_host(work: Work, booking: Booking, company_id: UUID, slot: VisitSlot) -> None:
    """The company may see this school's bookings from now until some weeks after the visit."""
    work.db.add(
        doors.Door(
            id=work.new_id(),
            kind=doors.HOST,
            holder_id=company_id,
            school_id=booking.school_id,
            subject_id=booking.id,
            opens_at=None,
            closes_at=slot.ends_at + timedelta(days=rules.HOST_DAYS),
        )
    )
