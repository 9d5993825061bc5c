"""Loose days as a person types or pastes them: one on a line or with commas between, in Dutch or English. Pure."""

import re
from datetime import date
from typing import Final

from app.base.language import N_
from app.base.problems import RuleBroken

FIELD = "days"
OLDEST = 2000  # a year before it was typed with too few digits
LONGEST = 48  # letters that are said back of what is no day
_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "jan januari january", "feb februari february", "mrt maa maart mar march", "apr april", "mei may",
            "jun juni june", "jul juli july", "aug augustus august", "sep sept september", "okt oktober oct october",
            "nov november", "dec december",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_WEEKDAY = re.compile(r"^(?:ma|di|wo|do|vr|za|zo|mo|tu|we|th|fr|sa|su)[a-z]*\.? +(?=\d)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$", re.ASCII)
_DAY_FIRST = re.compile(r"^(\d{1,2})[-/. ]+(\d{1,2}|[a-z]+)\.?(?:[-/. ]+(\d{4}))?$", re.ASCII | re.IGNORECASE)


def days_typed(text: str, *, today: date) -> tuple[date, ...]:
    """In order of time. A day without a year is the next one that comes.

    Raises: RuleBroken (`days`): none, no day at all, or one twice; it is named.
    """
    written = [one.strip() for one in re.split(r"[\n\r,;]+", text) if one.strip()]
    if not written:
        raise RuleBroken(FIELD, N_("Type at least one day, for example 12-10-2026."))
    found: list[date] = []
    for one in written:
        day = _day(one, today)
        if day in found:
            raise RuleBroken(FIELD, N_("“%(day)s” stands here twice. Leave one out."), day=one[:LONGEST])
        found.append(day)
    return tuple(sorted(found))


def named(day: date) -> str:
    """As a message names it, whatever was typed."""
    return f"{day:%d-%m-%Y}"


def _day(text: str, today: date) -> date:
    plain = _WEEKDAY.sub("", text)
    if match := _YEAR_FIRST.match(plain):
        numbers = (int(match[1]), int(match[2]), int(match[3]))
    elif (match := _DAY_FIRST.match(plain)) and (month := _month(match[2])):
        numbers = (int(match[3]) if match[3] else 0, month, int(match[1]))
    else:
        raise _no_day(text)
    if 0 < numbers[0] < OLDEST:
        raise _no_day(text)
    try:
        return date(*numbers) if numbers[0] else _next(numbers[1], numbers[2], today)
    except ValueError:
        raise _no_day(text) from None


def _next(month: int, day: int, today: date) -> date:
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.get(text.casefold(), 0)


def _no_day(text: str) -> RuleBroken:
    return RuleBroken(FIELD, N_("“%(day)s” is no day that we know. Write it like 12-10-2026."), day=text[:LONGEST])
