"""A visit of which nobody said anything: when both sides are asked, and when it closes without a claim. Pure."""

from datetime import datetime, timedelta

from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits.rules.booking import CONFIRMED, HELD, NO_SHOW
from app.visits.rules.closing import CLOSES_AFTER

ASKED_AFTER = timedelta(days=3)  # after the visit, once
ASKED_UNTIL = timedelta(days=28)  # later nobody remembers: it closes without a question
TIME_TO_ANSWER = timedelta(days=7)  # at least, also when the worker was away and asked late
ASKED = "asked-after"  # among what happened to a booking


def is_to_be_asked(*, ends_at: datetime, asked_at: datetime | None, now: datetime) -> bool:
    return asked_at is None and ASKED_AFTER <= now - ends_at < ASKED_UNTIL


def closes_at(*, ends_at: datetime, asked_at: datetime | None) -> datetime:
    """When it closes by itself, with no numbers and no claim that it took place."""
    if asked_at is None:
        return ends_at + ASKED_UNTIL
    return max(ends_at + CLOSES_AFTER, asked_at + TIME_TO_ANSWER)


def may_say(*, state: str, ends_at: datetime, is_counted: bool, now: datetime) -> bool:
    """Until it is closed an answer may be changed; what somebody counted says more than a yes or a no."""
    return ends_at <= now and state in (CONFIRMED, HELD, NO_SHOW) and not is_counted


def check_say(*, state: str, ends_at: datetime, is_counted: bool, now: datetime) -> None:
    """Raises: RuleBroken."""
    if ends_at > now:
        raise RuleBroken("", N_("The visit is not over yet. Say it afterwards."))
    if is_counted:
        raise RuleBroken("", N_("Somebody counted already: that says that it took place."))
    if not may_say(state=state, ends_at=ends_at, is_counted=is_counted, now=now):
        raise RuleBroken("", N_("This visit is closed, or did not go on. What was said of it stays as it is."))
