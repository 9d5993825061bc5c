"""Does a class fit a moment at a company? One function a check, for one placement or a whole plan at a time.

Pure: what is known stands in `Facts`. A coordinator's move asks `checks`; whatever fills the board asks `check_plan`,
where the placements before take their places first.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from app.base import clock
from app.base.language import N_
from app.visits.rules.booking import fits

FITS, WARNS, REFUSES = "fits", "warns", "refuses"
ROUNDABOUT = 1.3  # a road is so much longer than the straight line, on average
FAR_KM = {"po": 8.0, "vo": 15.0}  # farther than this a class does not cycle
ELSEWHERE = ("guest-lesson", "online")  # the class stays where it is
WHEELCHAIR = ("rolstoel", "wheelchair")  # words by which a school says that one comes along
NOON = 12 * 60 + 30  # minutes after midnight: from then on it is afternoon


@dataclass(frozen=True, slots=True)
class Visit:
    """Another visit of a class, by its booking."""

    day: date
    offer_id: UUID


@dataclass(frozen=True, slots=True)
class Group:
    """Who has to be placed: a class, or a booking whose class is not known yet."""

    levels: tuple[str, ...]
    kind: str  # po or vo
    latitude: float | None = None
    longitude: float | None = None
    wheelchair: bool = False
    visits: Mapping[UUID, Visit] = field(default_factory=dict)  # booking -> what it goes to already


@dataclass(frozen=True)
class Moment:
    """A slot with what its offer and its site ask."""

    offer_id: UUID
    starts_at: datetime
    ends_at: datetime
    places_left: int
    pupils_left: int
    is_open: bool
    levels: tuple[str, ...]
    min_group: int
    max_group: int
    is_calm: bool = False
    form: str = "tour"
    deadline_days: int = 0
    latitude: float | None = None
    longitude: float | None = None
    wheelchair: bool = False

    @cached_property
    def day(self) -> date:
        return clock.school_day(self.starts_at)

    @cached_property
    def until(self) -> str:
        """`11:00`: when it ends."""
        return f"{self.ends_at.astimezone(clock.AMSTERDAM):%H:%M}"

    @cached_property
    def reads(self) -> tuple[object, ...]:
        """What each of CHECKS reads of it."""
        return tuple(attrgetter(*READS[check])(self) for check in CHECKS)


class Placement(NamedTuple):
    """A group on a slot. `booking_id`: it moves there, away from `leaves`."""

    group_id: UUID
    slot_id: UUID
    pupils: int
    booking_id: UUID | None = None
    leaves: UUID | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the checks may know. `taken` and `busy` hold what a plan itself has placed so far."""

    now: datetime
    groups: Mapping[UUID, Group]
    slots: Mapping[UUID, Moment]
    closed: Mapping[date, str] = field(default_factory=dict)  # day -> its name
    events: frozenset[date] = frozenset()  # several visits on one day
    taken: Mapping[UUID, tuple[int, int]] = field(default_factory=dict)  # slot -> (groups, pupils); below zero: freed
    busy: Mapping[UUID, tuple[Visit, ...]] = field(default_factory=dict)  # group -> visits


class Check(NamedTuple):
    """What one check says: `word` on a cell, `text` (with `params`) beside it."""

    name: str
    verdict: str
    word: str
    text: str
    params: Mapping[str, object] = MappingProxyType({})


def half_of(moment: datetime) -> str:
    """`morning` or `afternoon` on the clock of a Dutch school."""
    here = moment.astimezone(clock.AMSTERDAM)
    return "morning" if here.hour * 60 + here.minute < NOON else "afternoon"


