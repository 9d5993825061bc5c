"""Whoever guesses at numbers is stopped: by address, by the network around it, and all of them together.

What a guesser can do at most stands in docs/decisions/0034-what-a-certificate-says.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.base.throttle import count_try, must_be_free
from app.base.work import Work

SECRET = 20  # letters: a code of so many was scanned, and cannot be guessed; a number has 12, corrected 13 or 14
TEN_MINUTES, HOUR, DAY = 10, 60, 24 * 60
MISTAKES = 30  # in ten minutes, from one address: a class that mistypes stays below
OF_ADDRESS, OF_NETWORK, OF_ALL = 200, 1000, 2000  # in a day, in a day, in an hour


@dataclass(frozen=True, slots=True)
class Limit:
    """So many mistakes in so many minutes. `key` is a digest: no address is kept, nor what was typed."""

    key: str
    most: int
    minutes: int


def limits(digest: Callable[[str], str], address: str, network: str) -> tuple[Limit, ...]:
    """What is counted of one who makes a mistake."""
    return (
        Limit(f"verify:{digest(address)}", MISTAKES, TEN_MINUTES),
        Limit(f"verify-day:{digest(address)}", OF_ADDRESS, DAY),
        Limit(f"verify-net:{digest(network)}", OF_NETWORK, DAY),
        Limit("verify-all", OF_ALL, HOUR),
    )


def must_not_guess(work: Work, *, limits: Sequence[Limit]) -> None:
    """Counts nothing. Raises: TooMany: one of the limits is reached."""
    for one in limits:
        must_be_free(work, key=one.key, limit=one.most, minutes=one.minutes)


def count_guess(work: Work, *, limits: Sequence[Limit]) -> None:
    """One more mistake. Raises: TooMany: another one filled a limit in the same moment."""
    for one in limits:
        count_try(work, key=one.key, limit=one.most, minutes=one.minutes)
