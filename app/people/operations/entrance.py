"""A child comes in: by pictures or PIN, counted over all workers, or by a card."""

from dataclasses import dataclass
from uuid import UUID

from app.access.matrix import Permission
from app.base import throttle
from app.base.problems import NotFound
from app.base.work import Work
from app.people import keys as secrets_of_pupils
from app.people.identity import is_gone
from app.people.models import Pupil
from app.people.queries.entrance import class_at_door, pupil_at_door, pupil_of_card
from app.people.rules.entrance import (
    ADDRESS_LIMITS,
    ASK_TEACHER_AFTER,
    CLASS_LIMITS,
    CODE_LIMITS,
    PUPIL_LIMITS,
    Limit,
)

Keys = list[tuple[str, Limit]]


@dataclass(frozen=True, slots=True)
class Tried:
    """`ask_teacher`: wrong so often that a grown-up should help."""

    right: bool
    ask_teacher: bool


def count_wrong_code(work: Work, *, address: str) -> None:
    """A class code that does not exist. Runs in a `do` of its own, so that the count stays."""
    for key, limit in _keys(work, address, CODE_LIMITS):
        throttle.count_try(work, key=key, limit=limit.tries, minutes=limit.minutes)


def try_secret(work: Work, *, class_id: UUID, pupil_id: UUID, given: str, address: str) -> Tried:
    """Compare pictures or PIN. The try is counted before it is compared, and given back when it was right.

    Raises:
        TooMany: this child, this class or this address made too many mistakes; nothing is compared any more.
        NotFound: the door was shut meanwhile, or no such child is behind it.
    """
    klass = class_at_door(work, class_id=class_id, way="")
    pupil_at_door(work, klass=klass, pupil_id=pupil_id)
    return _compare(work, pupil_id, given, [*_keys(work, address, ADDRESS_LIMITS), *class_keys(work, class_id)])


def try_own_secret(work: Work, *, pupil_id: UUID, given: str, address: str) -> Tried:
    """The pictures or PIN of who is signed in already, on a screen that was locked; at any time, at home too.

    Counted with the same limits of the pupil and of the address; no class is known here.

    Raises:
        TooMany: as `try_secret`.
        NotFound: the child left the school.
    """
    pupil_of_card(work, pupil_id=pupil_id)
    return _compare(work, pupil_id, given, _keys(work, address, ADDRESS_LIMITS))


def _compare(work: Work, pupil_id: UUID, given: str, shared: Keys) -> Tried:
    pupil = work.db.get_one(Pupil, pupil_id)
    own = pupil_keys(work, pupil_id)
    counts = [
        throttle.count_try(work, key=key, limit=limit.tries, minutes=limit.minutes) for key, limit in [*shared, *own]
    ]
    if not secrets_of_pupils.is_same(work.seal.unlock(pupil.secret_locked), given):
        return Tried(False, counts[len(shared)] >= ASK_TEACHER_AFTER)
    for key, _ in shared:
        throttle.give_back(work, key=key)
    for key, _ in own:
        throttle.forget_tries(work, key=key)
    return Tried(True, False)


def signed_in_by_card(work: Work, *, pupil_id: UUID) -> None:
    """Keep that a card was used: a lost one can then be noticed.

    Raises:
        NotFound: the child left the school.
    """
    work.must(Permission.NAMES_READ)
    pupil = work.db.get(Pupil, pupil_id)
    if pupil is None or is_gone(pupil.left_on, work.today):
        raise NotFound("pupil")
    work.audit("pupil.card-used", pupil_id)


def pupil_keys(work: Work, pupil_id: UUID) -> Keys:
    return _keys(work, str(pupil_id), PUPIL_LIMITS)


def class_keys(work: Work, class_id: UUID) -> Keys:
    return _keys(work, str(class_id), CLASS_LIMITS)


def address_keys(work: Work, address: str) -> Keys:
    """What everybody at this address shares: a school has one."""
    return _keys(work, address, (*CODE_LIMITS, *ADDRESS_LIMITS))


def _keys(work: Work, what: str, limits: tuple[Limit, ...]) -> Keys:
    return [(work.seal.digest("tries", f"{limit.name}/{what}"), limit) for limit in limits]
