"""Offers and times of a spreadsheet are kept: all of them, or none."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.ids import public_code
from app.base.job_results import note_file
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.people.models import Company
from app.visits.importing.plan import plan_of
from app.visits.importing.planned import CHANGED, NEW, SAME, Plan, PlannedOffer, PlannedSlot
from app.visits.importing.xlsx import Sheet
from app.visits.models import Location, VisitOffer, VisitSlot
from app.visits.queries.importing import SAID, known_for_import

PREVIEW = "visits.preview"  # a list that was looked at; its file goes after a day when nobody said yes
OFTEN_EMPTY = ("see", "do", "meet", "contact")
WHERE = ("address", "place", "entrance")


def note_preview(work: Work, *, sha: str) -> None:
    """A list was sent to be looked at: the house remembers that its file lies there, so that it does not for ever."""
    work.must(Permission.WEEK_PLAN)
    note_file(work, kind=PREVIEW, sha=sha)


def apply_import(work: Work, *, edition_id: UUID, sheet: Sheet, seen: str) -> tuple[int, int]:
    """Do what was shown. Returns how many offers and times were made or changed; the same list again: none.

    Raises:
        NotFound: no such edition.
        RuleBroken: something in the list is wrong, or somebody changed an offer since it was shown (`seen`).
    """
    work.must(Permission.WEEK_PLAN)
    plan = plan_of(sheet, known_for_import(work, edition_id=edition_id, hold=True), now=work.now)
    if plan.wrong:
        raise RuleBroken("file", N_("There is something wrong in the list. Nothing was kept."))
    if plan.is_empty:
        return 0, 0
    if plan.digest != seen:
        raise RuleBroken("file", N_("Somebody changed an offer meanwhile. Look again at what will change."))
    offers = {one.key: _keep_offer(work, edition_id, one) for one in plan.offers}
    for slot in plan.slots:
        _keep_slot(work, offers[slot.key], slot)
    counts = _counts(plan)
    work.audit("offers.imported", edition_id, offers=counts[0], slots=counts[1])
    return counts


def _counts(plan: Plan) -> tuple[int, int]:
    return sum(one.what != SAME for one in plan.offers), sum(one.what != SAME for one in plan.slots)


def _keep_offer(work: Work, edition_id: UUID, one: PlannedOffer) -> UUID:
    if one.what == SAME:
        assert one.id is not None
        return one.id
    company_id, told = one.key[0], one.told
    offer = work.db.get_one(VisitOffer, one.id) if one.id else _new_offer(work, edition_id, company_id, told)
    for name in (*SAID, "levels", "wear"):
        if name in told and name != "title":
            setattr(offer, name, told[name])
    if one.what == NEW or any(name in told for name in WHERE):
        offer.location_id = _location(work, company_id, offer.location_id, told)
    work.db.add(offer)
    work.db.flush()
    return offer.id


def _new_offer(work: Work, edition_id: UUID, company_id: UUID, told: Mapping[str, Any]) -> VisitOffer:
    return VisitOffer(
        id=work.new_id(),
        code=public_code(),
        company_id=company_id,
        edition_id=edition_id,
        kind=work.db.get_one(Company, company_id).kind,
        title=told["title"],
        state="open",
        wear=[],
        **dict.fromkeys(OFTEN_EMPTY, ""),
    )


def _location(work: Work, company_id: UUID, now_at: UUID | None, told: Mapping[str, Any]) -> UUID:
    """The company's place with this address, or a new one; what the list leaves empty is as it was."""
    own = work.db.scalars(select(Location).where(Location.company_id == company_id).order_by(Location.id)).all()
    before = next((one for one in own if one.id == now_at), own[0] if own else None)
    wanted = {name: told.get(name, getattr(before, name, "")) for name in WHERE}
    for one in own:
        if all(getattr(one, name) == value for name, value in wanted.items()):
            return one.id
    made = Location(id=work.new_id(), company_id=company_id, **wanted)
    work.db.add(made)
    work.db.flush()
    return made.id


def _keep_slot(work: Work, offer_id: UUID, one: PlannedSlot) -> None:
    if one.what == CHANGED:
        held = work.db.get_one(VisitSlot, one.id)
        held.ends_at, held.places, held.pupils = one.ends_at, one.places, one.pupils
    elif one.what == NEW:
        times = {"starts_at": one.starts_at, "ends_at": one.ends_at}
        room = {"places": one.places, "pupils": one.pupils, "places_taken": 0, "pupils_taken": 0}
        work.db.add(VisitSlot(id=work.new_id(), code=public_code(), offer_id=offer_id, state="open", **times, **room))
