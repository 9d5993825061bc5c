"""What a pupil sent before: how often to a question, under which ids, and with whom."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, case, or_, select, type_coerce

from app.assignments.queries import Given
from app.base.hot import SCHOOL, checked
from app.base.work import Work
from app.curriculum.queries import carried_questions
from app.learning.models import Answer

# Of all that came before only what is asked: a child may try a hundred times, and each answer waits for this one. Each
# half names the pupil, so that SQLite takes an index for it and does not read the answers of the whole school.
_same_id = Answer.client_id == bindparam("client")
_to_this = and_(Answer.assignment_id == bindparam("assignment"), Answer.question_id == bindparam("question"))
_before = checked(
    select(
        _to_this.label("to_this"),
        Answer.edition,
        Answer.together,
        *(case((_same_id, one)).label(one.key) for one in (Answer.id, Answer.assignment_id, Answer.question_id)),
        type_coerce(case((_same_id, Answer.value)), Answer.value.type).label("value"),
    )
    .where(
        Answer.school_id == SCHOOL,
        or_(
            and_(Answer.pupil_id == bindparam("pupil"), _to_this),
            and_(Answer.pupil_id == bindparam("pupil"), _same_id),
        ),
    )
    .order_by(Answer.at, Answer.id)
)


@dataclass(frozen=True, slots=True)
class Before:
    """What a pupil sent before: how often to this question, and what came under this id of the page, to whatever
    question: (id, assignment_id, question_id, value)."""

    tries: int
    same_id: Any | None
    last_group: UUID | None = None  # with which the last answer to this question was given together
    groups: frozenset[UUID] = frozenset()  # all of them


def sent_before(work: Work, *, given: Given, edition: int, question_id: str, client_id: str) -> Before:
    """Of the pupil at the keyboard. An answer of another edition in which the question meant something else is no try
    of this one."""
    facts = {"assignment": given.id, "question": question_id, "client": client_id}
    rows: Any = work.hot(_before, pupil=work.actor.user_id, **facts).all()
    here = [row for row in rows if row.to_this]
    slug = given.module_slug
    alike = {
        before: question_id in carried_questions(work, slug=slug, before=before, after=edition)
        for before in {row.edition for row in here} - {edition}
    }
    tries = sum(alike.get(row.edition, True) for row in here)
    same_id = next((row for row in rows if row.id is not None), None)
    groups = frozenset(row.together for row in here if row.together)
    return Before(tries, same_id, here[-1].together if here else None, groups)
