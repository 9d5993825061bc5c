"""Pupils as the staff of their school see them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.levels import level_label
from app.base.names import full_name, short_name
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Enrolment, Pupil
from app.people.queries.classes import ClassNow, class_by_code, in_class_on


@dataclass(frozen=True, slots=True)
class PupilNow:
    id: UUID
    first_name: str
    last_name: str
    level: str

    @property
    def short_name(self) -> str:
        return short_name(self.first_name, self.last_name)

    @property
    def full_name(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def level_label(self) -> str:
        return level_label(self.level)


@dataclass(frozen=True, slots=True)
class PupilWithSecret:
    """The pupil's page: the one place beside the cards where staff see the secret."""

    pupil: PupilNow
    klass: ClassNow
    secret: str
    card_version: int


def pupils_of_class(work: Work, *, class_id: UUID) -> tuple[PupilNow, ...]:
    """Who is in the class today, in class-list order (by first name). Empty for another school's class."""
    work.must(Permission.CLASS_READ, classes=frozenset({class_id}), school=work.school_id)
    rows = work.db.execute(
        select(Pupil.id, Pupil.first_name, Pupil.last_name, Pupil.level)
        .join(Enrolment, Enrolment.pupil_id == Pupil.id)
        .where(Enrolment.class_id == class_id, *in_class_on(work.today))
        .order_by(Pupil.sort_key, Pupil.id)
    )
    return tuple(PupilNow(*row) for row in rows)


def names_of(work: Work, *, pupil_ids: Collection[UUID]) -> Mapping[UUID, PupilNow]:
    """Names of pupils of the actor's school, also of those who left; other schools' ids are simply absent."""
    work.must(Permission.CLASS_READ)
    rows = work.db.execute(
        select(Pupil.id, Pupil.first_name, Pupil.last_name, Pupil.level).where(Pupil.id.in_(pupil_ids))
    )
    return {row.id: PupilNow(*row) for row in rows}


def pupil_for_staff(work: Work, *, code: str, pupil_id: UUID) -> PupilWithSecret:
    """A pupil of this class, with the secret.

    Raises:
        NotFound: not in this class today, or the class is out of reach.
    """
    klass = class_by_code(work, code=code, permission=Permission.CARDS_PRINT)
    pupil = work.db.scalars(
        select(Pupil)
        .join(Enrolment, Enrolment.pupil_id == Pupil.id)
        .where(Pupil.id == pupil_id, Enrolment.class_id == klass.id, *in_class_on(work.today))
    ).one_or_none()
    if pupil is None:
        raise NotFound("pupil")
    now = PupilNow(pupil.id, pupil.first_name, pupil.last_name, pupil.level)
    return PupilWithSecret(now, klass, work.seal.unlock(pupil.secret_locked), pupil.card_version)
