"""Who a session belongs to: the one role at the one place it was started with, read again at most 5 s later."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from app.access.actor import Actor, Role
from app.access.actor import Post as Held
from app.base import doors
from app.base.hot import SCHOOL, checked
from app.base.house import House
from app.people.models import Company, Network, Post, Pupil, School, SchoolClass, Staff
from app.web.identity import Identity

ADULT = "adult"
_PUPIL = checked(
    select(Pupil.epoch, Pupil.first_name, Pupil.left_on, School.kind, School.name.label("school"))
    .join(School, School.id == Pupil.school_id)
    .where(Pupil.school_id == SCHOOL, Pupil.id == bindparam("pupil"))
)


def identify(house: House, user_id: UUID, role: Role, place_id: UUID | None, now: datetime) -> Identity | None:
    """The person behind a session, or None when the account is gone, disabled or holds this role no more.

    `place_id`: the school of a pupil, teacher, substitute or administrator, the company of a host, None for a
    coordinator.
    """
    if role is Role.PUPIL:
        return _pupil(house, user_id, place_id, now)
    if role is Role.SUBSTITUTE:
        return _substitute(house, user_id, place_id, now)
    with house.looking(Actor(None), now) as work:
        staff = work.db.get(Staff, user_id)
        if staff is None or staff.disabled_at is not None:
            return None
        every = posts_held(work.db, staff_id=user_id, today=work.today)
        posts = [post for post in every if is_at(post, role, place_id)]
        if not posts:
            return None
        actor = _staff_actor(work.db, user_id, role, place_id, posts, now)
        place = _place_name(work.db, role, place_id)
        elsewhere = len(posts) < len(every)
        return Identity(actor, staff.epoch, staff.name, ADULT, staff.language, place, elsewhere=elsewhere)


def posts_held(
    db: Session, *, staff_id: UUID, role: Role | None = None, place_id: UUID | None = None, today: date
) -> Sequence[Post]:
    """The posts of somebody that hold today; of one role at one place when these are given."""
    question = select(Post).where(
        Post.staff_id == staff_id, Post.from_on <= today, or_(Post.until_on.is_(None), Post.until_on > today)
    )
    held = db.scalars(question.order_by(Post.id)).all()
    return held if role is None else [post for post in held if is_at(post, role, place_id)]


def is_at(post: Post, role: Role, place_id: UUID | None) -> bool:
    """Is this the role at this place?"""
    return post.role == role.value and (post.company_id if role is Role.HOST else post.school_id) == place_id


def _substitute(house: House, pass_id: UUID, school_id: UUID | None, now: datetime) -> Identity | None:
    """Nobody's account: one class, while the door of the card is open. Withdrawn or past five: nobody any more."""
    with house.looking(Actor(None), now) as work:
        door = doors.held(work.db, doors.SUBSTITUTE, pass_id, now)
    if door is None or not door.is_open or door.school_id != school_id:
        return None
    actor = Actor(pass_id, (Held(Role.SUBSTITUTE, school_id=door.school_id, class_ids=frozenset({door.subject_id})),))
    with house.looking(actor, now) as work:
        klass = work.db.get(SchoolClass, door.subject_id)
        if klass is None or is_gone(klass.left_on, work.today):
            return None
        place = _place_name(work.db, Role.SUBSTITUTE, door.school_id)
        return Identity(actor, 1, klass.name, ADULT, None, place, until=door.closes_at)


def _pupil(house: House, pupil_id: UUID, school_id: UUID | None, now: datetime) -> Identity | None:
    if school_id is None:
        return None
    actor = Actor(pupil_id, (Held(Role.PUPIL, school_id=school_id),))
    with house.looking(actor, now) as work:
        found = work.hot(_PUPIL, pupil=pupil_id).one_or_none()
        if found is None or is_gone(found.left_on, work.today):
            return None
        return Identity(actor, found.epoch, found.first_name, found.kind, None, found.school)


def is_gone(left_on: date | None, today: date) -> bool:
    return left_on is not None and left_on <= today


def _staff_actor(
    db: Session, user_id: UUID, role: Role, place_id: UUID | None, posts: Sequence[Post], now: datetime
) -> Actor:
    if role is Role.HOST and place_id is not None:
        guests = doors.schools_of_holder(db, doors.HOST, place_id, now)
        return Actor(user_id, (Held(role, company_id=place_id),), guests)
    if role is Role.COORDINATOR:  # plans for all schools: their bookings and classes, never a pupil's row
        return Actor(user_id, (Held(role),), frozenset(db.scalars(select(School.id))))
    classes = frozenset(post.class_id for post in posts if post.class_id) if role is Role.TEACHER else frozenset()
    return Actor(user_id, (Held(role, school_id=place_id, class_ids=classes),))


def _place_name(db: Session, role: Role, place_id: UUID | None) -> str:
    if role is Role.COORDINATOR:
        return db.scalars(select(Network.name)).first() or ""
    table = Company if role is Role.HOST else School
    return db.scalars(select(table.name).where(table.id == place_id)).one()
