"""A text with gaps to fill in. What is on a gap's list is right; what is not is for the teacher."""

from collections.abc import Collection

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum import gaps
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page
from app.curriculum.questions.kind import (
    BOTH,
    Facts,
    QuestionType,
    RawOption,
    RawQuestion,
    Sent,
    Value,
    accepted,
    no_letters,
    words_of,
)

MOST = 60


def facts(raw: RawQuestion, page: Page, _: Collection[str]) -> Facts | None:
    """Takes the gaps out of the text: each becomes a mark and an option; its words are the key."""
    accept: dict[str, list[str]] = {}
    for at, (line, text) in enumerate(raw.stem):
        for letter, words in gaps.written(text):
            if letter in accept:
                page.wrong("Q06", line, letter=letter)
                raw.broken = True
                continue
            accept[letter] = accepted(words or "")
            raw.options.append(RawOption(letter, "", "", line))
            if words is not None and not accept[letter]:
                page.wrong("Q23", line, letter=letter)
        raw.stem[at] = (line, gaps.marked(text))
    if not accept:
        page.wrong("Q22", raw.line)
        raw.broken = True
        return None
    return {"accept": accept}


def read(key: QuestionKey, sent: Sent, _: str) -> Value:
    """A field `gap-<letter>` for each gap."""
    filled: dict[str, str] = {}
    for letter in key.letters.values():
        text = " ".join(" ".join(sent.get(f"gap-{letter}", [])).replace("\x00", "").split())
        if not text:
            raise RuleBroken("answer", N_("Fill in every gap."))
        if len(text) > MOST:
            message = N_("That is %(count)s characters; at most %(most)s fit. Make it shorter.")
            raise RuleBroken("answer", message, count=len(text), most=MOST)
        filled[letter] = text
    return {"gaps": filled}


def share(key: QuestionKey, value: Value) -> float:
    return sum(is_right(key, letter, text) for letter, text in value["gaps"].items()) / len(value["gaps"])


def is_right(key: QuestionKey, letter: str, text: str) -> bool:
    """Is this what may stand in that gap?"""
    return words_of(text) in {words_of(word) for word in key.facts["accept"].get(letter, ())}


def shown(_: QuestionKey, value: Value, __: str) -> str:
    return "; ".join(str(text) for text in value["gaps"].values())


def right(key: QuestionKey) -> Value | None:
    accept: dict[str, list[str]] = key.facts["accept"]
    known = {letter: words[0] for letter, words in accept.items() if words}
    return {"gaps": known} if known else None


TYPE = QuestionType(
    "gap", None, frozenset(), 1, False, facts, read, share, no_letters, shown, right, BOTH, always=True, secret=False
)
