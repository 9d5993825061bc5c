"""Decisions about how a group travels: adults, places in a coach, minutes by bike, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import asin, ceil, cos, radians, sin, sqrt

from app.base.language import N_
from app.base.problems import RuleBroken

WALK, BIKE, PUBLIC, CARS, COACH = "walk", "bike", "public", "cars", "coach"
MODES = (WALK, BIKE, PUBLIC, CARS, COACH)
PAYERS = ("nobody", "school", "company", "network", "parents")
COSTS = (PUBLIC, COACH)  # somebody pays for these
MOST_ADULTS, MOST_SEATS = 60, 120
DETOUR, CHILDREN_PER_HOUR = 1.3, 12.0  # a road is longer than a straight line; a class on bikes is slow (km/h)
EARTH = 6371.0  # km


@dataclass(frozen=True, slots=True)
class Travel:
    """What was filled in about travelling, as far as it was."""

    mode: str = ""
    payer: str = ""
    leaves_at: datetime | None = None
    back_at: datetime | None = None
    adults: int | None = None
    seats: int | None = None  # of the coach
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Still:
    """Something that is missing, in words."""

    message: str
    n: int = 0


def adults_needed(*, pupils: int, ratio: int | None) -> int | None:
    """One adult for so many pupils, rounded up: 26 at 1 to 8 is 4. None: the company does not ask for a number."""
    return ceil(pupils / ratio) if ratio else None


def riders_of(*, pupils: int, adults: int | None, needed: int | None) -> int:
    """Who sits in the coach: adults as filled in, else as many as are needed."""
    return pupils + (adults if adults is not None else needed or 0)


def seats_left(*, seats: int, riders: Sequence[int]) -> int:
    """Of one coach with these groups in it; below 0: too small."""
    return seats - sum(riders)


def bike_minutes(here: tuple[float, float] | None, there: tuple[float, float] | None) -> int | None:
    """About how long a class rides, in steps of five minutes; None when one of the places is not known."""
    if here is None or there is None:
        return None
    minutes = _kilometres(here, there) * DETOUR / CHILDREN_PER_HOUR * 60
    return max(5, ceil(minutes / 5) * 5)


def check_travel(travel: Travel, *, starts_at: datetime, ends_at: datetime) -> None:
    """Raises: RuleBroken at its field. Half of it may be empty: a sheet is filled in over weeks."""
    if travel.mode and travel.mode not in MODES:
        raise RuleBroken("mode", N_("Choose how you travel."))
    if travel.payer and travel.payer not in PAYERS:
        raise RuleBroken("payer", N_("Choose who pays."))
    if travel.leaves_at and travel.leaves_at >= starts_at:
        raise RuleBroken("leaves", N_("Then you come too late: the visit begins earlier."))
    if travel.back_at and travel.back_at <= ends_at:
        raise RuleBroken("back", N_("The visit is not over yet at that time. Choose a later one."))


def shared(own: Travel, other: Travel, *, starts_at: datetime, ends_at: datetime) -> Travel:
    """Two groups in one coach: what one said of it holds for both, unless the second says otherwise.

    Adults and the phone are of each group alone, and a time that does not go with the own visit is not taken over.
    """
    if own.mode not in ("", COACH) or other.mode not in ("", COACH):
        return own
    leaves_at = other.leaves_at if other.leaves_at and other.leaves_at < starts_at else None
    back_at = other.back_at if other.back_at and other.back_at > ends_at else None
    return replace(
        own,
        mode=own.mode or other.mode,
        payer=own.payer or other.payer,
        leaves_at=own.leaves_at or leaves_at,
        back_at=own.back_at or back_at,
        seats=own.seats or other.seats,
    )


def still_missing(
    travel: Travel, *, needed: int | None, riders: Sequence[int], takes_coach: bool = True
) -> tuple[Still, ...]:
    """What somebody still has to find out or arrange, most important first. `riders`: of every group in the coach."""
    found = [Still(N_("How do you travel?"))] if not travel.mode else []
    if travel.mode == COACH:
        found += _coach(travel, riders, takes_coach=takes_coach)
    found += _adults(travel, needed)
    if travel.leaves_at is None or travel.back_at is None:
        found.append(Still(N_("When do you leave, and when are you back?")))
    if travel.mode in COSTS and travel.payer in ("", "nobody"):
        found.append(Still(N_("Who pays for it?")))
    if not travel.phone:
        found.append(Still(N_("Which phone can the company call on the day?")))
    return tuple(found)


def _coach(travel: Travel, riders: Sequence[int], *, takes_coach: bool) -> list[Still]:
    found = [] if takes_coach else [Still(N_("A coach cannot turn at this company. Ask where it can stop."))]
    if travel.seats is None:
        return [*found, Still(N_("How many seats has the coach?"))]
    left = seats_left(seats=travel.seats, riders=riders)
    return [*found, Still(N_("The coach is too small: seats short: %(n)s."), -left)] if left < 0 else found


def _adults(travel: Travel, needed: int | None) -> list[Still]:
    if travel.adults is None:
        return [Still(N_("How many adults go along?"))]
    if needed is not None and travel.adults < needed:
        return [Still(N_("Adults still to find: %(n)s."), needed - travel.adults)]
    return []


def _kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """In a straight line over the earth; latitude and longitude in degrees."""
    (one, east), (other, further) = (tuple(map(radians, place)) for place in (here, there))
    half = sin((other - one) / 2) ** 2 + cos(one) * cos(other) * sin((further - east) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
