"""Who arrives in which wave at an event day, so that bikes and coaches do not all come at once. Pure, deterministic.

The last wave ends when round 1 begins. Who is near comes early and who is far late, so that nobody need leave at dawn;
no more waves are used than are needed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.base.language import N_
from app.visits.rules.event import BIKE, COACH

EARLIEST = timedelta(minutes=120)  # nobody waits longer than this for the first round


@dataclass(frozen=True, slots=True)
class Arriving:
    """A class. `km`: from school, None when not known; `wave`: chosen by hand, else None."""

    key: str
    way: str
    pupils: int
    km: float | None = None
    wave: int | None = None

    @property
    def bikes(self) -> int:
        return self.pupils if self.way == BIKE else 0

    @property
    def coaches(self) -> int:
        """One for each class; 60 seats is the largest there is."""
        return -(-self.pupils // 60) if self.way == COACH else 0


@dataclass(frozen=True, slots=True)
class Wave:
    """The `number`th before the first round (1 is the last to come), from `starts_at` until `ends_at`."""

    number: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Waves:
    """`of`: class -> number of its wave; `unplaced`: class -> why it has none."""

    of: Mapping[str, int]
    unplaced: Mapping[str, str]


def waves_before(first_round: datetime, *, minutes: int) -> tuple[Wave, ...]:
    """Every wave there may be, the last to come first."""
    step = timedelta(minutes=minutes)
    return tuple(Wave(n, first_round - n * step, first_round - (n - 1) * step) for n in range(1, EARLIEST // step + 1))


def waves_of(classes: Collection[Arriving], *, bikes: int, coaches: int, waves: int) -> Waves:
    """Bikes and coaches in a wave, and how many waves there may be. What was chosen by hand stays and comes first."""
    room = {number: [bikes, coaches] for number in range(1, waves + 1)}
    placed: dict[str, int] = {}
    unplaced: dict[str, str] = {}
    for one in sorted(classes, key=_order):
        if one.bikes > bikes or one.coaches > coaches:
            unplaced[one.key] = N_("more bikes or coaches than a wave can take")
            continue
        wanted = [one.wave] if one.wave in room else [] if one.wave else list(room)
        fit = next((n for n in wanted if n and room[n][0] >= one.bikes and room[n][1] >= one.coaches), None)
        if fit is None:
            unplaced[one.key] = N_("every wave is full")
            continue
        room[fit][0] -= one.bikes
        room[fit][1] -= one.coaches
        placed[one.key] = fit
    return Waves(placed, unplaced)


def _order(one: Arriving) -> tuple[bool, float, str]:
    """Chosen by hand first; then the farthest, who come in the last wave as long as there is room."""
    return one.wave is None, -(one.km or 0), one.key
