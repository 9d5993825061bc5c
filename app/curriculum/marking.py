"""Answers: from a form to what is kept, from what is kept to a score, and back to words people read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.curriculum.module import Question, QuestionKey
from app.curriculum.questions import TYPES
from app.curriculum.questions.kind import BOTH, MACHINE, TEACHER, QuestionType

SCALE = "scale"


@dataclass(frozen=True, slots=True)
class Marked:
    """`score` and `right` are None when only a teacher may say; `right` alone when the machine does not know the answer
    and a teacher has the last word (short, gap). Feedback and explain are for after handing in."""

    score: float | None
    out_of: float
    right: bool | None
    feedback_html: tuple[Markup, ...]
    explain_html: Markup


def read_answer(
    key: QuestionKey, question: Question, sent: Mapping[str, list[str]], *, language: str = "nl"
) -> dict[str, Any]:
    """A form as the answer that is kept: JSON, in letters, the same however the options were shuffled.

    Fields: `answer` (tokens; text; number with or without its unit; a point of a scale), `unit`; for order without
    JavaScript `place-<token>`, for match `pair-<token>`, for gap `gap-<letter>`, for measure `cell-<row>-<letter>`.
    `language` is that of the page: it says what `35.000` means.

    Raises:
        RuleBroken: (`answer`) nothing was chosen, or it cannot be read; the message says how it was read.
    """
    return TYPES[question.type].read(key, sent, language)


def mark(key: QuestionKey, value: Mapping[str, Any], *, language: str | None = None) -> Marked:
    """The score of an answer and what to say about it, in `language` (default: that of the source)."""
    kind = TYPES[key.type]
    answer = dict(value)
    share = kind.share(key, answer)
    texts = key.text(language)
    feedback = tuple(texts.feedback[letter] for letter in kind.chosen(answer) if letter in texts.feedback)
    return Marked(
        score=None if share is None else round(key.points * share, 2),
        out_of=key.points,
        right=_right(kind, share),
        feedback_html=feedback,
        explain_html=texts.explain,
    )


def _right(kind: QuestionType, share: float | None) -> bool | None:
    if share is None or (kind.last_word == BOTH and share < 1):
        return None
    return share == 1


def shown_answer(key: QuestionKey, value: Mapping[str, Any], *, language: str | None = None) -> str:
    """An answer as plain text to read."""
    return TYPES[key.type].shown(key, dict(value), language or key.language)


def shown_right(key: QuestionKey, *, language: str | None = None) -> str:
    """The right answer as plain text for the teacher; empty when there is none."""
    value = TYPES[key.type].right(key)
    return shown_answer(key, value, language=language) if value else ""


def right_in_words(key: QuestionKey, *, language: str) -> str:
    """The right answer for a teacher; of words all that are accepted. Empty when there is none."""
    accept = key.facts.get("accept")
    if accept is None:
        return shown_right(key, language=language)
    words = accept.values() if isinstance(accept, Mapping) else [accept]
    return "; ".join(" / ".join(one) or "…" for one in words)


def chosen_tokens(key: QuestionKey, value: Mapping[str, Any]) -> tuple[str, ...]:
    """The tokens of the options in an answer, in its order, so that a page can show them as chosen."""
    return tuple(key.token(letter) for letter in TYPES[key.type].chosen(dict(value)))


def is_machine_marked(question_type: str) -> bool:
    """False for what only a teacher or the pupil says something of."""
    return TYPES[question_type].last_word in (MACHINE, BOTH)


def is_teachers(question_type: str) -> bool:
    """Has a teacher something to say of an answer? For gap and short: of what the machine does not know."""
    return TYPES[question_type].last_word in (TEACHER, BOTH)


def is_kept_apart(question_type: str) -> bool:
    """What a pupil thinks is never kept with the pupil's id."""
    return question_type == SCALE
