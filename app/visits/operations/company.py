"""Where a company receives schools, and the hours its people gave: typed by a host, signed off by the company."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import Company, SchoolYear
from app.visits.models import CompanyHours, Edition, Location
from app.visits.rules.company import check_hours, check_unsigned
from app.visits.rules.offer import check_place


@dataclass(frozen=True, slots=True)
class SiteText:
    """What a company says of a site. Degrees of WGS 84, or neither."""

    address: str
    place: str
    entrance: str
    gate: str = ""
    access: str = ""
    wheelchair: bool = False
    latitude: float | None = None
    longitude: float | None = None


def add_site(work: Work, *, code: str, told: SiteText) -> UUID:
    """Another place where the company receives schools. Raises: NotFound; RuleBroken (`coordinates`)."""
    company_id = _company(work, code)
    check_place(latitude=told.latitude, longitude=told.longitude)
    site = Location(id=work.new_id(), company_id=company_id)
    _write(site, told)
    work.db.add(site)
    work.audit("site.added", site.id)
    return site.id


def change_site(work: Work, *, code: str, site_id: UUID, told: SiteText) -> None:
    """Every offer there says it so from now on. Raises: NotFound; RuleBroken (`coordinates`)."""
    company_id = _company(work, code)
    check_place(latitude=told.latitude, longitude=told.longitude)
    site = work.db.get(Location, site_id)
    if site is None or site.company_id != company_id:
        raise NotFound("site")
    _write(site, told)
    work.audit("site.changed", site.id)


def note_hours(work: Work, *, code: str, period_id: UUID, hours: float, note: str) -> UUID:
    """Hours of people of the company in an edition or a school year (`period_id`). Raises: NotFound; RuleBroken."""
    company_id = _company(work, code)
    check_hours(hours)
    is_edition = work.db.get(Edition, period_id) is not None
    if not is_edition and work.db.get(SchoolYear, period_id) is None:
        raise NotFound("period")
    assert work.actor.user_id is not None
    row = CompanyHours(
        id=work.new_id(),
        company_id=company_id,
        edition_id=period_id if is_edition else None,
        school_year_id=None if is_edition else period_id,
        hours=hours,
        note=" ".join(note.split())[:200],
        by=work.actor.user_id,
        at=work.now,
    )
    work.db.add(row)
    work.audit("hours.noted", company_id, hours=hours)
    return row.id


def drop_hours(work: Work, *, code: str, hours_id: UUID) -> None:
    """Take a line away that is not signed off. Twice is once. Raises: RuleBroken: it is signed."""
    row = _hours(work, _company(work, code), hours_id)
    if row is None:
        return
    check_unsigned(is_signed=row.signed_at is not None)
    work.db.delete(row)
    work.audit("hours.dropped", row.company_id, hours=row.hours)


def sign_hours(work: Work, *, code: str) -> int:
    """The company says that its hours are right; from now on these lines stay. Returns how many were signed.

    Raises: RuleBroken: the network does not sign for a company.
    """
    company_id = _company(work, code)
    if work.actor.company_id != company_id:
        raise RuleBroken("", N_("Somebody of the company signs its hours off."))
    waiting = select(CompanyHours).where(CompanyHours.company_id == company_id, CompanyHours.signed_at.is_(None))
    rows = work.db.scalars(waiting.order_by(CompanyHours.id).with_for_update()).all()
    for row in rows:
        row.signed_by, row.signed_at = work.actor.user_id, work.now
    work.audit("hours.signed", company_id, hours=sum(row.hours for row in rows))
    return len(rows)


def _company(work: Work, code: str) -> UUID:
    work.must(Permission.COMPANY_EDIT)
    company_id = work.db.scalars(select(Company.id).where(Company.code == code)).one_or_none()
    if company_id is None:
        raise NotFound("company")
    work.must(Permission.COMPANY_EDIT, company=company_id)
    return company_id


def _hours(work: Work, company_id: UUID, hours_id: UUID) -> CompanyHours | None:
    row = work.db.get(CompanyHours, hours_id, with_for_update=True)
    if row is not None and row.company_id != company_id:
        raise NotFound("hours")
    return row


def _write(site: Location, told: SiteText) -> None:
    for name in ("address", "place", "entrance", "gate", "access", "wheelchair", "latitude", "longitude"):
        setattr(site, name, getattr(told, name))
