"""The worker's part of visits: what is over closes by itself, and what was for one day is erased the day after."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Post, Role
from app.base import clock
from app.base.house import House
from app.base.jobs import Handler, Task
from app.people.models import School
from app.visits.operations.closing import BY_CLOCK, close_past, forget_day
from app.visits.operations.unsaid import ask_unsaid, close_unsaid


def close_and_forget(task: Task) -> dict[str, Any]:
    """Runs twice without harm."""
    return after_the_day(task.house, clock.now())


def after_the_day(house: House, now: datetime) -> dict[str, int]:
    """School by school. Returns how many were closed, forgotten what was for the day, asked, and closed unsaid."""
    closed = gone = asked = unsaid = 0
    for actor in _each_school(house, now):
        gone += house.act(actor, now, forget_day)
        closed += house.act(actor, now, close_past)
        asked += house.act(actor, now, ask_unsaid, site=house.settings.base_url)
        unsaid += house.act(actor, now, close_unsaid)
    return {"closed": closed, "gone": gone, "asked": asked, "unsaid": unsaid}


def _each_school(house: House, now: datetime) -> Iterator[Actor]:
    with house.looking(NOBODY, now) as work:
        schools = list(work.db.scalars(select(School.id).order_by(School.id)))
    for school_id in schools:
        yield Actor(None, (Post(Role.AT_DOOR, school_id=school_id),))


HANDLERS: dict[str, Handler] = {BY_CLOCK: close_and_forget}
DAILY = (BY_CLOCK,)
