"""An id of a page that came in again with something else: refused, the first stays, and that it happened is noted.

Noted in an act of its own, after the refusal: what a refused act wrote goes with it.
"""

from collections.abc import Callable, Mapping
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


ONCE_MORE = N_("Your first answer is kept. Would you rather give this one? Hand it in once more.")


class IdReused(RuleBroken):
    """`answer_id`: of the answer that was there first."""

    def __init__(self, answer_id: UUID, message: str) -> None:
        super().__init__("", message)
        self.answer_id = answer_id


def was_sent(
    held: Any | None, *, assignment_id: UUID, question_id: str, value: Mapping[str, Any], check: Callable[[], None]
) -> bool:
    """Did this come in before? `held`: what did, under this id (sent.py). `check`: raises RuleBroken when nothing more
    may be handed in here.

    Raises:
        IdReused: it was another. The page that says so has a new id: it can be handed in from there, or is told what
            `check` says.
    """
    if held is None:
        return False
    if (held.assignment_id, held.question_id, dict(held.value)) == (assignment_id, question_id, value):
        return True
    try:
        check()
    except RuleBroken as broken:
        raise IdReused(held.id, broken.message) from None
    raise IdReused(held.id, ONCE_MORE)


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
