"""Things to tick off by the pupil. Nothing is right or wrong, and the order stays as written."""

from collections.abc import Collection

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page
from app.curriculum.questions.kind import (
    PUPIL,
    TICKS,
    Facts,
    QuestionType,
    RawQuestion,
    Sent,
    Value,
    letters_sent,
    never,
    no_right,
    said,
)


def facts(_: RawQuestion, __: Page, ___: Collection[str]) -> Facts | None:
    return {}


def read(key: QuestionKey, sent: Sent, _: str) -> Value:
    letters = sorted(letters_sent(key, sent))
    if not letters:
        raise RuleBroken("answer", N_("Tick what you did."))
    return {"done": letters}


def chosen(value: Value) -> list[str]:
    return list(value["done"])


def shown(key: QuestionKey, value: Value, language: str) -> str:
    return "; ".join(said(key, chosen(value), language))


TYPE = QuestionType("checklist", TICKS, frozenset(), 0, False, facts, read, never, chosen, shown, no_right, PUPIL)
