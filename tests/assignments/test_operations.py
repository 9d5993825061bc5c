"""Giving a module, its visits and days, taking it back; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assignments.models import Assignment, AssignmentVisit
from app.assignments.operations import (
    change_dates,
    choose_visits,
    give_back,
    give_module,
    open_after_steps,
    withdraw,
)
from app.assignments.queries import assignment_for_staff, assignment_of_pupil, pupils_given, visits_of_assignment
from app.assignments.rules import PUPILS, Whom
from app.base import clock
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.learning.models import Answer
from app.visits.models import Booking
from tests.assignments.makers import given, visit_of
from tests.conftest import BOTH, NOW
from tests.learning.world import World, count, make_world
from tests.visits import makers as visits

pytestmark = BOTH
TODAY = clock.school_day(NOW)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


def facts(world: World, **changed: object) -> dict[str, object]:
    given = {"class_code": world.klass.code, "module_slug": "proef", "opens_on": TODAY, "closes_on": TODAY}
    return {**given, "request_id": "another", **changed}


def test_the_same_form_sent_at_once_from_two_tabs_gives_once(world, act):
    def send(_: int) -> str:
        return str(act(world.teacher.actor, give_module, **facts(world)))

    with ThreadPoolExecutor(4) as crowd:
        assert len(set(crowd.map(send, range(8)))) == 1
    assert count(world.house, Assignment) == 2  # that of the world, and this one


def test_all_steps_chosen_is_kept_as_all_so_that_a_later_revision_may_add_one(world, act, look):
    code = act(world.teacher.actor, give_module, **facts(world, step_ids=["kijk", "bezoek", "terug"]))
    assert look(world.teacher.actor, assignment_for_staff, code=code).steps is None


@pytest.mark.parametrize("steps", [[], ["kijk", "bestaat-niet"]])
def test_no_steps_or_steps_of_another_module_are_refused(world, act, steps):
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, give_module, **facts(world, step_ids=steps))
    assert broken.value.field == "steps"
    assert count(world.house, Assignment) == 1


def test_a_teacher_gives_nothing_to_a_class_of_a_colleague_or_of_another_school(world, act, makers):
    colleague = makers.school_class(world.school)
    elsewhere = makers.school_class(makers.school())
    for klass in (colleague, elsewhere):
        with pytest.raises(NotFound):
            act(world.teacher.actor, give_module, **facts(world, class_code=klass.code))
    with pytest.raises(NotAllowed):
        act(world.pupils[0].actor, give_module, **facts(world))


def test_only_pupils_of_the_class_can_be_named(world, act, makers):
    other = makers.pupil(makers.school_class(world.school))
    with pytest.raises(NotFound):
        act(world.teacher.actor, give_module, **facts(world, whom=Whom(PUPILS, pupil_ids=frozenset({other.id}))))
    assert count(world.house, Assignment) == 1


def test_some_pupils_get_it_and_the_others_never_see_it(world, act, look):
    chosen, other = world.pupils[0], world.pupils[1]
    code = act(world.teacher.actor, give_module, **facts(world, whom=Whom(PUPILS, pupil_ids=frozenset({chosen.id}))))
    assert look(chosen.actor, assignment_of_pupil, code=code).code == code
    with pytest.raises(NotFound):
        look(other.actor, assignment_of_pupil, code=code)


def test_who_joins_the_class_later_gets_it_too_and_who_left_no_longer(world, makers, look, at):
    late = makers.pupil(world.klass, first="Zita", from_on=TODAY + timedelta(days=3))
    assert len(named(world, look)) == 3
    at(NOW + timedelta(days=3))
    assert late.id in named(world, look)


def named(world: World, look) -> list[object]:
    assignment = look(world.teacher.actor, assignment_for_staff, code=world.code)
    return [one.id for one in look(world.teacher.actor, pupils_given, assignment_id=assignment.id)]


def test_a_booking_without_a_class_gets_this_class_when_it_is_given(world, makers, act):
    at = visits.slot(makers, visits.offer(makers, max_group=30))
    booking = visits.booking(makers, world.school, world.teacher, at)
    act(world.teacher.actor, give_module, **facts(world, closes_on=TODAY + timedelta(9), booking_ids=[booking.id]))
    with world.house.store.reading("everywhere") as db:
        assert db.get(Booking, booking.id).class_id == world.klass.id


def test_a_class_divided_over_two_bookings_without_a_class_is_on_both_lists_once(world, makers, act, look):
    offer = visits.offer(makers, min_group=1, max_group=2)
    bookings = [
        visits.booking(
            makers,
            world.school,
            world.teacher,
            visits.slot(makers, offer, starts_at=NOW + timedelta(days=2, hours=hours)),
            expected=2,
        )
        for hours in (0, 3)
    ]
    chosen = facts(world, closes_on=TODAY + timedelta(9), booking_ids=[one.id for one in bookings])
    code = act(world.teacher.actor, give_module, **chosen)
    found = look(world.teacher.actor, assignment_for_staff, code=code)
    on_lists = look(world.teacher.actor, visits_of_assignment, assignment_id=found.id)
    assert {pupil: len(own) for pupil, own in on_lists.items()} == {one.id: 1 for one in world.pupils}


def test_a_visit_of_another_school_never_goes_with_it(world, makers, act):
    elsewhere = makers.school()
    theirs = visits.booking(makers, elsewhere, makers.teacher(elsewhere))
    for attempt in (
        lambda: act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[theirs.id]),
        lambda: act(world.teacher.actor, give_module, **facts(world, booking_ids=[theirs.id])),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert count(world.house, AssignmentVisit) == 0


def test_visits_chosen_again_replace_the_ones_before(world, makers, act):
    first, second = (visit_of(makers, world.teacher, world.klass, world.pupils) for _ in range(2))
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[first.id])
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[second.id])
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[second.id])
    with world.house.store.reading("everywhere") as db:
        assert db.scalars(select(AssignmentVisit.booking_id)).all() == [second.id]


def test_the_last_day_cannot_move_before_the_visit(world, makers, act):
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)  # in two days
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[booking.id])
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, change_dates, code=world.code, opens_on=TODAY, closes_on=TODAY + timedelta(days=1))
    assert broken.value.field == "closes_on"


def test_withdrawn_is_gone_for_pupils_keeps_every_answer_and_comes_back(world, act, look):
    pupil = world.pupils[0]
    world.answer(pupil, "waarom", "b")
    act(world.teacher.actor, withdraw, code=world.code)
    with pytest.raises(NotFound):
        look(pupil.actor, assignment_of_pupil, code=world.code)
    assert look(world.teacher.actor, assignment_for_staff, code=world.code).state == "withdrawn"
    act(world.teacher.actor, give_back, code=world.code)
    assert look(pupil.actor, assignment_of_pupil, code=world.code)
    assert count(world.house, Answer) == 1


def test_the_steps_after_are_opened_once_and_by_whom_is_in_the_log_once(world, act, look, at):
    act(world.teacher.actor, open_after_steps, code=world.code)
    at(NOW + timedelta(minutes=5))
    act(world.teacher.actor, open_after_steps, code=world.code)
    assert look(world.teacher.actor, assignment_for_staff, code=world.code).after_opened_at == NOW


@pytest.mark.parametrize("operation", [withdraw, give_back, open_after_steps])
def test_a_colleague_of_another_class_and_another_school_change_nothing(world, makers, act, operation):
    other = makers.school()
    for person in (
        makers.teacher(world.school, makers.school_class(world.school)),
        makers.teacher(other, makers.school_class(other)),
    ):
        with pytest.raises(NotFound):
            act(person.actor, operation, code=world.code)
    with pytest.raises(NotAllowed):
        act(world.pupils[0].actor, operation, code=world.code)


def test_the_school_office_may_give_too(world, makers):
    assert given(makers, makers.school_admin(world.school), world.klass)
