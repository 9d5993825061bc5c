"""To whom a module goes: the class, its instruction groups, some pupils; changed later without losing work."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.access.actor import Actor, Post, Role
from app.assignments.models import AssignmentTarget
from app.assignments.operations import change_whom, give_module, give_to_newcomers
from app.assignments.queries import assignment_for_staff, assignment_of_pupil, newcomers, pupils_given, whom_label
from app.assignments.rules import CLASS, GROUPS, PUPILS, Whom
from app.base import clock
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.base.work import Work
from app.learning.models import Answer
from app.people.models import Enrolment
from app.people.operations import leave_school, set_groups
from tests.conftest import BOTH, NOW
from tests.learning.world import World, count, make_world

pytestmark = BOTH
TODAY = clock.school_day(NOW)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", pupils=5)


def some(*people) -> Whom:
    return Whom(PUPILS, pupil_ids=frozenset(one.id for one in people))


def groups(*names: str) -> Whom:
    return Whom(GROUPS, groups=frozenset(names))


def give(world: World, act, whom: Whom, *, request_id: str = "another") -> str:
    facts = {"module_slug": "proef", "opens_on": TODAY, "closes_on": TODAY + timedelta(9), "request_id": request_id}
    return str(act(world.teacher.actor, give_module, class_code=world.klass.code, whom=whom, **facts))


def put(world: World, act, group: str, *people) -> None:
    chosen = {one.id: group for one in people}
    act(world.teacher.actor, set_groups, code=world.klass.code, chosen=chosen, was={})


def has(world: World, look, code: str) -> list[object]:
    given = look(world.teacher.actor, assignment_for_staff, code=code)
    return [one.id for one in look(world.teacher.actor, pupils_given, assignment_id=given.id)]


def changes(world: World, look, code: str) -> int:
    return int(look(world.teacher.actor, assignment_for_staff, code=code).changes)


def test_a_group_is_who_is_in_it_when_it_is_given(world, act, look):
    first, second, third, *_ = world.pupils
    put(world, act, "plus", first, second)
    code = give(world, act, groups("plus"))
    assert has(world, look, code) == [first.id, second.id]
    with pytest.raises(NotFound):
        look(third.actor, assignment_of_pupil, code=code)


def test_who_changes_groups_keeps_the_work_and_who_comes_in_is_told_and_added(world, act, look):
    first, second, third, *_ = world.pupils
    put(world, act, "plus", first, second)
    code = give(world, act, groups("plus"))
    put(world, act, "basic", first)
    put(world, act, "plus", third)
    assert has(world, look, code) == [first.id, second.id]
    given = look(world.teacher.actor, assignment_for_staff, code=code)
    assert look(world.teacher.actor, newcomers, given=given) == (third.id,)
    assert [act(world.teacher.actor, give_to_newcomers, code=code) for _ in range(2)] == [1, 0]
    assert has(world, look, code) == [first.id, second.id, third.id]


def test_a_new_pupil_of_the_class_is_told_for_basic_and_not_for_plus(world, act, look, makers):
    put(world, act, "plus", world.pupils[0])
    basic, plus = give(world, act, groups("basic"), request_id="a"), give(world, act, groups("plus"), request_id="b")
    late = makers.pupil(world.klass, first="Zita")
    told = {}
    for code in (basic, plus, world.code):
        told[code] = look(
            world.teacher.actor, newcomers, given=look(world.teacher.actor, assignment_for_staff, code=code)
        )
    assert told == {basic: (late.id,), plus: (), world.code: ()}


@pytest.mark.parametrize(
    ("whom", "field"),
    [
        (Whom(PUPILS), "pupils"),
        (Whom(GROUPS), "groups"),
        (groups("plus"), "groups"),
        (groups("basic", "slim"), "groups"),
    ],
)
def test_an_empty_choice_an_empty_group_and_no_group_at_all_are_refused(world, act, whom, field):
    with pytest.raises(RuleBroken) as broken:
        give(world, act, whom)
    assert broken.value.field == field
    with pytest.raises(RuleBroken):
        act(world.teacher.actor, change_whom, code=world.code, whom=whom, seen=0)


def test_pupils_of_another_class_or_school_or_nowhere_are_not_found(world, act, makers):
    elsewhere = makers.school()
    for stranger in (
        makers.pupil(makers.school_class(world.school)).id,
        makers.pupil(makers.school_class(elsewhere)).id,
        uuid4(),
    ):
        whom = Whom(PUPILS, pupil_ids=frozenset({stranger}))
        with pytest.raises(NotFound):
            give(world, act, whom)
        with pytest.raises(NotFound):
            act(world.teacher.actor, change_whom, code=world.code, whom=whom, seen=0)
    assert count(world.house, AssignmentTarget) == 1


def test_who_left_the_class_while_the_form_was_open_is_said(world, act):
    act(world.teacher.actor, leave_school, code=world.klass.code, pupil_id=world.pupils[0].id)
    with pytest.raises(RuleBroken) as broken:
        give(world, act, some(*world.pupils))
    assert broken.value.field == "pupils"


def test_who_is_taken_off_sees_it_no_more_keeps_the_work_and_finds_it_again(world, act, look):
    off, stays = world.pupils[0], world.pupils[1]
    world.answer(off, "waarom", "b")
    changed = act(world.teacher.actor, change_whom, code=world.code, whom=some(stays), seen=0)
    assert (changed.pupils, changed.added, changed.off) == (1, 0, 4)
    with pytest.raises(NotFound):
        look(off.actor, assignment_of_pupil, code=world.code)
    assert count(world.house, Answer) == 1
    seen = changes(world, look, world.code)
    act(world.teacher.actor, change_whom, code=world.code, whom=some(stays, off), seen=seen)
    assert look(off.actor, assignment_of_pupil, code=world.code)
    assert world.answer(off, "delen", *"ab").step_done is False  # goes on where it was


def test_back_to_the_whole_class_is_one_target_and_later_pupils_too(world, act, look, makers):
    act(world.teacher.actor, change_whom, code=world.code, whom=some(world.pupils[0]), seen=0)
    act(world.teacher.actor, change_whom, code=world.code, whom=Whom(CLASS), seen=1)
    assert count(world.house, AssignmentTarget) == 1
    late = makers.pupil(world.klass, first="Zita")
    assert late.id in has(world, look, world.code)


def test_the_same_form_twice_changes_once_and_an_older_page_is_asked_again(world, act, look):
    one, other = some(world.pupils[0]), some(world.pupils[1])
    act(world.teacher.actor, change_whom, code=world.code, whom=one, seen=0)
    again = act(world.teacher.actor, change_whom, code=world.code, whom=one, seen=0)
    assert (again.added, again.off, changes(world, look, world.code)) == (0, 0, 1)
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, change_whom, code=world.code, whom=other, seen=0)
    assert broken.value.field == "seen"
    assert has(world, look, world.code) == [world.pupils[0].id]


def test_who_moved_to_another_class_can_stay_on_it(world, act, look, makers):
    """Named one by one, and in another class since: saving the same list takes nobody off."""
    gone, stays = world.pupils[0], world.pupils[1]
    code = give(world, act, some(gone, stays))

    def move(work: Work) -> None:
        work.db.scalars(select(Enrolment).where(Enrolment.pupil_id == gone.id)).one().until_on = TODAY

    makers.write(move)
    changed = act(world.teacher.actor, change_whom, code=code, whom=some(gone, stays), seen=0)
    assert (changed.added, changed.off) == (0, 0)


def test_the_office_gives_to_pupils_and_never_hears_of_groups(world, act, look, makers):
    office = makers.school_admin(world.school)
    put(world, act, "plus", world.pupils[0])
    code = give(world, act, groups("plus"))
    given = look(office.actor, assignment_for_staff, code=code)
    assert look(office.actor, whom_label, given=given) == ""
    assert look(world.teacher.actor, whom_label, given=given) == "Plus"
    assert look(office.actor, newcomers, given=given) == ()
    with pytest.raises(NotAllowed):
        act(office.actor, change_whom, code=code, whom=groups("basic"), seen=0)
    act(office.actor, change_whom, code=code, whom=some(world.pupils[1]), seen=0)
    assert has(world, look, code) == [world.pupils[1].id]


def test_a_group_that_crosses_classes_is_given_to_like_a_class(world, makers, act, look):
    cluster = makers.school_class(world.school, is_group=True)
    pupil = makers.pupil(cluster, first="Zita")
    post = Post(Role.TEACHER, school_id=world.school.id, class_ids=frozenset({world.klass.id, cluster.id}))
    actor = Actor(world.teacher.id, (post,))
    facts = {"module_slug": "proef", "opens_on": TODAY, "closes_on": TODAY, "request_id": "cluster"}
    code = act(actor, give_module, class_code=cluster.code, **facts)
    assert look(pupil.actor, assignment_of_pupil, code=code).code == code
