"""Times, routes and waves of an event day, without a database: many invented days, and what must hold for each."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from time import perf_counter

import pytest

from app.base.clock import AMSTERDAM
from app.base.problems import RuleBroken
from app.visits.queries.event_reading import things
from app.visits.rules.booking import fits
from app.visits.rules.event import DayPlan, rounds_on
from app.visits.rules.plan import refusal
from app.visits.rules.route_board import ALL_FULL, NO_STAND_LEFT, NOBODY_HERE
from app.visits.rules.route_ground import Routes, Stand, Walker
from app.visits.rules.routes import Step, check_routes, check_step, routes_of, walk
from app.visits.rules.site_map import Spot, site_map
from app.visits.rules.waves import Arriving, waves_before, waves_of

DAY = date(2026, 10, 8)
BANDS = ("po-5-6", "po-7-8", "vo-onder-vmbo", "vo-onder-hv")
LEVELS = ("po-6", "po-7", "po-8", "vo-1-kb", "vo-1-havo")


def plan(**facts: object) -> DayPlan:
    told = {"starts": time(9, 0), "rounds": 3, "round_minutes": 40, "gap_minutes": 10, "wave_minutes": 15}
    return DayPlan(**{**told, "wave_bikes": 60, "wave_coaches": 2, **facts})  # type: ignore[arg-type]


def a_day(seed: int, *, classes: int = 40, stands: int = 20) -> tuple[list[Stand], list[Walker]]:
    chance = random.Random(seed)
    ground = []
    for n in range(stands):
        groups = chance.randint(1, 3)
        company = f"c{n}" if chance.random() < 0.9 else f"c{n // 2}"
        levels = tuple(sorted(chance.sample(BANDS, chance.randint(1, 4))))
        largest = chance.choice((24, 30, 30))
        ground.append(Stand(f"S{n:02}", company, levels, groups, groups * 30, 8, largest, n % 6 + 1, n // 6 + 1))
    walkers = [Walker(f"W{n:02}", (chance.choice(LEVELS),), chance.randint(18, 30)) for n in range(classes)]
    return ground, walkers


def steps(routes: Routes) -> list[Step]:
    return [Step(key, n, at) for key, route in routes.of.items() for n, at in enumerate(route, 1) if at]


def held(stands: Sequence[Stand], walkers: Sequence[Walker], routes: Routes) -> None:
    """What no plan may break."""
    ground, people = {one.key: one for one in stands}, {one.key: one for one in walkers}
    groups: Counter[tuple[str, int]] = Counter()
    pupils: Counter[tuple[str, int]] = Counter()
    for key, route in routes.of.items():
        companies = [ground[at].company for at in route if at]
        assert len(companies) == len(set(companies)), "no company twice"
        for number, at in enumerate(route, 1):
            if at:
                groups[at, number] += 1
                pupils[at, number] += people[key].pupils
                assert fits(level=people[key].levels[0], levels=ground[at].levels)
                assert ground[at].min_group <= people[key].pupils <= ground[at].max_group
    assert all(n <= ground[at].groups for (at, _), n in groups.items()), "never more classes than fit"
    assert all(n <= ground[at].pupils for (at, _), n in pupils.items()), "never more pupils than fit"


@pytest.mark.parametrize("seed", range(60))
def test_whatever_the_day_no_company_twice_and_never_more_than_fits(seed: int) -> None:
    stands, walkers = a_day(seed, classes=10 + seed, stands=8 + seed % 20)
    routes = routes_of(stands, walkers, rounds=2 + seed % 4)
    held(stands, walkers, routes)
    rounds = 2 + seed % 4
    assert routes.filled + len(routes.gaps) == rounds * len(walkers), "each round is filled, or it is said why not"
    sound = check_routes(
        steps(routes),
        {one.key: one for one in stands},
        {one.key: one for one in walkers},
        {one.key: one.pupils for one in walkers},
    )
    assert all(refusal(said) is None for _, said in sound), "the rule that makes and the rule that checks agree"


@pytest.mark.parametrize("rounds", [3, 8, 20])
def test_where_everybody_can_go_everywhere_every_round_is_filled(rounds: int) -> None:
    stands = [Stand(f"S{n:02}", f"c{n}", ("po-7-8",), 1, 30, 1, 30, n % 5 + 1, n // 5 + 1) for n in range(20)]
    walkers = [Walker(f"W{n:02}", ("po-7",), 25) for n in range(20)]
    routes = routes_of(stands, walkers, rounds=rounds)
    assert (routes.filled, routes.gaps) == (20 * rounds, ())


def test_others_move_over_for_a_class_that_can_go_to_few_stands() -> None:
    """Greedy alone would put W1 on the only stand that W2 can go to."""
    stands = [
        Stand("S1", "a", ("po-7-8", "vo-onder-vmbo"), 1, 30, 1, 30, 1, 1),
        Stand("S2", "b", ("po-7-8",), 1, 30, 1, 30, 9, 9),
    ]
    walkers = [Walker("W1", ("po-7",), 20), Walker("W2", ("vo-1-kb",), 20), Walker("W3", ("po-8",), 10)]
    assert routes_of(stands, walkers[:2], rounds=1).of == {"W1": ("S2",), "W2": ("S1",)}
    assert len(routes_of(stands, walkers, rounds=1).gaps) == 1


def test_the_order_in_which_classes_and_stands_come_in_changes_nothing() -> None:
    stands, walkers = a_day(3)
    first = routes_of(stands, walkers, rounds=3)
    for seed in range(5):
        random.Random(seed).shuffle(stands)
        random.Random(seed).shuffle(walkers)
        assert routes_of(stands, walkers, rounds=3) == first


def test_what_was_decided_by_hand_stays_and_a_free_round_stays_free() -> None:
    stands, walkers = a_day(7)
    at = next(one for one in stands if fits(level=walkers[0].levels[0], levels=one.levels))
    walkers[0] = Walker("W00", walkers[0].levels, 20, {2: at.key, 3: ""})
    routes = routes_of(stands, walkers, rounds=3)
    assert routes.of["W00"][1:] == (at.key, None)
    assert all((gap.walker, gap.round) != ("W00", 3) for gap in routes.gaps)


def test_it_is_said_why_a_class_has_no_stand() -> None:
    stand = Stand("S1", "a", ("po-7-8",), 1, 30, 1, 30)
    walkers = [Walker("A", ("po-7",), 25), Walker("B", ("po-7",), 25), Walker("C", ("vo-1-kb",), 25)]
    gaps = {(one.walker, one.round): one.why for one in routes_of([stand], walkers, rounds=2).gaps}
    assert set(gaps.values()) == {NOBODY_HERE, NO_STAND_LEFT}
    assert gaps["C", 1] == NOBODY_HERE
    full = routes_of([stand], [*walkers[:2], Walker("D", ("po-8",), 25)], rounds=2)
    assert ALL_FULL in {one.why for one in full.gaps}


def test_forty_classes_have_their_routes_well_within_a_second() -> None:
    stands, walkers = a_day(36)
    since = perf_counter()
    routes_of(stands, walkers, rounds=3)
    assert perf_counter() - since < 1


def test_a_short_walk_is_chosen_where_it_costs_nothing() -> None:
    stands = [Stand(f"S{n}", f"c{n}", ("po-7-8",), 2, 60, 1, 30, n + 1, 1) for n in range(12)]
    walkers = [Walker(f"W{n}", ("po-7",), 25) for n in range(6)]
    routes = routes_of(stands, walkers, rounds=3)
    ground = {one.key: one for one in stands}
    assert max(walk(ground, route) for route in routes.of.values()) <= 4


def test_a_change_by_hand_is_checked_beside_all_others() -> None:
    stands = {
        one.key: one
        for one in (
            Stand("S1", "a", ("po-7-8",), 1, 30, 1, 20),
            Stand("S2", "a", ("po-7-8",), 1, 30, 1, 30, closed=frozenset({3})),
            Stand("S3", "b", ("vo-onder-vmbo",), 1, 30, 1, 30),
        )
    }
    walker = Walker("W1", ("po-7",), 25)
    others = [Step("W1", 1, "S2"), Step("W2", 2, "S2")]

    def word(at: str, number: int) -> str | None:
        why = refusal(check_step(Step("W1", number, at), others, stands, walker))
        return why.name if why else None

    assert word("S2", 1) is None
    assert word("S2", 2) == "capacity"
    assert word("S2", 3) == "capacity"
    assert word("S1", 2) == "company"
    assert word("S1", 1) == "size"
    assert word("S3", 2) == "level"


def test_rounds_are_on_a_dutch_clock() -> None:
    times = rounds_on(DAY, plan())
    shown = [[moment.astimezone(AMSTERDAM).strftime("%H:%M") for moment in one] for one in times]
    assert shown == [["09:00", "09:40"], ["09:50", "10:30"], ["10:40", "11:20"]]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"rounds": 0}, "rounds"),
        ({"rounds": 13}, "rounds"),
        ({"round_minutes": 0}, "round_minutes"),
        ({"round_minutes": -40}, "round_minutes"),
        ({"gap_minutes": -1}, "gap_minutes"),
        ({"starts": time(22, 0)}, "rounds"),
        ({"starts": time(23, 30), "rounds": 1}, "rounds"),
        ({"wave_minutes": 0}, "wave_minutes"),
        ({"wave_bikes": 0}, "wave_bikes"),
        ({"wave_coaches": 0}, "wave_coaches"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(facts: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rounds_on(DAY, plan(**facts))
    assert refused.value.field == field


def test_an_hour_that_no_clock_shows_is_refused() -> None:
    with pytest.raises(RuleBroken):
        rounds_on(date(2026, 3, 29), plan(starts=time(2, 10)))


@pytest.mark.parametrize("seed", range(30))
def test_no_wave_takes_more_bikes_or_coaches_than_it_can_and_nobody_comes_late(seed: int) -> None:
    chance = random.Random(seed)
    coming = [
        Arriving(f"W{n:02}", chance.choice(("bike", "coach", "foot")), chance.randint(15, 70), chance.uniform(0, 30))
        for n in range(chance.randint(1, 50))
    ]
    first = datetime(2026, 10, 8, 9, tzinfo=AMSTERDAM)
    waves = waves_before(first, minutes=15)
    found = waves_of(coming, bikes=60, coaches=2, waves=len(waves))
    assert set(found.of) | set(found.unplaced) == {one.key for one in coming}
    for wave in waves:
        there = [one for one in coming if found.of.get(one.key) == wave.number]
        assert sum(one.bikes for one in there) <= 60
        assert sum(one.coaches for one in there) <= 2
        assert wave.ends_at <= first
    assert all(one.pupils > 60 or len(found.of) > 10 for one in coming if one.key in found.unplaced)


def test_who_comes_from_far_arrives_last_and_what_was_chosen_by_hand_stays() -> None:
    coming = [Arriving("near", "coach", 30, 1.0), Arriving("far", "coach", 30, 25.0)]
    assert waves_of(coming, bikes=60, coaches=1, waves=4).of == {"far": 1, "near": 2}
    coming.append(Arriving("hand", "coach", 30, 0.5, wave=1))
    assert waves_of(coming, bikes=60, coaches=1, waves=4).of == {"hand": 1, "far": 2, "near": 3}


def test_waves_end_when_round_one_begins_and_begin_at_most_two_hours_before() -> None:
    first = datetime(2026, 10, 8, 9, tzinfo=AMSTERDAM)
    waves = waves_before(first, minutes=20)
    assert (waves[0].ends_at, waves[-1].starts_at) == (first, first - timedelta(hours=2))


def test_the_map_numbers_the_stands_of_the_route_in_order_and_no_name_breaks_out() -> None:
    spots = [Spot("1", 1, 1), Spot("B2", 3, 1), Spot("<b>", 2, 2)]
    drawn = site_map(spots, [spots[1], spots[0]], label='Hal "4" <script>')
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert drawn.count("<path") == 2
    assert drawn.index(">1</text>") < drawn.index(">B2</text>")


def test_what_everybody_brings_is_read_thing_by_thing() -> None:
    """So that what a company asks too stands on the list once."""
    assert things("dichte schoenen, jas ,, drinken,") == ("dichte schoenen", "jas", "drinken")
