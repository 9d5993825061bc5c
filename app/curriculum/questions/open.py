"""A text of the pupil's own. Only a teacher says something of it."""

from collections.abc import Collection

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page
from app.curriculum.questions.kind import (
    TEACHER,
    Facts,
    QuestionType,
    RawQuestion,
    Sent,
    Value,
    never,
    no_letters,
    no_right,
)

MOST = 4000


def facts(raw: RawQuestion, page: Page, _: Collection[str]) -> Facts | None:
    if "rubric" not in raw.fields:
        page.wrong("Q13", raw.line)
    return {}


def read(_: QuestionKey, sent: Sent, __: str) -> Value:
    text = "\n".join(sent.get("answer", [])).replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise RuleBroken("answer", N_("Write something first."))
    if len(text) > MOST:
        message = N_("That is %(count)s characters; at most %(most)s fit. Make it shorter.")
        raise RuleBroken("answer", message, count=len(text), most=MOST)
    return {"text": text}


def shown(_: QuestionKey, value: Value, __: str) -> str:
    return str(value["text"])


TYPE = QuestionType(
    "open", None, frozenset({"rubric"}), 1, False, facts, read, never, no_letters, shown, no_right, TEACHER
)
