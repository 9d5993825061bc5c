"""Making a class from pasted names, and bringing its list up to date: what was shown is what is saved."""

from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import delete, select, update

from app.access.actor import Role
from app.access.matrix import Permission
from app.base import doors, ids
from app.base.language import N_
from app.base.names import sort_key
from app.base.problems import RuleBroken
from app.base.work import Work
from app.people.models import ClassLevel, Enrolment, Post, Pupil, SchoolClass, SchoolYear
from app.people.operations.door import give_link
from app.people.operations.pupils import add_pupil
from app.people.operations.size import count_again
from app.people.queries.classes import class_by_code, current_year
from app.people.queries.roster import difference_for_class
from app.people.rules.difference import Difference, Joining, ListShown, mark_of

CHANGED = N_("The list changed while you were looking. This is how it is now: look once more, then save.")
TAKEN = N_("There is a class %(name)s already this year. Choose another name, or open that class and update its list.")


def make_class(work: Work, *, key: UUID, listed: ListShown) -> str:
    """A new class with these names; returns its code. The same `key` again is the same click: one class.

    Raises:
        RuleBroken: the name is taken this year, or the list would now be read differently than was shown.
    """
    work.must(Permission.CLASS_EDIT, school=work.school_id)
    key = uuid5(work.school_id, str(key))  # what a browser sends can then never be the key of another school's class
    made = work.db.get(SchoolClass, key)
    if made is not None:
        return made.code
    year = _year(work)
    taken = select(SchoolClass.id).where(SchoolClass.school_year_id == year, SchoolClass.name == listed.name)
    if work.db.scalars(taken).first() is not None:
        raise RuleBroken("name", TAKEN, name=listed.name)
    found = difference_for_class(work, class_id=None, names=listed.names, levels=listed.levels)
    _must_be_shown(found, listed)
    klass = _add_class(work, key, year, listed.name)
    _set_levels(work, klass, listed.levels)
    _save(work, klass, found)
    if work.actor.role is Role.TEACHER and work.actor.user_id:
        _add_post(work, klass, work.actor.user_id)
    work.audit("class.made", key, pupils=len(found.new))
    return klass.code


def update_list(work: Work, *, code: str, listed: ListShown) -> None:
    """Bring a class up to date: new pupils come in, names change, who is gone leaves the class, not the school.

    Raises:
        RuleBroken: the class changed since the difference was shown, or the name is taken.
    """
    now = class_by_code(work, code=code, permission=Permission.CLASS_EDIT)
    klass = work.db.get_one(SchoolClass, now.id)
    taken = select(SchoolClass.id).where(
        SchoolClass.school_year_id == klass.school_year_id, SchoolClass.name == listed.name, SchoolClass.id != klass.id
    )
    if work.db.scalars(taken).first() is not None:
        raise RuleBroken("name", TAKEN, name=listed.name)
    found = difference_for_class(work, class_id=klass.id, names=listed.names, levels=listed.levels)
    _must_be_shown(found, listed)
    klass.name = listed.name
    _set_levels(work, klass, listed.levels)
    _save(work, klass, found)
    work.audit("class.list-updated", klass.id, new=len(found.new), changed=len(found.changed), gone=len(found.gone))


def _must_be_shown(found: Difference, listed: ListShown) -> None:
    if mark_of(found, name=listed.name, levels=listed.levels) != listed.mark:
        raise RuleBroken("mark", CHANGED)


def _year(work: Work) -> UUID:
    """This school year; 1 August to 31 July, the same for all, made by the first who needs it."""
    held = current_year(work)
    if held is not None:
        return held.id
    first = work.today.year if work.today.month >= 8 else work.today.year - 1
    year = SchoolYear(
        id=work.new_id(),
        name=f"{first}-{first + 1}",
        starts_on=date(first, 8, 1),
        ends_on=date(first + 1, 7, 31),
    )
    work.db.add(year)
    work.db.flush()
    return year.id


