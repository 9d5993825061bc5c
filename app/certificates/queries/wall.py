"""What a company did for schools in a year or an edition: counted over all schools, without a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.access.matrix import Permission
from app.base import clock
from app.base.language import N_, gettext_for
from app.base.naming import names_in
from app.base.problems import NotFound
from app.base.work import Work
from app.certificates.design.wall import SENTENCES, WallFacts, shown
from app.people.models import Company, Network, SchoolYear
from app.visits.models import Booking, Edition, VisitOffer, VisitSlot
from app.visits.queries.from_class import first_names
from app.visits.rules import CLOSED, HELD
from app.visits.rules.from_class import text_of

YEAR = N_("School year %(name)s")


@dataclass(frozen=True, slots=True)
class Period:
    """A school year, or an edition: `name` is `2026-2027` or `Techniekweek 2026`."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date
    is_year: bool


def periods_for_wall(work: Work) -> tuple[Period, ...]:
    """Those that began, the newest first: school years, then editions."""
    work.must(Permission.COMPANY_EDIT)
    found = []
    for table in (SchoolYear, Edition):
        rows = work.db.execute(
            select(table.id, table.name, table.starts_on, table.ends_on)
            .where(table.starts_on <= work.today)
            .order_by(table.starts_on.desc(), table.name)
        )
        found += [Period(*row, is_year=table is SchoolYear) for row in rows]
    return tuple(found)


def period_for_wall(work: Work, *, period_id: UUID) -> Period:
    """Raises: NotFound."""
    found = {one.id: one for one in periods_for_wall(work)}
    if period_id not in found:
        raise NotFound("period")
    return found[period_id]


def walls(work: Work, *, period_id: UUID, company_id: UUID | None, language: str = "nl") -> tuple[WallFacts, ...]:
    """Of each company that received a class (or of this one), by name. `work` counts over all schools. A class that
    came in parts or twice is one class.

    Raises: NotFound: no such year or edition has begun.
    """
    work.must(Permission.COMPANY_EDIT, company=company_id)
    period = period_for_wall(work, period_id=period_id)
    title = gettext_for(language)(YEAR) % {"name": period.name} if period.is_year else period.name
    network = work.db.scalars(select(Network)).first()
    begin, until = clock.at(period.starts_on, 0), clock.at(period.ends_on + timedelta(days=1), 0)
    was = [Booking.state.in_((HELD, CLOSED)), VisitSlot.starts_at >= begin, VisitSlot.starts_at < until]
    was += [VisitOffer.company_id == company_id] if company_id else []
    counted = (
        select(
            Company.id,
            Company.name,
            Company.place,
            Company.logo_sha,
            func.count(func.coalesce(Booking.class_id, Booking.id).distinct()),
            func.count(Booking.school_id.distinct()),
            func.coalesce(func.sum(func.coalesce(Booking.present_count, Booking.arrived_count)), 0),
        )
        .join(VisitOffer, VisitOffer.company_id == Company.id)
        .join(VisitSlot, VisitSlot.offer_id == VisitOffer.id)
        .join(Booking, Booking.slot_id == VisitSlot.id)
        .where(*was)
        .group_by(Company.id, Company.name, Company.place, Company.logo_sha)
        .order_by(Company.name)
    )
    rows = work.db.execute(counted).all()
    said = _thanks(work, was)
    return tuple(
        WallFacts(
            company=name,
            place=place,
            logo=logo,
            edition=title,
            starts_on=period.starts_on,
            ends_on=min(period.ends_on, work.today),
            schools=schools,
            classes=classes,
            pupils=shown(pupils),
            thanks=tuple(dict.fromkeys(said.get(key, [])))[:SENTENCES],
            network=network.name if network else "",
            funder=network.funder_line if network else "",
            issued_on=work.today,
        )
        for key, name, place, logo, classes, schools, pupils in rows
    )


def _thanks(work: Work, was: Sequence[Any]) -> dict[UUID, list[str]]:
    """Of each company what classes thanked it with. A teacher looked at the names when it was sent; who came into the
    class since, or got another name, is looked at now. What may be the name of a child is left out, also where the
    teacher said then that it is a word: paper on a wall cannot ask."""
    thanked = (
        select(Booking.id, VisitOffer.company_id, Booking.thanks)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(*was, Booking.thanks_at.is_not(None))
        .order_by(VisitSlot.starts_at, Booking.id)
    )
    rows = work.db.execute(thanked).all()
    names = first_names(work, [row[0] for row in rows]) if rows else {}
    said: dict[UUID, list[str]] = {}
    for booking_id, company_id, sentences in rows:
        texts = map(text_of, sentences)
        kept = [one for one in texts if not names_in(one, names.get(booking_id, ()))]
        said.setdefault(company_id, []).extend(kept)
    return said
