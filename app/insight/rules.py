"""Suppression: a count of 1 to 4 pupils is not shown, nor what would let one be computed. Values in, values out.

Counts of schools, classes, companies and visits are always shown: they say nothing of a child.
The choice and its limits: docs/decisions/0005-suppression.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """Counts of pupils by group with their total; None stands for "not shown", whatever the reason."""

    parts: Mapping[str, int | None]
    total: int | None


@dataclass(frozen=True, slots=True)
class Pupils:
    """What may be told of the pupils of one year."""

    by_place: Shown
    attended: int | None
    certificates: int | None


def is_small(n: int) -> bool:
    return 0 < n < SMALLEST


def shown_parts(counts: Sequence[tuple[str, int]]) -> Shown:
    """Groups that share no pupil, with their total.

    Hide the small ones, and with them the next smallest, so that subtraction from the total finds none.
    With no larger one to hide the total is not shown: five parts that add up to five are five times one.
    """
    hidden = {name for name, n in counts if is_small(n)}
    larger = [(n, name) for name, n in counts if n >= SMALLEST]
    total: int | None = sum(n for _, n in counts)
    if hidden and larger:
        hidden.add(min(larger)[1])
    elif hidden:
        total = None
    return Shown({name: None if name in hidden else n for name, n in counts}, total)


def shown_pupils(by_place: Sequence[tuple[str, int]], *, attended: int, certified: int, certificates: int) -> Pupils:
    """All counts of pupils of one year together, because each lets something of the others be computed.

    `attended` and `certified` (pupils with a certificate) are among the pupils of `by_place`.
    """
    shown = shown_parts(by_place)
    if shown.total is None:
        return Pupils(shown, None if attended else 0, None if certificates else 0)
    with_one = shown_share(certified, of=shown.total)
    is_told = with_one is not None and not is_small(shown.total - certificates)
    return Pupils(shown, shown_share(attended, of=shown.total), certificates if is_told else None)


def shown_share(part: int, *, of: int) -> int | None:
    """A count of pupils who are all among `of` others that are shown too: neither it nor the rest may be small."""
    return None if is_small(part) or is_small(of - part) else part
