"""Putting the pupils of a class in its three instruction groups."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Enrolment
from app.people.queries.classes import class_by_code
from app.people.queries.instruction import instruction_of_class, were_in_class
from app.people.rules.instruction import BASIC, moved


def set_groups(work: Work, *, code: str, chosen: Mapping[UUID, str], was: Mapping[UUID, str]) -> int:
    """Put pupils in groups; returns how many moved. `was`: what the page showed, so that only a touched pupil moves.

    Work that was given stays with whom it was given to. Who left the class meanwhile is passed over.

    Raises: NotFound: the class is out of reach, or a pupil never was in it.
    """
    klass = class_by_code(work, code=code, permission=Permission.INSTRUCTION_SET)
    now = instruction_of_class(work, class_id=klass.id)
    strangers = frozenset(chosen) - set(now)
    if strangers - were_in_class(work, class_id=klass.id, pupil_ids=strangers):
        raise NotFound("pupil")
    going = moved(now, was=was, chosen=chosen)
    rows = work.db.scalars(
        select(Enrolment)
        .where(Enrolment.class_id == klass.id, Enrolment.pupil_id.in_(list(going)), Enrolment.from_on <= work.today)
        .where(Enrolment.until_on.is_(None) | (Enrolment.until_on > work.today))
        .with_for_update()
    )
    for row in rows:
        group = going[row.pupil_id]
        row.instruction = None if group == BASIC else group
    if going:
        work.audit("groups.set", klass.id, pupils=len(going))  # how many, never who or which
    return len(going)
