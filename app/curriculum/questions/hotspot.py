"""A place on a drawing, marked by the machine. The same places stand in a list, for who cannot point."""

from collections.abc import Collection

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.module import QuestionKey
from app.curriculum.page import Page
from app.curriculum.questions import choice
from app.curriculum.questions.kind import AREAS, Facts, QuestionType, RawQuestion, Sent, Value, letters_sent


def facts(raw: RawQuestion, page: Page, units: Collection[str]) -> Facts | None:
    for option in raw.options:
        if option.area is not None and not _is_sound(option.area):
            page.wrong("Q24", option.line)
    return choice.facts(raw, page, units)


def _is_sound(area: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = area
    return 0 <= left < right <= 100 and 0 <= top < bottom <= 100


def read(key: QuestionKey, sent: Sent, _: str) -> Value:
    letters = letters_sent(key, sent)
    if len(letters) != 1:
        raise RuleBroken("answer", N_("Point at one place, or choose it in the list."))
    return {"choice": letters[0]}


TYPE = QuestionType(
    "hotspot", AREAS, frozenset(), 1, True, facts, read, choice.share, choice.chosen, choice.shown, choice.right
)
