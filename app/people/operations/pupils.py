"""One pupil: name and level, new pictures, a new card, leaving the school."""

from uuid import UUID

from sqlalchemy import delete, select, update

from app.access.matrix import Permission
from app.base import doors, throttle
from app.base.language import N_
from app.base.levels import kind_of
from app.base.names import sort_key
from app.base.problems import RuleBroken
from app.base.work import Work
from app.people.identity import is_gone
from app.people.keys import fresh_secret, hang_card_door
from app.people.models import Enrolment, Pupil
from app.people.operations.entrance import pupil_keys
from app.people.operations.size import count_again
from app.people.queries.classes import class_by_code
from app.people.queries.pupils import pupil_for_staff
from app.people.rules.levels import levels_of


def add_pupil(work: Work, *, school_id: UUID, first: str, last: str, level: str) -> UUID:
    """A new pupil of the school, with pictures or PIN and a card of their own."""
    pupil = Pupil(
        id=work.new_id(),
        school_id=school_id,
        first_name=first,
        last_name=last,
        sort_key=sort_key(first, last),
        level=level,
        secret_locked=work.seal.lock(fresh_secret(kind_of(level))),
        card_version=1,
        epoch=1,
    )
    work.db.add(pupil)
    work.db.flush()
    hang_card_door(work, school_id=school_id, pupil_id=pupil.id, version=1)
    return pupil.id


def change_pupil(work: Work, *, code: str, pupil_id: UUID, first: str, last: str, level: str) -> None:
    """Another name or level. Certificates that were issued keep the name they were issued with.

    Raises:
        RuleBroken: a level of another kind of school.
    """
    pupil = _pupil(work, code, pupil_id, Permission.CLASS_EDIT)
    if level not in levels_of(kind_of(pupil.level)):
        raise RuleBroken("level", N_("Choose a level of this school."))
    pupil.first_name, pupil.last_name, pupil.level = first, last, level
    pupil.sort_key = sort_key(first, last)
    work.audit("pupil.changed", pupil_id)


def give_secret(work: Work, *, code: str, pupil_id: UUID) -> None:
    """New pictures or a new PIN. Whoever knew the old ones is out within five seconds."""
    pupil = _pupil(work, code, pupil_id, Permission.CARDS_PRINT)
    pupil.secret_locked = work.seal.lock(fresh_secret(kind_of(pupil.level)))
    pupil.epoch += 1
    for key, _ in pupil_keys(work, pupil_id):
        throttle.forget_tries(work, key=key)
    work.audit("pupil.secret-renewed", pupil_id)


def give_card(work: Work, *, code: str, pupil_id: UUID) -> None:
    """The card was lost: the old QR code opens nothing from now on, and who came in with it is out."""
    pupil = _pupil(work, code, pupil_id, Permission.CARDS_PRINT)
    pupil.card_version += 1
    pupil.epoch += 1
    hang_card_door(work, school_id=pupil.school_id, pupil_id=pupil.id, version=pupil.card_version)
    work.audit("pupil.card-renewed", pupil_id)


def leave_school(work: Work, *, code: str, pupil_id: UUID) -> None:
    """The pupil went to another school: out of all classes, no way in. What was done and earned stays.

    Pressed twice, it counts once.
    """
    class_by_code(work, code=code, permission=Permission.CLASS_EDIT)
    held = work.db.get(Pupil, pupil_id)
    if held is not None and is_gone(held.left_on, work.today):
        return
    pupil = _pupil(work, code, pupil_id, Permission.CLASS_EDIT)
    pupil.left_on = work.today
    pupil.epoch += 1
    left = work.db.scalars(
        select(Enrolment.class_id).where(Enrolment.pupil_id == pupil_id, Enrolment.until_on.is_(None))
    ).all()
    work.db.execute(
        update(Enrolment)
        .where(Enrolment.pupil_id == pupil_id, Enrolment.until_on.is_(None))
        .values(until_on=work.today, instruction=None)
        .execution_options(synchronize_session=False)
    )
    work.db.execute(delete(doors.Door).where(doors.Door.kind == doors.PUPIL_CARD, doors.Door.subject_id == pupil_id))
    for class_id in left:
        count_again(work, class_id=class_id)
    work.audit("pupil.left", pupil_id)


def _pupil(work: Work, code: str, pupil_id: UUID, permission: Permission) -> Pupil:
    class_by_code(work, code=code, permission=permission)
    pupil_for_staff(work, code=code, pupil_id=pupil_id)
    return work.db.get_one(Pupil, pupil_id, with_for_update=True)
