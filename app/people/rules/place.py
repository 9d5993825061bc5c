"""Where a school stands, as an office types it or pastes it from a map. Pure."""

import re

from app.base.language import N_
from app.base.problems import RuleBroken

NEAR = (50.4, 53.8, 2.9, 7.6)  # degrees, WGS 84: the Netherlands and a strip around it; south, north, west, east
LONGEST_ADDRESS = 120
_WAYS = (  # of writing two degrees: with points, with commas, whole
    re.compile(r"(?<![\d.])-?\d{1,3}\.\d+", re.ASCII),
    re.compile(r"(?<![\d,])-?\d{1,3},\d+", re.ASCII),
    re.compile(r"^-?\d{1,3}(?=[ ,;]+-?\d{1,3}$)|(?<=[ ,;])-?\d{1,3}$", re.ASCII),
)


def point_of(text: str) -> tuple[float, float] | None:
    """`52.46, 4.61` as (latitude, longitude); None: nothing was typed, nobody knows it.

    Raises: RuleBroken (`coordinates`): no two numbers, or a place that is not in or near the Netherlands.
    """
    plain = " ".join(text.split())
    if not plain:
        return None
    found = next((two for way in _WAYS if len(two := way.findall(plain)[:2]) == 2), None)
    if found is None:
        raise RuleBroken(
            "coordinates",
            N_("We do not find two numbers in this. Right-click on a map, copy, and paste it: 52.4601, 4.6102."),
        )
    north, east = (float(part.replace(",", ".")) for part in found)
    if _is_near(east, north):
        raise RuleBroken(
            "coordinates", N_("These two stand the wrong way round: first 52 and so on, then 4 and so on.")
        )
    if not _is_near(north, east):
        raise RuleBroken(
            "coordinates",
            N_("This is not in or near the Netherlands. First comes 50 to 54, then a comma, then 3 to 8."),
        )
    return round(north, 6), round(east, 6)


def point_typed(latitude: float | None, longitude: float | None) -> str:
    """As its field shows it."""
    return "" if latitude is None or longitude is None else f"{latitude}, {longitude}"


def _is_near(north: float, east: float) -> bool:
    south, top, west, right = NEAR
    return south <= north <= top and west <= east <= right
