"""What a pasted list changes in a class, and a mark of it, so that what was shown is what is saved."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.base.names import folded
from app.people.rules.roster import Listed, Roster, squeezed


@dataclass(frozen=True, slots=True)
class Known:
    """A pupil of the school. `where`: the class the pupil is or was in; in `here` the class itself."""

    id: UUID
    first: str
    last: str
    level: str
    where: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return squeezed(self.first), squeezed(self.last)


@dataclass(frozen=True, slots=True)
class Change:
    """A pupil who stays, with another name or level."""

    pupil: Known
    first: str
    last: str
    level: str


@dataclass(frozen=True, slots=True)
class Joining:
    """A pupil who comes in: new at the school, or `known` from another class or year."""

    first: str
    last: str
    level: str
    known: Known | None = None
    namesake: str = ""  # the class of this year where somebody of the same name is; then it is taken for another child


@dataclass(frozen=True, slots=True)
class Difference:
    new: tuple[Joining, ...]
    stays: tuple[Known, ...]
    changed: tuple[Change, ...]
    gone: tuple[Known, ...]
    roster: Roster = field(compare=False)
    no_level: bool = False  # a class of several levels, and the list says none: all got the first

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class ListShown:
    """A list as somebody saw and approved it; `mark` says what its difference was (`mark_of`)."""

    name: str
    levels: tuple[str, ...]
    names: str  # the pasted text
    mark: str


def difference(
    roster: Roster,
    *,
    here: Sequence[Known],
    free: Sequence[Known] = (),
    elsewhere: Sequence[Known] = (),
    levels: Sequence[str],
) -> Difference:
    """Compare a list with the class.

    `here`: in the class now; `free`: of the school, in no class of this year; `elsewhere`: in another one now.
    A name that returns is the same child when there is exactly one free pupil of that name.
    """
    waiting = {pupil.id: pupil for pupil in here}
    stays: list[Known] = []
    changed: list[Change] = []
    new: list[Joining] = []
    unmatched: list[Listed] = []
    for listed in roster.pupils:
        held = next((pupil for pupil in waiting.values() if pupil.key == listed.key), None)
        if held is None:
            unmatched.append(listed)
        else:
            del waiting[held.id]
            _stays_or_changes(held, listed, stays, changed)
    for listed in unmatched:
        held = _renamed(listed, unmatched, list(waiting.values()))
        if held is None:
            new.append(_joining(listed, free, elsewhere, levels))
        else:
            del waiting[held.id]
            _stays_or_changes(held, listed, stays, changed)
    no_level = len(levels) > 1 and any(one.level is None for one in unmatched)
    return Difference(tuple(new), tuple(stays), tuple(changed), tuple(waiting.values()), roster, no_level)


def mark_of(found: Difference, *, name: str, levels: Sequence[str]) -> str:
    """A digest of everything that would be saved."""
    plain = [
        name,
        sorted(levels),
        [[one.first, one.last, one.level, str(one.known.id) if one.known else ""] for one in found.new],
        [[str(one.pupil.id), one.pupil.first, one.pupil.last, one.first, one.last, one.level] for one in found.changed],
        sorted(str(one.id) for one in found.gone),
        sorted(str(one.id) for one in found.stays),
    ]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=True).encode()).hexdigest()


def _stays_or_changes(held: Known, listed: Listed, stays: list[Known], changed: list[Change]) -> None:
    level = listed.level or held.level
    if (held.first, held.last, held.level) == (listed.first, listed.last, level):
        stays.append(held)
    else:
        changed.append(Change(held, listed.first, listed.last, level))


def _renamed(listed: Listed, all_listed: Sequence[Listed], waiting: Sequence[Known]) -> Known | None:
    """The pupil whose name was written shorter or longer: `Noor B.` is `Noor van den Berg` when no other Noor is."""
    first = squeezed(listed.first)
    if sum(squeezed(one.first) == first for one in all_listed) > 1:
        return None
    same = [pupil for pupil in waiting if squeezed(pupil.first) == first]
    if len(same) == 1 and _may_be_one(same[0].last, listed.last):
        return same[0]
    return None


def _may_be_one(one: str, other: str) -> bool:
    """Is one last name an initial of the other, or absent?"""
    short, long = sorted((squeezed(one), squeezed(other)), key=len)
    if not short:
        return True
    words = long.split()
    return len(short.split()[-1]) == 1 and any(word.startswith(short.split()[-1]) for word in words)


def _joining(listed: Listed, free: Sequence[Known], elsewhere: Sequence[Known], levels: Sequence[str]) -> Joining:
    level = listed.level or (levels[0] if levels else "")
    same = [pupil for pupil in free if pupil.key == listed.key and folded(pupil.last)]
    if len(same) == 1:
        return Joining(listed.first, listed.last, level, known=same[0])
    namesake = next((pupil.where for pupil in elsewhere if pupil.key == listed.key and pupil.last), "")
    return Joining(listed.first, listed.last, level, namesake=namesake)
