"""What was printed ahead of a visit is settled when the visit is over."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access.actor import NOBODY, Actor, Post, Role
from app.base import clock
from app.base.house import House
from app.base.jobs import Task
from app.certificates.operations import (
    settle_ahead,
)
from app.people.models import School


def settle(task: Task) -> dict[str, Any]:
    """School by school; runs twice without harm."""
    return {"settled": settle_all(task.house, clock.now())}


def settle_all(house: House, now: datetime) -> int:
    """What was printed ahead of visits that are over is settled for good. Returns how many."""
    with house.looking(NOBODY, now) as work:
        schools = list(work.db.scalars(select(School.id).order_by(School.id)))
    actors = [Actor(None, (Post(Role.AT_DOOR, school_id=school_id),)) for school_id in schools]
    return sum(house.act(actor, now, settle_ahead) for actor in actors)
