"""What may be said of hours that a company gave, and until when."""

from app.base.language import N_
from app.base.problems import RuleBroken

MOST_HOURS = 2_000.0


def check_hours(hours: float) -> None:
    """Raises: RuleBroken (`hours`): whole quarters, as people count them."""
    if not 0 < hours <= MOST_HOURS or hours * 4 != int(hours * 4):
        raise RuleBroken("hours", N_("Give hours in quarters, for example 12 or 7,5."))


def check_unsigned(*, is_signed: bool) -> None:
    """Raises: RuleBroken: what was signed off stays as it is."""
    if is_signed:
        raise RuleBroken("", N_("These hours are signed off, so they stay. Add a line if something is missing."))
