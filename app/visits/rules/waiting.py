"""The line for a full visit: whole classes, in the order in which they came, never after the start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.base import clock
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits.rules.booking import groups_of
from app.visits.rules.terms import is_in_time, last_day

WAITING, OFFERED, TAKEN, PASSED, EXPIRED, LEFT = "waiting", "offered", "taken", "passed", "expired", "left"
IN_LINE = (WAITING, OFFERED)
ANSWER = timedelta(hours=24)  # how long places are kept for the first in line
NOT_WITHIN = timedelta(hours=3)  # before the start nobody gets a class on its way any more
MARGIN = timedelta(hours=1)  # the company knows at least so long before who comes


class Full(RuleBroken):
    """No room for this group; the line is open."""


@dataclass(frozen=True, slots=True)
class InLine:
    """Who waits: so many pupils in groups of at most the offer's size."""

    id: UUID
    pupils: int
    groups: int


def first_that_fits(line: Sequence[InLine], *, places: int, pupils: int) -> InLine | None:
    """The first for whom ALL pupils fit; a smaller class behind a bigger one may go, half a class never."""
    return next((one for one in line if one.groups <= places and one.pupils <= pupils), None)


def answer_until(*, now: datetime, starts_at: datetime, deadline_days: int = 0) -> datetime | None:
    """Until when the first in line may say yes: a day, never up to the start. None: too late to offer it at all."""
    if starts_at - now < NOT_WITHIN or not is_in_time(starts_at=starts_at, now=now, days=deadline_days):
        return None
    until = min(now + ANSWER, starts_at - MARGIN)
    if deadline_days:
        until = min(until, clock.at(last_day(starts_at=starts_at, days=deadline_days) + timedelta(days=1), 0))
    return until


def check_line(*, starts_at: datetime, now: datetime, deadline_days: int = 0) -> None:
    """Raises: RuleBroken (`slot`) when nobody could be offered a place any more."""
    if answer_until(now=now, starts_at=starts_at, deadline_days=deadline_days) is None:
        raise RuleBroken("slot", N_("It is too late to wait for this time. Choose another one."))


def check_can_ever_fit(*, pupils: int, groups: int, most_pupils: int, most_groups: int) -> None:
    """Raises: RuleBroken (`slot`) when the class would wait for nothing."""
    if pupils > most_pupils or groups > most_groups:
        raise RuleBroken("slot", N_("So many pupils never fit at this time. Choose several times, or a smaller group."))


def deal(*, pupils: int, max_group: int, rooms: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...] | None:
    """A class over the slots that were chosen: (which slot, how many pupils) of each group, or None: it does not fit.

    `rooms`: (groups, pupils) that each slot still has. Every chosen slot gets a group first, in order; then they
    are filled.
    """
    sizes = groups_of(pupils=pupils, max_group=max_group)
    left = [list(room) for room in rooms]
    found: list[tuple[int, int]] = []
    used = [0] * len(left)
    for size in sizes:
        can = [n for n, (groups, seats) in enumerate(left) if groups >= 1 and seats >= size]
        if not can:
            return None
        which = min(can, key=lambda n: (used[n], n))
        used[which] += 1
        left[which][0] -= 1
        left[which][1] -= size
        found.append((which, size))
    return tuple(sorted(found))


def suggested(*, pupils: int, max_group: int, rooms: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Which times to tick beforehand: the first at which all fit together, else the fewest first ones that do."""
    for n, room in enumerate(rooms):
        if deal(pupils=pupils, max_group=max_group, rooms=[room]):
            return (n,)
    chosen: list[int] = []
    for n, (groups, _) in enumerate(rooms):
        if groups < 1:
            continue
        chosen.append(n)
        found = deal(pupils=pupils, max_group=max_group, rooms=[rooms[one] for one in chosen])
        if found:
            return tuple(chosen[which] for which in sorted({which for which, _ in found}))
    return ()
