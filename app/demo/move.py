"""Move the demo's dates along, so that its visits are on the last and the next school day again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.assignments.models import Assignment
from app.base import clock
from app.base.doors import HOST, Door
from app.base.work import Work
from app.certificates.models import Certificate
from app.demo.days import last_school_day, next_school_day, school_day_from
from app.demo.setting import about_edition, bring_year
from app.demo.week.plan import NAME as WEEK
from app.learning.models import Progress
from app.people.models import SchoolClass
from app.visits.models import ArrivalWord, Booking, Edition, VisitOffer, VisitSlot

OUT_OF_THE_WAY = timedelta(days=36_500)


def move_along(work: Work, *, was: datetime) -> None:
    """From the moment `was` to now: slots go to the school day that now stands where theirs stood, the rest moves
    by as many days."""
    by = work.today - clock.school_day(was)
    _move_year(work, clock.school_day(was))
    days = _move_slots(work, clock.school_day(was))
    for booking in work.db.scalars(select(Booking).where(Booking.arrived_at.is_not(None))):
        booking.arrived_at = work.db.get_one(VisitSlot, booking.slot_id).starts_at + timedelta(minutes=10)
    for word in work.db.scalars(select(ArrivalWord)):
        booking = work.db.get_one(Booking, word.booking_id)
        word.said_at = word.received_at = work.db.get_one(VisitSlot, booking.slot_id).starts_at + timedelta(minutes=10)
    for door in work.db.scalars(select(Door).where(Door.kind == HOST, Door.closes_at.is_not(None))):
        door.closes_at = door.closes_at + by if door.closes_at else None
    for given in work.db.scalars(select(Assignment)):
        given.opens_on, given.closes_on = given.opens_on + by, given.closes_on + by
        given.given_at = _past(work, _by_days(given.given_at, by))
    for row in work.db.scalars(select(Progress).where(Progress.at_step_since.is_not(None))):
        row.at_step_since = _as_long_ago(work, row.at_step_since, was)
        row.help_since = _as_long_ago(work, row.help_since, was)
        row.version += 1
    for certificate in work.db.scalars(select(Certificate)):
        certificate.issued_at = _past(work, _by_days(certificate.issued_at, by))
        certificate.snapshot = _moved(certificate.snapshot, days, by)


def _move_year(work: Work, was: date) -> None:
    """Nobody goes up a class in the demo: 7B is 7B in the next school year too."""
    before, year = bring_year(work, was), bring_year(work, work.today)
    if before.id == year.id:
        return
    for klass in work.db.scalars(select(SchoolClass).where(SchoolClass.school_year_id == before.id)):
        klass.school_year_id = year.id
    for edition in work.db.scalars(select(Edition).where(Edition.starts_on == before.starts_on)):
        for name, value in about_edition(year).items():
            setattr(edition, name, value)


def _move_slots(work: Work, was: date) -> dict[date, date]:
    """Each slot to its new day, those of the last and the next school day first. Returns where the days went.

    Two days may come to stand on one, the first after a holiday; then the second slot of an offer goes a day on.
    """
    yearly = (
        select(VisitOffer.id).join(Edition, Edition.id == VisitOffer.edition_id).where(~Edition.name.like(f"{WEEK} %"))
    )
    slots = {slot: slot.starts_at for slot in work.db.scalars(select(VisitSlot).where(VisitSlot.offer_id.in_(yearly)))}
    for slot in slots:  # so that none stands, not for a moment, where another still is
        slot.starts_at, slot.ends_at = slot.starts_at + OUT_OF_THE_WAY, slot.ends_at + OUT_OF_THE_WAY
    work.db.flush()
    days = {day: _day_for(day, was, work.today) for day in map(clock.school_day, slots.values())}
    fixed = (last_school_day(was), next_school_day(was))
    taken: set[tuple[UUID, datetime]] = set()
    for slot, stood in sorted(slots.items(), key=lambda one: (clock.school_day(one[1]) not in fixed, one[1])):
        old = clock.school_day(stood)
        day, lasts = days[old], slot.ends_at - slot.starts_at
        while (slot.offer_id, _by_days(stood, day - old)) in taken:
            day = next_school_day(day)
        slot.starts_at = _by_days(stood, day - old)
        slot.ends_at = slot.starts_at + lasts
        taken.add((slot.offer_id, slot.starts_at))
    return days


def _day_for(day: date, was: date, today: date) -> date:
    if day == last_school_day(was):
        return last_school_day(today)
    if day == next_school_day(was):
        return next_school_day(today)
    return school_day_from(day + (today - was))


def _moved(snapshot: Mapping[str, Any], days: Mapping[date, date], by: timedelta) -> dict[str, Any]:
    """Outside the demo a snapshot never changes; here it would say that the presence list is not what was printed."""
    visits = [
        [company, place, days.get(date.fromisoformat(day), date.fromisoformat(day)).isoformat(), *more]
        for company, place, day, *more in snapshot["visits"]
    ]
    issued_on = date.fromisoformat(snapshot["issued_on"]) + by
    return {**snapshot, "visits": visits, "issued_on": issued_on.isoformat()}


def _by_days(moment: datetime, shift: timedelta) -> datetime:
    """The same time on the clock of another day, also across the change of the clock."""
    local = moment.astimezone(clock.AMSTERDAM)
    return clock.at(local.date() + shift, local.hour, local.minute)


def _as_long_ago(work: Work, moment: datetime | None, was: datetime) -> datetime | None:
    """As long before now as it was before the demo was loaded or moved the last time."""
    return _past(work, moment + (work.now - was)) if moment else None


def _past(work: Work, moment: datetime) -> datetime:
    """Yesterday's afternoon has not come yet today."""
    return min(moment, work.now)
