"""A class in parts: how many go where. Pure."""

from collections.abc import Sequence

from app.base.language import N_
from app.base.problems import RuleBroken

NAMED = N_("%(title)s: %(why)s")
MOST = 6  # parts; more is no class any more


def check_parts(numbers: Sequence[int], *, of: int) -> None:
    """`of`: pupils of the class. Raises: RuleBroken (`parts`)."""
    if not numbers:
        raise RuleBroken("parts", N_("Choose at least one moment, and say how many pupils go there."))
    if len(numbers) > MOST:
        raise RuleBroken("parts", N_("At most %(most)s parts in one go."), most=MOST)
    if sum(numbers) > of:
        raise RuleBroken(
            "parts", N_("Together you send %(n)s pupils, and the class counts %(all)s."), n=sum(numbers), all=of
        )


def shared_out(*, pupils: int, rooms: Sequence[int]) -> tuple[int, ...]:
    """As evenly as the moments allow: 26 over rooms of 15 and 15: (13, 13); of 10 and 20: (10, 16)."""
    found = [0] * len(rooms)
    left = pupils
    while left and any(found[n] < room for n, room in enumerate(rooms)):
        which = min((n for n, room in enumerate(rooms) if found[n] < room), key=lambda n: (found[n], n))
        found[which] += 1
        left -= 1
    return tuple(found)
