"""To whom something is or can be given: the choices of a class, what was chosen, and who came into a group since."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.models import AssignmentTarget
from app.assignments.queries.given import Given
from app.assignments.rules import CLASS, GROUPS, PUPILS, Whom
from app.base.work import Work
from app.people.queries import PupilNow, instruction_of_class, names_of, pupils_of_class
from app.people.rules import instruction


@dataclass(frozen=True, slots=True)
class GroupNow:
    """An instruction group of a class. `pupils`: how many are in it."""

    name: str
    label: str
    pupils: int


@dataclass(frozen=True, slots=True)
class Choices:
    """To whom a class's teacher can give. `groups`: empty for who may not see them."""

    pupils: tuple[PupilNow, ...]
    groups: tuple[GroupNow, ...]

    @property
    def are_made(self) -> bool:
        """Did the teacher make groups? Until then everybody is in the first."""
        return any(group.pupils for group in self.groups[1:])


def choices_of_class(work: Work, *, class_id: UUID, also: frozenset[UUID] = frozenset()) -> Choices:
    """`also`: pupils who have it and may have left the class; they stand last. Raises: NotFound."""
    pupils = pupils_of_class(work, class_id=class_id)
    left = names_of(work, pupil_ids=also - {one.id for one in pupils})
    groups: tuple[GroupNow, ...] = ()
    if sees_groups(work, class_id):
        held = list(instruction_of_class(work, class_id=class_id).values())
        groups = tuple(GroupNow(name, instruction.group_label(name), held.count(name)) for name in instruction.GROUPS)
    return Choices((*pupils, *left.values()), groups)


def whom_given(work: Work, given: Given) -> Whom:
    """What was chosen. Who may not see groups reads the pupils one by one."""
    work.must(Permission.PROGRESS_READ, classes={given.class_id}, school=given.school_id)
    if given.groups is None:
        return Whom(CLASS)
    pupils = _targeted(work, given)
    if given.groups and sees_groups(work, given.class_id):
        return Whom(GROUPS, given.groups, pupils)
    return Whom(PUPILS, pupil_ids=pupils)


def whom_label(work: Work, given: Given) -> str:
    """The groups it was given to, for who may see them; else nothing: a number says enough."""
    if not given.groups or not sees_groups(work, given.class_id):
        return ""
    return instruction.groups_label(tuple(given.groups))


def newcomers(work: Work, given: Given) -> tuple[UUID, ...]:
    """Who is in a group it was given to, and does not have it. In class-list order; nobody for who sees no groups."""
    if not given.groups or not sees_groups(work, given.class_id):
        return ()
    targeted = _targeted(work, given)
    return tuple(
        pupil
        for pupil, group in instruction_of_class(work, class_id=given.class_id).items()
        if group in given.groups and pupil not in targeted
    )


def sees_groups(work: Work, class_id: UUID) -> bool:
    """Is this a teacher of the class?"""
    return work.may(Permission.INSTRUCTION_SET, classes={class_id})


def _targeted(work: Work, given: Given) -> frozenset[UUID]:
    rows = work.db.scalars(select(AssignmentTarget.pupil_id).where(AssignmentTarget.assignment_id == given.id))
    return frozenset(one for one in rows if one is not None)
