"""The worker's part of event days: lists of pupils, papers, and the mail of the day before and after."""

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
from app.visits.operations.event_lists import list_pupils
from app.visits.operations.event_mail import ask_back, remind_event
from app.visits.operations.event_papers import EVENT_PAPER
from app.visits.operations.event_steps import LISTS
from app.visits.prints.event import draw_event_paper
from app.visits.queries.event_due import REMIND, due_events

MAIL = "visits.event-mail"


def fill_lists(task: Task) -> dict[str, Any]:
    """School by school, each as its own office; runs twice without harm."""
    schools = _schools(task.house)
    event_id, listed = UUID(task.arguments["event"]), 0
    for school_id in schools:
        office = Actor(None, (Post(Role.SCHOOL_ADMIN, school_id=school_id),))
        listed += task.house.act(office, clock.now(), list_pupils, event_id=event_id)
    return {"bookings": listed}


def send_event_mail(task: Task) -> dict[str, Any]:
    """Each day once: who is first writes it down in the transaction of the mails."""
    sent, site = 0, task.house.settings.base_url
    for event_id, what in waiting_events(task.house, clock.now()):
        send = remind_event if what == REMIND else ask_back
        sent += task.house.act(_planner(task.house), clock.now(), send, event_id=event_id, site=site)
    return {"mails": sent}


def waiting_events(house: House, now: datetime) -> tuple[tuple[UUID, str], ...]:
    with house.looking(NOBODY, now) as work:
        return due_events(work)


def is_event_time(house: House, now: datetime) -> bool:
    return bool(waiting_events(house, now))


def _planner(house: House) -> Actor:
    """Classes of all schools, and not one row about a pupil."""
    return Actor(None, (Post(Role.COORDINATOR),), frozenset(_schools(house)))


def _schools(house: House) -> list[UUID]:
    with house.looking(NOBODY, clock.now()) as work:
        return list(work.db.scalars(select(School.id).order_by(School.id)))


HANDLERS: dict[str, Handler] = {LISTS: fill_lists, EVENT_PAPER: draw_event_paper, MAIL: send_event_mail}
TIMED: dict[str, Callable[[House, datetime], bool]] = {MAIL: is_event_time}
