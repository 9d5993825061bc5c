"""Instruction groups: set in one go by the teachers of the class, seen by nobody else, gone with the enrolment."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.base.audit import Audit
from app.base.problems import NotAllowed, NotFound
from app.people.models import Enrolment
from app.people.operations import leave_school, set_groups, update_list
from app.people.queries import difference_for_class, instruction_of_class
from app.people.rules.difference import ListShown, mark_of
from tests.conftest import BOTH


@pytest.fixture
def school(makers):
    makers.network()
    return makers.school()


@pytest.fixture
def klass(makers, school):
    return makers.school_class(school)


@pytest.fixture
def pupils(makers, klass):
    return makers.pupils(klass, 3)


@pytest.fixture
def teacher(makers, school, klass):
    return makers.teacher(school, klass)


def stored(house, table=Enrolment.instruction) -> list[str | None]:
    with house.store.reading("everywhere") as db:
        return list(db.scalars(select(table).order_by(Enrolment.id)))


@BOTH
def test_a_pupil_is_in_basic_until_a_teacher_says_so_and_only_the_others_are_kept(
    house, klass, pupils, teacher, act, look
):
    one, two, three = pupils
    assert set(look(teacher.actor, instruction_of_class, class_id=klass.id).values()) == {"basic"}
    chosen = {one.id: "plus", two.id: "extended", three.id: "basic"}
    shown = dict.fromkeys(chosen, "basic")
    assert act(teacher.actor, set_groups, code=klass.code, chosen=chosen, was=shown) == 2
    assert act(teacher.actor, set_groups, code=klass.code, chosen=chosen, was=shown) == 0  # a second click
    assert look(teacher.actor, instruction_of_class, class_id=klass.id) == chosen
    assert sorted(map(str, stored(house))) == ["None", "extended", "plus"]


def test_two_teachers_at_once_each_keep_what_they_touched(klass, pupils, teacher, act, look):
    one, two, _ = pupils
    shown = {pupil.id: "basic" for pupil in pupils}
    act(teacher.actor, set_groups, code=klass.code, chosen=shown | {one.id: "plus"}, was=shown)
    act(teacher.actor, set_groups, code=klass.code, chosen=shown | {two.id: "extended"}, was=shown)
    now = look(teacher.actor, instruction_of_class, class_id=klass.id)
    assert (now[one.id], now[two.id]) == ("plus", "extended")


@BOTH
def test_nobody_but_a_teacher_of_the_class_sets_or_sees_them(makers, school, klass, pupils, act, look):
    elsewhere = makers.school()
    for person, problem in (
        (makers.teacher(school, makers.school_class(school)), NotFound),
        (makers.teacher(elsewhere, makers.school_class(elsewhere)), NotFound),
        (makers.school_admin(school), NotAllowed),
        (makers.coordinator(), NotAllowed),
        (pupils[0], NotAllowed),
    ):
        with pytest.raises(problem):
            act(person.actor, set_groups, code=klass.code, chosen={pupils[0].id: "plus"}, was={})
        with pytest.raises(problem):
            look(person.actor, instruction_of_class, class_id=klass.id)


def test_a_pupil_of_another_class_or_school_is_not_found_and_nothing_is_half_written(
    makers, house, school, klass, pupils, teacher, act
):
    for stranger in (
        makers.pupil(makers.school_class(school)).id,
        makers.pupil(makers.school_class(makers.school())).id,
        uuid4(),
    ):
        with pytest.raises(NotFound):
            act(teacher.actor, set_groups, code=klass.code, chosen={pupils[0].id: "plus", stranger: "plus"}, was={})
    assert set(stored(house)) == {None}


@BOTH
def test_it_goes_when_the_pupil_leaves_the_class_or_the_school(house, klass, pupils, teacher, act, look):
    chosen = {pupil.id: "plus" for pupil in pupils}
    act(teacher.actor, set_groups, code=klass.code, chosen=chosen, was={})
    act(teacher.actor, leave_school, code=klass.code, pupil_id=pupils[0].id)
    names, levels = "Zita de Wit", ("po-7",)
    found = look(teacher.actor, difference_for_class, class_id=klass.id, names=names, levels=levels)
    listed = ListShown("7Q", levels, names, mark_of(found, name="7Q", levels=levels))
    act(teacher.actor, update_list, code=klass.code, listed=listed)
    assert set(stored(house)) == {None}


def test_who_left_while_the_page_was_open_is_passed_over_and_the_others_are_saved(klass, pupils, teacher, act, look):
    act(teacher.actor, leave_school, code=klass.code, pupil_id=pupils[0].id)
    chosen = {pupil.id: "plus" for pupil in pupils}
    assert act(teacher.actor, set_groups, code=klass.code, chosen=chosen, was={}) == 2


def test_the_log_says_how_many_and_never_who(house, klass, pupils, teacher, act):
    act(teacher.actor, set_groups, code=klass.code, chosen={pupils[0].id: "plus"}, was={})
    with house.store.reading("everywhere") as db:
        facts = db.scalars(select(Audit.details).where(Audit.what == "groups.set")).one()
    assert facts == {"pupils": 1}


def test_the_page_has_a_row_for_each_pupil_and_saves_what_was_tapped(klass, pupils, teacher, client, sign_in):
    sign_in(client, teacher)
    address = f"/classes/{klass.code}/groups"
    page = BeautifulSoup(client.get(address).text, "html.parser")
    assert [row.legend.text.split()[0] for row in page.select(".groeplijst fieldset")] == [p.name for p in pupils]
    assert len(page.select("input[type=radio][checked][value=basic]")) == 3
    sent = {field["name"]: field["value"] for field in page.select(".groepen input[type=hidden], input[checked]")}
    answer = client.post(address, data=sent | {f"group-{pupils[1].id}": "extended"}, follow_redirects=True)
    assert "Eén leerling ging naar een andere groep." in answer.text
    page = BeautifulSoup(answer.text, "html.parser")
    assert [one["name"] for one in page.select("input[checked][value=extended]")] == [f"group-{pupils[1].id}"]


@pytest.mark.parametrize("sent", [{"group-nobody": "plus"}, {"group-": "plus"}, {"was-'": "plus"}])
def test_a_form_with_nonsense_is_not_found(klass, pupils, teacher, client, sign_in, sent):
    assert sign_in(client, teacher).post(f"/classes/{klass.code}/groups", data=sent).status_code == 404


def test_a_group_that_is_none_changes_nothing(house, klass, pupils, teacher, client, sign_in):
    sent = {f"group-{pupils[0].id}": "dom"}
    assert sign_in(client, teacher).post(f"/classes/{klass.code}/groups", data=sent).status_code == 303
    assert set(stored(house)) == {None}


def test_a_class_without_pupils_says_what_to_do_first(makers, school, teacher, client, sign_in):
    empty = makers.school_class(school)
    person = makers.teacher(school, empty)
    page = sign_in(client, person).get(f"/classes/{empty.code}/groups")
    assert f"/classes/{empty.code}/list" in page.text
