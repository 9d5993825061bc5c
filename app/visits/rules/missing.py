"""What is still missing of a visit to come, and when the office hears of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.base import clock
from app.base.language import N_
from app.visits.rules.booking import CONFIRMED, PROPOSED, REQUESTED

COMPANY_YES, SCHOOL_YES, CLASS, PUPILS, SAFETY, HOLD = "company", "school", "class", "pupils", "safety", "hold"
PART, TRANSPORT, LETTER = "part", "transport", "letter"
WORDS: Final = {
    COMPANY_YES: N_("the company has not said yes"),
    SCHOOL_YES: N_("the school has not said yes"),
    CLASS: N_("no class yet"),
    PUPILS: N_("nobody on the list"),
    PART: N_("a part of the class has no visit"),
    SAFETY: N_("new safety rules not confirmed"),
    TRANSPORT: N_("not said how the class travels"),
    LETTER: N_("parents not asked yet"),
    HOLD: N_("the hold ends within two days"),
}
BY_SCHOOL = frozenset({SCHOOL_YES, CLASS, PUPILS, PART, SAFETY, TRANSPORT, LETTER, HOLD})  # who can do something
BY_COMPANY = frozenset({COMPANY_YES})
WEEKS = (2, 4, 8)
SOON = timedelta(days=2)
MONDAY_HOUR = 8


@dataclass(frozen=True, slots=True)
class ToCome:
    """A booking to come. `has_list`: somebody stands on its list. `lacking`: how many of its class go on no visit.
    `asked_parents`: None: not for the eyes of who asks.
    """

    state: str
    has_company_yes: bool
    has_school_yes: bool
    has_class: bool
    safety_confirmed: bool
    hold_until: datetime | None
    has_list: bool
    lacking: int = 0
    travels: bool = False  # is there a way to go, farther than a walk?
    has_transport: bool = False
    asked_parents: bool | None = None


def waits_for_company(one: ToCome) -> str | None:
    return COMPANY_YES if one.state in (REQUESTED, PROPOSED) and not one.has_company_yes else None


def waits_for_school(one: ToCome) -> str | None:
    return SCHOOL_YES if one.state == PROPOSED and not one.has_school_yes else None


def waits_for_class(one: ToCome) -> str | None:
    return CLASS if not one.has_class else None


def waits_for_pupils(one: ToCome) -> str | None:
    return PUPILS if one.has_class and not one.has_list else None


def waits_for_safety(one: ToCome) -> str | None:
    return SAFETY if one.state in (REQUESTED, CONFIRMED) and not one.safety_confirmed else None


def waits_for_the_rest(one: ToCome) -> str | None:
    return PART if one.lacking else None


def waits_for_transport(one: ToCome) -> str | None:
    """From when it is certain that the group goes."""
    return TRANSPORT if one.state == CONFIRMED and one.travels and not one.has_transport else None


def waits_for_parents(one: ToCome) -> str | None:
    return LETTER if one.state == CONFIRMED and one.has_class and one.asked_parents is False else None


CHECKS = (
    waits_for_company,
    waits_for_school,
    waits_for_class,
    waits_for_pupils,
    waits_for_the_rest,
    waits_for_safety,
    waits_for_transport,
    waits_for_parents,
)


def missing_of(one: ToCome, *, now: datetime) -> tuple[str, ...]:
    """What is missing, in the order in which it is asked for; a hold that ends soon comes last."""
    found = [word for check in CHECKS if (word := check(one))]
    if one.state == PROPOSED and one.hold_until and one.hold_until <= now + SOON:
        found.append(HOLD)
    return tuple(found)


def concerns(missing: Sequence[str], *, who: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in missing if word in who)


def monday_of(now: datetime) -> datetime:
    """The moment of this week's mail: Monday at eight in Amsterdam, whichever side of a clock change that is."""
    today = clock.school_day(now)
    return clock.at(today - timedelta(days=today.weekday()), MONDAY_HOUR)


def week_key(day: date) -> str:
    """`2026-W41`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
