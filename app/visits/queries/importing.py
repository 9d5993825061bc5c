"""What stands already of an edition, as the columns of a list say it: to compare a spreadsheet with."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Company
from app.visits.importing.planned import Known, KnownCompany, KnownOffer, KnownSlot
from app.visits.models import Edition, EditionDay, Location, VisitOffer, VisitSlot

SAID = ("title", "summary", "form", "min_group", "max_group", "see", "do", "meet", "contact")


def known_for_import(work: Work, *, edition_id: UUID, hold: bool = False) -> Known:
    """`hold`: the times stay as they are until the end of this work. Raises: NotFound: no such edition."""
    work.must(Permission.WEEK_PLAN)
    edition = work.db.get(Edition, edition_id)
    if edition is None:
        raise NotFound("edition")
    closed = select(EditionDay).where(EditionDay.edition_id == edition_id, EditionDay.kind == "closed")
    offers = select(VisitOffer, Location).join(Location, Location.id == VisitOffer.location_id)
    found = work.db.execute(offers.where(VisitOffer.edition_id == edition_id).order_by(VisitOffer.id)).all()
    slots = select(VisitSlot).where(VisitSlot.offer_id.in_([offer.id for offer, _ in found]))
    if hold:
        slots = slots.with_for_update()
    return Known(
        edition.starts_on,
        edition.ends_on,
        {one.day: one.name for one in work.db.scalars(closed)},
        _companies(work),
        tuple(KnownOffer(offer.id, offer.company_id, offer.title, _told(offer, at)) for offer, at in found),
        tuple(_slot(one) for one in work.db.scalars(slots.order_by(VisitSlot.id))),
    )


def _companies(work: Work) -> tuple[KnownCompany, ...]:
    located = set(work.db.scalars(select(Location.company_id)))
    rows = work.db.scalars(select(Company).order_by(Company.name, Company.id))
    return tuple(
        KnownCompany(one.id, one.code, one.name, one.id in located)
        for one in rows
        if one.left_on is None or one.left_on > work.today
    )


def _told(offer: VisitOffer, at: Location) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(offer, name) for name in SAID}
    lists = {"levels": list(offer.levels), "wear": list(offer.wear)}
    return said | lists | {name: getattr(at, name) for name in ("address", "place", "entrance")}


def _slot(one: VisitSlot) -> KnownSlot:
    taken = (one.places_taken, one.pupils_taken)
    return KnownSlot(one.id, one.offer_id, one.starts_at, one.ends_at, one.places, one.pupils, *taken)
