"""The worker's part of visits: who is first in line is told, and what was kept and not answered comes free in time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import NOBODY, Actor
from app.base import clock
from app.base.house import House
from app.base.jobs import Handler, Task
from app.people.models import School
from app.visits import operations
from app.visits.models import Booking
from app.visits.operations.line import CLOCK, TELL
from app.visits.operations.proposals import HOLD_CLOCK
from app.visits.queries.waiting import overdue
from app.visits.rules import PROPOSED

OVERDUE = "visits.overdue"


def tell_first(task: Task) -> dict[str, Any]:
    """Runs twice without harm: a row knows whether its mail was left."""
    facts = {"waiting_id": UUID(task.arguments["waiting"]), "until": task.arguments["until"]}
    task.house.act(NOBODY, clock.now(), operations.tell_offer, site=task.house.settings.base_url, **facts)
    return {}


def end_answer(task: Task) -> dict[str, Any]:
    ended = task.house.act(NOBODY, clock.now(), operations.answer_ran_out, waiting_id=UUID(task.arguments["waiting"]))
    return {"ended": ended}


def end_hold(task: Task) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "booking_id": UUID(task.arguments["booking"]),
        "until": datetime.fromisoformat(task.arguments["until"]),
    }
    actor = _clock_at({UUID(task.arguments["school"])})
    return {"ended": task.house.act(actor, clock.now(), operations.hold_ran_out, **facts)}


def end_overdue(task: Task) -> dict[str, Any]:
    """Once a day, for what a worker that was away did not do in time; and lines of visits that have begun."""
    house, now = task.house, clock.now()
    with house.looking(NOBODY, now) as work:
        late, over = overdue(work)
    ended = sum(house.act(NOBODY, now, operations.answer_ran_out, waiting_id=one) for one in late)
    ended += sum(house.act(NOBODY, now, operations.line_is_over, waiting_id=one) for one in over)
    actor = _clock_at(_schools(house))
    with house.looking(actor, now) as work:
        holds = list(work.db.scalars(select(Booking.id).where(Booking.state == PROPOSED, Booking.hold_until <= now)))
    ended += sum(house.act(actor, now, operations.hold_ran_out, booking_id=one) for one in holds)
    return {"ended": ended}


def _schools(house: House) -> set[UUID]:
    with house.looking(NOBODY, clock.now()) as work:
        return set(work.db.scalars(select(School.id)))


def _clock_at(schools: set[UUID]) -> Actor:
    """Nobody, who reaches the bookings of these schools and no row about a pupil."""
    return Actor(None, guest_schools=frozenset(schools))


HANDLERS: dict[str, Handler] = {TELL: tell_first, CLOCK: end_answer, HOLD_CLOCK: end_hold, OVERDUE: end_overdue}
DAILY = (OVERDUE,)
