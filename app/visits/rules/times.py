"""What a Dutch clock can show: the hour that is skipped in spring, and the one that comes twice in autumn."""

from datetime import UTC, date, datetime, time

from app.base.clock import AMSTERDAM
from app.base.language import N_
from app.base.problems import RuleBroken


def check_hour(*, day: date, hour: time, field: str) -> None:
    """Raises: RuleBroken at `field` when this time is not on the clock of that day, or twice."""
    first = datetime.combine(day, hour, AMSTERDAM)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return
    shown = first.astimezone(UTC).astimezone(AMSTERDAM)
    if (shown.hour, shown.minute) != (hour.hour, hour.minute):
        raise RuleBroken(
            field,
            N_("This time does not exist: the clock goes forward that night. Choose a time before two or from three."),
        )
    raise RuleBroken(
        field, N_("This time comes twice: the clock goes back that night. Choose a time before two or from three.")
    )
