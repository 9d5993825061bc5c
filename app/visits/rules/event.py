"""An event day: what a plan of it may say, and when its rounds are. Pure; times on a Dutch clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.base import clock
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits.rules.times import check_hour

BIKE, COACH, FOOT = "bike", "coach", "foot"
WAYS = (BIKE, COACH, FOOT)
IS_EVENT = "event"  # the state of a slot that is a round: booked by way of the day alone
MOST_ROUNDS = 12
SHORTEST, LONGEST = 10, 240  # minutes of a round
MOST_BIKES, MOST_COACHES = 5000, 200  # in a wave
MOST_AT_STAND = 1000  # pupils at once
GRID = 12  # columns and rows of a site map, at most
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What a coordinator says of the day. `starts`: of round 1; then minutes, and how many a wave takes."""

    starts: time
    rounds: int
    round_minutes: int
    gap_minutes: int
    wave_minutes: int
    wave_bikes: int
    wave_coaches: int


def check_plan_of_day(plan: DayPlan) -> None:
    """Raises: RuleBroken at its field, with what to do."""
    if not 1 <= plan.rounds <= MOST_ROUNDS:
        raise RuleBroken("rounds", N_("Between 1 and %(most)s rounds."), most=MOST_ROUNDS)
    if not SHORTEST <= plan.round_minutes <= LONGEST:
        raise RuleBroken("round_minutes", N_("A round lasts %(min)s to %(max)s minutes."), min=SHORTEST, max=LONGEST)
    if not 0 <= plan.gap_minutes <= 120:
        raise RuleBroken("gap_minutes", N_("At most two hours between two rounds, and never less than nothing."))
    if not 5 <= plan.wave_minutes <= 60:
        raise RuleBroken("wave_minutes", N_("A wave lasts 5 to 60 minutes."))
    _check_waves(plan)
    starts = plan.starts.hour * 60 + plan.starts.minute
    step, room = plan.round_minutes + plan.gap_minutes, DAY - 1 - starts
    if (plan.rounds - 1) * step + plan.round_minutes > room:
        most = max(0, (room + plan.gap_minutes) // step)
        raise RuleBroken(
            "rounds", N_("So many rounds end after midnight: at most %(most)s fit. Start earlier."), most=most
        )


def _check_waves(plan: DayPlan) -> None:
    if plan.wave_bikes < 1 or plan.wave_coaches < 1:
        field = "wave_bikes" if plan.wave_bikes < 1 else "wave_coaches"
        raise RuleBroken(field, N_("At least one must be able to come in a wave."))
    for field, number, most in (
        ("wave_bikes", plan.wave_bikes, MOST_BIKES),
        ("wave_coaches", plan.wave_coaches, MOST_COACHES),
    ):
        if number > most:
            raise RuleBroken(field, N_("At most %(most)s can come in a wave."), most=most)


def rounds_on(day: date, plan: DayPlan) -> tuple[tuple[datetime, datetime], ...]:
    """When each round begins and ends, aware. Raises: RuleBroken at its field, also for an hour no clock shows."""
    check_plan_of_day(plan)
    found = []
    wall = datetime.combine(day, plan.starts)
    for _ in range(plan.rounds):
        ends = wall + timedelta(minutes=plan.round_minutes)
        check_hour(day=day, hour=wall.time(), field="starts")
        check_hour(day=day, hour=ends.time(), field="starts")
        found.append((clock.at(day, wall.hour, wall.minute), clock.at(day, ends.hour, ends.minute)))
        wall = ends + timedelta(minutes=plan.gap_minutes)
    return tuple(found)


def check_stand(*, number: str, column: int, row: int, groups: int, pupils: int, min_group: int) -> None:
    """Raises: RuleBroken at its field."""
    if not number.strip() or len(number.strip()) > 4:
        raise RuleBroken("number", N_("A number or letter of at most 4 signs, as it stands on the sign: 7, B2."))
    if not (1 <= column <= GRID and 1 <= row <= GRID):
        raise RuleBroken("column", N_("The map has %(n)s columns and rows. Choose a place on it."), n=GRID)
    if not 1 <= groups <= 20:
        raise RuleBroken("groups", N_("Between 1 and 20 groups at once."))
    if pupils > MOST_AT_STAND:
        raise RuleBroken("pupils", N_("At most %(n)s pupils at once at a stand."), n=MOST_AT_STAND)
    if pupils < min_group:
        raise RuleBroken("pupils", N_("Fewer pupils than the smallest group. Raise the number."))


def check_arrival(*, pupils: int, way: str) -> None:
    """Raises: RuleBroken at its field."""
    if not 1 <= pupils <= 400:
        raise RuleBroken("pupils", N_("Between 1 and 400 pupils."))
    if way not in WAYS:
        raise RuleBroken("way", N_("Choose how the class comes."))


def check_alone(*, slot_state: str) -> None:
    """Raises: RuleBroken: a round of an event day is no visit of its own."""
    if slot_state == IS_EVENT:
        raise RuleBroken("", N_("This is one round of an event day. It is changed on the page of that day."))


def check_emptied(rounds: Collection[int]) -> None:
    """Raises: RuleBroken: classes stand in a round that would go."""
    if rounds:
        raise RuleBroken(
            "rounds", N_("Classes go to round %(n)s. Take those rounds off their routes first."), n=max(rounds)
        )