def _add_class(work: Work, key: UUID, year: UUID, name: str) -> SchoolClass:
    klass = SchoolClass(
        id=key,
        school_id=work.school_id,
        code=ids.public_code(),
        class_code=ids.class_code(),
        school_year_id=year,
        name=name,
    )
    work.db.add(klass)
    work.db.flush()
    work.db.add(
        doors.Door(
            id=work.new_id(),
            kind=doors.CLASS_CODE,
            digest=work.seal.digest(doors.CLASS_CODE, klass.class_code),
            school_id=klass.school_id,
            subject_id=klass.id,
        )
    )
    give_link(work, klass)
    return klass


def _set_levels(work: Work, klass: SchoolClass, levels: tuple[str, ...]) -> None:
    work.db.execute(delete(ClassLevel).where(ClassLevel.class_id == klass.id))
    for level in sorted(set(levels)):
        work.db.add(ClassLevel(id=work.new_id(), school_id=klass.school_id, class_id=klass.id, level=level))


def _add_post(work: Work, klass: SchoolClass, staff_id: UUID) -> None:
    work.db.add(
        Post(
            id=work.new_id(),
            staff_id=staff_id,
            role=Role.TEACHER.value,
            school_id=klass.school_id,
            class_id=klass.id,
            from_on=work.today,
        )
    )


def _save(work: Work, klass: SchoolClass, found: Difference) -> None:
    left = _classes_of(work, [joining.known.id for joining in found.new if joining.known])
    for joining in found.new:
        _enrol(work, klass, _known_or_new(work, klass, joining))
    for change in found.changed:
        pupil = work.db.get_one(Pupil, change.pupil.id)
        pupil.first_name, pupil.last_name, pupil.level = change.first, change.last, change.level
        pupil.sort_key = sort_key(change.first, change.last)
    for gone in found.gone:
        _end(work, gone.id, class_id=klass.id)
    for class_id in {klass.id, *left}:
        count_again(work, class_id=class_id)


def _classes_of(work: Work, pupil_ids: list[UUID]) -> list[UUID]:
    """Where those who come over are now: these classes get smaller."""
    held = select(Enrolment.class_id).where(Enrolment.pupil_id.in_(pupil_ids), Enrolment.until_on.is_(None)).distinct()
    return list(work.db.scalars(held)) if pupil_ids else []


def _known_or_new(work: Work, klass: SchoolClass, joining: Joining) -> UUID:
    if joining.known is None:
        return add_pupil(work, school_id=klass.school_id, first=joining.first, last=joining.last, level=joining.level)
    pupil = work.db.get_one(Pupil, joining.known.id)
    pupil.level = joining.level
    _end(work, pupil.id, class_id=None)
    return pupil.id


def _end(work: Work, pupil_id: UUID, *, class_id: UUID | None) -> None:
    """End open enrolments: in one class, or in every class of before (groups that cross classes stay)."""
    classes = select(SchoolClass.id).where(SchoolClass.is_group.is_(False))
    question = update(Enrolment).where(
        Enrolment.pupil_id == pupil_id,
        Enrolment.until_on.is_(None),
        Enrolment.class_id == class_id if class_id else Enrolment.class_id.in_(classes),
    )
    work.db.execute(question.values(until_on=work.today, instruction=None).execution_options(synchronize_session=False))


def _enrol(work: Work, klass: SchoolClass, pupil_id: UUID) -> None:
    """Into the class from today; who left it today and comes back was never away."""
    today = work.db.scalars(
        select(Enrolment).where(
            Enrolment.pupil_id == pupil_id, Enrolment.class_id == klass.id, Enrolment.from_on == work.today
        )
    ).one_or_none()
    if today is not None:
        today.until_on = None
        return
    work.db.add(
        Enrolment(
            id=work.new_id(),
            school_id=klass.school_id,
            pupil_id=pupil_id,
            class_id=klass.id,
            from_on=work.today,
        )
    )
