"""An event day is one thing: one appointment in an agenda, one place and time on a letter, whatever its rounds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from app.base.language import N_, gettext
from app.base.work import Work
from app.visits.calendar import Appointment
from app.visits.models import Booking, EventClass, EventRound, EventStep, VisitOffer, VisitSlot
from app.visits.queries.bookings import BookingNow
from app.visits.queries.event import event_by_id
from app.visits.queries.event_now import ClassOnDay, EventNow, StandNow
from app.visits.queries.event_reading import bookings_of_events
from app.visits.rules import CONFIRMED, LIVE
from app.visits.rules.bring import merged
from app.visits.rules.where import Where


def one_a_day(work: Work, found: Sequence[Appointment], *, person_id: UUID | None = None) -> tuple[Appointment, ...]:
    """Part of others. All rounds of a day become one; for a host those of a stand. Soonest first.

    `person_id`: whose agenda it is; None: it is the agenda of a class.
    """
    classes = bookings_of_events(work, [one.id for one in found])
    events = _events(work, classes.values())
    stands = _stands_of_bookings(work, list(classes)) if work.actor.company_id else {}
    rounds: dict[UUID, list[Appointment]] = {}
    for one in found:
        if one.id in classes:
            rounds.setdefault(stands.get(one.id, events[classes[one.id]].id), []).append(one)
    others = [one for one in found if one.id not in classes]
    whole = []
    for key, held in rounds.items():
        event = events[classes[held[0].id]]
        if work.actor.company_id:
            whole.append(_at_stand(event, key, held))
        else:
            first = min(classes[one.id] for one in held)
            uid = day_uid(event.id, person_id) if person_id else first
            whole.append(_of_day(event, uid, held))
    return tuple(sorted([*others, *whole], key=lambda one: (one.starts_at, one.id)))


def day_uid(event_id: UUID, person_id: UUID) -> UUID:
    """Of an event day in one person's agenda, also when several classes of that person go."""
    return uuid5(event_id, str(person_id))


def day_of_person(event: EventNow, own: Sequence[ClassOnDay], person_id: UUID, *, at: datetime) -> Appointment:
    """The same appointment as in the feed, for an invitation; `own` is empty when nobody goes any more."""
    one = _blank(event, day_uid(event.id, person_id), at)
    return replace(
        one,
        school=own[0].school if own else "",
        class_name=", ".join(dict.fromkeys(klass.class_name for klass in own)),
        expected=sum(klass.pupils for klass in own),
        level=own[0].level if own else "",
    )


def day_of_stand(event: EventNow, stand: StandNow, *, at: datetime) -> Appointment:
    """The same appointment as in the feed of a host."""
    n = sum(room.places_taken for room in stand.rooms.values())
    pupils = sum(room.pupils_taken for room in stand.rooms.values())
    one = _blank(event, stand.id, at)
    return replace(one, company=stand.company, school=_groups(n), expected=pupils)


def _blank(event: EventNow, uid: UUID, at: datetime) -> Appointment:
    return Appointment(
        id=uid,
        sequence=event.version,
        changed_at=at,
        state=CONFIRMED,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        title=event.name,
        company=event.venue,
        where=Where(event.address, event.place, event.venue),
        form="tour",
        contact=event.phone,
        school="",
        class_name="",
        expected=0,
        level="",
    )


def as_whole_day(work: Work, booking: BookingNow) -> BookingNow:
    """Part of others. For a letter or a sheet: where and when the class is on the day, not one round of it."""
    event = event_of(work, booking)
    if event is None:
        return booking
    return replace(
        booking,
        title=event.name,
        company=event.venue,
        address=event.address,
        place=event.place,
        entrance=event.venue,
        contact=event.phone,
        wear=merged([event.bring, *booking.wear, *_wear_of_route(work, booking.id)]),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
    )


def _wear_of_route(work: Work, booking_id: UUID) -> list[str]:
    """What all companies of the route ask, in the order of the rounds."""
    rows = work.db.execute(
        select(VisitOffer.wear)
        .join(VisitSlot, VisitSlot.offer_id == VisitOffer.id)
        .join(Booking, Booking.slot_id == VisitSlot.id)
        .where(Booking.id.in_(rounds_beside(work, booking_id)), Booking.state.in_(LIVE))
        .order_by(VisitSlot.starts_at)
    )
    return [word for (wear,) in rows for word in wear]


def rounds_beside(work: Work, booking_id: UUID) -> tuple[UUID, ...]:
    """Part of others. All rounds of the day of which this booking is one, in order; of a visit of its own just that."""
    same = select(EventStep.event_class_id).where(EventStep.booking_id == booking_id).scalar_subquery()
    found = work.db.scalars(
        select(EventStep.booking_id)
        .where(EventStep.event_class_id == same, EventStep.booking_id.is_not(None))
        .order_by(EventStep.round)
    )
    return tuple(one for one in found if one) or (booking_id,)


def event_of(work: Work, booking: BookingNow) -> EventNow | None:
    """Part of others. The day of which a booking is a round; None: it is a visit of its own."""
    classes = bookings_of_events(work, [booking.id]) if booking.is_round else {}
    return _events(work, classes.values())[classes[booking.id]] if classes else None


def _events(work: Work, class_ids: Iterable[UUID]) -> dict[UUID, EventNow]:
    rows = work.db.execute(select(EventClass.id, EventClass.event_id).where(EventClass.id.in_(set(class_ids)))).all()
    events = {event_id: event_by_id(work, event_id) for event_id in {event_id for _, event_id in rows}}
    return {key: events[event_id] for key, event_id in rows}


def _stands_of_bookings(work: Work, booking_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    rows = work.db.execute(
        select(Booking.id, EventRound.stand_id)
        .join(EventRound, EventRound.slot_id == Booking.slot_id)
        .where(Booking.id.in_(booking_ids))
    )
    return {row[0]: row[1] for row in rows}


def _of_day(event: EventNow, uid: UUID, held: Sequence[Appointment]) -> Appointment:
    one = _blank(event, uid, max(other.changed_at for other in held))
    names = ", ".join(dict.fromkeys(other.class_name for other in held))
    return replace(one, school=held[0].school, class_name=names, expected=held[0].expected, level=held[0].level)


def _at_stand(event: EventNow, stand_id: UUID, held: Sequence[Appointment]) -> Appointment:
    one = _blank(event, stand_id, max(other.changed_at for other in held))
    pupils = sum(other.expected for other in held)
    return replace(one, company=held[0].company, school=_groups(len(held)), expected=pupils)


def _groups(n: int) -> str:
    return gettext(N_("%(n)s groups"), n=n)
