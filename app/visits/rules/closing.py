"""When a visit closes by itself, and which counts a school may type."""

from datetime import datetime, timedelta

from app.base.language import N_
from app.base.problems import RuleBroken

CLOSES_AFTER = timedelta(days=14)


def is_past(*, ends_at: datetime, now: datetime) -> bool:
    """Long enough ago to close by itself."""
    return now - ends_at >= CLOSES_AFTER


def check_begun(*, starts_at: datetime, now: datetime) -> None:
    if now < starts_at:
        raise RuleBroken("", N_("The visit has not begun yet. Close it afterwards."))


def check_typed(*, typed: tuple[int | None, int | None, int | None], present: int) -> None:
    """Girls, boys, unknown. Raises: RuleBroken at `girls`: below nought, or more than were there."""
    known = [one for one in typed if one is not None]
    if any(one < 0 for one in known):
        raise RuleBroken("girls", N_("Type a number, or nothing."))
    if sum(known) > present:
        raise RuleBroken("girls", N_("Together that is more than the %(n)s pupils who were there."), n=present)
