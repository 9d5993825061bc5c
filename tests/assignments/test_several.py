"""One form of giving, sent twice, at once, or for several classes; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from app.assignments.models import Assignment, AssignmentVisit
from app.assignments.operations import give_to_classes, withdraw
from app.assignments.queries import assignment_for_staff, bookings_of_assignment
from app.assignments.rules import PUPILS, Whom
from app.base import clock
from app.base.problems import NotFound, RuleBroken
from tests.assignments.makers import visit_of
from tests.conftest import BOTH, NOW
from tests.learning.world import World, count, make_world
from tests.visits import makers as visits

pytestmark = BOTH
TODAY = clock.school_day(NOW)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def parallel(world, makers):
    classes = [makers.school_class(world.school, name=name) for name in ("7A", "7B", "7C")]
    for klass in classes:
        makers.pupils(klass, 2)
    return classes


@pytest.fixture
def teacher(world, makers, parallel):
    return makers.teacher(world.school, *parallel)


def form(*classes, **changed: object) -> dict[str, object]:
    days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(days=9)}
    sent = {"class_codes": [one.code for one in classes], "module_slug": "proef", "request_id": "f-1", **days}
    return {**sent, **changed}


def test_one_form_gives_to_four_classes_at_once(world, teacher, act, look, parallel):
    gave = act(teacher.actor, give_to_classes, **form(*parallel, step_ids=["kijk", "terug"]))
    assert [(one.class_name, one.is_new) for one in gave] == [("7A", True), ("7B", True), ("7C", True)]
    found = [look(teacher.actor, assignment_for_staff, code=one.code) for one in gave]
    assert [one.class_id for one in found] == [one.id for one in parallel]
    assert {one.steps for one in found} == {frozenset({"kijk", "terug"})}


def test_the_same_form_later_gives_only_to_the_class_that_is_new(world, teacher, act, parallel):
    first = act(teacher.actor, give_to_classes, **form(parallel[0]))
    again = act(teacher.actor, give_to_classes, **form(*parallel[:2], closes_on=TODAY))
    assert again[0].code == first[0].code
    assert [one.is_new for one in again] == [False, True]
    assert count(world.house, Assignment) == 3


def test_a_form_that_was_opened_anew_gives_a_second_time_when_the_page_said_so(world, teacher, act, parallel):
    first = act(teacher.actor, give_to_classes, **form(parallel[0]))
    known = [one.code for one in first]
    second = act(teacher.actor, give_to_classes, **form(parallel[0], request_id="f-2", known=known))
    assert second[0].is_new
    assert second[0].code not in known


def test_what_was_given_and_taken_back_is_said_and_not_given_twice(world, teacher, act, parallel):
    first = act(teacher.actor, give_to_classes, **form(parallel[0]))
    act(teacher.actor, withdraw, code=first[0].code)
    again = act(teacher.actor, give_to_classes, **form(parallel[0]))
    assert (again[0].code, again[0].is_new, again[0].is_withdrawn) == (first[0].code, False, True)


def test_the_same_form_sent_at_the_same_moment_gives_each_class_once(world, teacher, act, parallel):
    start = Barrier(4)

    def send(n: int) -> tuple[tuple[str, bool], ...]:
        start.wait()
        asked = parallel if n % 2 else parallel[::-1]  # also in another order
        return tuple((one.code, one.is_new) for one in act(teacher.actor, give_to_classes, **form(*asked)))

    with ThreadPoolExecutor(4) as crowd:
        sent = list(crowd.map(send, range(4)))
    assert len({code for one in sent for code, _ in one}) == 3
    assert sum(is_new for one in sent for _, is_new in one) == 3
    assert count(world.house, Assignment) == 4


def test_two_colleagues_at_the_same_moment_do_not_give_twice_unseen(world, teacher, act, makers, parallel):
    colleague = makers.teacher(world.school, parallel[0])
    start = Barrier(2)

    def send(n: int) -> str:
        start.wait()
        try:
            act((teacher, colleague)[n].actor, give_to_classes, **form(parallel[0], request_id=f"f-{n}"))
        except RuleBroken as broken:
            return f"{broken.field}: {broken.params['names']}"
        return "given"

    with ThreadPoolExecutor(2) as crowd:
        assert sorted(crowd.map(send, range(2))) == ["given", "known: 7A"]
    assert count(world.house, Assignment) == 2


def test_all_or_nothing(world, teacher, act, makers, parallel):
    colleagues = makers.school_class(world.school)
    elsewhere = makers.school_class(makers.school())
    for strange in (colleagues, elsewhere):
        with pytest.raises(NotFound):
            act(teacher.actor, give_to_classes, **form(*parallel, strange))
    act(teacher.actor, give_to_classes, **form(parallel[2], request_id="f-0"))
    with pytest.raises(RuleBroken) as broken:
        act(teacher.actor, give_to_classes, **form(*parallel))
    assert broken.value.params == {"names": "7C"}
    assert count(world.house, Assignment) == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"class_codes": []}, "school_class"),
        ({"closes_on": TODAY - timedelta(days=1)}, "closes_on"),
        ({"step_ids": []}, "steps"),
        ({"pace": "snel"}, "pace"),
    ],
)
def test_what_cannot_be_gives_to_none_of_them(world, teacher, act, parallel, changed, field):
    with pytest.raises(RuleBroken) as broken:
        act(teacher.actor, give_to_classes, **form(*parallel, **changed))
    assert broken.value.field == field
    assert count(world.house, Assignment) == 1


def test_part_of_a_class_is_of_one_class(world, teacher, act, parallel):
    some = Whom(PUPILS, pupil_ids=frozenset({world.pupils[0].id}))
    with pytest.raises(RuleBroken) as broken:
        act(teacher.actor, give_to_classes, **form(*parallel, whom=some))
    assert broken.value.field == "school_class"


def test_each_class_gets_its_own_visit_and_none_of_another(world, teacher, act, look, makers, parallel):
    own = [visit_of(makers, teacher, one, []) for one in parallel[:2]]
    late = TODAY + timedelta(days=60)
    ids = [one.id for one in own]
    gave = act(teacher.actor, give_to_classes, **form(*parallel[:2], closes_on=late, booking_ids=ids))
    found = [look(teacher.actor, assignment_for_staff, code=one.code).id for one in gave]
    assert [look(teacher.actor, bookings_of_assignment, assignment_id=one) for one in found] == [
        (one.id,) for one in own
    ]
    nobodys = visits.booking(makers, world.school, teacher)
    facts = form(*parallel[1:], closes_on=late, request_id="f-2", known=[gave[1].code])
    for stray in (nobodys, own[0]):
        with pytest.raises(RuleBroken) as broken:
            act(teacher.actor, give_to_classes, **facts, booking_ids=[stray.id])
        assert broken.value.field == "bookings"
    assert count(world.house, AssignmentVisit) == 2
