"""Who teaches a class, now and later, and which colleagues of the school could."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.names import folded
from app.base.work import Work
from app.people.models import Post, Staff

AT_SCHOOL = (Role.TEACHER.value, Role.SCHOOL_ADMIN.value)


@dataclass(frozen=True, slots=True)
class Teacher:
    """`from_on`: None when that is past already. `last_on`: the last day; None: no end."""

    post_id: UUID
    staff_id: UUID
    name: str
    has_password: bool
    from_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Colleague:
    id: UUID
    label: str  # the name; with the address where two have the same


def teachers_of_class(work: Work, *, class_id: UUID) -> tuple[Teacher, ...]:
    """Those of now and those to come, by name."""
    work.must(Permission.CLASS_READ, classes=frozenset({class_id}), school=work.school_id)
    posts = posts_of_class(work, class_id=class_id)
    names = {staff.id: staff for staff in _staff(work, [post.staff_id for post in posts])}
    found = [
        Teacher(
            post.id,
            post.staff_id,
            names[post.staff_id].name,
            names[post.staff_id].password_hash is not None,
            post.from_on if post.from_on > work.today else None,
            date.fromordinal(post.until_on.toordinal() - 1) if post.until_on else None,
        )
        for post in posts
    ]
    return tuple(sorted(found, key=lambda one: (folded(one.name), one.from_on or work.today)))


def colleagues_for_class(work: Work, *, class_id: UUID) -> tuple[Colleague, ...]:
    """Who works at this school today and does not teach this class already without an end."""
    work.must(Permission.CLASS_SHARE, classes=frozenset({class_id}), school=work.school_id)
    here = {post.staff_id for post in posts_of_class(work, class_id=class_id) if post.until_on is None}
    ids = set(work.db.scalars(select(Post.staff_id).where(Post.school_id == work.school_id, *_at_school(work)))) - here
    staff = [one for one in _staff(work, sorted(ids)) if one.disabled_at is None]
    same = Counter(folded(one.name) for one in staff)
    labels = {one.id: f"{one.name} ({one.email})" if same[folded(one.name)] > 1 else one.name for one in staff}
    return tuple(Colleague(*one) for one in sorted(labels.items(), key=lambda one: folded(one[1])))


def works_at_school(work: Work, *, staff_id: UUID) -> bool:
    """Is this somebody of the actor's school, today?"""
    held = select(Post.id).where(Post.school_id == work.school_id, Post.staff_id == staff_id, *_at_school(work))
    is_on = select(Staff.id).where(Staff.id == staff_id, Staff.disabled_at.is_(None))
    return work.db.scalars(held).first() is not None and work.db.scalars(is_on).first() is not None


def posts_of_class(work: Work, *, class_id: UUID) -> Sequence[Post]:
    """Teachers' posts of a class of this school that hold today or later."""
    return work.db.scalars(
        select(Post)
        .where(
            Post.school_id == work.school_id,
            Post.class_id == class_id,
            Post.role == Role.TEACHER.value,
            or_(Post.until_on.is_(None), Post.until_on > work.today),
        )
        .order_by(Post.id)
    ).all()


def lasts_as_long(other: Post, post: Post, *, today: date) -> bool:
    """Is `other` there today, and at least until `post` would have ended?"""
    if other.from_on > today:
        return False
    return other.until_on is None or (post.until_on is not None and other.until_on >= post.until_on)


def _at_school(work: Work):  # type: ignore[no-untyped-def]  # a tuple of SQL conditions
    return (
        Post.role.in_(AT_SCHOOL),
        Post.from_on <= work.today,
        or_(Post.until_on.is_(None), Post.until_on > work.today),
    )


def _staff(work: Work, ids: Sequence[UUID]) -> Sequence[Staff]:
    return work.db.scalars(select(Staff).where(Staff.id.in_(ids))).all() if ids else ()
