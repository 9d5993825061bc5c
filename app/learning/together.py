"""Pupils who work together on one device: who joined in with pictures of their own, and with whom an answer was given.

Each who joined is a ticket: sealed, so that it names nobody and no page can make one. It lies in the session of the
pupil whose device it is, and goes along with each answer, because an answer may wait for wifi longer than they sit
together. docs/decisions/0016-together-and-locked.md says why.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from app.access.actor import Actor, Post, Role
from app.access.matrix import Permission
from app.base.hot import SCHOOL, checked
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.learning.models import Answer
from app.people.models import Pupil
from app.people.rules.entrance import tile_names

MOST = 4  # with the one whose device it is
KEPT = timedelta(days=31)  # so long an answer may wait on a device and still count for all
_WHAT = "together"
_named = checked(
    select(Pupil.id, Pupil.first_name, Pupil.last_name).where(
        Pupil.school_id == SCHOOL, Pupil.id.in_(bindparam("pupils", expanding=True))
    )
)
_groups = checked(
    select(Answer.together, Answer.pupil_id).where(
        Answer.school_id == SCHOOL,
        Answer.assignment_id == bindparam("assignment"),
        Answer.together.in_(bindparam("groups", expanding=True)),
    )
)


@dataclass(frozen=True, slots=True)
class Companion:
    id: UUID
    name: str  # the first name, and no more than tells these few apart
    ticket: str


def ticket_for(work: Work, *, pupil_id: UUID) -> str:
    """For somebody whose pictures were right just now, to work along with the pupil at the keyboard."""
    work.must(Permission.LEARN, person=work.actor.user_id)
    return work.seal.lock(f"{_WHAT}/{work.actor.user_id}/{pupil_id}/{int(work.now.timestamp())}")


def joined(work: Work, tickets: Sequence[str]) -> dict[UUID, str]:
    """pupil -> ticket, of those who joined the pupil at the keyboard. A ticket that does not hold is passed by: of
    somebody else's device, too old, or none at all."""
    found: dict[UUID, str] = {}
    for ticket in tickets:
        pupil_id = _pupil_of(work, ticket)
        if pupil_id is not None and pupil_id != work.actor.user_id and len(found) < MOST - 1:
            found[pupil_id] = ticket
    return found


def companions(work: Work, tickets: Sequence[str]) -> tuple[Companion, ...]:
    """Who is together now, by name. Nobody: no query."""
    held = joined(work, tickets)
    work.must(Permission.LEARN)
    names = _names(work, held) if held else {}
    return tuple(Companion(one, names[one], ticket) for one, ticket in held.items() if one in names)


def groups_of(work: Work, *, assignment_id: UUID, groups: Collection[UUID | None]) -> dict[UUID, list[UUID]]:
    """group -> all whose answer it was. No groups: no query."""
    work.must(Permission.PROGRESS_READ)
    found: dict[UUID, list[UUID]] = {}
    wanted = [one for one in groups if one is not None]
    for row in work.hot(_groups, assignment=assignment_id, groups=wanted) if wanted else ():
        found.setdefault(row.together, []).append(row.pupil_id)
    return found


def worked_with(work: Work, *, assignment_id: UUID, group: UUID | None) -> tuple[str, ...]:
    """The first names of the others whose answer it was, for the pupil at the keyboard."""
    members = groups_of(work, assignment_id=assignment_id, groups=[group]).get(group, []) if group else []
    if work.actor.user_id not in members:
        return ()
    names = _names(work, members)
    return tuple(name for pupil_id, name in names.items() if pupil_id != work.actor.user_id)


def others_named(
    groups: Mapping[UUID, Sequence[UUID]], group: UUID | None, own: UUID, names: Mapping[UUID, str]
) -> tuple[str, ...]:
    """For a teacher, who has the names of the class already."""
    members = groups.get(group, ()) if group else ()
    return tuple(names[one] for one in members if one != own and one in names)


def for_each(work: Work, tickets: Sequence[str], how: Any) -> None:
    """Do the same for each who joined in, as if they did it alone, in the same work.

    Whoever cannot is passed by: it was not given to them, is not open for them, or they handed it in before. Nobody
    else has any harm of it.
    """
    for pupil_id in joined(work, tickets):
        try:
            how(as_pupil(work, pupil_id))
        except (NotFound, RuleBroken):
            continue


def as_pupil(work: Work, pupil_id: UUID) -> Work:
    """The same work, of another pupil of the same school who joined in."""
    return replace(work, actor=Actor(pupil_id, (Post(Role.PUPIL, school_id=work.school_id),)))


def _pupil_of(work: Work, ticket: str) -> UUID | None:
    try:
        what, leader, pupil, since = work.seal.unlock(ticket).split("/")
        age = work.now.timestamp() - int(since)
    except (RuleBroken, ValueError):
        return None
    is_good = what == _WHAT and leader == str(work.actor.user_id) and age <= KEPT.total_seconds()
    return UUID(pupil) if is_good else None


def _names(work: Work, pupils: Collection[UUID]) -> dict[UUID, str]:
    rows = work.hot(_named, pupils=list(pupils)).all()
    named = tile_names([(row.id, row.first_name, row.last_name) for row in rows])
    return {one: named[one] for one in pupils if one in named}
