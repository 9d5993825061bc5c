"""An event day is one thing: one appointment in an agenda, one place and time on a letter, whatever its rounds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from app.base.language import N_, gettext
from app.base.work import Work
from app.visits.calendar import Appointment
from app.visits.models import EventClass
from app.visits.queries.bookings import BookingNow
from app.visits.queries.event import event_by_id
from app.visits.queries.event_now import EventNow
from app.visits.queries.event_reading import bookings_of_events, things
from app.visits.rules.where import Where


def one_a_day(work: Work, found: Sequence[Appointment]) -> tuple[Appointment, ...]:
    """Part of others. The rounds of a class become one; for a host those of a stand. Soonest first."""
    classes = bookings_of_events(work, [one.id for one in found])
    events = _events(work, classes.values())
    rounds: dict[object, list[Appointment]] = {}
    for one in found:
        if one.id in classes:
            event = events[classes[one.id]]
            same = (event.id, one.company, one.title) if work.actor.company_id else classes[one.id]
            rounds.setdefault(same, []).append(one)
    others = [one for one in found if one.id not in classes]
    whole = [_whole(held, events[classes[held[0].id]], classes[held[0].id], work) for held in rounds.values()]
    return tuple(sorted([*others, *whole], key=lambda one: (one.starts_at, one.id)))


def as_whole_day(work: Work, booking: BookingNow) -> BookingNow:
    """Part of others. For a letter or a sheet: where and when the class is on the day, not one round of it."""
    classes = bookings_of_events(work, [booking.id]) if booking.is_round else {}
    if not classes:
        return booking
    event = _events(work, classes.values())[classes[booking.id]]
    return replace(
        booking,
        title=event.name,
        company=event.venue,
        address=event.address,
        place=event.place,
        entrance=event.venue,
        contact=event.phone,
        wear=tuple(dict.fromkeys([*things(event.bring), *booking.wear])),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
    )


def _events(work: Work, class_ids: Iterable[UUID]) -> dict[UUID, EventNow]:
    rows = work.db.execute(select(EventClass.id, EventClass.event_id).where(EventClass.id.in_(set(class_ids)))).all()
    events = {event_id: event_by_id(work, event_id) for event_id in {event_id for _, event_id in rows}}
    return {key: events[event_id] for key, event_id in rows}


def _whole(held: Sequence[Appointment], event: EventNow, class_id: UUID, work: Work) -> Appointment:
    is_host = work.actor.company_id is not None
    one = held[0]
    return replace(
        one,
        id=one.id if is_host else class_id,
        sequence=sum(other.sequence for other in held),
        changed_at=max(other.changed_at for other in held),
        starts_at=min(other.starts_at for other in held) if is_host else event.starts_at,
        ends_at=max(other.ends_at for other in held) if is_host else event.ends_at,
        title=event.name,
        company=one.company if is_host else event.venue,
        where=Where(event.address, event.place, event.venue),
        contact=event.phone,
        school=gettext(N_("%(n)s groups"), n=len(held)) if is_host else one.school,
        expected=sum(other.expected for other in held) if is_host else one.expected,
    )
