"""When a reminder of a booking is due, and whether it still makes sense to send it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.base import clock
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits.rules.booking import CONFIRMED, HELD, REQUESTED

TEACHER, HOST = "teacher", "host"
DAYS, SCHOOLDAYS, DATE = "days", "schooldays", "date"
WHO_COMES, AT_THE_GATE, PREPARE, WHERE, LOOK_BACK, OWN = "who-comes", "at-the-gate", "prepare", "where", "back", "own"
ABOUT = (WHO_COMES, AT_THE_GATE, PREPARE, WHERE, LOOK_BACK, OWN)
LATE = timedelta(hours=24)  # older than this it is skipped: the server was off, or the booking was made later
FURTHEST = 60  # days before a visit
LATEST = 14  # days after it


@dataclass(frozen=True, slots=True)
class When:
    """`days` before the visit (below zero: after it) at `hour:minute` on a Dutch clock; or on `day`."""

    unit: str
    days: int
    hour: int
    minute: int = 0
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One reminder: to whom, what it tells, when. `subject` and `text` in the coordinator's words, or empty."""

    key: str
    to: str
    about: str
    when: When
    is_on: bool = True
    subject: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder whose time has come. `moment`: it is sent once for this; `at`: when it was due."""

    plan: Plan
    moment: datetime
    at: datetime


DEFAULTS: Sequence[Plan] = (
    Plan("host-week", HOST, WHO_COMES, When(DAYS, 7, 9)),
    Plan("host-day", HOST, AT_THE_GATE, When(SCHOOLDAYS, 1, 9)),
    Plan("teacher-prepare", TEACHER, PREPARE, When(DAYS, 10, 8)),
    Plan("teacher-day", TEACHER, WHERE, When(SCHOOLDAYS, 1, 8)),
    Plan("teacher-after", TEACHER, LOOK_BACK, When(SCHOOLDAYS, -1, 8)),
)


def due_at(when: When, *, starts_at: datetime, closed: Collection[date] = ()) -> datetime:
    """The moment on a Dutch clock, whatever that clock did between then and the visit."""
    if when.unit == DATE:
        assert when.day is not None
        return clock.at(when.day, when.hour, when.minute)
    day = clock.school_day(starts_at)
    if when.unit == SCHOOLDAYS:
        day = _school_days_from(day, -when.days, closed)
    else:
        day -= timedelta(days=when.days)
    return clock.at(day, when.hour, when.minute)


def due(
    plans: Iterable[Plan], *, state: str, starts_at: datetime, now: datetime, closed: Collection[date] = ()
) -> tuple[Due, ...]:
    """What should have been sent by now and still makes sense. What was sent already is the caller's to leave out."""
    found = []
    for plan in plans:
        at = due_at(plan.when, starts_at=starts_at, closed=closed)
        if plan.is_on and _is_time(at, now) and _fits(plan, at, state, starts_at, now):
            moment = at if plan.when.unit == DATE else starts_at
            found.append(Due(plan, moment, at))
    return tuple(found)


def check_when(when: When, *, field: str = "days") -> None:
    """Raises: RuleBroken: no such day, or too far from the visit."""
    if when.unit not in (DAYS, SCHOOLDAYS, DATE):
        raise RuleBroken("unit", N_("Choose days, school days or a date."))
    if when.unit == DATE and when.day is None:
        raise RuleBroken("day", N_("Choose a date."))
    if when.unit != DATE and not -LATEST <= when.days <= FURTHEST:
        raise RuleBroken(
            field, N_("At most %(before)s days before and %(after)s days after."), before=FURTHEST, after=LATEST
        )


def check_words(*, to: str, about: str, subject: str, text: str) -> None:
    """Raises: RuleBroken at its field."""
    if to not in (TEACHER, HOST):
        raise RuleBroken("to", N_("Choose teacher or host."))
    if about not in ABOUT or (about in (WHO_COMES, AT_THE_GATE) and to != HOST):
        raise RuleBroken("about", N_("This letter is for the host."))
    if about in (PREPARE, WHERE, LOOK_BACK) and to != TEACHER:
        raise RuleBroken("about", N_("This letter is for the teacher."))
    if about == OWN and not (subject.strip() and text.strip()):
        raise RuleBroken("text", N_("Write a subject and a text."))


def _is_time(at: datetime, now: datetime) -> bool:
    return at <= now < at + LATE


def _fits(plan: Plan, at: datetime, state: str, starts_at: datetime, now: datetime) -> bool:
    """Before a visit only until it begins; after it only of a visit that was to go on."""
    if at >= starts_at:
        return state in (CONFIRMED, HELD)
    asked = state == REQUESTED and plan.about == WHO_COMES  # a host who did not answer yet is asked to
    return now < starts_at and (state == CONFIRMED or asked)


def _school_days_from(day: date, days: int, closed: Collection[date]) -> date:
    """So many school days on (below zero: back); weekends and days without visits do not count."""
    step = timedelta(days=1 if days > 0 else -1)
    for _ in range(abs(days)):
        day += step
        while day.weekday() >= 5 or day in closed:
            day += step
    return day
