"""A class that walks an event day in two halves: how many go where, who, and what each half is called. Pure."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from app.base.language import N_, gettext
from app.base.problems import RuleBroken
from app.visits.rules.route_ground import Stand, Walker, level_fits, may_stand

WHOLE: Final = 0
HALVES: Final = (1, 2)
FEWEST: Final = 2  # pupils of a class that can be halved


def part_name(name: str, part: int) -> str:
    """`7A part 1`; of a whole class its own name."""
    return gettext(N_("%(name)s part %(n)s"), name=name, n=part) if part else name


def sizes_of(pupils: int) -> tuple[int, int]:
    """Two halves as equal as can be, the first not the smaller. Raises: RuleBroken: one pupil is no two halves."""
    if pupils < FEWEST:
        raise RuleBroken("pupils", N_("So few pupils go in one group."))
    return pupils - pupils // 2, pupils // 2


def half_of(pupils: Sequence[UUID], *, part: int, expected: int, other: int, elsewhere: Collection[UUID]) -> list[UUID]:
    """Who of a class is in this half when nobody said so: in class-list order the first go in part 1, and nobody who
    is in the other half already. `expected`, `other`: how many are in this half and in the other one."""
    free = [one for one in pupils if one not in elsewhere]
    skipped = 0 if part == 1 or elsewhere else other
    return free[skipped : skipped + expected]


def is_too_big(stands: Collection[Stand], walker: Walker) -> bool:
    """No stand for this level takes the class as a whole, and one takes half of it."""
    fitting = [one for one in stands if level_fits(one, walker)]
    whole = any(may_stand(one, walker) for one in fitting)
    smaller = walker.pupils // 2
    larger = walker.pupils - smaller
    return not whole and any(one.min_group <= smaller and larger <= min(one.max_group, one.pupils) for one in fitting)
