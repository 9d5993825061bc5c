"""The person at the keyboard, as plain values: no database, no HTTP."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class Role(StrEnum):
    PUPIL = "pupil"
    TEACHER = "teacher"
    SCHOOL_ADMIN = "school-admin"
    HOST = "host"
    COORDINATOR = "coordinator"
    SUBSTITUTE = "substitute"  # came by the link of an invalkaart: one class, until five o'clock, no account
    GATE = "gate"  # came by the link of a day: one visit, on the day itself, no account, no names
    AT_DOOR = "at-door"  # came through a door (class code, card, certificate code); signed in as nobody


BEHIND_DOORS = frozenset({Role.GATE, Role.AT_DOOR})  # nobody signs in with these
PEOPLE_OF_A_SCHOOL = frozenset({Role.PUPIL, Role.TEACHER, Role.SCHOOL_ADMIN, Role.SUBSTITUTE, Role.AT_DOOR})


@dataclass(frozen=True, slots=True)
class Post:
    """A role held at a place: teacher at school X with classes Y; host at company Z."""

    role: Role
    school_id: UUID | None = None
    company_id: UUID | None = None
    class_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """One signed-in person in one role.

    `guest_schools` are schools whose bookings a host may see, and all schools for a coordinator; such reach never
    opens pupils' rows.
    """

    user_id: UUID | None
    posts: tuple[Post, ...] = field(default=())
    guest_schools: frozenset[UUID] = frozenset()

    @property
    def schools(self) -> frozenset[UUID]:
        return frozenset(post.school_id for post in self.posts if post.school_id) | self.guest_schools

    @property
    def sees_pupils(self) -> bool:
        """Rows that say something of a pupil open only to people of a school."""
        return any(post.role in PEOPLE_OF_A_SCHOOL for post in self.posts)

    @property
    def role(self) -> Role | None:
        return self.posts[0].role if self.posts else None

    @property
    def school_id(self) -> UUID | None:
        """The one school this actor works in now; None for a host, a coordinator or nobody."""
        return next((post.school_id for post in self.posts if post.school_id), None)

    @property
    def company_id(self) -> UUID | None:
        return next((post.company_id for post in self.posts if post.company_id), None)

    @property
    def class_ids(self) -> frozenset[UUID]:
        return frozenset().union(*(post.class_ids for post in self.posts))


NOBODY = Actor(user_id=None)


def to_plain(actor: Actor) -> dict[str, Any]:
    """The actor as JSON, so that a job can act for the one who asked for it."""
    return {
        "user": str(actor.user_id) if actor.user_id else None,
        "guest": sorted(map(str, actor.guest_schools)),
        "posts": [
            {
                "role": post.role.value,
                "school": str(post.school_id) if post.school_id else None,
                "company": str(post.company_id) if post.company_id else None,
                "classes": sorted(map(str, post.class_ids)),
            }
            for post in actor.posts
        ],
    }


def from_plain(plain: dict[str, Any]) -> Actor:
    """The way back from `to_plain`."""

    def known(text: str | None) -> UUID | None:
        return UUID(text) if text else None

    posts = tuple(
        Post(Role(p["role"]), known(p["school"]), known(p["company"]), frozenset(map(UUID, p["classes"])))
        for p in plain["posts"]
    )
    return Actor(known(plain["user"]), posts, frozenset(map(UUID, plain["guest"])))
