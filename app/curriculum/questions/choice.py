"""One of several, marked by the machine."""

from collections.abc import Collection

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page
from app.curriculum.questions.kind import (
    ROUND,
    Facts,
    QuestionType,
    RawQuestion,
    Sent,
    Value,
    letters_sent,
    said,
)


def facts(raw: RawQuestion, page: Page, _: Collection[str]) -> Facts | None:
    if len(raw.marked) > 1:
        second = [option for option in raw.options if option.mark == "x"][1]
        page.wrong("Q03", second.line, count=len(raw.marked))
    return {"right": raw.marked} if raw.marked else None


def read(key: QuestionKey, sent: Sent, _: str) -> Value:
    letters = letters_sent(key, sent)
    if len(letters) != 1:
        raise RuleBroken("answer", N_("Choose one answer."))
    return {"choice": letters[0]}


def share(key: QuestionKey, value: Value) -> float:
    return float(chosen(value) == key.facts["right"])


def chosen(value: Value) -> list[str]:
    return [value["choice"]]


def shown(key: QuestionKey, value: Value, language: str) -> str:
    return "".join(said(key, chosen(value), language))


def right(key: QuestionKey) -> Value:
    return {"choice": key.facts["right"][0]}


TYPE = QuestionType("choice", ROUND, frozenset(), 1, True, facts, read, share, chosen, shown, right)
