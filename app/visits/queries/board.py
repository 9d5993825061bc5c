"""The week board: companies beside half-days, what stands in each cell, and the classes that have no visit yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple
from uuid import UUID

from app.access.matrix import Permission
from app.base import clock
from app.base.levels import level_label
from app.base.names import folded
from app.base.work import Work
from app.visits.queries.editions import EditionNow
from app.visits.queries.fitting import Picked, facts_of, moment_of
from app.visits.queries.offered import Line, Offered, offered
from app.visits.queries.stamp import Stamp, stamp_of
from app.visits.queries.standing import At, Booked, Klass, Shown, booked, schools
from app.visits.rules.booking import fits
from app.visits.rules.editions import short_school, week_shown, weeks_of
from app.visits.rules.plan import FITS, Moment, hindrances

Said = tuple[tuple[str, str], ...]
"""Of each moment of a company: fits, warns or refuses, and the word for it."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What stands in the address; empty: everything."""

    text: str = ""
    level: str = ""  # a band
    status: str = ""
    municipality: str = ""
    with_room: bool = False

    def takes(self, company: str, label: str, levels: Collection[str], state: str, municipality: str) -> bool:
        """Is this visit of a class to a company what is looked for?"""
        return (
            has(self.text, company, label)
            and (not self.level or self.level in levels)
            and (not self.status or state == self.status)
            and (not self.municipality or municipality == self.municipality)
        )


class Place(NamedTuple):
    """A moment in a cell. `verdict` and `word`: whether what is in hand fits, and why not."""

    code: str
    clock: str
    left: int
    is_open: bool
    bookings: tuple[Shown, ...]
    verdict: str
    word: str


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A company, one object as long as nothing of it changes. `cells`: as many as the board has half-days; an empty
    one has no moment."""

    code: str
    company: str
    most: int
    levels: frozenset[str]
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
    stamp: Stamp
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
    """One week of an edition that `edition_by_id` gave: three statements, and four more after a change of what
    companies offer or of classes."""
    work.must(Permission.WEEK_PLAN)
    span = {"starts_on": edition.starts_on, "ends_on": edition.ends_on}
    monday = week_shown(week, **span, today=work.today)
    stamp = stamp_of(work, edition)  # before what it is of: a change in between moves the next one
    week_of, held = offered(work, edition, stamp, monday), schools(work, edition, stamp)
    now = booked(work, edition, stamp, held)
    rows = _rows(work, edition, week_of, now, picked)
    waiting = waiting_in(held.classes, now)
    return Board(
        edition,
        stamp,
        monday,
        weeks_of(**span),
        week_of.days,
        tuple(row for row in rows if _is_wanted(row, filters)),
        len(rows),
        _waiting_there(waiting, week_of, filters),
        len(held.classes) - len(waiting),
        len(held.classes),
        tuple(sorted({one.municipality for one in held.classes} | {held.schools[one][1] for one in now.schools})),
    )


def waiting_in(held: Sequence[Klass], now: Booked) -> tuple[Waiting, ...]:
    """Classes without a live booking: who asked first stands first, then those who never did, by school."""
    found = [_waiting(one, now.asked.get(one.key)) for one in held if one.key not in now.placed]
    return tuple(sorted(found, key=lambda one: one.since or NEVER))  # stable: the query sorted by school and name


@lru_cache(maxsize=512)
def _waiting(klass: Klass, since: datetime | None) -> Waiting:
    _, code, name, size, school, municipality, levels = klass
    told = ", ".join(map(level_label, levels))
    label = f"{name} {short_school(school)}"
    return Waiting(code, label, name, school, municipality, told, levels, size, since)


def _rows(work: Work, edition: EditionNow, held: Offered, now: Booked, picked: Picked | None) -> list[Row]:
    at = [tuple(map(now.at.get, line.codes)) for line in held.lines]
    if picked is None:
        return [_row(line, there, ()) for line, there in zip(held.lines, at, strict=True)]
    moments = [_moments(line, there) for line, there in zip(held.lines, at, strict=True)]
    said = _said(work, edition, held, moments, picked)
    return list(map(_row, held.lines, at, said))


@lru_cache(maxsize=1024)
def _row(line: Line, at: tuple[At | None, ...], said: Said) -> Row:
    """The same object for the same content; its places in order of time, those that are shut only with who comes."""
    told, held, cells = iter(said), iter(at), []
    for cell in line.cells:
        places = []
        for spot in cell:
            places_taken, pupils_taken, who = next(held) or (0, 0, ())
            left = min(spot.slot.pupils - pupils_taken, spot.offer.max_group * (spot.slot.places - places_taken))
            place = Place(spot.slot.code, spot.clock, left, spot.is_open, who, *next(told, ("", "")))
            if place.bookings or place.is_open:
                places.append(place)
        cells.append(tuple(places))
    return Row(line.code, line.company, line.most, line.levels, tuple(cells))


@lru_cache(maxsize=1024)
def _moments(line: Line, at: tuple[At | None, ...]) -> tuple[Moment, ...]:
    return tuple(
        moment_of(spot.slot._replace(places_taken=there[0], pupils_taken=there[1]), spot.offer)
        for spot, there in zip(line.spots, (one or (0, 0) for one in at), strict=True)
    )


def _said(
    work: Work, edition: EditionNow, held: Offered, moments: Sequence[tuple[Moment, ...]], picked: Picked
) -> list[Said]:
    facts = facts_of(work.now, edition, picked, {})
    slots = [spot.slot.id for line in held.lines for spot in line.spots]
    said = hindrances(picked.placed_on(NO_SLOT), facts, zip(slots, chain.from_iterable(moments), strict=True))
    words = iter([(one.verdict, one.word) if one else FITTING for one in said])
    return [tuple(islice(words, len(line.spots))) for line in held.lines]


def _is_wanted(row: Row, filters: Filters) -> bool:
    """A company stands on the board when it or one of its visits of this week is what is looked for."""
    if filters == NOTHING:
        return True
    places = [place for cell in row.cells for place in cell]
    if filters.with_room and not any(place.left and place.is_open for place in places):
        return False
    booked = [(one.label, one.state, one.municipality) for place in places for one in place.bookings]
    if not booked or not (filters.status or filters.municipality):
        booked.append(("", "", ""))
    return any(filters.takes(row.company, label, row.levels, *where) for label, *where in booked)


def _waiting_there(waiting: tuple[Waiting, ...], held: Offered, filters: Filters) -> tuple[Waiting, ...]:
    """By text, level and municipality. A search that finds companies leaves the classes as they are."""
    if filters == NOTHING:
        return waiting
    companies = not filters.text or any(has(filters.text, name) for name in held.companies)
    return tuple(one for one in waiting if _waits_there(one, filters, companies=companies))


def _waits_there(one: Waiting, filters: Filters, *, companies: bool) -> bool:
    if filters.municipality and one.municipality != filters.municipality:
        return False
    if filters.level and not any(fits(level=level, levels=[filters.level]) for level in one.level_codes):
        return False
    return companies or has(filters.text, one.label, one.school)


def has(text: str, *names: str) -> bool:
    return not text or any(folded(text) in folded(name) for name in names)


NOTHING, FITTING, NO_SLOT = Filters(), (FITS, "fits"), UUID(int=0)
NEVER = datetime.max.replace(tzinfo=clock.AMSTERDAM)
