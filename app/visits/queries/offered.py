"""What companies offer in a week of the board, held in this process and read anew when its part of the stamp moved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from app.base import clock
from app.base.work import Work
from app.visits.queries.editions import EditionNow
from app.visits.queries.kept import Kept
from app.visits.queries.stamp import Stamp
from app.visits.queries.week import OfferRow, SlotRow, offers_by_id, slots_between
from app.visits.rules.editions import days_shown
from app.visits.rules.plan import half_of

HALVES = ("morning", "afternoon")


class Spot(NamedTuple):
    """A moment, whoever comes. `clock`: when it begins, as on the board."""

    slot: SlotRow  # without what is taken
    offer: OfferRow
    clock: str
    is_open: bool


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A company in a week: one object as long as nothing of it changes. `cells`: as many as there are half-days."""

    code: str
    company: str
    most: int
    levels: frozenset[str]
    cells: tuple[tuple[Spot, ...], ...]
    spots: tuple[Spot, ...]
    codes: tuple[str, ...]  # of their moments


@dataclass(frozen=True, slots=True)
class Offered:
    """`lines`: the companies that have a moment in the days of one week, of `companies` by name."""

    days: tuple[date, ...]
    lines: tuple[Line, ...]
    companies: tuple[str, ...]


OFFERED: Kept[Offered] = Kept(8)


def offered(work: Work, edition: EditionNow, stamp: Stamp, monday: date) -> Offered:
    key = (edition, monday, stamp.day, stamp.offers)
    return OFFERED.get(key, lambda: _offered(work, edition, monday))


def _offered(work: Work, edition: EditionNow, monday: date) -> Offered:
    offers = {key: offer._replace(levels=tuple(offer.levels)) for key, offer in offers_by_id(work).items()}
    slots = slots_between(work, max(monday, edition.starts_on), min(monday + timedelta(days=6), edition.ends_on))
    special = {*edition.events, *(clock.school_day(slot.starts_at) for slot in slots)}
    days = days_shown(monday, starts_on=edition.starts_on, ends_on=edition.ends_on, special=special)
    names = dict.fromkeys(one.company for one in offers.values())
    return Offered(days, tuple(_lines(offers, slots, days)), tuple(names))


def _lines(offers: Mapping[UUID, OfferRow], slots: Iterable[SlotRow], days: tuple[date, ...]) -> Iterable[Line]:
    """By name of the company, as the offers came."""
    columns = {(day, half): n for n, (day, half) in enumerate((day, half) for day in days for half in HALVES)}
    companies: dict[UUID, list[list[Spot]]] = {}
    for slot in slots:
        offer = offers.get(slot.offer_id)
        column = columns.get((clock.school_day(slot.starts_at), half_of(slot.starts_at)))
        if offer is not None and column is not None:
            cells = companies.setdefault(offer.company_id, [[] for _ in columns])
            cells[column].append(_spot(slot, offer))
    own: dict[UUID, list[OfferRow]] = defaultdict(list)
    for offer in offers.values():
        own[offer.company_id].append(offer)
    for key, held in own.items():
        if key in companies:
            most = max(one.max_group for one in held)
            levels = frozenset(level for one in held for level in one.levels)
            yield _line(held[0].company_code, held[0].company, most, levels, tuple(map(tuple, companies[key])))


def _spot(slot: SlotRow, offer: OfferRow) -> Spot:
    here = slot.starts_at.astimezone(clock.AMSTERDAM)
    is_open = slot.state == "open" and offer.state == "open"
    return Spot(slot._replace(places_taken=0, pupils_taken=0), offer, f"{here.hour}:{here.minute:02d}", is_open)


@lru_cache(maxsize=512)
def _line(code: str, company: str, most: int, levels: frozenset[str], cells: tuple[tuple[Spot, ...], ...]) -> Line:
    """The same object for the same content, so that what was drawn of it still holds."""
    spots = tuple(spot for cell in cells for spot in cell)
    return Line(code, company, most, levels, cells, spots, tuple(spot.slot.code for spot in spots))
