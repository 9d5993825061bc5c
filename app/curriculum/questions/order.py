"""Things to be put in order, marked by the machine: the longest run in the right order counts."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page
from app.curriculum.questions.kind import (
    NUMBERED,
    Facts,
    QuestionType,
    RawQuestion,
    Sent,
    Value,
    letters_sent,
    said,
)

MOST_DIGITS = 3  # of a place in the order


def facts(raw: RawQuestion, _: Page, __: Collection[str]) -> Facts | None:
    return {"order": [option.letter for option in raw.options]}


def read(key: QuestionKey, sent: Sent, _: str) -> Value:
    """Tokens in order in `answer`, or a place for each in `place-<token>` (a page without JavaScript)."""
    letters = _by_place(key, sent) if any(name.startswith("place-") for name in sent) else letters_sent(key, sent)
    if len(letters) != len(key.letters):
        raise RuleBroken("answer", N_("Give each one a place of its own."))
    return {"order": letters}


def _by_place(key: QuestionKey, sent: Sent) -> list[str]:
    places: dict[str, str] = {}
    for token, letter in key.letters.items():
        place = "".join(sent.get(f"place-{token}", []))
        if place.isdecimal() and len(place) <= MOST_DIGITS:
            places[place] = letter
    return [places[place] for place in sorted(places, key=int)]


def share(key: QuestionKey, value: Value) -> float:
    """One thing out of place costs one part, wherever it went; all the way round is nothing."""
    place = {letter: number for number, letter in enumerate(key.facts["order"])}
    return (_longest([place[letter] for letter in value["order"]]) - 1) / (len(place) - 1)


def _longest(places: Sequence[int]) -> int:
    """The length of the longest rising row in it."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def chosen(value: Value) -> list[str]:
    return list(value["order"])


def shown(key: QuestionKey, value: Value, language: str) -> str:
    return "; ".join(f"{number}. {text}" for number, text in enumerate(said(key, chosen(value), language), 1))


def right(key: QuestionKey) -> Value:
    return {"order": list(key.facts["order"])}


TYPE = QuestionType("order", NUMBERED, frozenset(), 1, True, facts, read, share, chosen, shown, right)
