"""Each guarantee that `make bite` breaks still stands where it is broken, and the tests that must turn red are there:
breaking all of them takes hours, and is not done with each change."""

from pathlib import Path

from tests.bite import BREAKAGES

ROOT = Path(__file__).parents[2]


def test_each_place_to_break_stands_there_once():
    lost = [one.guarantee for one in BREAKAGES if not one.plant and (ROOT / one.file).read_text().count(one.old) != 1]
    assert len(BREAKAGES) > 200
    assert lost == []


def test_each_test_that_must_turn_red_is_there():
    named = [test.split("::") for one in BREAKAGES for test in one.tests]
    assert all((ROOT / parts[0]).exists() for parts in named)
    one_by_one = [parts for parts in named if len(parts) > 1]
    lost = [parts for parts in one_by_one if parts[-1].partition("[")[0] not in (ROOT / parts[0]).read_text()]
    assert lost == []
