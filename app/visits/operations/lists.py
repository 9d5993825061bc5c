"""Who of a class goes on a booking: the next pupils by default, chosen by hand after that, divided over bookings."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import SchoolClass
from app.people.queries import pupils_of_class
from app.visits import rules
from app.visits.models import Booking, BookingPupil, VisitOffer, VisitSlot
from app.visits.operations.line import places_came_free
from app.visits.operations.places import take_places
from app.visits.operations.safety_count import count_again
from app.visits.queries import pupils_without_visit


def attach_class(work: Work, *, code: str, class_code: str, pupil_ids: Collection[UUID] | None = None) -> None:
    """Say which class comes, perhaps months after booking; its pupils (or some of them) go on the list.

    Raises:
        NotFound: booking, class or pupil out of reach.
        RuleBroken: it was cancelled, or more pupils than fit.
    """
    booking, klass = own_booking(work, code), own_class(work, class_code)
    rules.check_state(state=booking.state, allowed=rules.OPEN)
    booking.class_id = klass.id
    put_on_list(work, booking, pupil_ids)
    work.audit("booking.class", booking.id, school_class=str(klass.id))


def set_pupils(work: Work, *, code: str, pupil_ids: Collection[UUID]) -> None:
    """Change who is on the list. The number the company expects follows, and places come free or are taken.

    Raises:
        NotFound: booking, class or pupil out of reach.
        RuleBroken: it was cancelled, there is no class yet, or too many or too few pupils.
    """
    booking = own_booking(work, code)
    rules.check_state(state=booking.state, allowed=rules.OPEN)
    if booking.class_id is None:
        raise RuleBroken("", N_("Choose a class first."))
    klass = work.db.get_one(SchoolClass, booking.class_id)
    work.must(Permission.CLASS_READ, classes={klass.id}, school=klass.school_id)
    if not pupil_ids:
        raise RuleBroken("pupils", N_("Choose at least one pupil, or cancel the booking."))
    offer = _offer_of(work, booking)
    rules.check_group(
        expected=len(set(pupil_ids)), min_group=offer.smallest_group, max_group=offer.max_group, field="pupils"
    )
    put_on_list(work, booking, pupil_ids)
    _expect(work, booking, len(set(pupil_ids)))
    work.audit("booking.pupils", booking.id, pupils=len(set(pupil_ids)))


def own_booking(work: Work, code: str) -> Booking:
    """The school's booking, locked until the end of this work, so that its state decides once.

    Raises: NotFound: another school's, or none.
    """
    work.must(Permission.BOOKING_MAKE)
    booking = work.db.scalars(select(Booking).where(Booking.code == code).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound("booking")
    work.must(Permission.BOOKING_MAKE, school=booking.school_id)
    return booking


def own_class(work: Work, class_code: str) -> SchoolClass:
    """Raises: NotFound: no class of this teacher, or of this school."""
    klass = work.db.scalars(select(SchoolClass).where(SchoolClass.code == class_code)).one_or_none()
    if klass is None or klass.school_id != work.school_id:
        raise NotFound("class")
    work.must(Permission.CLASS_READ, classes={klass.id}, school=klass.school_id)
    return klass


def put_on_list(work: Work, booking: Booking, pupil_ids: Collection[UUID] | None) -> None:
    """Exactly these pupils of the booking's class. None: those who do not go on this offer yet, as many as were booked.

    Raises:
        NotFound: a pupil of another class.
        RuleBroken: more than one group, or no room on the slot.
    """
    assert booking.class_id is not None
    offer = _offer_of(work, booking)
    of_class = {one.id for one in pupils_of_class(work, class_id=booking.class_id)}
    if pupil_ids is None:
        pupil_ids = _next_pupils(work, booking, offer.id)
    wanted = set(pupil_ids)
    if not wanted <= of_class:
        raise NotFound("pupil")
    rules.check_group(expected=len(wanted), min_group=0, max_group=offer.max_group, field="pupils")
    _expect(work, booking, max(booking.expected, len(wanted)))
    listed = set(work.db.scalars(select(BookingPupil.pupil_id).where(BookingPupil.booking_id == booking.id)))
    work.db.execute(
        delete(BookingPupil).where(BookingPupil.booking_id == booking.id, BookingPupil.pupil_id.in_(listed - wanted))
    )
    for pupil_id in sorted(wanted - listed):
        work.db.add(
            BookingPupil(id=work.new_id(), school_id=booking.school_id, booking_id=booking.id, pupil_id=pupil_id)
        )
    booking.listed = len(wanted)
    count_again(work, booking, version=offer.safety_version)


def _next_pupils(work: Work, booking: Booking, offer_id: UUID) -> list[UUID]:
    assert booking.class_id is not None
    free = pupils_without_visit(work, class_id=booking.class_id, offer_id=offer_id, but=booking.id)
    every = free or tuple(one.id for one in pupils_of_class(work, class_id=booking.class_id))
    return list(every[: booking.expected])


def _expect(work: Work, booking: Booking, number: int) -> None:
    """The number the company expects, moved on the slot by the same amount."""
    if number != booking.expected:
        take_places(work, booking.slot_id, places=0, pupils=number - booking.expected)
        fewer = number < booking.expected
        booking.expected = number
        if fewer:
            places_came_free(work, booking.slot_id)


def _offer_of(work: Work, booking: Booking) -> VisitOffer:
    return work.db.scalars(
        select(VisitOffer).join(VisitSlot, VisitSlot.offer_id == VisitOffer.id).where(VisitSlot.id == booking.slot_id)
    ).one()
