"""Decisions about offers, slots, bookings and presence; one function a check, usable one booking at a time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from app.base import clock
from app.base.language import N_
from app.base.levels import LEVELS, band_of
from app.base.problems import RuleBroken

REQUESTED, PROPOSED, CONFIRMED, HELD = "requested", "proposed", "confirmed", "held"
CANCELLED, DECLINED, NO_SHOW, CLOSED = "cancelled", "declined", "no-show", "closed"
UNSAID = "unsaid"  # it is over and nobody ever said whether it took place: no numbers, and no claim that it did
AHEAD_OF_IT = (REQUESTED, PROPOSED, CONFIRMED)  # nobody has come yet: it can still be moved, or end
OPEN = (*AHEAD_OF_IT, HELD)  # may still be changed
LIVE = (*OPEN, CLOSED)  # goes on, or went on
HOST_DAYS = 30  # how long after a visit a host still sees the booking
GONE_DAYS = 7  # how long a host still sees that a booking was cancelled or declined
MOST_QUESTIONS, LONGEST_QUESTION = 8, 200
UNDO = timedelta(minutes=15)
AHEAD = timedelta(days=3 * 366)  # a year that was mistyped; beyond the year 9999 no day can be reckoned at all


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
    """Raises: RuleBroken when no group could ever come."""
    if max_group < min_group:
        raise RuleBroken("max_group", N_("The largest group is smaller than the smallest. Raise this number."))
    if not levels:
        raise RuleBroken("levels", N_("Choose at least one level."))


def check_time(*, starts_at: datetime, now: datetime, field: str = "slot") -> None:
    """Raises: RuleBroken at `field` when it is too late for this moment, or farther away than anybody plans."""
    if starts_at <= now:
        raise RuleBroken(field, N_("This time is past. Choose a later one."))
    if starts_at - now > AHEAD:
        raise RuleBroken(field, N_("This is more than three years away. Look at the year."))


def check_before(*, starts_at: datetime, now: datetime) -> None:
    """Cancelling and declining end when the visit begins; from then on presence says who was there."""
    if starts_at <= now:
        raise RuleBroken("", N_("The visit has begun. Say with the presence list who is there."))


def fits(*, level: str, levels: Collection[str]) -> bool:
    """`level` is one of LEVELS, or a band itself (a school may book before it knows the class)."""
    band = level if level in levels else band_of(level) if level in LEVELS else None
    return band in levels


def check_level(*, level: str, levels: Collection[str]) -> None:
    """Raises: RuleBroken when the visit is not made for it."""
    if not fits(level=level, levels=levels):
        raise RuleBroken("level", N_("This visit is not made for that level. Choose another visit or level."))


def check_group(*, expected: int, min_group: int, max_group: int, field: str = "expected") -> None:
    """Raises: RuleBroken at `field`, saying how to divide a class that is too big."""
    if expected > max_group:
        raise RuleBroken(
            field,
            N_("At most %(n)s pupils fit in one group. Divide the class: book this group and then a second one."),
            n=max_group,
        )
    if expected < min_group:
        raise RuleBroken(
            field,
            N_("The company wants at least %(n)s pupils. Bring more, or choose another visit."),
            n=min_group,
        )


def smallest(*, min_group: int, is_calm: bool) -> int:
    """A low-stimulus offer is for special education, where a class is four or six pupils: any number may come."""
    return 1 if is_calm else min_group


def groups_of(*, pupils: int, max_group: int) -> tuple[int, ...]:
    """How a class is divided as evenly as possible: 28 pupils, at most 15: (14, 14)."""
    groups = -(-pupils // max_group)
    return tuple(pupils // groups + (n < pupils % groups) for n in range(groups)) if groups else ()


def check_state(*, state: str, allowed: Collection[str]) -> None:
    if state not in allowed:
        raise RuleBroken("", N_("This booking has changed meanwhile. Load the page again."))


def presence_opens(*, starts_at: datetime) -> datetime:
    """Presence is the teacher's from the morning of the visit: 6 o'clock on that day."""
    return clock.at(clock.school_day(starts_at), 6)


def check_questions(questions: Collection[str]) -> None:
    """Raises: RuleBroken (`questions`): as many as a host can answer, each short enough to read out."""
    if not questions:
        raise RuleBroken("questions", N_("Choose at least one question."))
    if len(questions) > MOST_QUESTIONS:
        raise RuleBroken(
            "questions", N_("At most %(most)s questions, so that there is time for an answer."), most=MOST_QUESTIONS
        )
    if any(not one.strip() or len(one) > LONGEST_QUESTION for one in questions):
        raise RuleBroken("questions", N_("Write each question in 1 to %(most)s letters."), most=LONGEST_QUESTION)


def check_presence_time(*, starts_at: datetime, now: datetime) -> None:
    """Raises: RuleBroken before that morning."""
    if now < presence_opens(starts_at=starts_at):
        raise RuleBroken("", N_("Presence opens on the morning of the visit. Come back then."))


def check_arrival(*, starts_at: datetime, now: datetime) -> None:
    """The host says so on the day itself, or later; not before."""
    if clock.school_day(now) < clock.school_day(starts_at):
        raise RuleBroken("count", N_("The group comes on another day. You can count on the day itself."))


def check_count(*, count: int, expected: int) -> None:
    """A slip of the finger is not kept."""
    if not 0 <= count <= most_counted(expected=expected):
        raise RuleBroken("count", N_("That number is not right. Count again."))


def most_counted(*, expected: int) -> int:
    return max(60, 3 * expected)


def may_undo(*, arrived_at: datetime | None, now: datetime) -> bool:
    return arrived_at is not None and now - arrived_at <= UNDO
