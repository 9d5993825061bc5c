"""The only place that asks what time it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    return datetime.now(UTC)


def school_day(moment: datetime) -> date:
    """The date on the wall of a Dutch classroom at `moment` (aware)."""
    return moment.astimezone(AMSTERDAM).date()


def next_school_day(day: date) -> date:
    """The weekday after this one; holidays are not known here."""
    return day + timedelta(days=max(1, 7 - day.weekday() if day.weekday() >= 4 else 1))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """`hour:minute` on a Dutch school clock, as an aware UTC moment."""
    return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)
