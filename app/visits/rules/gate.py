"""What a host's taps say together, when the link of the day opens, and when a tap may be taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.base import clock
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits.rules.booking import CLOSED, CONFIRMED, HELD, NO_SHOW, UNDO, UNSAID, check_count

HERE, COUNT, UNDONE, LATE, ABSENT, BROKEN_OFF = "here", "count", "undo", "late", "no-show", "broken-off"
KINDS = (HERE, COUNT, UNDONE, LATE, ABSENT, BROKEN_OFF)
BROKEN = ("weather", "ill", "alarm", "transport", "other")  # why a visit was broken off
MOST_ADULTS = 60
CLIENT_ID = 64  # letters of an id from a phone, at most
REMEMBERED = timedelta(days=40)  # a worker that was away so long still erases what was for one day
SENT_UNTIL = 12  # o'clock on the next day: what was said on the day may come later than the day


@dataclass(frozen=True, slots=True)
class Word:
    """One tap."""

    kind: str
    said_at: datetime
    count: int | None = None
    adults: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """How it is at the gate."""

    arrived_at: datetime | None = None
    count: int | None = None
    adults: int | None = None
    late_at: datetime | None = None
    absent_at: datetime | None = None
    broken_at: datetime | None = None
    broken_off: str = ""

    @property
    def touched_at(self) -> datetime | None:
        """From when the fifteen minutes of taking back run."""
        return self.broken_at or self.absent_at or self.arrived_at

    @property
    def state(self) -> str:
        """Of the booking."""
        return NO_SHOW if self.absent_at else HELD if self.arrived_at else CONFIRMED


def gate_of(words: Sequence[Word]) -> Gate:
    """How it is after these words, whatever the order in which they came in. What came too late changes nothing."""
    gate = Gate()
    for word in sorted(words, key=lambda one: one.said_at):
        gate = _after(gate, word)
    return gate


def may_take_back(gate: Gate, *, at: datetime) -> bool:
    return gate.touched_at is not None and at - gate.touched_at <= UNDO


def check_word(word: Word, *, expected: int) -> None:
    """Raises: RuleBroken: it cannot be what somebody meant."""
    if word.kind not in KINDS:
        raise RuleBroken("", N_("Choose one of the buttons."))
    if word.kind == COUNT:
        check_count(count=-1 if word.count is None else word.count, expected=expected)
    if word.adults is not None and not 0 <= word.adults <= MOST_ADULTS:
        raise RuleBroken("adults", N_("That number is not right. Count again."))
    if word.kind == BROKEN_OFF and word.reason not in BROKEN:
        raise RuleBroken("reason", N_("Say why the visit was broken off."))


def check_not_closed(*, state: str) -> None:
    if state in (CLOSED, UNSAID):
        raise RuleBroken("", N_("This visit is closed: what was counted stands. Ask the coordinator if it is wrong."))


def check_client(client_id: str) -> None:
    if not 1 <= len(client_id) <= CLIENT_ID or not client_id.isascii() or not client_id.isprintable():
        raise RuleBroken("", N_("This page is broken. Load it again."))


def check_walk_in(*, school_name: str, count: int) -> None:
    if not school_name.strip() or len(school_name) > 80:
        raise RuleBroken("school_name", N_("Type the name of the school, in at most 80 letters."))
    if not 1 <= count <= 400:
        raise RuleBroken("number", N_("That number is not right. Count again."))


def day_of(starts_at: datetime) -> tuple[datetime, datetime]:
    """From the beginning until the end of the day of a visit, in Amsterdam."""
    day = clock.school_day(starts_at)
    return clock.at(day, 0), clock.at(day + timedelta(days=1), 0)


def is_on(*, starts_at: datetime, now: datetime) -> bool:
    """Is it the day of the visit?"""
    opens, ends = day_of(starts_at)
    return opens <= now < ends


def said(*, starts_at: datetime, now: datetime, ago: timedelta) -> datetime:
    """When a word was said, `ago` before it came in: the phone measures that itself, so its clock may be wrong.

    Never in the future, and never before the day itself.
    """
    opens, _ = day_of(starts_at)
    return min(max(now - max(ago, timedelta()), opens), now)


def check_link_time(*, starts_at: datetime, now: datetime, said_at: datetime) -> None:
    """The link of the day takes what was said on that day, until noon of the next; nothing else.

    Raises: RuleBroken.
    """
    opens, ends = day_of(starts_at)
    last = clock.at(clock.school_day(ends), SENT_UNTIL)
    if now >= last or not opens <= said_at < ends:
        raise RuleBroken("", N_("This link worked on the day of the visit. Sign in to count now."))


def enough_adults(*, pupils: int, supervision: int | None) -> int | None:
    """How many adults the company asks for; None: it does not ask."""
    return -(-pupils // supervision) if supervision else None


def is_shown(*, switches: Collection[bool], starts_at: datetime, now: datetime) -> bool:
    """May the host read first names? Only when every switch is on, and on the day itself."""
    return all(switches) and is_on(starts_at=starts_at, now=now)


def _after(gate: Gate, word: Word) -> Gate:
    at = word.said_at
    if word.kind == UNDONE:
        return _taken_back(gate) if may_take_back(gate, at=at) else gate
    if word.kind == LATE:
        return gate if gate.arrived_at else replace(gate, late_at=at, absent_at=None)
    if word.kind == ABSENT:
        return gate if gate.arrived_at else replace(gate, absent_at=at)
    gate = replace(gate, arrived_at=gate.arrived_at or at, absent_at=None)
    if word.kind == COUNT:
        adults = gate.adults if word.adults is None else word.adults
        return replace(gate, count=word.count, adults=adults)
    if word.kind == BROKEN_OFF:
        return replace(gate, broken_at=at, broken_off=word.reason)
    return gate


def _taken_back(gate: Gate) -> Gate:
    """The last big thing: that it was broken off, else all of it."""
    return replace(gate, broken_at=None, broken_off="") if gate.broken_at else Gate(late_at=gate.late_at)
