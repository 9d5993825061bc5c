"""A company says what can be seen and done: a draft, an offer that is open or closed, and a copy for next year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.queries import catalogue
from app.visits import rules
from app.visits.models import Edition, Location, VisitOffer
from app.visits.operations.confirming import ask_again
from app.visits.operations.line import offer_opened
from app.visits.rules.offer import check_gear, check_terms, safety_differs

DRAFT, OPEN, CLOSED = "draft", "open", "closed"
_SAFETY = ("safety", "gear", "forbidden")
_OF_A_YEAR = ("id", "code", "edition_id", "state", "copied_from", "safety_version")  # what a copy does not take along


@dataclass(frozen=True, slots=True)
class OfferText:
    """What a host says of an offer. `site_id`: one of the company's sites; None: the address that was typed."""

    title: str
    summary: str
    see: str
    do: str
    meet: str
    levels: Sequence[str]
    wear: Sequence[str]
    min_group: int
    max_group: int
    address: str
    place: str
    entrance: str
    contact: str
    site_id: UUID | None = None
    form: str = "tour"
    groups_at_once: int = 1
    gap_minutes: int = 0
    supervision: int | None = None
    safety: str = ""
    gear: Sequence[Mapping[str, Any]] = ()  # {what, by: company|school|pupil, sizes: [...]}
    forbidden: Sequence[str] = ()
    notices: str = ""
    is_calm: bool = False
    languages: Sequence[str] = ("nl",)
    travel: str = ""
    way_in: str = ""
    takes_coach: bool = True
    photos: str = "ask"
    deadline_days: int = 0
    notice_days: int = 0
    modules: Sequence[str] = ()


_WORDS = (
    "title summary see do meet contact min_group max_group form groups_at_once gap_minutes supervision "
    "safety notices is_calm travel way_in takes_coach photos deadline_days notice_days"
)
_SAID = tuple(_WORDS.split())
_LISTS = ("levels", "wear", "forbidden", "languages", "modules")


def make_offer(work: Work, *, company_id: UUID, kind: str, told: OfferText, draft: bool = False) -> str:
    """A new offer, open at once or a draft. Returns its code. Raises: RuleBroken at its field."""
    work.must(Permission.OFFER_EDIT, company=company_id)
    _check(work, told)
    offer = VisitOffer(id=work.new_id(), code=public_code(), company_id=company_id, kind=kind)
    offer.state = DRAFT if draft else OPEN
    _write(work, offer, told)
    work.db.add(offer)
    work.audit("offer.made", offer.id, state=offer.state)
    return offer.code


def change_offer(work: Work, *, code: str, told: OfferText) -> int:
    """Say it better. Bookings that were made stay as they are; when the safety rules say something else, their schools
    are asked to read and confirm them again. Returns how many bookings that are.

    Raises: NotFound; RuleBroken at its field.
    """
    offer = own_offer(work, code, alone=True)
    _check(work, told, held=offer.modules)
    before = {name: getattr(offer, name) for name in _SAFETY}
    _write(work, offer, told)
    work.audit("offer.changed", offer.id)
    if offer.state == DRAFT or not safety_differs(before, {name: getattr(offer, name) for name in _SAFETY}):
        return 0
    offer.safety_version += 1
    work.db.flush()
    return ask_again(work, offer)


def set_offer_state(work: Work, *, code: str, state: str) -> None:
    """Open or close an offer. Bookings that were made stay."""
    offer = own_offer(work, code, alone=True)
    if state not in (OPEN, CLOSED):
        raise RuleBroken("state", N_("Choose open or closed."))
    offer.state = state
    work.audit("offer.state", offer.id, state=state)
    if state == OPEN:
        offer_opened(work, offer.id)


def copy_offer(work: Work, *, code: str) -> str:
    """A draft for this year of an earlier offer: all that it says, without its times. Returns its code."""
    offer = own_offer(work, code)
    held = {one.key: getattr(offer, one.key) for one in VisitOffer.__mapper__.column_attrs}
    said = {name: value for name, value in held.items() if name not in _OF_A_YEAR}
    newest = select(Edition.id).where(Edition.ends_on >= work.today).order_by(Edition.starts_on).limit(1)
    fresh = VisitOffer(
        id=work.new_id(),
        code=public_code(),
        edition_id=work.db.scalars(newest).one_or_none(),
        state=DRAFT,
        copied_from=offer.id,
        **said,
    )
    work.db.add(fresh)
    work.audit("offer.copied", fresh.id, source=str(offer.id))
    return fresh.code


def own_offer(work: Work, code: str, *, alone: bool = False) -> VisitOffer:
    """An offer of one's company; `alone`: nobody else changes it until the end of this work. Raises: NotFound."""
    work.must(Permission.OFFER_EDIT)
    wanted = select(VisitOffer).where(VisitOffer.code == code)
    offer = work.db.scalars(wanted.with_for_update() if alone else wanted).one_or_none()
    if offer is None:
        raise NotFound("offer")
    work.must(Permission.OFFER_EDIT, company=offer.company_id)
    return offer


def _check(work: Work, told: OfferText, held: Sequence[str] = ()) -> None:
    rules.check_offer(min_group=told.min_group, max_group=told.max_group, levels=told.levels)
    check_gear(told.gear)
    check_terms(
        gap_minutes=told.gap_minutes,
        groups_at_once=told.groups_at_once,
        supervision=told.supervision,
        languages=told.languages,
    )
    if told.modules and not set(told.modules) <= {one.slug for one in catalogue(work, language="nl")} | set(held):
        raise NotFound("module")


def _write(work: Work, offer: VisitOffer, told: OfferText) -> None:
    for name in _SAID:
        setattr(offer, name, getattr(told, name))
    for name in _LISTS:
        setattr(offer, name, list(getattr(told, name)))
    offer.gear = [dict(one) for one in told.gear]
    offer.location_id = _site(work, offer.company_id, told)


def _site(work: Work, company_id: UUID, told: OfferText) -> UUID:
    """The site that was chosen; or the one with this address, made when there is none."""
    if told.site_id is not None:
        site = work.db.get(Location, told.site_id)
        if site is None or site.company_id != company_id:
            raise NotFound("site")
        return site.id
    typed = {"address": told.address, "place": told.place, "entrance": told.entrance}
    held = work.db.scalars(select(Location).filter_by(company_id=company_id, **typed)).first()
    if held is not None:
        return held.id
    site = Location(id=work.new_id(), company_id=company_id, **typed)
    work.db.add(site)
    work.db.flush()
    return site.id