def asks_wheelchair(needs: str) -> bool:
    return any(word in needs.casefold() for word in WHEELCHAIR)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """By road, about: the great circle (haversine, earth of 6371 km) times 1.3. Degrees, WGS 84."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half)) * ROUNDABOUT


def checks(placement: Placement, facts: Facts) -> tuple[Check, ...]:
    """Every check with its facts, in the order in which a person asks."""
    return tuple(check(placement, facts) for check in CHECKS)


def check_plan(placements: Sequence[Placement], facts: Facts) -> tuple[tuple[Check, ...], ...]:
    """The checks of each placement in a plan; who stands earlier has the place."""
    groups, pupils = Counter[UUID](), Counter[UUID]()
    busy: dict[UUID, tuple[Visit, ...]] = {}
    found = []
    for one in placements:
        taken = {slot: (groups[slot], pupils[slot]) for slot in (one.slot_id,)}
        said = checks(one, Facts(facts.now, facts.groups, facts.slots, facts.closed, facts.events, taken, busy))
        found.append(said)
        if refusal(said) is not None:
            continue
        groups[one.slot_id] += 1
        pupils[one.slot_id] += one.pupils
        if one.leaves is not None:
            groups[one.leaves] -= 1
            pupils[one.leaves] -= one.pupils
        slot = facts.slots[one.slot_id]
        busy[one.group_id] = (*busy.get(one.group_id, ()), Visit(slot.day, slot.offer_id))
    return tuple(found)


def hindrances(placement: Placement, facts: Facts, moments: Iterable[tuple[UUID, Moment]]) -> Iterator[Check | None]:
    """Of one group at each of many moments, what a cell says: the first check that refuses, else the first that warns.

    A board asks this of hundreds of moments. Each check is asked once for all moments that are the same in what it
    reads of them (READS), and those after a refusal are not asked.
    """
    slots: dict[UUID, Moment] = {}
    facts, leaves = replace(facts, slots=slots), placement.leaves
    known: list[tuple[Callable[[Placement, Facts], Check], dict[object, Check]]] = [(check, {}) for check in CHECKS]
    for slot_id, moment in moments:
        is_alone = bool(facts.taken) or (leaves is not None and slot_id == leaves)  # how much room is left, is its own
        warns = None
        for (check, said), read in zip([(one, {}) for one in CHECKS] if is_alone else known, moment.reads, strict=True):
            one = said.get(read)
            if one is None:
                slots[slot_id] = moment
                one = said[read] = check(placement._replace(slot_id=slot_id), facts)
            if one.verdict != FITS:
                warns = warns or one
                if one.verdict == REFUSES:
                    warns = one
                    break
        yield warns


def refusal(said: Sequence[Check]) -> Check | None:
    """The first that refuses: the reason on the cell."""
    return next((one for one in said if one.verdict == REFUSES), None)


def warning(said: Sequence[Check]) -> Check | None:
    """The first that warns: it may be overruled."""
    return next((one for one in said if one.verdict == WARNS), None)


def capacity(placement: Placement, facts: Facts) -> Check:
    """Room for one group more, and for its pupils."""
    slot = facts.slots[placement.slot_id]
    groups, pupils = facts.taken.get(placement.slot_id, (0, 0))
    stays = placement.leaves == placement.slot_id
    places_left = slot.places_left - groups + stays
    pupils_left = slot.pupils_left - pupils + (placement.pupils if stays else 0)
    told = {"n": placement.pupils, "left": max(pupils_left, 0)}
    if places_left < 1:
        return Check("capacity", REFUSES, N_("full"), N_("full: another group has this place"), told)
    if pupils_left < placement.pupils:
        return Check("capacity", REFUSES, N_("too small"), N_("%(n)s pupils, and room for %(left)s"), told)
    return Check("capacity", FITS, N_("fits"), N_("%(n)s of %(left)s places"), told)


def size(placement: Placement, facts: Facts) -> Check:
    """As small and as large as the company can guide; a calm offer may have fewer."""
    slot, n = facts.slots[placement.slot_id], placement.pupils
    told = {"n": n, "min": slot.min_group, "max": slot.max_group}
    if n > slot.max_group:
        return Check("size", REFUSES, N_("too small"), N_("at most %(max)s in a group: divide the class"), told)
    if n < slot.min_group and not slot.is_calm:
        return Check("size", REFUSES, N_("too few"), N_("the company wants at least %(min)s pupils"), told)
    return Check("size", FITS, N_("fits"), N_("a group of %(min)s to %(max)s"), told)


def level(placement: Placement, facts: Facts) -> Check:
    """Made for one of the levels of the class."""
    slot, group = facts.slots[placement.slot_id], facts.groups[placement.group_id]
    if any(fits(level=one, levels=slot.levels) for one in group.levels):
        return Check("level", FITS, N_("fits"), N_("made for this level"))
    return Check("level", REFUSES, N_("level"), N_("not made for this level"))


def distance(placement: Placement, facts: Facts) -> Check:
    """Soft: a coach, or a class that likes to cycle, may go farther."""
    slot, group = facts.slots[placement.slot_id], facts.groups[placement.group_id]
    if slot.form in ELSEWHERE:
        return Check("distance", FITS, N_("fits"), N_("the class need not travel"))
    if None in (slot.latitude, slot.longitude, group.latitude, group.longitude):
        return Check("distance", FITS, N_("fits"), N_("how far it is, is not known"))
    km = kilometres((slot.latitude or 0, slot.longitude or 0), (group.latitude or 0, group.longitude or 0))
    told = {"km": round(km, 1), "most": FAR_KM[group.kind]}
    if km > FAR_KM[group.kind]:
        return Check("distance", WARNS, N_("too far"), N_("%(km)s km: far to cycle, think of a coach"), told)
    return Check("distance", FITS, N_("fits"), N_("%(km)s km by bike"), told)


def same_day(placement: Placement, facts: Facts) -> Check:
    """One visit a day; not so on an event day, nor for another group of the same class at the same offer."""
    slot, group = facts.slots[placement.slot_id], facts.groups[placement.group_id]
    held = [visit for booking_id, visit in group.visits.items() if booking_id != placement.booking_id]
    others = (*held, *facts.busy.get(placement.group_id, ()))
    if slot.day not in facts.events and any(one.day == slot.day and one.offer_id != slot.offer_id for one in others):
        return Check("same-day", REFUSES, N_("day taken"), N_("the class has another visit on this day"))
    return Check("same-day", FITS, N_("fits"), N_("no other visit on this day"))


def in_time(placement: Placement, facts: Facts) -> Check:
    """Open, not begun, and not later than the company wants to know."""
    slot = facts.slots[placement.slot_id]
    told = {"until": slot.until, "days": slot.deadline_days}
    if not slot.is_open:
        return Check("time", REFUSES, N_("shut"), N_("the company does not offer this moment any more"))
    if slot.starts_at <= facts.now:
        return Check("time", REFUSES, N_("past"), N_("this moment is past"))
    if slot.starts_at - timedelta(days=slot.deadline_days) <= facts.now:
        text = N_("too late: the company wants to know %(days)s days before")
        return Check("time", REFUSES, N_("too late"), text, told)
    return Check("time", FITS, N_("fits"), N_("open until %(until)s"), told)


def wheelchair(placement: Placement, facts: Facts) -> Check:
    """Only when the school said that one comes along."""
    slot, group = facts.slots[placement.slot_id], facts.groups[placement.group_id]
    if group.wheelchair and not slot.wheelchair:
        return Check("wheelchair", REFUSES, N_("stairs"), N_("a wheelchair cannot come everywhere here"))
    text = N_("a wheelchair can come in") if group.wheelchair else N_("no wheelchair asked for")
    return Check("wheelchair", FITS, N_("fits"), text)


def open_day(placement: Placement, facts: Facts) -> Check:
    """A day of the edition that was closed: a holiday, a study day."""
    day = facts.slots[placement.slot_id].day
    if day in facts.closed:
        told = {"name": facts.closed[day]}
        text = N_("no visits on this day: %(name)s") if facts.closed[day] else N_("no visits on this day")
        return Check("day", REFUSES, N_("day closed"), text, told)
    return Check("day", FITS, N_("fits"), N_("a day with visits"))


CHECKS = (open_day, in_time, capacity, size, level, same_day, wheelchair, distance)
READS: Mapping[Callable[[Placement, Facts], Check], tuple[str, ...]] = {
    open_day: ("day",),
    in_time: ("is_open", "starts_at", "until", "deadline_days"),
    capacity: ("places_left", "pupils_left"),
    size: ("min_group", "max_group", "is_calm"),
    level: ("levels",),
    same_day: ("day", "offer_id"),
    wheelchair: ("wheelchair",),
    distance: ("form", "latitude", "longitude"),
}
"""Of a moment; a check that reads more must say so here (`tests/visits/test_plan_rules.py` looks)."""
