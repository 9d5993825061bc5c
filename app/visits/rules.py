"""Decisions about offers, slots, bookings and presence; one function a check, usable one booking at a time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from app.base import clock
from app.base.language import N_
from app.base.levels import band_of
from app.base.problems import RuleBroken

REQUESTED, CONFIRMED, HELD, CANCELLED, DECLINED = "requested", "confirmed", "held", "cancelled", "declined"
LIVE = (REQUESTED, CONFIRMED, HELD)
HOST_DAYS = 30  # how long after a visit a host still sees the booking


def check_slot(*, starts_at: datetime, ends_at: datetime, places: int, pupils: int, min_group: int) -> None:
    """Raises: RuleBroken when the slot cannot be."""
    if ends_at <= starts_at:
        raise RuleBroken("ends", N_("The visit ends before it starts. Choose a later end."))
    if ends_at - starts_at > timedelta(hours=10):
        raise RuleBroken("ends", N_("A visit lasts at most ten hours. Choose an earlier end."))
    if places < 1:
        raise RuleBroken("places", N_("At least one group must be able to come."))
    if pupils < min_group:
        raise RuleBroken("pupils", N_("Fewer pupils than the smallest group. Raise the number."))


def check_offer(*, min_group: int, max_group: int, levels: Collection[str]) -> None:
    if max_group < min_group:
        raise RuleBroken("max_group", N_("The largest group is smaller than the smallest. Raise this number."))
    if not levels:
        raise RuleBroken("levels", N_("Choose at least one level."))


def check_time(*, starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise RuleBroken("slot", N_("This visit has begun or is over. Choose a later one."))


def check_level(*, level: str, levels: Collection[str]) -> None:
    band = level if level in levels else band_of(level)
    if band not in levels:
        raise RuleBroken("level", N_("This visit is not made for that level. Choose another visit or level."))


def check_group(*, expected: int, min_group: int, max_group: int) -> None:
    if expected > max_group:
        raise RuleBroken(
            "expected",
            N_("At most %(n)s pupils fit in one group. Divide the class: book this group and then a second one."),
            n=max_group,
        )
    if expected < min_group:
        raise RuleBroken("expected", N_("The company wants at least %(n)s pupils. Bring more, or choose another visit."), n=min_group)


def check_state(*, state: str, allowed: Collection[str]) -> None:
    if state not in allowed:
        raise RuleBroken("", N_("This booking has changed meanwhile. Load the page again."))


def presence_opens(*, starts_at: datetime) -> datetime:
    """Presence is the teacher's from the morning of the visit: 6 o'clock on that day."""
    return clock.at(clock.school_day(starts_at), 6)


def check_presence_time(*, starts_at: datetime, now: datetime) -> None:
    if now < presence_opens(starts_at=starts_at):
        raise RuleBroken("", N_("Presence opens on the morning of the visit. Come back then."))


def check_arrival(*, starts_at: datetime, now: datetime, count: int, expected: int) -> None:
    """The host counts on the day itself; a slip of the finger is not kept."""
    if clock.school_day(now) < clock.school_day(starts_at):
        raise RuleBroken("count", N_("The group comes on another day. You can count on the day itself."))
    if not 0 <= count <= max(60, 3 * expected):
        raise RuleBroken("count", N_("That number is not right. Count again."))
