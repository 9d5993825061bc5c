"""Move the demo's dates along, so that its visits are on the last and the next school day again."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.assignments.models import Assignment
from app.base import clock
from app.base.doors import HOST, Door
from app.base.work import Work
from app.demo.days import is_school_day, last_school_day, next_school_day
from app.learning.models import Progress
from app.visits.models import Booking, VisitSlot


def move_along(work: Work, *, was: date, today: date) -> None:
    """Slots go to the school day that now stands where theirs stood; the rest moves by as many days."""
    by = today - was
    slots = sorted(work.db.scalars(select(VisitSlot)), key=lambda slot: slot.starts_at, reverse=True)
    for slot in slots:  # the latest first, so that two never stand at the same time of one offer
        day = clock.school_day(slot.starts_at)
        shift = _day_for(day, was, today) - day
        slot.starts_at, slot.ends_at = _by_days(slot.starts_at, shift), _by_days(slot.ends_at, shift)
        work.db.flush()
    for booking in work.db.scalars(select(Booking).where(Booking.arrived_at.is_not(None))):
        slot = work.db.get_one(VisitSlot, booking.slot_id)
        booking.arrived_at = slot.starts_at + timedelta(minutes=10)
    for given in work.db.scalars(select(Assignment)):
        given.opens_on, given.closes_on = given.opens_on + by, given.closes_on + by
    for row in work.db.scalars(select(Progress).where(Progress.at_step_since.is_not(None))):
        row.at_step_since = row.at_step_since + by if row.at_step_since else None
        row.help_since = row.help_since + by if row.help_since else None
        row.version += 1
    for door in work.db.scalars(select(Door).where(Door.kind == HOST, Door.closes_at.is_not(None))):
        door.closes_at = door.closes_at + by if door.closes_at else None


def _day_for(day: date, was: date, today: date) -> date:
    if day == last_school_day(was):
        return last_school_day(today)
    if day == next_school_day(was):
        return next_school_day(today)
    moved = day + (today - was)
    while not is_school_day(moved):
        moved += timedelta(days=1)
    return moved


def _by_days(moment: datetime, shift: timedelta) -> datetime:
    """The same time on the clock of another day, also across the change of the clock."""
    local = moment.astimezone(clock.AMSTERDAM)
    return clock.at(local.date() + shift, local.hour, local.minute)
