"""What stands on the week board now. Companies with their moments and classes with their schools are held in this
process and read anew when their part of the stamp moved; bookings and the places they take are read each time."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, case, or_, select

from app.base import clock
from app.base.hot import SCHOOLS, checked
from app.base.levels import level_label
from app.base.work import Work
from app.people.models import ClassLevel, School, SchoolClass, SchoolYear
from app.visits.models import Booking, VisitSlot
from app.visits.queries.editions import EditionNow
from app.visits.queries.stamp import Stamp
from app.visits.queries.week import OfferRow, SlotRow, offers_by_id, slots_between, span_of
from app.visits.rules.booking import AHEAD_OF_IT, LIVE
from app.visits.rules.editions import days_shown, short_school
from app.visits.rules.plan import half_of

T = TypeVar("T")
HALVES = ("morning", "afternoon")

_TAKEN = checked(
    select(VisitSlot.code, VisitSlot.places_taken, VisitSlot.pupils_taken).where(
        VisitSlot.starts_at >= bindparam("since"),
        VisitSlot.starts_at < bindparam("until"),
        or_(VisitSlot.places_taken > 0, VisitSlot.pupils_taken > 0),
    )
)
_BOOKED = checked(
    select(
        Booking.code,
        VisitSlot.code,
        SchoolClass.code,
        SchoolClass.name,
        School.name,
        School.municipality,
        Booking.level,
        Booking.expected,
        Booking.state,
        VisitSlot.places_taken,
        VisitSlot.pupils_taken,
        case((Booking.state.not_in(LIVE), Booking.booked_at)),
    )
    .join(VisitSlot, VisitSlot.id == Booking.slot_id)
    .join(School, School.id == Booking.school_id)
    .outerjoin(
        SchoolClass, (SchoolClass.id == Booking.class_id) & (SchoolClass.school_id == Booking.school_id)
    )
    .where(
        Booking.school_id.in_(SCHOOLS),
        VisitSlot.starts_at >= bindparam("since"),
        VisitSlot.starts_at < bindparam("until"),
    )
    .order_by(Booking.booked_at, Booking.id)
)
_CLASSES = checked(
    select(
        SchoolClass.id,
        SchoolClass.code,
        SchoolClass.name,
        SchoolClass.size,
        School.name,
        School.municipality,
    )
    .join(School, School.id == SchoolClass.school_id)
    .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
    .where(
        SchoolClass.school_id.in_(SCHOOLS),
        SchoolYear.starts_on <= bindparam("day"),
        SchoolYear.ends_on >= bindparam("day"),
        SchoolClass.is_group.is_(False),
        SchoolClass.left_on.is_(None),
        School.left_on.is_(None),
    )
    .order_by(School.name, SchoolClass.name, SchoolClass.id)
)
_LEVELS = checked(
    select(ClassLevel.class_id, ClassLevel.level)
    .join(SchoolClass, (SchoolClass.id == ClassLevel.class_id) & (SchoolClass.school_id == ClassLevel.school_id))
    .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
    .where(
        ClassLevel.school_id.in_(SCHOOLS),
        SchoolYear.starts_on <= bindparam("day"),
        SchoolYear.ends_on >= bindparam("day"),
    )
    .order_by(ClassLevel.level)
)


class Kept(Generic[T]):
    """The last few of something dear, by all that it depends on."""

    def __init__(self, most: int) -> None:
        self._held: OrderedDict[object, T] = OrderedDict()
        self._most = most

    def get(self, key: object, make: Callable[[], T]) -> T:
        held = self._held.get(key)
        if held is None:
            held = self._held[key] = make()
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return held

    def forget(self) -> None:
        self._held.clear()


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


class Klass(NamedTuple):
    """A class of this school year. `size`: as somebody outside the school may know it; None: no list yet."""

    code: str
    name: str
    size: int | None
    school: str
    municipality: str
    levels: tuple[str, ...]


class Shown(NamedTuple):
    """A booking in a cell."""

    code: str
    label: str
    state: str
    expected: int
    municipality: str

    @property
    def is_ahead(self) -> bool:
        """May it still be moved?"""
        return self.state in AHEAD_OF_IT


class At(NamedTuple):
    """Of one moment: what is taken, and who comes; of a moment that nobody has now, who had it last."""

    places: int
    pupils: int
    bookings: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """`lines`: the companies that have a moment in the days of one week, of `companies` by name."""

    days: tuple[date, ...]
    lines: tuple[Line, ...]
    companies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Booked:
    """`at`: by the code of a moment; `placed`: codes of classes with a live booking; `asked`: since when the other
    classes ask, as far as they did."""

    at: Mapping[str, At]
    placed: frozenset[str]
    asked: Mapping[str, datetime]
    municipalities: frozenset[str]


OFFERED: Kept[Offered] = Kept(8)
CLASSES: Kept[tuple[Klass, ...]] = Kept(8)


def offered(work: Work, edition: EditionNow, stamp: Stamp, monday: date) -> Offered:
    key = (edition, monday, stamp.day, stamp.offers)
    return OFFERED.get(key, lambda: _offered(work, edition, monday))


def classes(work: Work, edition: EditionNow, stamp: Stamp) -> tuple[Klass, ...]:
    """Of the school year in which the edition begins, of the schools that take part."""
    key = (edition.id, edition.starts_on, stamp.day, stamp.classes, work.actor.schools)
    return CLASSES.get(key, lambda: _classes(work, edition))


def booked(work: Work, edition: EditionNow, stamp: Stamp) -> Booked:
    """Bookings of the whole edition, and the places that are taken. One statement, or two when places are taken
    without a booking, as for who is next in a line."""
    live: dict[str, list[Shown]] = defaultdict(list)
    gone: dict[str, Shown] = {}
    taken: dict[str, tuple[int, int]] = {}
    placed, asked, where = set(), {}, set()
    span = span_of(edition.starts_on, edition.ends_on)
    rows = work.hot_over(_BOOKED, **span).all()
    for code, slot, klass, name, school, municipality, level, expected, state, places, pupils, ended in rows:
        shown = Shown(code, label_of(name, level, school), state, expected, municipality)
        where.add(municipality)
        taken[slot] = (places, pupils)
        if ended is None:
            live[slot].append(shown)
            placed.add(klass)
        else:
            gone[slot] = shown
            asked.setdefault(klass, ended)  # in order of when they were asked
    if stamp.taken != tuple(map(sum, zip(*taken.values(), strict=True))):
        taken |= {code: (places, pupils) for code, places, pupils in work.hot_over(_TAKEN, **span)}
    at = {code: At(*held, _who(live.get(code), gone.get(code))) for code, held in taken.items()}
    return Booked(at, frozenset(placed), asked, frozenset(where))


def _who(live: list[Shown] | None, gone: Shown | None) -> tuple[Shown, ...]:
    return tuple(live) if live else (gone,) if gone else ()


@lru_cache(maxsize=2048)
def label_of(class_name: str | None, level: str, school: str) -> str:
    """`7B Vlieger`; without a class the level: `groep 7 Vlieger`."""
    return f"{class_name or level_label(level)} {short_school(school)}"


def _offered(work: Work, edition: EditionNow, monday: date) -> Offered:
    offers = {
        key: offer._replace(levels=tuple(offer.levels)) for key, offer in offers_by_id(work).items()
    }
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


def _classes(work: Work, edition: EditionNow) -> tuple[Klass, ...]:
    levels: dict[UUID, list[str]] = defaultdict(list)
    for class_id, level in work.hot_over(_LEVELS, day=edition.starts_on):
        levels[class_id].append(level)
    rows = work.hot_over(_CLASSES, day=edition.starts_on)
    return tuple(Klass(*told, tuple(levels[class_id])) for class_id, *told in rows)
