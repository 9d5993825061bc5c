"""What stands on login cards: the secrets of a class, for paper only."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.names import full_name, short_name
from app.base.work import Work
from app.people.keys import card_token
from app.people.models import Enrolment, Pupil
from app.people.queries.classes import ClassNow, class_by_code, in_class_on


@dataclass(frozen=True, slots=True)
class CardFacts:
    """One card."""

    pupil_id: UUID
    first_name: str
    short_name: str
    full_name: str
    secret: str  # `03-11-03` (po) or `40713` (vo)
    token: str  # in the QR code: <base url>/card/<token>


@dataclass(frozen=True, slots=True)
class CardsOfClass:
    klass: ClassNow
    cards: tuple[CardFacts, ...]


def cards_of_class(work: Work, *, code: str, pupil_ids: Collection[UUID] = ()) -> CardsOfClass:
    """Cards in class-list order: of these pupils, or of the whole class."""
    klass = class_by_code(work, code=code, permission=Permission.CARDS_PRINT)
    question = (
        select(Pupil)
        .join(Enrolment, Enrolment.pupil_id == Pupil.id)
        .where(Enrolment.class_id == klass.id, *in_class_on(work.today))
        .order_by(Pupil.sort_key, Pupil.id)
    )
    if pupil_ids:
        question = question.where(Pupil.id.in_(pupil_ids))
    return CardsOfClass(klass, tuple(_facts(work, pupil) for pupil in work.db.scalars(question)))


def _facts(work: Work, pupil: Pupil) -> CardFacts:
    return CardFacts(
        pupil.id,
        pupil.first_name,
        short_name(pupil.first_name, pupil.last_name),
        full_name(pupil.first_name, pupil.last_name),
        work.seal.unlock(pupil.secret_locked),
        card_token(work.seal, pupil_id=pupil.id, version=pupil.card_version),
    )
