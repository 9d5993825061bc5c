"""The week board: companies beside half-days, what stands in each cell, and the classes that have no visit yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.access.matrix import Permission
from app.base import clock
from app.base.levels import level_label
from app.base.names import folded
from app.base.work import Work
from app.visits.queries.editions import EditionNow
from app.visits.queries.fitting import Picked, facts_of, moment_of
from app.visits.queries.week import BookingRow, ClassRow, OfferRow, SlotRow, Week, week_of
from app.visits.rules.booking import AHEAD_OF_IT, LIVE, fits
from app.visits.rules.editions import days_shown, short_school, week_shown, weeks_of
from app.visits.rules.plan import FITS, checks, half_of, refusal, warning

HALVES = ("morning", "afternoon")


@dataclass(frozen=True, slots=True)
class Filters:
    """What stands in the address; empty: everything."""

    text: str = ""
    level: str = ""  # a band
    status: str = ""
    municipality: str = ""
    with_room: bool = False

    def takes(self, company: str, label: str, levels: Sequence[str], state: str, municipality: str) -> bool:
        """Is this visit of a class to a company what is looked for?"""
        return (
            has(self.text, company, label)
            and (not self.level or self.level in levels)
            and (not self.status or state == self.status)
            and (not self.municipality or municipality == self.municipality)
        )


class Shown(NamedTuple):
    """A booking in a cell."""

    code: str
    label: str
    state: str
    expected: int
    is_ahead: bool  # may still be moved


class Place(NamedTuple):
    """A moment in a cell. `verdict` and `word`: whether what is in hand fits, and why not."""

    code: str
    clock: str
    left: int
    is_open: bool
    bookings: tuple[Shown, ...]
    verdict: str
    word: str


class Row(NamedTuple):
    """A company. `cells`: as many as the board has half-days; an empty one has no moment."""

    code: str
    company: str
    most: int
    cells: tuple[tuple[Place, ...], ...]


class Waiting(NamedTuple):
    """A class without a visit. `since`: when it asked first; None: it never did."""

    code: str
    label: str
    name: str
    school: str
    municipality: str
    levels: str
    level_codes: tuple[str, ...]
    size: int | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    edition: EditionNow
    monday: date
    weeks: tuple[date, ...]
    days: tuple[date, ...]
    rows: tuple[Row, ...]
    companies: int  # that have a moment in this week
    waiting: tuple[Waiting, ...]
    placed: int  # classes with a visit, of `classes`, whatever is filtered
    classes: int
    municipalities: tuple[str, ...]


def board(
    work: Work, *, edition: EditionNow, week: date | None, filters: Filters, picked: Picked | None = None
) -> Board:
    """One week of an edition that `edition_by_id` gave, in five statements."""
    work.must(Permission.WEEK_PLAN)
    span = {"starts_on": edition.starts_on, "ends_on": edition.ends_on}
    monday = week_shown(week, **span, today=work.today)
    held = week_of(work, edition, monday, monday + timedelta(days=6))
    special = {*edition.events, *(clock.school_day(slot.starts_at) for slot in held.slots)}
    days = days_shown(monday, **span, special=special)
    rows = _rows(held, days, _verdicts(work, edition, held, picked))
    waiting = waiting_in(held)
    return Board(
        edition,
        monday,
        weeks_of(**span),
        days,
        tuple(row for row in rows if _is_wanted(held, row, filters)),
        len(rows),
        tuple(one for one in waiting if _waits_there(held, one, filters)),
        len(held.classes) - len(waiting),
        len(held.classes),
        tuple(sorted({one.municipality for one in held.classes} | {one.municipality for one in held.bookings})),
    )


def waiting_in(held: Week) -> tuple[Waiting, ...]:
    """Classes without a live booking: who asked first stands first, then those who never did, by school."""
    placed = {one.class_id for one in held.bookings if one.state in LIVE}
    asked: dict[UUID | None, datetime] = {}
    for one in held.bookings:
        asked[one.class_id] = min(one.booked_at, asked.get(one.class_id, one.booked_at))
    found = [
        _waiting(one, held.levels.get(one.id, ()), asked.get(one.id)) for one in held.classes if one.id not in placed
    ]
    never = datetime.max.replace(tzinfo=clock.AMSTERDAM)
    return tuple(sorted(found, key=lambda one: one.since or never))  # stable: the query sorted by school and name


def label_of(booking: BookingRow) -> str:
    """`7B Vlieger`; without a class the level: `groep 7 Vlieger`."""
    return f"{booking.class_name or level_label(booking.level)} {short_school(booking.school)}"


def _waiting(klass: ClassRow, levels: Sequence[str], since: datetime | None) -> Waiting:
    label = f"{klass.name} {short_school(klass.school)}"
    told = ", ".join(map(level_label, levels))
    return Waiting(
        klass.code, label, klass.name, klass.school, klass.municipality, told, tuple(levels), klass.size, since
    )


def _rows(held: Week, days: Sequence[date], verdicts: Mapping[UUID, tuple[str, str]]) -> list[Row]:
    columns = {(day, half): n for n, (day, half) in enumerate((day, half) for day in days for half in HALVES)}
    booked = _by_slot(held.bookings)
    companies: dict[UUID, list[list[Place]]] = {}
    for slot in held.slots:
        offer = held.offers.get(slot.offer_id)
        column = columns.get((clock.school_day(slot.starts_at), half_of(slot.starts_at)))
        if offer is None or column is None:
            continue
        if offer.company_id not in companies:
            companies[offer.company_id] = [[] for _ in columns]
        place = _place(slot, offer, booked.get(slot.id, ()), verdicts.get(slot.id, ("", "")))
        if place.bookings or place.is_open:
            companies[offer.company_id][column].append(place)
    most: dict[UUID, OfferRow] = {}
    for offer in held.offers.values():
        if offer.company_id not in most or offer.max_group > most[offer.company_id].max_group:
            most[offer.company_id] = offer
    return [
        Row(offer.company_code, offer.company, offer.max_group, tuple(map(tuple, companies[key])))
        for key, offer in most.items()
        if key in companies
    ]


def _by_slot(bookings: Iterable[BookingRow]) -> dict[UUID, list[BookingRow]]:
    """Live ones; of a moment that nobody has now, the last that ended."""
    found: dict[UUID, list[BookingRow]] = defaultdict(list)
    gone: dict[UUID, BookingRow] = {}
    for one in bookings:
        if one.state in LIVE:
            found[one.slot_id].append(one)
        else:
            gone[one.slot_id] = one
    return found | {key: [one] for key, one in gone.items() if key not in found}


def _place(slot: SlotRow, offer: OfferRow, booked: Sequence[BookingRow], said: tuple[str, str]) -> Place:
    here = slot.starts_at.astimezone(clock.AMSTERDAM)
    return Place(
        slot.code,
        f"{here.hour}:{here.minute:02d}",
        min(slot.pupils - slot.pupils_taken, offer.max_group * (slot.places - slot.places_taken)),
        slot.state == "open" and offer.state == "open",
        tuple(Shown(one.code, label_of(one), one.state, one.expected, one.state in AHEAD_OF_IT) for one in booked),
        *said,
    )


def _verdicts(work: Work, edition: EditionNow, held: Week, picked: Picked | None) -> dict[UUID, tuple[str, str]]:
    """slot -> fits, warns or refuses, and the word for it; of nothing in hand nothing is said."""
    if picked is None:
        return {}
    slots = [slot for slot in held.slots if slot.offer_id in held.offers]
    moments = {slot.id: moment_of(slot, held.offers[slot.offer_id]) for slot in slots}
    facts = facts_of(work.now, edition, picked, moments)
    found = {}
    for slot in slots:
        said = checks(picked.placed_on(slot.id), facts)
        why = refusal(said) or warning(said)
        found[slot.id] = (why.verdict, why.word) if why else (FITS, "fits")
    return found


def _is_wanted(held: Week, row: Row, filters: Filters) -> bool:
    """A company stands on the board when it or one of its visits of this week is what is looked for."""
    if filters == NOTHING:
        return True
    places = [place for cell in row.cells for place in cell]
    if filters.with_room and not any(place.left and place.is_open for place in places):
        return False
    levels = [level for one in held.offers.values() if one.company_code == row.code for level in one.levels]
    codes = {one.code for place in places for one in place.bookings}
    booked = [(label_of(one), one.state, one.municipality) for one in held.bookings if one.code in codes]
    if not booked or not (filters.status or filters.municipality):
        booked.append(("", "", ""))
    return any(filters.takes(row.company, label, levels, *where) for label, *where in booked)


def _waits_there(held: Week, one: Waiting, filters: Filters) -> bool:
    """Of a class: its text, level and municipality. A search that finds companies leaves the classes as they are."""
    if filters.municipality and one.municipality != filters.municipality:
        return False
    if filters.level and not any(fits(level=level, levels=[filters.level]) for level in one.level_codes):
        return False
    companies = any(has(filters.text, offer.company) for offer in held.offers.values()) if filters.text else True
    return companies or has(filters.text, one.label, one.school)


def has(text: str, *names: str) -> bool:
    return not text or any(folded(text) in folded(name) for name in names)


NOTHING = Filters()
