"""Decisions about editions: their days, which half of a day a visit is in, and what a move asks of whom."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits.rules.booking import AHEAD_OF_IT, CANCELLED, DECLINED, NO_SHOW
from app.visits.rules.event import check_alone

HOLD = timedelta(hours=48)  # how long a proposal keeps its places
LONGEST = timedelta(days=366)
EVENT, CLOSED_DAY, WEEK = "event", "closed", "week"
GONE = (CANCELLED, DECLINED, NO_SHOW)
_FIRST_WORDS = frozenset(
    {"basisschool", "bs", "obs", "cbs", "rkbs", "pcb", "ibs", "sbo", "so", "school", "de", "het", "'t"}
)
A_WEEK_OR_SOME = timedelta(days=40)  # longer than that an edition is a year, not a week that is planned


def check_edition(*, name: str, starts_on: date, ends_on: date) -> None:
    """Raises: RuleBroken at its field."""
    if not name.strip():
        raise RuleBroken("name", N_("Fill this in."))
    if starts_on.year < 2000:
        raise RuleBroken("starts_on", N_("Look at the year."))
    if ends_on < starts_on:
        raise RuleBroken("ends_on", N_("It ends before it begins. Choose a later day."))
    if ends_on - starts_on > LONGEST:
        raise RuleBroken("ends_on", N_("An edition lasts a year at most. Choose an earlier day."))


def check_day(*, day: date, kind: str, starts_on: date, ends_on: date) -> None:
    """Raises: RuleBroken at its field."""
    if not starts_on <= day <= ends_on:
        raise RuleBroken("day", N_("This day is not in the edition. Choose another one."))
    if kind not in (EVENT, CLOSED_DAY):
        raise RuleBroken("kind", N_("Choose what kind of day it is."))


def first_of_week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_of(*, starts_on: date, ends_on: date) -> tuple[date, ...]:
    """The Mondays of an edition."""
    first = first_of_week(starts_on)
    return tuple(first + timedelta(weeks=n) for n in range((ends_on - first).days // 7 + 1))


def week_shown(asked: date | None, *, starts_on: date, ends_on: date, today: date) -> date:
    """The Monday that was asked for, else this week, else the first week of the edition."""
    weeks = weeks_of(starts_on=starts_on, ends_on=ends_on)
    for day in (asked, today):
        if day is not None and first_of_week(day) in weeks:
            return first_of_week(day)
    return weeks[0]


def days_shown(monday: date, *, starts_on: date, ends_on: date, special: Collection[date]) -> tuple[date, ...]:
    """Monday to Friday of that week as far as the edition goes, and a day of the weekend that has something."""
    week = (monday + timedelta(days=n) for n in range(7))
    return tuple(day for day in week if starts_on <= day <= ends_on and (day.weekday() < 5 or day in special))


def edition_now(editions: Mapping[str, tuple[date, date]], *, today: date) -> str | None:
    """The week that goes on or comes first, before a whole year that goes on; else the last that was."""

    def order(key: str) -> tuple[int, int]:
        since, until = editions[key]
        if until < today:
            return 2, (today - until).days
        return int(until - since > A_WEEK_OR_SOME), max(0, (since - today).days)

    return min(editions, key=order, default=None)


def short_school(name: str) -> str:
    """`Basisschool De Vlieger` is `Vlieger` on the board, where a class stands before it."""
    words = name.split()
    while len(words) > 1 and words[0].casefold() in _FIRST_WORDS:
        words = words[1:]
    return " ".join(words)


def check_movable(*, state: str, starts_at: datetime, now: datetime, slot_state: str = "open") -> None:
    """Raises: RuleBroken: it ended, the visit has begun, or it is a round of an event day."""
    check_alone(slot_state=slot_state)
    if state not in AHEAD_OF_IT:
        raise RuleBroken("", N_("This booking has ended. Load the page again."))
    if starts_at <= now:
        raise RuleBroken("", N_("This visit has begun. It cannot be moved any more."))


def check_seen(*, seen: str, now: str) -> None:
    """Raises: RuleBroken: a colleague, a school or a company was first."""
    if seen != now:
        raise RuleBroken("", N_("Somebody was first: this changed while you looked. Below is how it is now."))


def company_agrees_still(*, same_company: bool, confirmed_at: datetime | None) -> datetime | None:
    """After a move the school always agrees again; a company that said yes need not for its own other moment."""
    return confirmed_at if same_company else None
