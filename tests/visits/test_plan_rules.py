"""Does a class fit a moment? Each check by itself, and a whole plan at a time; no database."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.base.problems import RuleBroken
from app.visits.rules import editions
from app.visits.rules.plan import (
    CHECKS,
    FITS,
    READS,
    REFUSES,
    WARNS,
    Check,
    Facts,
    Group,
    Moment,
    Placement,
    Visit,
    check_plan,
    checks,
    half_of,
    hindrances,
    kilometres,
    refusal,
    warning,
)
from tests.conftest import NOW
from tests.makers import moment

CLASS, OTHER, SLOT, LATER = (UUID(int=n) for n in range(1, 5))
STARTS = moment(2026, 10, 13, 9, 30)
GROUP = Group(("po-7",), "po", 52.40, 4.60)
TIME = Moment(
    UUID(int=9),
    STARTS,
    STARTS + timedelta(minutes=90),
    1,
    30,
    True,
    ("po-7-8",),
    10,
    28,
    latitude=52.41,
    longitude=4.61,
)


def facts(group: Group = GROUP, slot: Moment = TIME, **others: Any) -> Facts:
    later = replace(
        TIME, offer_id=UUID(int=8), starts_at=STARTS + timedelta(hours=4), ends_at=STARTS + timedelta(hours=5)
    )
    return Facts(NOW, {CLASS: group, OTHER: GROUP}, {SLOT: slot, LATER: later}, **others)


def said(name: str, known: Facts, pupils: int = 26, **placed: Any) -> Check:
    return next(one for one in checks(Placement(CLASS, SLOT, pupils, **placed), known) if one.name == name)


def test_a_class_that_fits_is_told_so_by_every_check() -> None:
    found = checks(Placement(CLASS, SLOT, 26), facts())
    assert {one.verdict for one in found} == {FITS}
    assert refusal(found) is None
    assert warning(found) is None


@pytest.mark.parametrize(
    ("name", "group", "slot", "word"),
    [
        ("capacity", GROUP, replace(TIME, places_left=0), "full"),
        ("capacity", GROUP, replace(TIME, pupils_left=25), "too small"),
        ("size", GROUP, replace(TIME, max_group=25), "too small"),
        ("size", GROUP, replace(TIME, min_group=27), "too few"),
        ("level", replace(GROUP, levels=("po-5",)), TIME, "level"),
        ("time", GROUP, replace(TIME, is_open=False), "shut"),
        ("time", GROUP, replace(TIME, starts_at=NOW), "past"),
        ("time", GROUP, replace(TIME, deadline_days=7), "too late"),
        ("wheelchair", replace(GROUP, wheelchair=True), TIME, "stairs"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_word_for_the_cell(
    name: str, group: Group, slot: Moment, word: str
) -> None:
    one = said(name, facts(group, slot))
    assert (one.verdict, one.word) == (REFUSES, word)


def test_a_calm_offer_takes_a_smaller_group() -> None:
    assert said("size", facts(slot=replace(TIME, min_group=27, is_calm=True))).verdict == FITS


def test_far_away_warns_and_does_not_refuse() -> None:
    far = replace(TIME, latitude=52.60)
    assert said("distance", facts(slot=far)).verdict == WARNS
    assert refusal(checks(Placement(CLASS, SLOT, 26), facts(slot=far))) is None
    assert said("distance", facts(slot=replace(far, form="online"))).verdict == FITS
    assert said("distance", facts(slot=replace(far, latitude=None))).verdict == FITS


def test_the_road_is_longer_than_the_line_over_the_map() -> None:
    """A degree of latitude is 111.2 km."""
    assert kilometres((52.0, 4.6), (53.0, 4.6)) == pytest.approx(111.2 * 1.3, rel=0.001)


def test_a_class_has_one_visit_a_day_but_its_halves_may_go_together() -> None:
    day, elsewhere, booking = date(2026, 10, 13), UUID(int=7), UUID(int=6)
    busy = replace(GROUP, visits={booking: Visit(day, elsewhere)})
    assert said("same-day", facts(busy)).word == "day taken"
    assert said("same-day", facts(busy), booking_id=booking).verdict == FITS, "it moves on that very day"
    assert said("same-day", facts(busy, events=frozenset({day}))).verdict == FITS, "an event day has rounds"
    halves = replace(GROUP, visits={booking: Visit(day, TIME.offer_id)})
    assert said("same-day", facts(halves)).verdict == FITS


def test_a_closed_day_says_why() -> None:
    one = said("day", facts(closed={date(2026, 10, 13): "studiedag"}))
    assert (one.verdict, one.params["name"]) == (REFUSES, "studiedag")


def test_who_stands_earlier_in_a_plan_has_the_place() -> None:
    first, second = check_plan([Placement(CLASS, SLOT, 26), Placement(OTHER, SLOT, 20)], facts())
    assert refusal(first) is None
    assert refusal(second) is not None


def test_a_plan_gives_a_class_one_visit_a_day() -> None:
    _, second = check_plan([Placement(CLASS, SLOT, 26), Placement(CLASS, LATER, 26)], facts())
    assert [one.name for one in second if one.verdict == REFUSES] == ["same-day"]


def test_a_place_that_is_left_within_a_plan_is_free_for_the_next() -> None:
    full = facts(slot=replace(TIME, places_left=0, pupils_left=4))
    leaves = Placement(OTHER, LATER, 26, booking_id=UUID(int=5), leaves=SLOT)
    _, second = check_plan([leaves, Placement(CLASS, SLOT, 26)], full)
    assert refusal(second) is None


def test_half_past_twelve_is_afternoon_on_a_dutch_clock() -> None:
    assert half_of(moment(2026, 10, 13, 12, 29)) == "morning"
    assert half_of(moment(2026, 10, 13, 12, 30)) == "afternoon"
    assert half_of(moment(2026, 12, 13, 12, 30)) == "afternoon"


def test_a_week_shows_its_weekdays_and_a_saturday_with_something_on_it() -> None:
    span = {"starts_on": date(2026, 10, 6), "ends_on": date(2026, 10, 17)}
    assert editions.weeks_of(**span) == (date(2026, 10, 5), date(2026, 10, 12))
    first = editions.days_shown(date(2026, 10, 5), **span, special=())
    assert [day.day for day in first] == [6, 7, 8, 9]
    second = editions.days_shown(date(2026, 10, 12), **span, special={date(2026, 10, 17)})
    assert second[-1] == date(2026, 10, 17)


def test_the_edition_at_hand_goes_on_or_comes_first() -> None:
    week, year = (date(2026, 10, 5), date(2026, 10, 9)), (date(2026, 8, 1), date(2027, 7, 31))
    held = {"week": week, "year": year, "last": (date(2025, 10, 6), date(2025, 10, 10))}
    assert editions.edition_now(held, today=date(2026, 10, 8)) == "week"
    assert editions.edition_now(held, today=date(2026, 9, 1)) == "week"  # it is planned long before
    assert editions.edition_now(held, today=date(2026, 11, 1)) == "year"
    assert editions.edition_now({"last": held["last"], "week": week}, today=date(2026, 9, 1)) == "week"
    assert editions.edition_now({}, today=date(2026, 9, 1)) is None


def test_an_edition_has_a_name_and_ends_after_it_begins() -> None:
    for name, first, last, field in (
        (" ", date(2026, 10, 5), date(2026, 10, 9), "name"),
        ("Week", date(2026, 10, 5), date(2026, 10, 4), "ends_on"),
        ("Week", date(2026, 10, 5), date(2028, 10, 4), "ends_on"),
        ("Week", date(26, 10, 5), date(26, 10, 9), "starts_on"),
    ):
        with pytest.raises(RuleBroken) as broken:
            editions.check_edition(name=name, starts_on=first, ends_on=last)
        assert broken.value.field == field


@pytest.mark.parametrize(
    ("name", "short"),
    [("Basisschool De Vlieger", "Vlieger"), ("Het Baken", "Baken"), ("De", "De"), ("Kustlyceum", "Kustlyceum")],
)
def test_a_school_has_a_short_name_on_the_board(name: str, short: str) -> None:
    assert editions.short_school(name) == short


@pytest.mark.parametrize("pupils", [5, 26, 29])
@pytest.mark.parametrize("leaves", [None, UUID(int=20)])
def test_what_the_cells_of_a_board_say_is_what_the_checks_say_one_by_one(pupils: int, leaves: UUID | None) -> None:
    """Also where moments are alike, so that a check is not asked again."""
    busy = Visit(STARTS.date(), UUID(int=9))
    group = replace(GROUP, wheelchair=True, visits={UUID(int=30): busy})
    changes: list[dict[str, Any]] = [
        {},
        {"places_left": 0},
        {"pupils_left": 20},
        {"is_open": False},
        {"starts_at": NOW - timedelta(hours=1)},
        {"deadline_days": 14},
        {"levels": ("vo-onder-hv",)},
        {"wheelchair": True},
        {"wheelchair": True, "latitude": 53.4},
        {"wheelchair": True, "latitude": 53.4, "form": "online"},
        {"wheelchair": True, "offer_id": UUID(int=8)},
        {"wheelchair": True, "min_group": 2, "max_group": 6},
        {"starts_at": STARTS + timedelta(days=1), "ends_at": STARTS + timedelta(days=1, hours=1)},
    ]
    moments = {UUID(int=20 + n): replace(TIME, **change) for n, change in enumerate(changes * 2)}
    known = Facts(NOW, {CLASS: group}, moments, closed={(STARTS + timedelta(days=1)).date(): "Studiedag"})
    placement = Placement(CLASS, SLOT, pupils, leaves=leaves)
    found = list(hindrances(placement, replace(known, slots={}), moments.items()))
    one_by_one = [checks(placement._replace(slot_id=key), known) for key in moments]
    assert found == [refusal(asked) or warning(asked) for asked in one_by_one]


@pytest.mark.parametrize("check", CHECKS, ids=[check.__name__ for check in CHECKS])
def test_a_check_reads_no_more_of_a_moment_than_it_says(check: Any) -> None:
    """A board asks it once for all moments that are alike in that."""

    class Watched:
        def __getattr__(self, name: str) -> object:
            read.add(name)
            return getattr(held, name)

    for change in ({}, {"is_open": False}, {"latitude": None}, {"form": "online"}, {"places_left": 0}):
        for group in (GROUP, replace(GROUP, wheelchair=True, visits={UUID(int=30): Visit(STARTS.date(), UUID(int=7))})):
            read: set[str] = set()
            held = replace(TIME, **change)
            check(Placement(CLASS, SLOT, 26), facts(group, Watched()))  # type: ignore[arg-type]
            assert read <= set(READS[check])
