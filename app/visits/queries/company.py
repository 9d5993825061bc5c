"""A company with its sites and hours; and all companies in one list for the coordinator, in a constant number of
statements. Places that are taken are read from the times themselves: bookings belong to schools."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base import clock
from app.base.names import folded
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Company, Post, SchoolYear, Staff
from app.visits.models import CompanyHours, Edition, Location, VisitOffer, VisitSlot
from app.visits.rules.where import address_line


@dataclass(frozen=True, slots=True)
class SiteNow:
    id: UUID
    address: str
    place: str
    entrance: str
    gate: str
    access: str
    wheelchair: bool
    latitude: float | None
    longitude: float | None
    offers: int

    @property
    def line(self) -> str:
        return address_line(self.address, self.place)


@dataclass(frozen=True, slots=True)
class HoursNow:
    id: UUID
    period: str
    hours: float
    note: str
    by: str
    on: date
    signed_by: str | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A line of the list. Times, places and groups: from today on; hours: ever."""

    code: str
    name: str
    place: str
    sector: str
    kind: str
    hosts: int
    offers: int  # open
    drafts: int
    times: int
    groups: int  # that are taken
    places: int
    hours: float
    hours_signed: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What the list shows; each stands in the address. `offers`: open, none, draft or nothing said."""

    text: str = ""
    kind: str = ""
    offers: str = ""


def sites_of_company(work: Work, *, company_id: UUID) -> tuple[SiteNow, ...]:
    """In order of address; with how many offers receive schools there."""
    work.must(Permission.OFFER_READ)
    rows = work.db.execute(
        select(Location, func.count(VisitOffer.id))
        .outerjoin(VisitOffer, VisitOffer.location_id == Location.id)
        .where(Location.company_id == company_id)
        .group_by(Location.id)
        .order_by(Location.place, Location.address, Location.id)
    )
    return tuple(_site(site, offers) for site, offers in rows)


def site_of_company(work: Work, *, company_id: UUID, site_id: UUID) -> SiteNow:
    """Raises: NotFound: another company's, or none."""
    work.must(Permission.COMPANY_EDIT, company=company_id)
    for site in sites_of_company(work, company_id=company_id):
        if site.id == site_id:
            return site
    raise NotFound("site")


def hours_of_company(work: Work, *, company_id: UUID) -> tuple[HoursNow, ...]:
    """Newest first."""
    work.must(Permission.COMPANY_EDIT, company=company_id)
    rows = work.db.execute(
        select(CompanyHours, Edition.name, SchoolYear.name)
        .outerjoin(Edition, Edition.id == CompanyHours.edition_id)
        .outerjoin(SchoolYear, SchoolYear.id == CompanyHours.school_year_id)
        .where(CompanyHours.company_id == company_id)
        .order_by(CompanyHours.id.desc())
    ).all()
    ids = {one for row, _, _ in rows for one in (row.by, row.signed_by) if one}
    names: dict[UUID | None, str] = {
        one.id: one.name for one in work.db.scalars(select(Staff).where(Staff.id.in_(sorted(ids))))
    }
    return tuple(
        HoursNow(
            row.id,
            edition or year,
            row.hours,
            row.note,
            names[row.by],
            clock.school_day(row.at),
            names.get(row.signed_by),
            row.signed_at,
        )
        for row, edition, year in rows
    )


def periods(work: Work) -> tuple[tuple[UUID, str], ...]:
    """Editions and school years for which hours can be typed: what goes on first, then the last ones."""
    work.must(Permission.COMPANY_EDIT)
    found: list[tuple[date, str, UUID]] = []
    for table in (Edition, SchoolYear):
        rows = work.db.execute(select(table.id, table.name, table.starts_on).where(table.starts_on <= work.today))
        found += [(starts_on, name, key) for key, name, starts_on in rows]
    return tuple((key, name) for _, name, key in sorted(found, reverse=True)[:6])


def companies(work: Work, *, wish: Wish) -> tuple[CompanyRow, ...]:
    """All companies of the network by name, those that `wish` asks for."""
    work.must(Permission.WEEK_PLAN)
    offers, times, hosts, hours = _offers(work), _times(work), _hosts(work), _hours(work)
    rows = []
    for one in work.db.scalars(select(Company).where(or_(Company.left_on.is_(None), Company.left_on > work.today))):
        by_state = offers.get(one.id, {})
        count, places, taken = times.get(one.id, (0, 0, 0))
        told, signed = hours.get(one.id, (0.0, 0.0))
        rows.append(
            CompanyRow(
                one.code,
                one.name,
                one.place,
                one.sector,
                one.kind,
                hosts.get(one.id, 0),
                by_state.get("open", 0),
                by_state.get("draft", 0),
                count,
                taken,
                places,
                told,
                signed,
            )
        )
    return tuple(sorted((one for one in rows if _wanted(one, wish)), key=lambda one: folded(one.name)))


def _wanted(row: CompanyRow, wish: Wish) -> bool:
    has = {"open": row.offers > 0, "draft": row.drafts > 0, "none": not row.offers and not row.drafts}
    text = folded(f"{row.name} {row.place} {row.sector}")
    return folded(wish.text) in text and wish.kind in ("", row.kind) and has.get(wish.offers, True)


def _offers(work: Work) -> Mapping[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = {}
    rows = work.db.execute(
        select(VisitOffer.company_id, VisitOffer.state, func.count()).group_by(VisitOffer.company_id, VisitOffer.state)
    )
    for company_id, state, n in rows:
        found.setdefault(company_id, {})[state] = n
    return found


def _times(work: Work) -> Mapping[UUID, tuple[int, int, int]]:
    """company -> (times to come, groups that can come, groups that do)."""
    rows = work.db.execute(
        select(VisitOffer.company_id, func.count(), func.sum(VisitSlot.places), func.sum(VisitSlot.places_taken))
        .join(VisitSlot, VisitSlot.offer_id == VisitOffer.id)
        .where(VisitSlot.starts_at >= clock.at(work.today, 0), VisitSlot.state == "open")
        .group_by(VisitOffer.company_id)
    )
    return {company_id: (n, int(places), int(taken)) for company_id, n, places, taken in rows}


def _hosts(work: Work) -> Mapping[UUID | None, int]:
    rows = work.db.execute(
        select(Post.company_id, func.count())
        .where(Post.role == Role.HOST.value, Post.from_on <= work.today)
        .where(or_(Post.until_on.is_(None), Post.until_on > work.today))
        .group_by(Post.company_id)
    )
    return {row[0]: row[1] for row in rows}


def _hours(work: Work) -> Mapping[UUID, tuple[float, float]]:
    """company -> (typed, of which signed off)."""
    signed: Any = func.sum(CompanyHours.hours).filter(CompanyHours.signed_at.is_not(None))
    rows = work.db.execute(
        select(CompanyHours.company_id, func.sum(CompanyHours.hours), signed).group_by(CompanyHours.company_id)
    )
    return {company_id: (float(told), float(done or 0)) for company_id, told, done in rows}


def _site(site: Location, offers: int) -> SiteNow:
    return SiteNow(
        site.id,
        site.address,
        site.place,
        site.entrance,
        site.gate,
        site.access,
        site.wheelchair,
        site.latitude,
        site.longitude,
        offers,
    )
