"""The sentences a teacher keeps to say again: the teacher's own, whichever school or class."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.naming import names_in
from app.base.work import Work
from app.learning.models import Phrase
from app.people.models import Enrolment, Pupil

MOST = 50
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Sentence:
    id: UUID
    text: str
    here: bool  # first said at the question that was asked for


def sentences(work: Work, *, question: str = "") -> tuple[Sentence, ...]:
    """Of the teacher at the keyboard: those said at this question (`slug/question id`) first, then the newest."""
    work.must(Permission.ANSWER_REVIEW)
    rows = work.db.scalars(
        select(Phrase).where(Phrase.staff_id == work.actor.user_id).order_by(Phrase.at.desc(), Phrase.id.desc())
    )
    found = [Sentence(row.id, row.text, bool(question) and row.question == question) for row in rows]
    return tuple(sorted(found, key=lambda one: not one.here))


def children_in(work: Work, text: str) -> tuple[str, ...]:
    """First names of children in the teacher's own classes that stand in a text as a word of their own."""
    names = work.db.scalars(
        select(Pupil.first_name)
        .join(Enrolment, Enrolment.pupil_id == Pupil.id)
        .where(Enrolment.class_id.in_(work.actor.class_ids))
        .distinct()
        .order_by(Pupil.first_name)
    )
    return names_in(text, names)
