"""Accounts of staff, asked before anybody is signed in: only e-mail, password hash and where they work."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Role
from app.base import doors
from app.base.problems import NotFound
from app.base.work import Work
from app.people.identity import posts_held
from app.people.models import Company, Network, School, Staff

INVITATION = "staff-invite"


@dataclass(frozen=True, slots=True)
class Account:
    id: UUID
    email: str
    name: str
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class Workplace:
    """One role at one place: what a session is started with."""

    role: Role
    place_id: UUID | None
    place: str


def account_by_email(work: Work, *, email: str) -> Account | None:
    """An account that may sign in, else None."""
    row = work.db.scalars(
        select(Staff).where(Staff.email == email.strip().lower(), Staff.disabled_at.is_(None))
    ).one_or_none()
    return Account(row.id, row.email, row.name, row.password_hash) if row else None


def workplaces(work: Work, *, staff_id: UUID) -> tuple[Workplace, ...]:
    """Where somebody works today, each role at each place once."""
    posts = posts_held(work.db, staff_id=staff_id, today=work.today)
    found = {(Role(post.role), post.company_id or post.school_id) for post in posts}
    places = tuple(Workplace(role, place, _place(work, role, place)) for role, place in found)
    return tuple(sorted(places, key=lambda one: (one.place, one.role)))


def invited(work: Work, *, token: str) -> Account:
    """Who was invited with this link.

    Raises:
        NotFound: unknown, used or too old.
    """
    digest = work.seal.digest(INVITATION, token)
    passage = doors.find(work.db, INVITATION, digest, work.now)
    row = work.db.get(Staff, passage.subject_id) if passage and passage.is_open else None
    if row is None or row.disabled_at is not None:
        raise NotFound("invitation")
    return Account(row.id, row.email, row.name, row.password_hash)


def _place(work: Work, role: Role, place_id: UUID | None) -> str:
    if role is Role.COORDINATOR:
        return work.db.scalars(select(Network.name)).first() or ""
    table = Company if role is Role.HOST else School
    return work.db.scalars(select(table.name).where(table.id == place_id)).one()
