"""Identifiers: time-ordered keys for rows and short codes for people. The only user of chance."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else, no vowels: no words
_chance: random.Random = secrets.SystemRandom()
_CONSONANTS = "BDFGKLMNPRSTVWZ"
_VOWELS = "AEIOU"
_RUDE = ("KAKA", "KAKO", "PIPI", "NAZI", "PEDO", "DODE", "LULO", "PUTA", "TITI", "FUTE", "BEFE", "PORO", "GODV")


def new_key(now: datetime) -> UUID:
    """A UUID of version 7 (RFC 9562, 5.7): 48 bits of milliseconds, then chance; sorts by time."""
    milliseconds = int(now.timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80 | _chance.getrandbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    return UUID(int=value & ~(3 << 62) | 2 << 62)


def chance_key() -> UUID:
    """A UUID of version 4: nothing but chance, for a row that must not tell when it was made."""
    return UUID(int=_chance.getrandbits(128), version=4)


def public_code(length: int = 6) -> str:
    """A short code for URLs and paper; six letters of 28 are 480 million."""
    return "".join(_chance.choice(LETTERS) for _ in range(length))


def secret_code() -> str:
    """128 bits and more for a QR code: 27 letters of 28."""
    return public_code(27)


def class_code() -> str:
    """Four letters that can be said and four digits: 56 million, `KADE4731`."""
    while True:
        word = "".join(_chance.choice(kind) for kind in (_CONSONANTS, _VOWELS) * 2)
        if word not in _RUDE:
            return f"{word}{_chance.randrange(10_000):04d}"


def pictures() -> str:
    """Three of twelve pictures in order, repeats allowed: `03-11-03`."""
    return "-".join(f"{_chance.randrange(12):02d}" for _ in range(3))


def pin() -> str:
    return f"{_chance.randrange(100_000):05d}"


@contextmanager
def same_every_time(seed: int) -> Iterator[None]:
    """For the demo alone: codes that can be known beforehand, so that the demo is the same every time."""
    global _chance
    before, _chance = _chance, random.Random(seed)  # noqa: S311 - not secret on purpose
    try:
        yield
    finally:
        _chance = before
