"""A company as it says of itself, and who receives people there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.names import folded
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Company, Post, Staff


@dataclass(frozen=True, slots=True)
class CompanyNow:
    id: UUID
    code: str
    name: str
    place: str
    kind: str
    about: str
    sector: str
    topics: tuple[str, ...]
    logo_sha: str | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Host:
    """Somebody with a post at a company. Not `has_password`: was invited and has not come yet."""

    post_id: UUID
    staff_id: UUID
    name: str
    email: str
    has_password: bool


def company_by_code(work: Work, *, code: str, permission: Permission = Permission.OFFER_READ) -> CompanyNow:
    """Whoever is signed in may read it; with COMPANY_EDIT only one's own. Raises: NotFound."""
    work.must(permission)
    company = work.db.scalars(select(Company).where(Company.code == code)).one_or_none()
    if company is None:
        raise NotFound("company")
    work.must(permission, company=company.id)
    return _now(company)


def company_by_id(work: Work, *, company_id: UUID) -> CompanyNow:
    work.must(Permission.OFFER_READ)
    return _now(work.db.get_one(Company, company_id))


def hosts_of_company(work: Work, *, company_id: UUID) -> tuple[Host, ...]:
    """Who receives schools there today, by name."""
    work.must(Permission.COMPANY_EDIT, company=company_id)
    rows = work.db.execute(
        select(Post, Staff)
        .join(Staff, Staff.id == Post.staff_id)
        .where(Post.role == Role.HOST.value, Post.company_id == company_id, Staff.disabled_at.is_(None))
        .where(Post.from_on <= work.today, or_(Post.until_on.is_(None), Post.until_on > work.today))
        .order_by(Post.id)
    )
    found = (Host(post.id, staff.id, staff.name, staff.email, staff.password_hash is not None) for post, staff in rows)
    return tuple(sorted(found, key=lambda one: folded(one.name)))


def _now(company: Company) -> CompanyNow:
    return CompanyNow(
        company.id,
        company.code,
        company.name,
        company.place,
        company.kind,
        company.about,
        company.sector,
        tuple(company.topics),
        company.logo_sha,
        company.left_on,
    )
