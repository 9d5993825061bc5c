"""What an offer may say, which modules go with it, when its safety rules say something else, and how far it is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Any

from app.base.language import N_
from app.base.problems import RuleBroken

MOST_GEAR, MOST_SIZES = 8, 20
DETOUR = 1.3  # roads against the straight line: what route planners give on average in Dutch towns
SPEED = {"po": 12.0, "vo": 15.0}  # km an hour, of a group on bikes
FAR = 25.0  # km: further than any class cycles
_EARTH = 6371.0  # km
NOT_HERE = (49.0, 56.0, 1.0, 10.0)  # a place outside these degrees was mistyped: south, north, west, east


@dataclass(frozen=True, slots=True)
class BikeTrip:
    """From door to door, about."""

    km: float
    minutes: int


def goes_with(*, modules: Collection[str], kind: str, slug: str, visit_kind: str | None) -> bool:
    """Does this module go with an offer? Those that the company chose; chose it none, those for its kind."""
    return slug in modules if modules else visit_kind == kind


def smallest_group(*, min_group: int, is_calm: bool) -> int:
    """A calm visit takes groups as small as they are."""
    return 1 if is_calm else min_group


def safety_differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Would a class do something else? `safety`, `gear` and `forbidden` of an offer; not how it is spaced."""
    return _told(before) != _told(after)


def check_terms(*, gap_minutes: int, groups_at_once: int, supervision: int | None, languages: Collection[str]) -> None:
    """Raises: RuleBroken at its field."""
    if not 0 <= gap_minutes <= 240:
        raise RuleBroken("gap_minutes", N_("Between 0 and 240 minutes."))
    if not 1 <= groups_at_once <= 50:
        raise RuleBroken("groups_at_once", N_("Between 1 and 50."))
    if supervision is not None and not 1 <= supervision <= 30:
        raise RuleBroken("supervision", N_("One adult for 1 to 30 pupils. Leave it empty when you do not ask for it."))
    if not languages:
        raise RuleBroken("languages", N_("Choose at least one language."))


def check_gear(gear: Sequence[Mapping[str, Any]]) -> None:
    """Raises: RuleBroken (`gear`): a list that nobody can read, or the same thing twice."""
    words = [one["what"].casefold() for one in gear]
    if len(gear) > MOST_GEAR or any(len(one["sizes"]) > MOST_SIZES for one in gear):
        raise RuleBroken("gear", N_("At most 8 things, each in at most 20 sizes."))
    if len(set(words)) < len(words):
        raise RuleBroken("gear", N_("The same thing stands here twice. Leave one out."))


def check_sizes(counts: Mapping[str, Mapping[str, int]], *, expected: int) -> None:
    """Raises: RuleBroken (`sizes`): more of one thing than pupils who come, or fewer than none."""
    for what, by_size in counts.items():
        if any(n < 0 for n in by_size.values()):
            raise RuleBroken("sizes", N_("Give whole numbers, 0 or more."))
        if sum(by_size.values()) > expected:
            raise RuleBroken(
                "sizes", N_("%(what)s: you count more than the %(n)s pupils who come."), what=what, n=expected
            )


def check_place(*, latitude: float | None, longitude: float | None) -> None:
    """Raises: RuleBroken (`coordinates`): half of it, or a place where no class of this region goes."""
    if latitude is None and longitude is None:
        return
    south, north, west, east = NOT_HERE
    if latitude is None or longitude is None or not (south <= latitude <= north and west <= longitude <= east):
        raise RuleBroken(
            "coordinates",
            N_("This is no place near here. Copy it from a map: first 52 and so on, a comma, then 4 and so on."),
        )


def bike_trip(
    start: tuple[float | None, float | None], end: tuple[float | None, float | None], *, kind: str
) -> BikeTrip | None:
    """How far and how long by bike for a class of a primary (`po`) or secondary school; degrees of WGS 84.

    None: a place is not known, or it is too far to cycle.
    """
    (lat1, lon1), (lat2, lon2) = start, end
    if lat1 is None or lon1 is None or lat2 is None or lon2 is None:
        return None
    a, b = radians(lat1), radians(lat2)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    km = 2 * _EARTH * asin(sqrt(min(half, 1.0))) * DETOUR
    if km > FAR:
        return None
    return BikeTrip(round(km, 1), max(1, ceil(km / SPEED[kind] * 60)))


def _told(offer: Mapping[str, Any]) -> tuple[Any, ...]:
    gear = sorted((_plain(one["what"]), one["by"]) for one in offer["gear"])
    return _plain(offer["safety"]), gear, sorted(map(_plain, offer["forbidden"]))


def _plain(text: str) -> str:
    return " ".join(text.split())
