"""Where a class could go instead: what fits, what is near, and no place named twice. Without a database."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from app.visits.rules.alternatives import Free, Wanted, could_go, distance, three_for
from tests.makers import moment

NOW = moment(2026, 10, 1, 9, 0)
DAY = moment(2026, 10, 8, 10, 0)
WEEK = UUID(int=1)


def key(name: object) -> UUID:
    return uuid5(WEEK, str(name))


def wanted(name: object = "klas", **facts: object) -> Wanted:
    told = {"level": "po-7", "pupils": 14, "starts_at": DAY, "edition": WEEK, "form": "tour", "kind": "steel"}
    return Wanted(key(name), **{**told, **facts})  # type: ignore[arg-type]


def free(name: object = "plek", **facts: object) -> Free:
    starts = facts.pop("starts_at", DAY)
    told = {"levels": ("po-7-8",), "min_group": 10, "max_group": 15, "places_left": 1, "pupils_left": 15}
    told |= {"edition": WEEK, "form": "tour", "kind": "steel", "ends_at": starts + timedelta(hours=1)}  # type: ignore[operator]
    return Free(key(name), starts, **{**told, **facts})  # type: ignore[arg-type]


def test_another_company_at_the_very_same_moment_is_the_best_of_all() -> None:
    spots = [
        free("later", starts_at=DAY + timedelta(days=1)),
        free("same"),
        free("afternoon", starts_at=DAY + timedelta(hours=4)),
    ]
    assert three_for([wanted()], spots, now=NOW)[key("klas")] == (key("same"), key("afternoon"), key("later"))


def test_of_two_that_are_as_good_the_nearest_hour_comes_first() -> None:
    spots = [free("early", starts_at=DAY - timedelta(hours=1)), free("soon", starts_at=DAY + timedelta(minutes=30))]
    assert three_for([wanted()], spots, now=NOW)[key("klas")] == (key("soon"), key("early"))


def test_what_does_not_fit_is_never_named() -> None:
    for facts in (
        {"levels": ("vo-onder-vmbo",)},
        {"max_group": 13},
        {"min_group": 15},
        {"places_left": 0},
        {"pupils_left": 13},
        {"starts_at": NOW - timedelta(hours=1)},
        {"deadline_days": 8},
    ):
        assert three_for([wanted()], [free(**facts)], now=NOW)[key("klas")] == (), facts  # type: ignore[arg-type]


def test_a_small_group_may_go_where_it_is_calm() -> None:
    assert could_go(wanted(pupils=6), free(is_calm=True), now=NOW)
    assert not could_go(wanted(pupils=6), free(), now=NOW)


def test_a_class_that_is_elsewhere_at_that_moment_is_not_sent_there() -> None:
    busy = ((DAY + timedelta(minutes=30), DAY + timedelta(minutes=90)),)
    assert not could_go(wanted(busy=busy), free(), now=NOW)
    assert could_go(wanted(busy=busy), free(starts_at=DAY + timedelta(minutes=90)), now=NOW)


def test_the_same_edition_comes_before_what_is_near_in_time_and_the_same_kind_before_what_is_near_by() -> None:
    home = (52.46, 4.60)
    spots = [
        free("other edition", edition=None),
        free("other kind, next door", kind="paper", at=home),
        free("same kind, far", at=(52.0, 4.0)),
        free("same kind, near", at=(52.45, 4.61)),
    ]
    found = three_for([wanted(near=home)], spots, now=NOW)[key("klas")]
    assert found == (key("same kind, near"), key("same kind, far"), key("other kind, next door"))
    assert 1 < distance(home, (52.45, 4.61)) < 2


def test_one_place_is_given_to_one_class_and_who_has_least_choice_goes_first() -> None:
    picky = wanted("picky", level="po-5")
    spots = [free("both", levels=("po-5-6", "po-7-8")), free("one", starts_at=DAY + timedelta(days=3))]
    found = three_for([wanted("easy"), picky], spots, now=NOW)
    assert found == {key("picky"): (key("both"),), key("easy"): (key("one"),)}


def test_everybody_gets_a_first_before_anybody_gets_a_second() -> None:
    spots = [free(n, starts_at=DAY + timedelta(days=n)) for n in range(3)]
    found = three_for([wanted("a"), wanted("b")], spots, now=NOW)
    assert sorted(map(len, found.values())) == [1, 2]


@given(
    sizes=st.lists(st.integers(1, 20), min_size=1, max_size=8),
    room=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), max_size=8),
)
def test_all_that_is_named_could_be_taken_together(sizes: list[int], room: list[tuple[int, int]]) -> None:
    spots = [
        free(n, places_left=places, pupils_left=pupils, min_group=1, max_group=20)
        for n, (places, pupils) in enumerate(room)
    ]
    classes = [wanted(f"klas {n}", pupils=size) for n, size in enumerate(sizes)]
    found = three_for(classes, spots, now=NOW)
    left = {one.key: one for one in spots}
    for one in classes:
        assert len(found[one.key]) == len(set(found[one.key])) <= 3
        for spot in found[one.key]:
            left[spot] = left[spot].less(one.pupils)
    assert all(one.places_left >= 0 and one.pupils_left >= 0 for one in left.values())


def test_the_order_in_which_they_are_given_changes_nothing() -> None:
    spots = [free(n, starts_at=DAY + timedelta(days=n)) for n in range(4)]
    classes = [wanted(n) for n in range(3)]
    assert three_for(classes, spots, now=NOW) == three_for(classes[::-1], spots[::-1], now=NOW)
    assert replace(spots[0], places_left=0).less(1).places_left == -1
