"""A word or two, marked by the machine when it is on the list; what is not is for the teacher."""

from collections.abc import Collection

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page
from app.curriculum.questions.kind import (
    BOTH,
    Facts,
    QuestionType,
    RawQuestion,
    Sent,
    Value,
    accepted,
    no_letters,
    words_of,
)

MOST = 80


def facts(raw: RawQuestion, page: Page, _: Collection[str]) -> Facts | None:
    """The words of this language; those of translations are added at publication."""
    if "answer" not in raw.fields:
        return None
    line, text = raw.fields["answer"]
    words = accepted(text)
    if text and not words:
        page.wrong("Q25", line, text=text)
    return {"accept": words}


def read(_: QuestionKey, sent: Sent, __: str) -> Value:
    text = " ".join(" ".join(sent.get("answer", [])).replace("\x00", "").split())
    if not text:
        raise RuleBroken("answer", N_("Write something first."))
    if len(text) > MOST:
        message = N_("That is %(count)s characters; at most %(most)s fit. Make it shorter.")
        raise RuleBroken("answer", message, count=len(text), most=MOST)
    return {"text": text}


def share(key: QuestionKey, value: Value) -> float:
    return float(words_of(value["text"]) in {words_of(word) for word in key.facts["accept"]})


def shown(_: QuestionKey, value: Value, __: str) -> str:
    return str(value["text"])


def right(key: QuestionKey) -> Value | None:
    return {"text": key.facts["accept"][0]} if key.facts["accept"] else None


TYPE = QuestionType("short", None, frozenset({"answer"}), 1, False, facts, read, share, no_letters, shown, right, BOTH)
