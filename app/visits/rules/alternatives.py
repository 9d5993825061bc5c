"""Where else a group could go: open moments that fit, the nearest first, no place named twice."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from app.base import clock
from app.visits.rules.booking import fits

THREE = 3
NOON = 12
FAR = 1_000.0  # kilometres: where nobody knows how far it is
Point = tuple[float, float]  # latitude, longitude in degrees
Times = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A group whose visit does not go on. `busy`: when it is elsewhere already; `near`: where its school stands."""

    key: UUID
    level: str
    pupils: int
    starts_at: datetime
    edition: UUID | None = None
    form: str = ""
    kind: str = ""
    near: Point | None = None
    busy: tuple[Times, ...] = ()


@dataclass(frozen=True, slots=True)
class Free:
    """A moment with the room that it has left."""

    key: UUID
    starts_at: datetime
    ends_at: datetime
    levels: tuple[str, ...]
    min_group: int
    max_group: int
    places_left: int
    pupils_left: int
    edition: UUID | None = None
    form: str = ""
    kind: str = ""
    at: Point | None = None
    is_calm: bool = False  # smaller groups may come
    deadline_days: int = 0

    def less(self, pupils: int) -> "Free":
        """What is left of it when one more group goes there."""
        return replace(self, places_left=self.places_left - 1, pupils_left=self.pupils_left - pupils)


def could_go(wanted: Wanted, free: Free, *, now: datetime) -> bool:
    """Level, size of the group, room for all pupils, in time, and the group is not elsewhere at that moment."""
    size = wanted.pupils <= free.max_group and (free.is_calm or wanted.pupils >= free.min_group)
    room = free.places_left >= 1 and free.pupils_left >= wanted.pupils
    last = clock.school_day(free.starts_at) - timedelta(days=free.deadline_days)
    in_time = free.starts_at > now and clock.school_day(now) <= last
    is_free = not any(free.starts_at < ends and starts < free.ends_at for starts, ends in wanted.busy)
    return size and room and in_time and is_free and fits(level=wanted.level, levels=free.levels)


def distance(one: Point, other: Point) -> float:
    """Kilometres as the crow flies."""
    (a, b), (c, d) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6371 * asin(min(1.0, sqrt(half)))


def three_for(
    wanted: Sequence[Wanted], free: Iterable[Free], *, now: datetime, most: int = THREE
) -> dict[UUID, tuple[UUID, ...]]:
    """For each group at most three moments, best first; all of these could be taken together.

    Each group gets its best before anybody gets a second, and who has least to choose from goes first.
    """
    left = {one.key: one for one in free}
    choice = {one.key: _ranked(one, left.values(), now=now) for one in wanted}
    turns = sorted(wanted, key=lambda one: (len(choice[one.key]), one.starts_at, one.key))
    found: dict[UUID, tuple[UUID, ...]] = {one.key: () for one in wanted}
    for _round in range(most):
        for one in turns:
            _give_one(one, choice[one.key], left, found, now=now)
    return found


def _give_one(
    one: Wanted, ranked: Sequence[UUID], left: dict[UUID, Free], found: dict[UUID, tuple[UUID, ...]], *, now: datetime
) -> None:
    for key in ranked:
        if key not in found[one.key] and could_go(one, left[key], now=now):
            found[one.key] += (key,)
            left[key] = left[key].less(one.pupils)
            return


def _ranked(wanted: Wanted, free: Collection[Free], *, now: datetime) -> list[UUID]:
    able = [one for one in free if could_go(wanted, one, now=now)]
    return [one.key for one in sorted(able, key=lambda one: (_nearness(wanted, one), one.key))]


def _nearness(wanted: Wanted, free: Free) -> tuple[bool, int, bool, bool, bool, float, timedelta]:
    """The same edition, near in days, the same part of the day, the same kind of visit, not far, near in hours."""
    days = abs((clock.school_day(free.starts_at) - clock.school_day(wanted.starts_at)).days)
    far = distance(wanted.near, free.at) if wanted.near and free.at else FAR
    part = is_morning(free.starts_at) != is_morning(wanted.starts_at)
    kind, form = free.kind != wanted.kind, free.form != wanted.form
    hours = abs(free.starts_at - wanted.starts_at)
    return free.edition != wanted.edition, days, part, kind, form, round(far, 1), hours


def is_morning(moment: datetime) -> bool:
    return moment.astimezone(clock.AMSTERDAM).hour < NOON
