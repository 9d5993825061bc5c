"""School days around today: the demo's visits are on the last and the next one."""

from datetime import date, timedelta

# first and last day of school holidays, region Noord (rijksoverheid.nl, read November 2026)
HOLIDAYS = (
    (date(2026, 10, 10), date(2026, 10, 18)),
    (date(2026, 12, 19), date(2027, 1, 3)),
    (date(2027, 2, 20), date(2027, 2, 28)),
    (date(2027, 4, 24), date(2027, 5, 9)),
    (date(2027, 7, 10), date(2027, 8, 22)),
)


def is_school_day(day: date) -> bool:
    return day.weekday() < 5 and not any(first <= day <= last for first, last in HOLIDAYS)


def next_school_day(day: date) -> date:
    return _walk(day, 1)


def last_school_day(day: date) -> date:
    return _walk(day, -1)


def school_day_from(day: date) -> date:
    """`day` itself, or the first school day after it."""
    return day if is_school_day(day) else next_school_day(day)


def school_year(day: date) -> tuple[str, date, date]:
    """(`2026-2027`, 1 August, 31 July) around `day`."""
    start = day.year if day.month >= 8 else day.year - 1
    return f"{start}-{start + 1}", date(start, 8, 1), date(start + 1, 7, 31)


def _walk(day: date, step: int) -> date:
    found = day + timedelta(days=step)
    while not is_school_day(found):
        found += timedelta(days=step)
    return found
