"""Each change of a class list says anew how many the class counts: who plans visits sees no pupil's row."""

from uuid import UUID

from sqlalchemy import func, select

from app.base.work import Work
from app.people.models import Enrolment, Pupil, SchoolClass
from app.people.queries.classes import in_class_on
from app.people.rules.size import size_told


def count_again(work: Work, *, class_id: UUID) -> None:
    """As part of the act that changed the list."""
    work.db.flush()
    pupils = work.db.scalar(
        select(func.count())
        .select_from(Enrolment)
        .join(Pupil, Pupil.id == Enrolment.pupil_id)
        .where(Enrolment.class_id == class_id, *in_class_on(work.today))
    )
    work.db.get_one(SchoolClass, class_id).size = size_told(pupils or 0)
