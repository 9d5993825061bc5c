"""Companies' offers with their moments, as everybody who may book or look sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base import clock
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Company
from app.visits.models import Location, VisitOffer, VisitSlot
from app.visits.rules.event import IS_EVENT
from app.visits.rules.where import address_line


@dataclass(frozen=True, slots=True)
class SlotNow:
    id: UUID
    code: str
    starts_at: datetime
    ends_at: datetime
    places: int
    pupils: int
    places_left: int
    pupils_left: int
    state: str
    has_begun: bool

    @property
    def day(self) -> date:
        return clock.school_day(self.starts_at)

    @property
    def is_full(self) -> bool:
        return self.places_left < 1 or self.pupils_left < 1

    @property
    def is_open(self) -> bool:
        """Can anybody book it still?"""
        return self.state == "open" and not self.has_begun and not self.is_full

    def room_for(self, pupils: int) -> bool:
        return self.is_open and pupils <= self.pupils_left


@dataclass(frozen=True, slots=True)
class OfferNow:
    id: UUID
    code: str
    company_id: UUID
    company: str
    company_code: str
    place: str
    address: str
    entrance: str
    kind: str
    title: str
    summary: str
    see: str
    do: str
    meet: str
    levels: tuple[str, ...]
    wear: tuple[str, ...]
    min_group: int
    max_group: int
    contact: str
    state: str
    slots: tuple[SlotNow, ...]  # from today on, in order of time
    edition_id: UUID | None
    form: str
    groups_at_once: int
    gap_minutes: int
    supervision: int | None  # one adult of the school for so many pupils
    safety: str
    safety_version: int
    safety_questions: tuple[dict[str, Any], ...]
    gear: tuple[dict[str, Any], ...]
    forbidden: tuple[str, ...]
    notices: str
    is_calm: bool
    languages: tuple[str, ...]
    travel: str
    way_in: str  # of an online visit
    takes_coach: bool
    photos: str
    deadline_days: int
    notice_days: int
    modules: tuple[str, ...]
    gate: str
    access: str
    wheelchair: bool
    latitude: float | None
    longitude: float | None
    site_id: UUID
    logo_sha: str | None  # of the company

    @property
    def minutes(self) -> int:
        """How long a visit takes, from its first moment; 0 when there is none yet."""
        return round((self.slots[0].ends_at - self.slots[0].starts_at).total_seconds() / 60) if self.slots else 0

    @property
    def where(self) -> str:
        return address_line(self.address, self.place)

    @property
    def open_slots(self) -> tuple[SlotNow, ...]:
        return tuple(slot for slot in self.slots if slot.is_open)


def open_offers(work: Work, *, bands: Sequence[str] = (), kinds: Sequence[str] = ()) -> tuple[OfferNow, ...]:
    """Offers that schools may book, soonest slot first; only those for one of `bands` and `kinds` when given."""
    work.must(Permission.OFFER_READ)
    found = [
        offer
        for offer in _offers(work, VisitOffer.state == "open")
        if (not bands or set(bands) & set(offer.levels)) and (not kinds or offer.kind in kinds)
    ]
    late = datetime.max.replace(tzinfo=work.now.tzinfo)
    return tuple(sorted(found, key=lambda offer: (offer.slots[0].starts_at if offer.slots else late, offer.title)))


def offers_of_company(work: Work, *, company_id: UUID) -> tuple[OfferNow, ...]:
    work.must(Permission.OFFER_EDIT, company=company_id)
    return tuple(_offers(work, VisitOffer.company_id == company_id))


def open_offers_of(work: Work, *, company_id: UUID) -> tuple[OfferNow, ...]:
    """What schools may book at one company, by title."""
    work.must(Permission.OFFER_READ)
    return tuple(_offers(work, VisitOffer.state == "open", VisitOffer.company_id == company_id))


def company_kind(work: Work, *, company_id: UUID) -> str:
    """Which modules go with what this company shows."""
    return work.db.get_one(Company, company_id).kind


def offer_by_code(work: Work, code: str) -> OfferNow:
    """Raises: NotFound when there is none, or it is a draft of another company."""
    work.must(Permission.OFFER_READ)
    for offer in _offers(work, VisitOffer.code == code):
        if offer.state != "draft" or work.may(Permission.OFFER_EDIT, company=offer.company_id):
            return offer
    raise NotFound("offer")


def _offers(work: Work, *wanted: object) -> list[OfferNow]:
    rows = work.db.execute(
        select(VisitOffer, Company, Location)
        .join(Company, Company.id == VisitOffer.company_id)
        .join(Location, Location.id == VisitOffer.location_id)
        .where(*wanted)  # type: ignore[arg-type]  # column expressions
        .order_by(Company.name, VisitOffer.title)
    ).all()
    slots = _slots(work, [offer.id for offer, _, _ in rows])
    return [_offer(offer, company, location, slots.get(offer.id, ())) for offer, company, location in rows]


def _slots(work: Work, offer_ids: Sequence[UUID]) -> dict[UUID, tuple[SlotNow, ...]]:
    """Slots from today on of many offers in one query."""
    found: dict[UUID, list[SlotNow]] = {}
    for slot in work.db.scalars(
        select(VisitSlot)
        .where(VisitSlot.offer_id.in_(offer_ids), VisitSlot.starts_at >= clock.at(work.today, 0))
        .where(VisitSlot.state != IS_EVENT)
        .order_by(VisitSlot.starts_at)
    ):
        found.setdefault(slot.offer_id, []).append(_slot(slot, work.now))
    return {offer_id: tuple(slots) for offer_id, slots in found.items()}


def _slot(slot: VisitSlot, now: datetime) -> SlotNow:
    return SlotNow(
        slot.id,
        slot.code,
        slot.starts_at,
        slot.ends_at,
        slot.places,
        slot.pupils,
        slot.places - slot.places_taken,
        slot.pupils - slot.pupils_taken,
        slot.state,
        slot.starts_at <= now,
    )


def _offer(offer: VisitOffer, company: Company, location: Location, slots: tuple[SlotNow, ...]) -> OfferNow:
    return OfferNow(
        offer.id,
        offer.code,
        company.id,
        company.name,
        company.code,
        location.place,
        location.address,
        location.entrance,
        offer.kind,
        offer.title,
        offer.summary,
        offer.see,
        offer.do,
        offer.meet,
        tuple(offer.levels),
        tuple(offer.wear),
        offer.min_group,
        offer.max_group,
        offer.contact,
        offer.state,
        slots,
        edition_id=offer.edition_id,
        form=offer.form,
        groups_at_once=offer.groups_at_once,
        gap_minutes=offer.gap_minutes,
        supervision=offer.supervision,
        safety=offer.safety,
        safety_version=offer.safety_version,
        safety_questions=tuple(offer.safety_questions),
        gear=tuple({**one, "sizes": list(one.get("sizes") or ())} for one in offer.gear),
        forbidden=tuple(offer.forbidden),
        notices=offer.notices,
        is_calm=offer.is_calm,
        languages=tuple(offer.languages),
        travel=offer.travel,
        way_in=offer.way_in,
        takes_coach=offer.takes_coach,
        photos=offer.photos,
        deadline_days=offer.deadline_days,
        notice_days=offer.notice_days,
        modules=tuple(offer.modules),
        gate=location.gate,
        access=location.access,
        wheelchair=location.wheelchair,
        latitude=location.latitude,
        longitude=location.longitude,
        site_id=location.id,
        logo_sha=company.logo_sha,
    )
