"""Two sides to be put together, marked by the machine, with part of the points for part of it.

Both sides get tokens of their own: one letter for both would give the answer away.
"""

from collections.abc import Collection

from app.base.language import N_
from app.base.problems import RuleBroken, Stale
from app.curriculum.markdown import plain
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page
from app.curriculum.questions.kind import PAIRS, Facts, QuestionType, RawQuestion, Sent, Value, no_letters


def facts(_: RawQuestion, __: Page, ___: Collection[str]) -> Facts | None:
    """The pairs stand in the letters; at publication `partners` ({token: letter}) is added."""
    return {}


def read(key: QuestionKey, sent: Sent, _: str) -> Value:
    """A field `pair-<token of the left side>` for each, with a token of the right side."""
    partners: dict[str, str] = key.facts["partners"]
    pairs: dict[str, str] = {}
    for token, letter in key.letters.items():
        chosen = "".join(sent.get(f"pair-{token}", []))
        if not chosen:
            raise RuleBroken("answer", N_("Choose what goes with each one."))
        if chosen not in partners:
            raise Stale("answer", N_("This question has changed. Choose once more."))
        pairs[letter] = partners[chosen]
    return {"pairs": pairs}


def share(_: QuestionKey, value: Value) -> float:
    pairs: dict[str, str] = value["pairs"]
    return sum(left == right for left, right in pairs.items()) / len(pairs)


def shown(key: QuestionKey, value: Value, language: str) -> str:
    texts = key.text(language)
    return "; ".join(
        f"{plain(texts.options[left])} – {plain(texts.partners[right])}"
        for left, right in value["pairs"].items()
        if left in texts.options and right in texts.partners
    )


def right(key: QuestionKey) -> Value:
    return {"pairs": {letter: letter for letter in sorted(key.letters.values())}}


TYPE = QuestionType("match", PAIRS, frozenset(), 1, True, facts, read, share, no_letters, shown, right)
