"""An id of a page that came in again with something else: refused, the first stays, and that it happened is noted.

Noted in an act of its own, after the refusal: what a refused act wrote goes with it.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.audit import Audit
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.learning.models import Answer

REUSED = "answer.id_reused"


class IdReused(RuleBroken):
    """`answer_id`: of the answer that was there first."""

    def __init__(self, answer_id: UUID) -> None:
        super().__init__("", N_("This answer was kept already, as you gave it first. Load the page again."))
        self.answer_id = answer_id


def was_sent(held: Any | None, *, assignment_id: UUID, question_id: str, value: Mapping[str, Any]) -> bool:
    """Did this come in before? `held`: what did, under this id (sent.py). Raises: IdReused when it was another."""
    if held is None:
        return False
    if (held.assignment_id, held.question_id, dict(held.value)) != (assignment_id, question_id, value):
        raise IdReused(held.id)
    return True


def note_reused_id(work: Work, *, answer_id: UUID) -> None:
    """Note it once for each answer, with its id alone: a device that sends for ever does not fill the log.

    Raises:
        NotFound: no answer of the pupil at the keyboard.
    """
    work.must(Permission.ANSWER_SUBMIT, person=work.actor.user_id)
    own = select(Answer.id).where(Answer.id == answer_id, Answer.pupil_id == work.actor.user_id)
    if work.db.scalars(own.with_for_update()).one_or_none() is None:  # held, so that two at once note one
        raise NotFound("answer")
    noted = select(Audit.id).where(Audit.what == REUSED, Audit.subject_id == answer_id).limit(1)
    if work.db.scalars(noted).first() is None:
        work.audit(REUSED, answer_id)
