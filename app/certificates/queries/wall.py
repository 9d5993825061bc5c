"""What a company did for schools in an edition: counted over all schools, without a name."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.access.matrix import Permission
from app.base import clock
from app.base.problems import NotFound
from app.base.work import Work
from app.certificates.design.wall import SENTENCES, WallFacts, shown
from app.people.models import Company, Network
from app.visits.models import Booking, Edition, VisitOffer, VisitSlot
from app.visits.rules import CLOSED, HELD


@dataclass(frozen=True, slots=True)
class EditionRow:
    id: UUID
    name: str


def editions_for_wall(work: Work) -> tuple[EditionRow, ...]:
    """Those that began, the newest first."""
    work.must(Permission.COMPANY_EDIT)
    rows = work.db.execute(
        select(Edition.id, Edition.name).where(Edition.starts_on <= work.today).order_by(Edition.starts_on.desc())
    )
    return tuple(EditionRow(row.id, row.name) for row in rows)


def edition_for_wall(work: Work, *, edition_id: UUID) -> EditionRow:
    """Raises: NotFound."""
    found = {one.id: one for one in editions_for_wall(work)}
    if edition_id not in found:
        raise NotFound("edition")
    return found[edition_id]


def walls(work: Work, *, edition_id: UUID, company_id: UUID | None) -> tuple[WallFacts, ...]:
    """Of each company that received a class (or of this one), by name. `work` counts over all schools."""
    work.must(Permission.COMPANY_EDIT, company=company_id)
    edition = work.db.get_one(Edition, edition_id)
    network = work.db.scalars(select(Network)).first()
    begin, until = clock.at(edition.starts_on, 0), clock.at(edition.ends_on + timedelta(days=1), 0)
    was = [Booking.state.in_((HELD, CLOSED)), VisitSlot.starts_at >= begin, VisitSlot.starts_at < until]
    was += [VisitOffer.company_id == company_id] if company_id else []
    counted = (
        select(
            Company.id,
            Company.name,
            Company.place,
            Company.logo_sha,
            func.count(Booking.id),
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
    said: dict[UUID, list[str]] = {}
    for key, sentences in work.db.execute(
        select(VisitOffer.company_id, Booking.thanks)
        .join(VisitSlot, VisitSlot.offer_id == VisitOffer.id)
        .join(Booking, Booking.slot_id == VisitSlot.id)
        .where(*was, Booking.thanks_at.is_not(None))
        .order_by(VisitSlot.starts_at, Booking.id)
    ):
        said.setdefault(key, []).extend(sentences)
    return tuple(
        WallFacts(
            company=name,
            place=place,
            logo=logo,
            edition=edition.name,
            starts_on=edition.starts_on,
            ends_on=min(edition.ends_on, work.today),
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
