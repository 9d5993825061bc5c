"""Classes as staff see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.names import folded
from app.base.problems import NotFound
from app.base.work import Work
from app.people.keys import link_of_class
from app.people.models import (
    ClassLevel,
    Enrolment,
    Post,
    Pupil,
    School,
    SchoolClass,
    SchoolSettings,
    SchoolYear,
    Staff,
)
from app.people.rules.entrance import is_open, spoken_code
from app.people.rules.levels import levels_label


@dataclass(frozen=True, slots=True)
class SchoolNow:
    id: UUID
    name: str
    kind: str
    brin: str
    place: str
    logo_sha: str | None
    photos: bool  # may pupils hand in photos?
    names_to_host: bool  # may a teacher let a host read first names?
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class ClassNow:
    """A class: what the heads of all class pages show."""

    id: UUID
    code: str
    class_code: str
    name: str
    levels: tuple[str, ...]
    levels_label: str
    kind: str
    school_id: UUID
    school_name: str
    year: str
    is_group: bool
    open_until: datetime | None
    is_open: bool
    link: str = ""  # the secret of its link for the school's portal; empty while there is none

    @property
    def spoken_code(self) -> str:
        return spoken_code(self.class_code)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A line in the list of classes."""

    id: UUID
    code: str
    name: str
    levels_label: str
    pupils: int
    teachers: tuple[str, ...]
    class_code: str
    open_until: datetime | None
    is_open: bool

    @property
    def spoken_code(self) -> str:
        return spoken_code(self.class_code)


def school_now(work: Work) -> SchoolNow:
    """The school the actor works in."""
    school = work.db.get_one(School, work.school_id)
    wanted = select(SchoolSettings.logo_sha, SchoolSettings.photos, SchoolSettings.names_to_host)
    logo, photos, names = work.db.execute(wanted).one_or_none() or (None, False, False)
    where = (school.latitude, school.longitude, school.address)
    return SchoolNow(school.id, school.name, school.kind, school.brin, school.place, logo, photos, names, *where)


def current_year(work: Work) -> SchoolYear | None:
    return work.db.scalars(
        select(SchoolYear).where(SchoolYear.starts_on <= work.today, SchoolYear.ends_on >= work.today)
    ).one_or_none()


def class_by_code(work: Work, *, code: str, permission: Permission = Permission.CLASS_READ) -> ClassNow:
    """The class with this code, within reach of `permission`.

    Raises:
        NotFound: there is none, or it is another teacher's or another school's.
        NotAllowed: this role may not.
    """
    work.must(permission)
    row = work.db.scalars(select(SchoolClass).where(SchoolClass.code == code)).one_or_none()
    if row is None:
        raise NotFound("class")
    for asked in {permission, Permission.LESSON_SEE}:
        work.must(asked, classes=frozenset({row.id}), school=row.school_id)
    return _now(work, row)


def class_by_id(work: Work, *, class_id: UUID) -> ClassNow:
    """The class behind a row of a floor above. Raises: NotFound, as `class_by_code`."""
    row = work.db.get(SchoolClass, class_id)
    if row is None:
        raise NotFound("class")
    work.must(Permission.LESSON_SEE, classes=frozenset({row.id}), school=row.school_id)
    return _now(work, row)


def classes_of_actor(work: Work) -> tuple[ClassRow, ...]:
    """A teacher's own classes, or all of the school for an administrator, of this school year. Four queries."""
    work.must(Permission.CLASS_READ)
    year = current_year(work)
    if year is None:
        return ()
    question = select(SchoolClass).where(SchoolClass.school_year_id == year.id, SchoolClass.left_on.is_(None))
    if work.actor.role is Role.TEACHER:
        question = question.where(SchoolClass.id.in_(work.actor.class_ids))
    rows = sorted(work.db.scalars(question), key=lambda row: folded(row.name))
    counts, levels, teachers = _counts(work), _levels(work), _teachers(work)
    return tuple(
        ClassRow(
            row.id,
            row.code,
            row.name,
            levels_label(levels.get(row.id, ())),
            counts.get(row.id, 0),
            teachers.get(row.id, ()),
            row.class_code,
            row.open_until,
            is_open(row.open_until, work.now),
        )
        for row in rows
    )


def in_class_on(day: date):  # type: ignore[no-untyped-def]  # a tuple of SQL conditions
    """Conditions on Enrolment and Pupil: in the class on that day, and not gone from the school."""
    return (
        Enrolment.from_on <= day,
        or_(Enrolment.until_on.is_(None), Enrolment.until_on > day),
        or_(Pupil.left_on.is_(None), Pupil.left_on > day),
    )


def _now(work: Work, row: SchoolClass) -> ClassNow:
    school = work.db.get_one(School, row.school_id)
    levels = tuple(
        work.db.scalars(select(ClassLevel.level).where(ClassLevel.class_id == row.id).order_by(ClassLevel.level))
    )
    return ClassNow(
        id=row.id,
        code=row.code,
        class_code=row.class_code,
        name=row.name,
        levels=levels,
        levels_label=levels_label(levels),
        kind=school.kind,
        school_id=school.id,
        school_name=school.name,
        year=work.db.get_one(SchoolYear, row.school_year_id).name,
        is_group=row.is_group,
        open_until=row.open_until,
        is_open=is_open(row.open_until, work.now),
        link=link_of_class(work.seal, class_id=row.id, version=row.link_version) if row.link_version else "",
    )


def _counts(work: Work) -> dict[UUID, int]:
    rows = work.db.execute(
        select(Enrolment.class_id, func.count())
        .join(Pupil, Pupil.id == Enrolment.pupil_id)
        .where(*in_class_on(work.today))
        .group_by(Enrolment.class_id)
    )
    return {row[0]: row[1] for row in rows}


def _levels(work: Work) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    for class_id, level in work.db.execute(select(ClassLevel.class_id, ClassLevel.level).order_by(ClassLevel.level)):
        found[class_id] = (*found.get(class_id, ()), level)
    return found


def _teachers(work: Work) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    rows = work.db.execute(
        select(Post.class_id, Staff.name)
        .join(Staff, Staff.id == Post.staff_id)
        .where(
            Post.school_id == work.school_id,
            Post.class_id.is_not(None),
            Post.from_on <= work.today,
            or_(Post.until_on.is_(None), Post.until_on > work.today),
        )
        .order_by(Staff.name)
    )
    for class_id, name in rows:
        if class_id is not None:
            found[class_id] = (*found.get(class_id, ()), name)
    return found
