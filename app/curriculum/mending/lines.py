"""One line of a choice as it should be written, keeping its mark, its letter and its words."""

import re
from collections.abc import Iterable
from string import ascii_lowercase

from app.curriculum.questions.kind import QuestionType

_LETTER = r"(?:(?P<letter>[a-z])\s*:\s*)?"
_NOT_A_LETTER = r"(?![A-Z]\s*:)"  # a capital tries to be one: an author has to say what it is
_ROUND = re.compile(rf" {{0,3}}[-*+]\s*\(\s*(?P<mark>[xX]?)\s*\)\s*{_LETTER}{_NOT_A_LETTER}(?P<text>\S.*)")
_SQUARE = re.compile(rf" {{0,3}}[-*+]\s*\[\s*(?P<mark>[xX]?)\s*\]\s*{_LETTER}{_NOT_A_LETTER}(?P<text>\S.*)")
_NUMBERED = re.compile(rf" {{0,3}}(?P<mark>\d+)[.)]\s*{_LETTER}{_NOT_A_LETTER}(?P<text>\S.*)")
_PAIR = re.compile(rf" {{0,3}}[-*+]\s+{_LETTER}{_NOT_A_LETTER}(?P<text>[^=\s][^=]*?\s*=\s*[^=\s][^=]*)")
_PAIR_SIGN = re.compile(r"\s*=\s*")
LOOSE = {
    "choice": (_ROUND, "- ({mark}) {letter}: {text}"),
    "hotspot": (_ROUND, "- ({mark}) {letter}: {text}"),
    "multi": (_SQUARE, "- [{mark}] {letter}: {text}"),
    "checklist": (_SQUARE, "- [{mark}] {letter}: {text}"),
    "order": (_NUMBERED, "{mark}. {letter}: {text}"),
    "match": (_PAIR, "- {letter}: {text}"),
}


def letter_of(text: str, kind: QuestionType) -> str | None:
    """The letter of a choice, an empty text when it has none yet, None when this is no choice that we understand."""
    found = LOOSE[kind.name][0].fullmatch(text.rstrip()) if kind.name in LOOSE else None
    return (found["letter"] or "") if found else None


def is_well_written(text: str, kind: QuestionType) -> bool:
    return bool(kind.style and kind.style.pattern.fullmatch(text.rstrip()))


def rewritten(text: str, kind: QuestionType, letter: str) -> str | None:
    """The line with its own letter, or with `letter`. None when it would not be read as a choice even so."""
    pattern, shape = LOOSE[kind.name]
    found = pattern.fullmatch(text.rstrip())
    if found is None or not (found["letter"] or letter):
        return None
    held = found.groupdict()
    words = _PAIR_SIGN.sub(" = ", held["text"]) if kind.name == "match" else held["text"]
    mark = (held.get("mark") or " ").lower()
    made = shape.format(mark=mark, letter=held["letter"] or letter, text=words)
    return made if is_well_written(made, kind) else None


def next_letters(used: Iterable[str], many: int) -> str:
    """The letters after the last that was ever used, so that none comes to mean something else. Too few left: none."""
    last = max((ascii_lowercase.find(letter) for letter in used), default=-1)
    free = ascii_lowercase[last + 1 :]
    return free[:many] if len(free) >= many else ""
