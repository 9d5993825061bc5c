"""Where schools stand: a school's office its own, a coordinator all."""

from dataclasses import dataclass

from sqlalchemy import select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import School


@dataclass(frozen=True, slots=True)
class SchoolPlace:
    brin: str
    name: str
    place: str
    address: str
    latitude: float | None
    longitude: float | None

    @property
    def is_on_map(self) -> bool:
        return self.latitude is not None and self.longitude is not None


def school_places(work: Work) -> tuple[SchoolPlace, ...]:
    """By name; those that left are not there."""
    work.must(Permission.SCHOOL_PLACE)
    wanted = select(School).where(School.left_on.is_(None)).order_by(School.name, School.brin)
    if work.actor.role is not Role.COORDINATOR:
        wanted = wanted.where(School.id == work.school_id)
    return tuple(_place(one) for one in work.db.scalars(wanted))


def school_by_brin(work: Work, brin: str) -> SchoolPlace:
    """Raises: NotFound: another school's, or none."""
    return _place(reachable(work, brin))


def reachable(work: Work, brin: str) -> School:
    """Part of others. Raises: NotFound: another school's, or none."""
    work.must(Permission.SCHOOL_PLACE)
    row = work.db.scalars(select(School).where(School.brin == brin)).one_or_none()
    if row is None:
        raise NotFound("school")
    work.must(Permission.SCHOOL_PLACE, school=row.id)
    return row


def _place(row: School) -> SchoolPlace:
    return SchoolPlace(row.brin, row.name, row.place, row.address, row.latitude, row.longitude)
