"""What a class chose or said together, as it is kept and as it stands on the board."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.assignments.queries import Given
from app.base.work import Work
from app.curriculum.marking import chosen_tokens, shown_answer
from app.curriculum.module import QuestionKey
from app.curriculum.queries import carried_questions
from app.learning.models import ClassAnswer

BY_TAP = {"choice", "multi", "hotspot", "checklist"}  # the class points, the teacher taps
NEVER = {"scale", "photo"}  # what a pupil thinks is the pupil's own; a photo or drawing is held up
WORDS = "words"
Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """`tokens`: of the options that were chosen; `text`: the same, or what was said, in words."""

    tokens: tuple[str, ...]
    text: str


def takes_word(question_type: str) -> bool:
    """Is it noted in words?"""
    return question_type not in BY_TAP | NEVER


def class_values(work: Work, given: Given) -> dict[str, Value]:
    """question -> what was noted last and was not taken back; without what meant something else in another edition."""
    rows = work.db.scalars(
        select(ClassAnswer).where(ClassAnswer.assignment_id == given.id).order_by(ClassAnswer.id)
    ).all()
    slug, edition = given.module_slug, given.module_edition
    alike = {
        before: carried_questions(work, slug=slug, before=before, after=edition)
        for before in {row.edition for row in rows} - {edition}
    }
    last = {row.question_id: row.value for row in rows if row.question_id in alike.get(row.edition, {row.question_id})}
    return {question_id: value for question_id, value in last.items() if value}


def said(key: QuestionKey, value: Value | None, language: str) -> Said | None:
    """None: nothing was noted."""
    if not value:
        return None
    if WORDS in value:
        return Said((), value[WORDS])
    return Said(chosen_tokens(key, value), shown_answer(key, value, language=language))


def said_in_words(key: QuestionKey, value: Value | None, language: str) -> str:
    noted = said(key, value, language)
    return noted.text if noted else ""
