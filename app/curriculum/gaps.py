"""Gaps in a text: as an author writes them, as a mark in the HTML, and cut out again for the page.

A mark is one letter between two signs of Unicode's private area, which no author can write (checker: T13).
"""

import re
from collections.abc import Iterator

from markupsafe import Markup

OPEN, CLOSE = "\ue000", "\ue001"
BLANK = "……"
_WRITTEN = re.compile(r"\{([a-z])(?::([^{}]*))?\}")
_MARKED = re.compile(f"{OPEN}([a-z]){CLOSE}")


def written(text: str) -> Iterator[tuple[str, str | None]]:
    """(letter, words) of each `{a: peil | waterpeil}` in a line; words None for a bare `{a}`."""
    for found in _WRITTEN.finditer(text):
        yield found[1], found[2]


def marked(text: str) -> str:
    """The line with a mark for each gap."""
    return _WRITTEN.sub(rf"{OPEN}\1{CLOSE}", text)


def pieces(html: str) -> tuple[tuple[Markup, str], ...]:
    """The HTML cut at its gaps: (what stands before it, letter); the last piece has no letter."""
    cut = _MARKED.split(html)
    texts, letters = cut[::2], [*cut[1::2], ""]
    return tuple((Markup(text), letter) for text, letter in zip(texts, letters, strict=True))  # noqa: S704 - as given


def blanked(html: str) -> Markup:
    """The HTML with dots where a gap is, for paper and for lists of questions."""
    return Markup(_MARKED.sub(BLANK, html))  # noqa: S704 - as given
