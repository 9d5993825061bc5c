"""All tries of a pupil at a question: was the first one right, and was it right in the end? Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.curriculum.marking import is_machine_marked, is_teachers, mark
from app.curriculum.module import QuestionKey
from app.learning.queries import AnswerNow

MARKED, SAID, COUNTED = "marked", "said", "counted"  # by the machine; by a teacher; only that it was handed in
RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Tries:
    """In the order they came in, at least one."""

    answers: tuple[AnswerNow, ...]
    rights: tuple[bool, ...]

    @property
    def first_right(self) -> bool:
        return self.rights[0]

    @property
    def ever_right(self) -> bool:
        """Nothing ever goes down: what was right once stays so."""
        return any(self.rights)

    @property
    def wrong(self) -> tuple[AnswerNow, ...]:
        return tuple(one for one, right in zip(self.answers, self.rights, strict=True) if not right)

    @property
    def verdict(self) -> str:
        """What a teacher said of the last answer; empty: nothing yet."""
        return RIGHT if self.rights[-1] else self.answers[-1].verdict


def kind_of(question_type: str) -> str:
    if is_machine_marked(question_type):
        return MARKED
    return SAID if is_teachers(question_type) else COUNTED


def tries_of(answers: Iterable[AnswerNow], keys: Mapping[str, QuestionKey]) -> dict[tuple[UUID, str], Tries]:
    """(pupil, question) -> tries. `answers` in the order they came in; without a key: left out."""
    found: dict[tuple[UUID, str], list[AnswerNow]] = {}
    for one in answers:
        if one.question_id in keys:
            found.setdefault((one.pupil_id, one.question_id), []).append(one)
    return {
        which: Tries(tuple(sent), tuple(is_right(keys[which[1]], one) for one in sent)) for which, sent in found.items()
    }


def is_right(key: QuestionKey, answer: AnswerNow) -> bool:
    """By the key of now, by the best mark it ever got, or because a teacher said so: as the pupil is told it."""
    if answer.verdict == RIGHT:
        return True
    if answer.score is not None and answer.out_of and answer.score >= answer.out_of:
        return True
    return mark(key, answer.value).right is True
