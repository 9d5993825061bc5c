"""After a visit: three questions to each side, and a thank-you to the company."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits.rules.booking import CONFIRMED, HELD

SCHOOL, COMPANY = "school", "company"
STEPS = (1, 2, 3, 4)
LONGEST_WORDS = 600
MOST_SENTENCES, LONGEST_SENTENCE = 12, 300


@dataclass(frozen=True, slots=True)
class Asked:
    """Two questions to answer on four steps, and one in words."""

    first: str
    second: str
    words: str


ASKED = {
    SCHOOL: Asked(
        N_("Did it suit your class?"),
        N_("Did it go as agreed?"),
        N_("What should be different next time?"),
    ),
    COMPANY: Asked(
        N_("Had the group been prepared?"),
        N_("Did it go as agreed?"),
        N_("What do you take along to next year?"),
    ),
}


def check_over(*, starts_at: datetime, state: str, now: datetime) -> None:
    """Raises: RuleBroken while there is nothing to look back on, or when all of it is closed."""
    if starts_at > now:
        raise RuleBroken("", N_("The visit is still to come. Look back on it afterwards."))
    if state not in (CONFIRMED, HELD):
        raise RuleBroken("", N_("This visit is closed, or did not go on. What was said of it stays as it is."))


def check_review(*, first: int, second: int, words: str) -> None:
    """Raises: RuleBroken at its field."""
    for field, step in (("first", first), ("second", second)):
        if step not in STEPS:
            raise RuleBroken(field, N_("Choose one of the four."))
    if len(words) > LONGEST_WORDS:
        raise RuleBroken("words", N_("Write it in at most 600 letters."))


def check_thanks(sentences: Collection[str]) -> None:
    """Raises: RuleBroken (`thanks`): as many as somebody reads, each short enough for a card."""
    if not sentences:
        raise RuleBroken("thanks", N_("Choose at least one sentence, or write one yourself."))
    if len(sentences) > MOST_SENTENCES:
        raise RuleBroken("thanks", N_("At most %(most)s sentences: then each of them is read."), most=MOST_SENTENCES)
    if any(not one.strip() or len(one) > LONGEST_SENTENCE for one in sentences):
        raise RuleBroken("thanks", N_("Write each sentence in 1 to %(most)s letters."), most=LONGEST_SENTENCE)


def mean(steps: Sequence[int]) -> float | None:
    """To one decimal; None of nothing."""
    return round(sum(steps) / len(steps), 1) if steps else None
