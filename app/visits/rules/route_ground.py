"""What routes of an event day are made of: stands, classes, rounds that could not be filled. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import hypot

from app.visits.rules.booking import fits


@dataclass(frozen=True, slots=True)
class Stand:
    """`groups` and `pupils`: room in one round."""

    key: str
    company: str
    levels: tuple[str, ...]
    groups: int
    pupils: int
    min_group: int
    max_group: int
    column: int = 1
    row: int = 1
    closed: frozenset[int] = frozenset()  # rounds in which it takes nobody


@dataclass(frozen=True, slots=True)
class Walker:
    """A class, or one half of it.

    `fixed`: round -> stand, decided by hand or begun; an empty key: free in that round on purpose. `other`: the key of
    the other half, with which it stands nowhere at the same time: they went apart to be a smaller group.
    """

    key: str
    levels: tuple[str, ...]
    pupils: int
    fixed: Mapping[int, str] = field(default_factory=dict)
    other: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A round of a class that could not be filled, and why."""

    walker: str
    round: int
    why: str


@dataclass(frozen=True, slots=True)
class Routes:
    """`of`: class -> a stand or None for each round, counted from 1."""

    of: Mapping[str, tuple[str | None, ...]]
    gaps: tuple[Gap, ...]

    @property
    def filled(self) -> int:
        return sum(stand is not None for route in self.of.values() for stand in route)


def level_fits(stand: Stand, walker: Walker) -> bool:
    return any(fits(level=one, levels=stand.levels) for one in walker.levels)


def may_stand(stand: Stand, one: Walker) -> bool:
    """Whatever stands there: it is for them."""
    sized = stand.min_group <= one.pupils <= min(stand.max_group, stand.pupils)
    return sized and level_fits(stand, one)


def apart(one: Stand, other: Stand) -> float:
    return hypot(one.column - other.column, one.row - other.row)
