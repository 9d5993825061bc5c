"""Which class goes on an offer: who of it has no place yet, and how it is divided into groups."""

from dataclasses import dataclass
from uuid import UUID

from app.access.actor import Role
from app.base.work import Work
from app.people.queries import class_by_code, classes_of_actor, pupils_of_class
from app.visits.queries.offers import OfferNow
from app.visits.queries.presence import pupils_without_visit
from app.visits.rules import fits, groups_of

FEW = 4  # a teacher with more classes says which one; asking for all of them costs too much


@dataclass(frozen=True, slots=True)
class ClassOnOffer:
    """A class beside an offer. `groups`: how many go in each group still to be booked."""

    id: UUID
    code: str
    name: str
    level: str  # the one that fits, or the first
    fits: bool
    pupils: int
    to_go: int
    groups: tuple[int, ...]


def class_on_offer(work: Work, *, offer: OfferNow, class_code: str) -> ClassOnOffer:
    """Raises: NotFound for a class out of reach."""
    klass = class_by_code(work, code=class_code)
    pupils = len(pupils_of_class(work, class_id=klass.id))
    to_go = len(pupils_without_visit(work, class_id=klass.id, offer_id=offer.id))
    fitting = [level for level in klass.levels if fits(level=level, levels=offer.levels)]
    level = next(iter(fitting or klass.levels), "")
    groups = groups_of(pupils=to_go, max_group=offer.max_group)
    return ClassOnOffer(klass.id, klass.code, klass.name, level, bool(fitting), pupils, to_go, groups)


def likely_class(work: Work, *, offer: OfferNow) -> ClassOnOffer | None:
    """A teacher's own class that fits the offer and has no place yet; None when it must be asked."""
    if work.actor.role is not Role.TEACHER:
        return None
    for row in classes_of_actor(work)[:FEW]:
        found = class_on_offer(work, offer=offer, class_code=row.code)
        if found.fits and found.to_go:
            return found
    return None
