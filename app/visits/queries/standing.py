"""Who stands on the week board now: bookings with the places they take, schools and their classes; held in this process
and read anew when their part of the stamp moved."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, bindparam, case, or_, select, type_coerce

from app.base.hot import SCHOOLS, checked
from app.base.levels import level_label
from app.base.work import Work
from app.people.models import ClassLevel, School, SchoolClass, SchoolYear
from app.visits.models import Booking, VisitSlot
from app.visits.queries.editions import EditionNow
from app.visits.queries.kept import Kept
from app.visits.queries.stamp import Stamp
from app.visits.queries.week import span_of
from app.visits.rules.booking import AHEAD_OF_IT, LIVE
from app.visits.rules.editions import short_school


def _raw(column: Any) -> Any:
    """A key as the database's driver gives it: hundreds are only compared, and making each a UUID takes as long as
    reading the row."""
    return type_coerce(column, String)


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
        _raw(Booking.class_id),
        _raw(Booking.school_id),
        Booking.level,
        Booking.expected,
        Booking.state,
        VisitSlot.places_taken,
        VisitSlot.pupils_taken,
        case((Booking.state.not_in(LIVE), Booking.booked_at)),
    )
    .join(VisitSlot, VisitSlot.id == Booking.slot_id)
    .where(
        Booking.school_id.in_(SCHOOLS),
        VisitSlot.starts_at >= bindparam("since"),
        VisitSlot.starts_at < bindparam("until"),
    )
    .order_by(Booking.booked_at, Booking.id)
)
_SCHOOLS = checked(select(_raw(School.id), School.name, School.municipality).where(School.id.in_(SCHOOLS)))
_NAMES = checked(
    select(_raw(SchoolClass.id), SchoolClass.name).where(
        SchoolClass.school_id.in_(SCHOOLS), SchoolClass.id.in_(bindparam("classes", expanding=True))
    )
)
_CLASSES = checked(
    select(
        _raw(SchoolClass.id),
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
    select(_raw(ClassLevel.class_id), ClassLevel.level)
    .join(SchoolClass, (SchoolClass.id == ClassLevel.class_id) & (SchoolClass.school_id == ClassLevel.school_id))
    .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
    .where(
        ClassLevel.school_id.in_(SCHOOLS),
        SchoolYear.starts_on <= bindparam("day"),
        SchoolYear.ends_on >= bindparam("day"),
    )
    .order_by(ClassLevel.level)
)


class Klass(NamedTuple):
    """A class of this school year. `size`: as somebody outside the school may know it; None: no list yet."""

    key: object
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
class Schools:
    """Those that take part with their (name, municipality), and their classes of this school year with their names;
    of None it is None, because a school may not have said yet which class comes."""

    schools: Mapping[object, tuple[str, str]]
    classes: tuple[Klass, ...]
    names: Mapping[object, str | None]


@dataclass(frozen=True, slots=True)
class Booked:
    """`at`: by the code of a moment; `placed`: classes with a live booking; `asked`: since when the other classes ask,
    as far as they did; `schools`: who has a booking."""

    at: Mapping[str, At]
    placed: Set[object]
    asked: Mapping[object, datetime]
    schools: Set[object]


SCHOOL_FACTS: Kept[Schools] = Kept(8)
BOOKED_FACTS: Kept[Booked] = Kept(8)


def schools(work: Work, edition: EditionNow, stamp: Stamp) -> Schools:
    """Of the school year in which the edition begins."""
    key = (edition.id, edition.starts_on, stamp.day, stamp.classes, work.actor.schools)
    return SCHOOL_FACTS.get(key, lambda: _schools(work, edition))


def booked(work: Work, edition: EditionNow, stamp: Stamp, held: Schools) -> Booked:
    """Bookings of the whole edition, and the places that are taken; read anew when anything in the stamp moved."""
    key = (edition.id, edition.starts_on, edition.ends_on, stamp, work.actor.schools)
    return BOOKED_FACTS.get(key, lambda: _booked(work, edition, stamp, held))


def _booked(work: Work, edition: EditionNow, stamp: Stamp, held: Schools) -> Booked:
    """One statement, or two when places are taken without a booking, as for who is next in a line."""
    live: dict[str, list[Shown]] = defaultdict(list)
    gone: dict[str, Shown] = {}
    taken: dict[str, tuple[int, int]] = {}
    placed: set[object] = set()
    asked: dict[object, datetime] = {}
    of: set[object] = set()
    span = span_of(edition.starts_on, edition.ends_on)
    rows = work.hot_over(_BOOKED, **span).all()
    names = _names(work, held, {row[2] for row in rows})
    for code, slot, klass, school, level, expected, state, places, pupils, ended in rows:
        name, municipality = held.schools[school]
        shown = Shown(code, label_of(names[klass], level, name), state, expected, municipality)
        of.add(school)
        taken[slot] = (places, pupils)
        if ended is None:
            live[slot].append(shown)
            placed.add(klass)
        else:
            gone[slot] = shown
            asked.setdefault(klass, ended)  # in order of when they were asked
    if stamp.taken != tuple(map(sum, zip(*taken.values(), strict=True))):
        taken |= {code: (places, pupils) for code, places, pupils in work.hot_over(_TAKEN, **span)}
    at = {code: At(*both, _who(live.get(code), gone.get(code))) for code, both in taken.items()}
    return Booked(at, placed, asked, of)


def _names(work: Work, held: Schools, wanted: Set[object]) -> Mapping[object, str | None]:
    """With those of classes that left since, or of another year."""
    missing = wanted - held.names.keys()
    if not missing:
        return held.names
    found = work.hot_over(_NAMES, classes=[UUID(str(one)) for one in missing])
    return {**held.names, **{row[0]: row[1] for row in found}}


def _who(live: list[Shown] | None, gone: Shown | None) -> tuple[Shown, ...]:
    return tuple(live) if live else (gone,) if gone else ()


@lru_cache(maxsize=2048)
def label_of(class_name: str | None, level: str, school: str) -> str:
    """`7B Vlieger`; without a class the level: `groep 7 Vlieger`."""
    return f"{class_name or level_label(level)} {short_school(school)}"


def _schools(work: Work, edition: EditionNow) -> Schools:
    levels: dict[object, list[str]] = defaultdict(list)
    for key, level in work.hot_over(_LEVELS, day=edition.starts_on):
        levels[key].append(level)
    rows = work.hot_over(_CLASSES, day=edition.starts_on)
    found = tuple(Klass._make((*told, tuple(levels[told[0]]))) for told in rows)
    places = {key: (name, municipality) for key, name, municipality in work.hot_over(_SCHOOLS)}
    return Schools(places, found, {None: None, **{one.key: one.name for one in found}})
