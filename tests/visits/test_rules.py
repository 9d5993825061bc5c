"""What decides about offers, groups, times and numbers; no database."""

from datetime import timedelta

import pytest

from app.base.problems import RuleBroken
from app.visits import rules
from tests.makers import moment

START = moment(2026, 10, 8, 10, 0)


def test_a_class_of_28_is_divided_evenly_over_groups_of_at_most_15() -> None:
    assert rules.groups_of(pupils=28, max_group=15) == (14, 14)
    assert rules.groups_of(pupils=31, max_group=15) == (11, 10, 10)
    assert rules.groups_of(pupils=15, max_group=15) == (15,)
    assert rules.groups_of(pupils=0, max_group=15) == ()


def test_a_group_that_is_too_big_hears_how_to_divide_the_class() -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.check_group(expected=28, min_group=10, max_group=15)
    assert broken.value.field == "expected"
    assert broken.value.params == {"n": 15}
    assert "Divide the class" in broken.value.message


def test_a_group_that_is_too_small_is_refused() -> None:
    with pytest.raises(RuleBroken):
        rules.check_group(expected=9, min_group=10, max_group=15)


@pytest.mark.parametrize("level", ["po-7", "po-8", "po-7-8"])
def test_a_level_or_its_band_fits_an_offer_for_that_band(level: str) -> None:
    rules.check_level(level=level, levels=["po-7-8"])


@pytest.mark.parametrize("level", ["po-5", "vo-1-kb", "po-1", "", "nonsense", "po-77", "vo-9-kb", "switcher"])
def test_other_levels_and_nonsense_are_refused(level: str) -> None:
    with pytest.raises(RuleBroken):
        rules.check_level(level=level, levels=["po-7-8"])


def test_a_time_that_has_begun_is_not_booked() -> None:
    rules.check_time(starts_at=START, now=START - timedelta(seconds=1))
    with pytest.raises(RuleBroken):
        rules.check_time(starts_at=START, now=START)


def test_a_visit_that_has_begun_is_not_called_off() -> None:
    rules.check_before(starts_at=START, now=START - timedelta(minutes=1))
    with pytest.raises(RuleBroken):
        rules.check_before(starts_at=START, now=START + timedelta(minutes=1))


def test_presence_opens_at_six_on_the_morning_of_the_visit_also_in_winter() -> None:
    assert rules.presence_opens(starts_at=START) == moment(2026, 10, 8, 6)
    assert rules.presence_opens(starts_at=moment(2026, 12, 8, 9)) == moment(2026, 12, 8, 6)
    with pytest.raises(RuleBroken):
        rules.check_presence_time(starts_at=START, now=moment(2026, 10, 8, 5, 59))


def test_the_host_counts_on_the_day_and_no_slip_of_the_finger() -> None:
    rules.check_arrival(starts_at=START, now=moment(2026, 10, 8, 8))
    rules.check_count(count=0, expected=15)
    rules.check_count(count=18, expected=15)
    with pytest.raises(RuleBroken):
        rules.check_arrival(starts_at=START, now=moment(2026, 10, 7, 23))
    for count in (-1, 144):
        with pytest.raises(RuleBroken):
            rules.check_count(count=count, expected=15)


def test_an_arrival_is_taken_back_for_fifteen_minutes() -> None:
    assert rules.may_undo(arrived_at=START, now=START + timedelta(minutes=15))
    assert not rules.may_undo(arrived_at=START, now=START + timedelta(minutes=16))
    assert not rules.may_undo(arrived_at=None, now=START)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ends_at": START}, "ends"),
        ({"ends_at": START + timedelta(hours=11)}, "ends"),
        ({"places": 0}, "places"),
        ({"pupils": 9}, "pupils"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_at_its_field(facts: dict[str, object], field: str) -> None:
    good = {"starts_at": START, "ends_at": START + timedelta(hours=1), "places": 1, "pupils": 15, "min_group": 10}
    rules.check_slot(**good)  # type: ignore[arg-type]
    with pytest.raises(RuleBroken) as broken:
        rules.check_slot(**{**good, **facts})  # type: ignore[arg-type]
    assert broken.value.field == field


def test_an_offer_needs_a_level_and_a_largest_group_that_is_larger() -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.check_offer(min_group=16, max_group=15, levels=["po-7-8"])
    assert broken.value.field == "max_group"
    with pytest.raises(RuleBroken) as broken:
        rules.check_offer(min_group=10, max_group=15, levels=[])
    assert broken.value.field == "levels"
