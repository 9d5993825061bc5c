"""Nothing that was hidden can be computed from what is shown: tried for every small case, as a reader would."""

from itertools import product

import pytest

from app.insight.rules import is_small, shown_parts, shown_pupils, shown_share

SIZES = (0, 1, 2, 3, 4, 5, 6, 9)


def named(counts: tuple[int, ...]) -> list[tuple[str, int]]:
    return [(f"gemeente {place}", n) for place, n in enumerate(counts)]


@pytest.mark.parametrize("groups", [1, 2, 3, 4])
def test_no_small_part_is_shown_and_none_follows_from_the_total(groups):
    for counts in product(SIZES, repeat=groups):
        shown = shown_parts(named(counts))
        assert not any(is_small(n) for n in shown.parts.values() if n is not None), counts
        hidden = [counts[place] for place, n in enumerate(shown.parts.values()) if n is None]
        if shown.total is None or not hidden:
            continue
        rest = shown.total - sum(n for n in shown.parts.values() if n is not None)
        assert rest == sum(hidden)
        assert len(hidden) > 1, counts  # one hidden part is the total less the others
        assert rest - (len(hidden) - 1) >= 5, counts  # any of them may be 5 or more, so none is known to be small


@pytest.mark.parametrize("groups", [1, 2, 3])
def test_a_hidden_part_always_has_at_least_two_possible_sizes(groups):
    """A reader who tries all counts that add up finds more than one for every hidden part."""
    for counts in product(SIZES, repeat=groups):
        shown = shown_parts(named(counts))
        hidden = [n for n in shown.parts.values() if n is None]
        if shown.total is None or not hidden:
            continue
        rest = shown.total - sum(n for n in shown.parts.values() if n is not None)
        fits = [tried for tried in product(range(1, rest + 1), repeat=len(hidden)) if sum(tried) == rest]
        for place in range(len(hidden)):
            assert len({tried[place] for tried in fits}) > 4


@pytest.mark.parametrize("counts", [(5, 9), (0, 5), (0, 0), (30,), ()])
def test_where_nobody_is_small_everything_is_shown(counts):
    shown = shown_parts(named(counts))
    assert (list(shown.parts.values()), shown.total) == (list(counts), sum(counts))


def test_the_next_smallest_goes_with_the_small_one():
    shown = shown_parts([("Duinwijk", 3), ("Havenmond", 40), ("Strandeind", 12)])
    assert shown.parts == {"Duinwijk": None, "Havenmond": 40, "Strandeind": None}
    assert shown.total == 55


def test_with_only_small_ones_the_total_goes_too():
    assert shown_parts(named((1, 1, 1, 1, 1))).total is None
    assert shown_parts(named((4, 4))).total is None


def test_no_one_is_a_number_that_may_be_shown():
    assert shown_parts(named((0,))).total == 0
    assert shown_share(0, of=20) == 0


@pytest.mark.parametrize(("part", "whole"), [(1, 20), (4, 20), (19, 20), (16, 20), (3, 4)])
def test_a_share_is_hidden_when_it_or_the_rest_is_small(part, whole):
    assert shown_share(part, of=whole) is None


@pytest.mark.parametrize(("part", "whole"), [(5, 20), (15, 20), (20, 20)])
def test_other_shares_are_shown(part, whole):
    assert shown_share(part, of=whole) == part


def test_two_children_who_stayed_at_home_cannot_be_counted_from_the_line():
    """26 took part, 24 went along: that would say that two did not."""
    shown = shown_pupils([("Duinmond", 26)], attended=24, certified=26, certificates=26)
    assert (shown.by_place.total, shown.attended, shown.certificates) == (26, None, 26)


def test_two_children_without_a_certificate_cannot_either():
    shown = shown_pupils([("Duinmond", 26)], attended=26, certified=24, certificates=24)
    assert (shown.attended, shown.certificates) == (26, None)
    twice = shown_pupils([("Duinmond", 26)], attended=26, certified=10, certificates=24)
    assert twice.certificates is None  # it is not so, but a reader would think that it is


def test_a_few_pupils_with_many_certificates_are_still_a_few_pupils():
    assert shown_pupils([("Duinmond", 26)], attended=26, certified=3, certificates=9).certificates is None


def test_when_the_total_is_hidden_what_comes_near_it_is_hidden_too():
    shown = shown_pupils([("Duinmond", 4), ("Havenmond", 4)], attended=8, certified=8, certificates=8)
    assert (shown.by_place.total, shown.attended, shown.certificates) == (None, None, None)
    assert shown_pupils([("Duinmond", 4)], attended=0, certified=0, certificates=0).attended == 0


def test_all_counts_of_the_line_together_give_no_small_difference():
    for pupils, attended, certified in product(range(31), repeat=3):
        if max(attended, certified) > pupils:
            continue
        shown = shown_pupils([("Duinmond", pupils)], attended=attended, certified=certified, certificates=certified)
        told = [n for n in (shown.by_place.total, shown.attended, shown.certificates) if n is not None]
        assert not any(is_small(n) for n in told)
        if shown.by_place.total is not None:
            assert not any(is_small(shown.by_place.total - n) for n in told)
