"""Who is in which instruction group of a class: for the teachers of that class, and nobody else."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.work import Work
from app.people.models import Enrolment, Pupil
from app.people.queries.classes import in_class_on
from app.people.rules.instruction import BASIC


def instruction_of_class(work: Work, *, class_id: UUID) -> Mapping[UUID, str]:
    """pupil -> group, of who is in the class today, in class-list order.

    Raises: NotFound, NotAllowed: not a teacher of this class.
    """
    work.must(Permission.INSTRUCTION_SET)
    work.must(Permission.INSTRUCTION_SET, classes=frozenset({class_id}), school=work.school_id)
    rows = work.db.execute(
        select(Pupil.id, Enrolment.instruction)
        .join(Enrolment, Enrolment.pupil_id == Pupil.id)
        .where(Enrolment.class_id == class_id, *in_class_on(work.today))
        .order_by(Pupil.sort_key, Pupil.id)
    )
    return {row.id: row.instruction or BASIC for row in rows}


def were_in_class(work: Work, *, class_id: UUID, pupil_ids: frozenset[UUID]) -> frozenset[UUID]:
    """Which of these pupils ever were in the class: who left it meanwhile is no stranger."""
    work.must(Permission.CLASS_READ, classes=frozenset({class_id}), school=work.school_id)
    rows = work.db.scalars(
        select(Enrolment.pupil_id).where(Enrolment.class_id == class_id, Enrolment.pupil_id.in_(list(pupil_ids)))
    )
    return frozenset(rows)
