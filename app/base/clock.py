"""The only place that asks what time it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    return datetime.now(UTC)


def school_day(moment: datetime) -> date:
    """The date on the wall of a Dutch classroom at `moment` (aware)."""
    return moment.astimezone(AMSTERDAM).date()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """`hour:minute` on a Dutch school clock, as an aware UTC moment."""
    return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)
