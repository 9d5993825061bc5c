"""What a class wears and brings, as several people ask it: the same thing stands there once. Pure."""

import re
from collections.abc import Iterable
from typing import Final

_BETWEEN: Final = re.compile(r"[,;\n]+")
_FIRST: Final = re.compile(r"^(?:en|and|een|de|het|a|an|the)\s+", re.IGNORECASE)


def merged(asked: Iterable[str]) -> tuple[str, ...]:
    """Each thing once, in the words of who asked first; a line that names several things is taken apart."""
    found: dict[str, str] = {}
    for line in asked:
        for part in _BETWEEN.split(line):
            thing = " ".join(part.split()).rstrip(".")
            if thing:
                found.setdefault(_sort_of(thing), thing)
    return tuple(found.values())


def _sort_of(thing: str) -> str:
    """`Een dichte schoenen.` and `dichte schoenen` are the same thing."""
    word = thing.casefold()
    while (bare := _FIRST.sub("", word)) != word:
        word = bare
    return word
