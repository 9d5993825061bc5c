"""The graph of a table of measurements: round marks, all of it inside the drawing, whatever a pupil measured."""

import itertools
import random

import pytest

from app.learning.graph import HEIGHT, WIDTH, graphs


def texts(ticks) -> list[str]:
    return [tick.text for tick in ticks]


def test_two_columns_are_dots_with_a_line_from_left_to_right_and_numbers_as_written_here() -> None:
    (found,) = graphs(["tijd (s)", "hoogte (cm)"], [["20", "1.5"], ["0", "8"], ["10", "6.25"]], language="nl")
    assert (found.across, found.up) == ("tijd (s)", "hoogte (cm)")
    assert [dot.text for dot in found.dots] == ["0: 8", "10: 6,25", "20: 1,5"]
    assert [dot.x for dot in found.dots] == sorted(dot.x for dot in found.dots)
    assert texts(found.y_ticks) == ["0", "2", "4", "6", "8"]
    assert found.line.count(",") == 3


def test_one_column_is_bars_with_the_number_of_the_measurement_below() -> None:
    (found,) = graphs(["schepen"], [["3"], [""], ["-1"]], language="nl")
    assert texts(found.x_ticks) == ["1", "2", "3"]
    assert [bar.text for bar in found.bars] == ["1: 3", "3: -1"]
    assert found.bars[0].y + found.bars[0].height == pytest.approx(found.zero)
    assert found.bars[1].y == pytest.approx(found.zero)


def test_each_further_column_is_a_graph_of_its_own() -> None:
    found = graphs(["t", "a", "b"], [["0", "1", ""], ["1", "2", "5"]], language="nl")
    assert [(graph.up, len(graph.dots)) for graph in found] == [("a", 2), ("b", 1)]


def test_a_row_that_misses_one_of_the_two_is_left_out_and_nothing_is_no_graph() -> None:
    assert graphs(["a", "b"], [["1", ""], ["", "2"]], language="nl") == ()
    assert graphs(["a"], [[""]], language="nl") == ()


def test_two_measurements_at_one_place_have_no_line_between_them() -> None:
    (found,) = graphs(["a", "b"], [["1", "2"], ["1", "3"]], language="nl")
    assert (len(found.dots), found.line) == (2, "")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_whatever_is_measured_lies_inside_the_drawing(language: str) -> None:
    chance = random.Random(7)
    odd = ["0", "-0.00001", "99999999999999999999", "1e3", "12345678901234567", "12345678901234568", "-7", "0.1", "0.3"]
    numbers = odd + [f"{chance.uniform(-1, 1) * 10 ** chance.randrange(-6, 9):.4f}" for _ in range(40)]
    for one, other in itertools.product(numbers, repeat=2):
        for found in (
            *graphs(["a", "b"], [[one, other], [other, one]], language=language),
            *graphs(["a"], [[one], [other]], language=language),
        ):
            places = [(dot.x, dot.y) for dot in found.dots] + [(bar.x, bar.y) for bar in found.bars]
            assert all(-1 <= x <= WIDTH + 1 and -1 <= y <= HEIGHT for x, y in places), (one, other)
            assert 2 <= len(found.y_ticks) <= 9, (one, other, texts(found.y_ticks))
            marks = texts(found.y_ticks)
            assert len(set(marks)) == len(marks), (one, other, marks)
