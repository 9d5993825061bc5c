"""Makers for assignments: a module that was given, with the visit that goes with it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from app.assignments.operations import give_module
from app.base import clock
from tests.makers import MadeClass, Makers, Person
from tests.visits import makers as visits

SLUG = "proef"  # tests/curriculum/lessons.py


def given(
    makers: Makers,
    teacher: Person,
    klass: MadeClass,
    *,
    slug: str = SLUG,
    days: int = 28,
    bookings: Sequence[UUID] = (),
    request_id: str = "form",
    opens_on: date | None = None,
) -> str:
    """Give a published module; returns the assignment's code."""
    today = opens_on or clock.school_day(clock.now())
    code: str = makers.house.act(
        teacher.actor,
        clock.now(),
        give_module,
        class_code=klass.code,
        module_slug=slug,
        opens_on=today,
        closes_on=today + timedelta(days=days),
        request_id=request_id,
        booking_ids=bookings,
    )
    return code


def visit_of(
    makers: Makers, teacher: Person, klass: MadeClass, pupils: Sequence[Person], *, at: datetime | None = None
) -> visits.MadeBooking:
    """A confirmed visit of these pupils that goes with the small module."""
    offer = visits.offer(makers, max_group=30)
    slot = visits.slot(makers, offer, starts_at=at)
    school = visits.MadeSchool(klass.school_id, klass.kind, "")
    return visits.booking(makers, school, teacher, slot, klass=klass, pupils=pupils, expected=max(len(pupils), 1))
