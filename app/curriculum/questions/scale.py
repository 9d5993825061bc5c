"""What a pupil thinks of something, from low to high. Never marked, and never kept with the pupil's own id."""

from collections.abc import Collection

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.markdown import plain
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page
from app.curriculum.questions.kind import (
    NOBODY,
    POINTS,
    Facts,
    QuestionType,
    RawQuestion,
    Sent,
    Value,
    never,
    no_letters,
    no_right,
)

MOST = 10  # the highest point there may be


def facts(raw: RawQuestion, page: Page, _: Collection[str]) -> Facts | None:
    """From the lowest to the highest number that has words."""
    points = [int(option.letter) for option in raw.options if option.letter]
    if len(points) < 2:
        return {}  # said already: too little to choose from
    if points != sorted(set(points)) or points[-1] > MOST:
        page.wrong("Q26", raw.options[0].line, most=MOST)
    return {"low": min(points), "high": max(points)}


def read(key: QuestionKey, sent: Sent, _: str) -> Value:
    text = "".join(sent.get("answer", []))
    if not text.isdecimal() or len(text) > 2 or not key.facts["low"] <= int(text) <= key.facts["high"]:
        raise RuleBroken("answer", N_("Choose one answer."))
    return {"scale": int(text)}


def shown(key: QuestionKey, value: Value, language: str) -> str:
    words = key.text(language).options.get(str(value["scale"]))
    return f"{value['scale']} ({plain(words)})" if words else str(value["scale"])


TYPE = QuestionType(
    "scale", POINTS, frozenset(), 0, False, facts, read, never, no_letters, shown, no_right, NOBODY,
    always=True, secret=False,
)  # fmt: skip
