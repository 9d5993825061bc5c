"""What stands on login cards: the secrets of a class, for paper only."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.names import folded, full_name, short_name
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
    pupils = list(work.db.scalars(question))
    shorts = Counter(folded(short_name(one.first_name, one.last_name)) for one in pupils)
    wanted = [one for one in pupils if one.id in pupil_ids] if pupil_ids else pupils
    return CardsOfClass(klass, tuple(_facts(work, one, shorts) for one in wanted))


def _facts(work: Work, pupil: Pupil, shorts: Counter[str]) -> CardFacts:
    """Two children who share first name and initial have their whole name on the card: else who gets which?"""
    short, full = short_name(pupil.first_name, pupil.last_name), full_name(pupil.first_name, pupil.last_name)
    return CardFacts(
        pupil.id,
        pupil.first_name,
        short if shorts[folded(short)] == 1 else full,
        full,
        work.seal.unlock(pupil.secret_locked),
        card_token(work.seal, pupil_id=pupil.id, version=pupil.card_version),
    )
