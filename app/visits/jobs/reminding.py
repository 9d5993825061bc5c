"""The worker's part of visits: it reminds whoever is to be reminded now."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Post, Role
from app.base import clock
from app.base.house import House
from app.base.jobs import Handler, Task
from app.people.models import School
from app.visits.operations.reminding import remind
from app.visits.queries.reminders import bookings_with_reminders

REMIND = "visits.remind"


def send_reminders(task: Task) -> dict[str, Any]:
    """Booking by booking, each in a transaction of its own; may be killed and run again, also twice at once."""
    waiting = waiting_reminders(task.house, clock.now())
    for number, (school_id, booking_id) in enumerate(waiting):
        site = task.house.settings.base_url
        task.house.act(_looking_at(school_id), clock.now(), remind, booking_id=booking_id, site=site)
        if number % 50 == 49:
            task.progress(number, len(waiting))
    return {"bookings": len(waiting)}


def waiting_reminders(house: House, now: datetime) -> tuple[tuple[UUID, UUID], ...]:
    """(school, booking) of those to be reminded now."""
    with house.looking(NOBODY, now) as work:
        schools = list(work.db.scalars(select(School.id)))
    with house.looking(_looking_at(*schools), now) as work:
        return bookings_with_reminders(work)


def is_reminding_time(house: House, now: datetime) -> bool:
    return bool(waiting_reminders(house, now))


def _looking_at(*schools: UUID) -> Actor:
    """Bookings of these schools, and not one row about a pupil."""
    return Actor(None, (Post(Role.COORDINATOR),), frozenset(schools))


HANDLERS: dict[str, Handler] = {REMIND: send_reminders}
TIMED: dict[str, Callable[[House, datetime], bool]] = {REMIND: is_reminding_time}
