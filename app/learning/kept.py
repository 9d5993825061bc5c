"""An answer that was kept, as values to draw again: words, lines, pairs, a text with its gaps, a table with its graph,
a photo.

Used where a pupil sees an own answer back, and where a teacher reads it.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any

from app.curriculum import gaps
from app.curriculum.markdown import plain
from app.curriculum.marking import shown_answer
from app.curriculum.module import QuestionKey
from app.curriculum.numbers import written
from app.curriculum.questions import TYPES
from app.curriculum.questions.gap import is_right
from app.learning.graph import Graph, graphs

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Filled:
    """A piece of a text with gaps: what stands before the gap, what was written in it, and whether it is on the list
    (False: the machine does not know it)."""

    before: str
    word: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # as written in the language of the page


@dataclass(frozen=True, slots=True)
class Kept:
    """`text`: in one line of words. Of the rest only what the type of question has."""

    type: str
    text: str
    lines: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    filled: tuple[Filled, ...] = ()
    table: Table | None = None
    graphs: tuple[Graph, ...] = ()
    photo: str = ""  # sha256; empty when it was taken away
    photo_gone: bool = False
    to_see: bool = False  # no photo: the pupil shows what was made to the teacher


def kept_answer(key: QuestionKey, value: Mapping[str, Any], *, language: str, photos: Collection[str] = ()) -> Kept:
    """`photos`: the hashes of those that are still there."""
    text = shown_answer(key, value, language=language)
    more = _MORE.get(key.type)
    if key.type == "photo":
        if value.get("shown"):
            return Kept(key.type, text, to_see=True)
        there = value["photo"] in photos
        return Kept(key.type, text, photo=value["photo"] if there else "", photo_gone=not there)
    return Kept(key.type, text, **(more(key, value, language) if more else {}))


def photo_of(value: Mapping[str, Any]) -> str:
    """The hash of the photo in an answer, or nothing."""
    return str(value.get("photo", ""))


def _listed(key: QuestionKey, value: Mapping[str, Any], language: str) -> dict[str, Any]:
    options = key.text(language).options
    chosen = TYPES[key.type].chosen(dict(value))
    return {"lines": tuple(plain(options[letter]) for letter in chosen if letter in options)}


def _pairs(key: QuestionKey, value: Mapping[str, Any], language: str) -> dict[str, Any]:
    texts = key.text(language)
    known = [pair for pair in value["pairs"].items() if pair[0] in texts.options and pair[1] in texts.partners]
    return {"pairs": tuple((plain(texts.options[left]), plain(texts.partners[right])) for left, right in known)}


def _filled(key: QuestionKey, value: Mapping[str, Any], language: str) -> dict[str, Any]:
    words: Mapping[str, str] = value["gaps"]
    return {
        "filled": tuple(
            Filled(_spaced(before), words.get(letter, ""), is_right(key, letter, words.get(letter, "")))
            for before, letter in gaps.pieces(key.text(language).question)
        )
    }


def _spaced(html: str) -> str:
    """Plain text that keeps a space at its ends, because a word follows."""
    return re.sub(r"\s+", " ", unescape(_TAG.sub("", html)))


def _measured(key: QuestionKey, value: Mapping[str, Any], language: str) -> dict[str, Any]:
    columns = tuple(plain(html) for _, html in sorted(key.text(language).options.items()))
    rows: list[list[str]] = value["rows"]
    table = Table(columns, tuple(tuple(number_said(cell, language) for cell in row) for row in rows))
    return {"table": table, "graphs": graphs(columns, rows, language=language)}


def number_said(cell: str, language: str) -> str:
    return written(Decimal(cell), language) if cell else ""


_MORE = {
    "multi": _listed,
    "checklist": _listed,
    "order": _listed,
    "match": _pairs,
    "gap": _filled,
    "measure": _measured,
}
