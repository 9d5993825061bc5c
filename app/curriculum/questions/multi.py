"""All that are right, marked by the machine, with part of the points for part of it."""

from collections.abc import Collection

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page
from app.curriculum.questions.kind import (
    SQUARE,
    Facts,
    QuestionType,
    RawQuestion,
    Sent,
    Value,
    letters_sent,
    said,
)


def facts(raw: RawQuestion, page: Page, _: Collection[str]) -> Facts | None:
    if raw.options and len(raw.marked) == len(raw.options):
        page.wrong("Q19", raw.line)
    return {"right": sorted(raw.marked)} if raw.marked else None


def read(key: QuestionKey, sent: Sent, _: str) -> Value:
    letters = sorted(letters_sent(key, sent))
    if not letters:
        raise RuleBroken("answer", N_("Choose at least one answer."))
    return {"choices": letters}


def share(key: QuestionKey, value: Value) -> float:
    """Each right one counts, each wrong one takes one away; never below nothing."""
    wanted, given = set(key.facts["right"]), set(value["choices"])
    return max(0, len(given & wanted) - len(given - wanted)) / len(wanted)


def chosen(value: Value) -> list[str]:
    return list(value["choices"])


def shown(key: QuestionKey, value: Value, language: str) -> str:
    return "; ".join(said(key, chosen(value), language))


def right(key: QuestionKey) -> Value:
    return {"choices": list(key.facts["right"])}


TYPE = QuestionType("multi", SQUARE, frozenset(), 1, True, facts, read, share, chosen, shown, right)
