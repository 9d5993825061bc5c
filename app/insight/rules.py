"""Suppression: a count of 1 to 4 pupils is not shown, nor what would let one be computed. Values in, values out.

Counts of schools, classes, companies and visits are always shown: they say nothing of a child.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """Counts of pupils by group with their total; None stands for "not shown"."""

    parts: Mapping[str, int | None]
    total: int | None


def shown_count(n: int) -> int | None:
    return None if 0 < n < SMALLEST else n


def shown_parts(counts: Sequence[tuple[str, int]]) -> Shown:
    """Hide the small ones, and with them the next smallest, so that subtraction from the total finds none.

    Two small ones alone are not enough: their sum may give both (4 and 4 are 8). With no larger one to hide,
    the total is not shown.
    """
    hidden = {name for name, n in counts if 0 < n < SMALLEST}
    larger = [(n, name) for name, n in counts if n >= SMALLEST]
    total: int | None = sum(n for _, n in counts)
    if hidden and larger:
        hidden.add(min(larger)[1])
    elif hidden:
        total = None
    return Shown({name: None if name in hidden else n for name, n in counts}, total)
