"""What a pupil sent before: how often to a question, under which ids, and with whom."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select

from app.assignments.queries import Given
from app.base.hot import SCHOOL, checked
from app.base.work import Work
from app.curriculum.queries import carried_questions
from app.learning.models import Answer

_before = checked(
    select(
        Answer.id,
        Answer.client_id,
        Answer.assignment_id,
        Answer.question_id,
        Answer.edition,
        Answer.value,
        Answer.together,
    ).where(
        Answer.school_id == SCHOOL,
        Answer.pupil_id == bindparam("pupil"),
        or_(
            and_(Answer.assignment_id == bindparam("assignment"), Answer.question_id == bindparam("question")),
            Answer.client_id == bindparam("client"),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Before:
    """What a pupil sent before: how often to this question, and what came under this id of the page, to whatever
    question: (id, client_id, assignment_id, question_id, edition, value)."""

    tries: int
    same_id: Any | None
    last_group: UUID | None = None  # with which the last answer to this question was given together
    groups: frozenset[UUID] = frozenset()  # all of them


def sent_before(work: Work, *, given: Given, edition: int, question_id: str, client_id: str) -> Before:
    """Of the pupil at the keyboard. An answer of another edition in which the question meant something else is no try
    of this one."""
    facts = {"assignment": given.id, "question": question_id, "client": client_id}
    rows: Any = work.hot(_before, pupil=work.actor.user_id, **facts).all()
    here = [row for row in rows if (row.assignment_id, row.question_id) == (given.id, question_id)]
    slug = given.module_slug
    alike = {
        before: question_id in carried_questions(work, slug=slug, before=before, after=edition)
        for before in {row.edition for row in here} - {edition}
    }
    tries = sum(alike.get(row.edition, True) for row in here)
    last = max(here, key=lambda row: row.id, default=None)
    same_id = next((row for row in rows if row.client_id == client_id), None)
    groups = frozenset(row.together for row in here if row.together)
    return Before(tries, same_id, last.together if last else None, groups)
