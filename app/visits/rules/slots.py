"""Repeated slots: on which days, at which times, and what a slot may be changed to."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from app.base import clock
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits.rules.booking import check_time
from app.visits.rules.loose_days import named
from app.visits.rules.times import check_hour

MOST = 60  # slots in one act: a company that opens its doors every week of a school year
LEAST = 10  # minutes
NAMED = N_("%(day)s: %(why)s")
Moment = tuple[datetime, datetime]  # aware, UTC: starts, ends


def days_of(*, first: date, last: date, weekdays: Collection[int], closed: Collection[date]) -> tuple[date, ...]:
    """The days from `first` up to and including `last` that fall on `weekdays` (0 is Monday), closed ones left out.

    Raises: RuleBroken (`until`, `weekdays`) when there is none, or too long a time.
    """
    if last < first:
        raise RuleBroken("until", N_("The last day is before the first one. Choose a later day."))
    if (last - first).days > 400:
        raise RuleBroken("until", N_("At most one school year in one go. Choose an earlier day."))
    found = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    found = tuple(day for day in found if day.weekday() in weekdays and day not in closed)
    if not found:
        raise RuleBroken("weekdays", N_("There is no such day in this time. Choose other days of the week."))
    return found


def rounds_of(*, day: date, starts: time, minutes: int, rounds: int, gap_minutes: int) -> tuple[Moment, ...]:
    """Groups one after the other on one day, with the offer's gap between them.

    Raises: RuleBroken at its field when they do not fit in the day, or at an hour that the clock does not show.
    """
    if minutes < LEAST:
        raise RuleBroken("ends", N_("The visit ends before it starts. Choose a later end."))
    found = []
    step = timedelta(minutes=minutes + gap_minutes)
    wall = datetime.combine(day, starts)
    for _ in range(rounds):
        ends = wall + timedelta(minutes=minutes)
        if ends.date() != day:
            raise RuleBroken("rounds", N_("So many groups do not fit in one day. Choose fewer, or start earlier."))
        check_hour(day=day, hour=wall.time(), field="starts")
        check_hour(day=day, hour=ends.time(), field="ends")
        found.append((clock.at(day, wall.hour, wall.minute), clock.at(day, ends.hour, ends.minute)))
        wall += step
    return tuple(found)


def moments_on(
    *, day: date, starts: time, minutes: int, rounds: int, gap_minutes: int, closed: Collection[date], now: datetime
) -> tuple[Moment, ...]:
    """The rounds of one loose day. Raises: RuleBroken at its field; at `days`, naming the day, when it is the day."""
    try:
        check_day(day=day, closed=closed)
        found = rounds_of(day=day, starts=starts, minutes=minutes, rounds=rounds, gap_minutes=gap_minutes)
        check_time(starts_at=found[0][0] if found else clock.at(day, 0), now=now, field="day")
    except RuleBroken as broken:
        of_all = broken.field == "rounds" or minutes < LEAST
        raise broken if of_all else RuleBroken("days", NAMED, day=named(day), why=broken.message) from None
    return found


def check_number(moments: Sequence[Moment], *, field: str = "until") -> None:
    """Raises: RuleBroken when it is more than anybody can look over."""
    if len(moments) > MOST:
        raise RuleBroken(
            field,
            N_("That is %(n)s times at once; at most %(most)s. Choose fewer days."),
            n=len(moments),
            most=MOST,
        )


def check_day(*, day: date, closed: Collection[date]) -> None:
    """Raises: RuleBroken (`day`) when nobody comes on that day."""
    if day in closed:
        raise RuleBroken("day", N_("There are no visits on that day: it is a holiday or closed. Choose another day."))


def check_room(*, places: int, pupils: int, places_taken: int, pupils_taken: int) -> None:
    """Raises: RuleBroken at its field: what was promised to schools stays."""
    if places < places_taken:
        raise RuleBroken("places", N_("%(n)s groups have booked already. Choose at least so many."), n=places_taken)
    if pupils < pupils_taken:
        raise RuleBroken("pupils", N_("%(n)s pupils have booked already. Choose at least so many."), n=pupils_taken)
