"""To whom an assignment is given: the whole class, who is in some of its groups now, or pupils one by one.

A group is asked who is in it when it is given to, and then each pupil has it as their own: who changes groups later
loses nothing (docs/decisions/0017-to-whom.md). Who comes into the group is told to the teacher, and added by a click.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.assignments import rules
from app.assignments.models import Assignment, AssignmentTarget
from app.assignments.operations.reach import own_assignment
from app.assignments.queries import assignment_for_staff, newcomers, pupils_given
from app.assignments.rules import CLASS, GROUPS, Whom
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.queries import instruction_of_class, pupils_of_class, were_in_class


@dataclass(frozen=True, slots=True)
class Changed:
    """How many pupils have it now, got it, and no longer have it."""

    pupils: int
    added: int
    off: int


def aim(work: Work, assignment: Assignment, whom: Whom) -> None:
    """Point a new assignment at its pupils.

    Raises:
        NotFound: a pupil who never was in this class, or groups of another teacher's class.
        RuleBroken: nobody was chosen (`pupils`, `groups`).
    """
    pupils = _pupils(work, assignment, whom, has=frozenset())
    assignment.groups = _groups(whom)
    _add(work, assignment, [(assignment.class_id, None)] if pupils is None else [(None, one) for one in sorted(pupils)])


def change_whom(work: Work, *, code: str, whom: Whom, seen: int) -> Changed:
    """Others get it from now on. Who no longer does keeps all work, and finds it again when added again.

    `seen`: `changes` as the page showed it. The same form twice changes once.

    Raises: NotFound, RuleBroken: as `aim`; or a colleague changed it meanwhile (`seen`).
    """
    assignment = own_assignment(work, code)
    targets = _targets(work, assignment)
    has = frozenset(one.pupil_id for one in targets if one.pupil_id)
    pupils = _pupils(work, assignment, whom, has=has)
    wanted = {(assignment.class_id, None)} if pupils is None else {(None, one) for one in pupils}
    held = {(one.class_id, one.pupil_id): one for one in targets}
    before = _now(work, code)
    if wanted == set(held) and _groups(whom) == assignment.groups:
        return Changed(len(before), 0, 0)
    rules.check_seen(seen, now=assignment.changes)
    for which in set(held) - wanted:
        work.db.delete(held[which])
    _add(work, assignment, sorted(wanted - set(held), key=str))
    assignment.groups = _groups(whom)
    assignment.changes += 1
    after = _now(work, code)
    changed = Changed(len(after), len(after - before), len(before - after))
    work.audit("assignment.whom", assignment.id, pupils=changed.pupils, added=changed.added, off=changed.off)
    return changed


def give_to_newcomers(work: Work, *, code: str) -> int:
    """Give it too to who came into its groups since. Returns to how many; pressed twice, to nobody more."""
    assignment = own_assignment(work, code)
    coming = newcomers(work, assignment_for_staff(work, code))
    if coming:
        _add(work, assignment, [(None, one) for one in coming])
        assignment.changes += 1
        work.audit("assignment.newcomers", assignment.id, pupils=len(coming))
    return len(coming)


def _groups(whom: Whom) -> list[str] | None:
    return None if whom.kind == CLASS else sorted(whom.groups) if whom.kind == GROUPS else []


def _pupils(work: Work, assignment: Assignment, whom: Whom, *, has: frozenset[UUID]) -> frozenset[UUID] | None:
    """Who is meant; None: the whole class, whoever is in it. `has`: who has it now, perhaps no longer in the class."""
    if whom.kind == CLASS:
        return None
    if whom.kind == GROUPS:
        return _of_groups(work, assignment.class_id, whom)
    if not whom.pupil_ids:
        raise RuleBroken("pupils", N_("Choose at least one pupil."))
    chosen = frozenset(whom.pupil_ids)
    strangers = chosen - has - {one.id for one in pupils_of_class(work, class_id=assignment.class_id)}
    if strangers - were_in_class(work, class_id=assignment.class_id, pupil_ids=strangers):
        raise NotFound("pupil")
    if strangers:
        raise RuleBroken("pupils", N_("Somebody you chose has left this class. Look at the list once more."))
    return chosen


def _of_groups(work: Work, class_id: UUID, whom: Whom) -> frozenset[UUID]:
    found = instruction_of_class(work, class_id=class_id)
    if not whom.groups or not whom.groups <= rules.ALL_GROUPS:
        raise RuleBroken("groups", N_("Choose at least one group."))
    pupils = frozenset(pupil for pupil, group in found.items() if group in whom.groups)
    if not pupils:
        raise RuleBroken("groups", N_("Nobody is in this group now. Choose another group, or some pupils."))
    return pupils


def _targets(work: Work, assignment: Assignment) -> list[AssignmentTarget]:
    return list(work.db.scalars(select(AssignmentTarget).where(AssignmentTarget.assignment_id == assignment.id)))


def _now(work: Work, code: str) -> frozenset[UUID]:
    given = assignment_for_staff(work, code)
    return frozenset(one.id for one in pupils_given(work, assignment_id=given.id))


def _add(work: Work, assignment: Assignment, aims: Iterable[tuple[UUID | None, UUID | None]]) -> None:
    for class_id, pupil_id in aims:
        work.db.add(
            AssignmentTarget(
                id=work.new_id(),
                school_id=assignment.school_id,
                assignment_id=assignment.id,
                class_id=class_id,
                pupil_id=pupil_id,
            )
        )
