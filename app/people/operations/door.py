"""The door of a class: open so that children see the names, shut so that nobody does; and the link that leads to it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base import throttle
from app.base.work import Work
from app.people.keys import hang_link_door
from app.people.models import Enrolment, Pupil, SchoolClass
from app.people.operations.entrance import address_keys, class_keys, pupil_keys
from app.people.queries.classes import class_by_code, in_class_on
from app.people.rules.entrance import door_shuts


def hold_door_open(work: Work, *, code: str, until: datetime | None = None, address: str = "") -> datetime:
    """Show the names at the class code until five o'clock (in the evening: for two hours); returns until when.

    Everybody who mistapped too often may try again: the teacher is in the room. So may everybody at `address`,
    where the teacher is: one child who types codes for fun would shut out the whole school.
    """
    klass = class_by_code(work, code=code, permission=Permission.DOOR_HOLD)
    until = until or door_shuts(work.now)
    work.db.get_one(SchoolClass, klass.id).open_until = until
    keys = [key for key, _ in class_keys(work, klass.id)]
    for pupil_id in _ids_of_class(work, klass.id):
        keys += [key for key, _ in pupil_keys(work, pupil_id)]
    keys += [key for key, _ in address_keys(work, address)]
    for key in keys:
        throttle.forget_tries(work, key=key)
    work.audit("door.opened", klass.id)
    return until


def shut_door(work: Work, *, code: str) -> None:
    klass = class_by_code(work, code=code, permission=Permission.DOOR_HOLD)
    work.db.get_one(SchoolClass, klass.id).open_until = None
    work.audit("door.shut", klass.id)


def renew_link(work: Work, *, code: str) -> None:
    """A new link for the school's portal: the one before leads nowhere from now on. Also the first one of a class."""
    klass = class_by_code(work, code=code, permission=Permission.CLASS_EDIT)
    give_link(work, work.db.get_one(SchoolClass, klass.id, with_for_update=True))
    work.audit("class.link-renewed", klass.id)


def give_link(work: Work, klass: SchoolClass) -> None:
    """Part of others: hang the next link of a class."""
    klass.link_version += 1
    hang_link_door(work, school_id=klass.school_id, class_id=klass.id, version=klass.link_version)


def _ids_of_class(work: Work, class_id: UUID) -> Sequence[UUID]:
    """Without their names: a substitute opens the door too."""
    return work.db.scalars(
        select(Enrolment.pupil_id)
        .join(Pupil, Pupil.id == Enrolment.pupil_id)
        .where(Enrolment.class_id == class_id, *in_class_on(work.today))
    ).all()
