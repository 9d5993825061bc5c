"""A substitute reaches the lesson of one class until five o'clock, and no other page, class, school or moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.access.actor import Role
from app.access.matrix import MATRIX, Permission
from app.base import clock
from app.base.house import House
from app.base.problems import NotAllowed
from app.base.settings import Settings
from app.learning import operations, queries, review
from app.learning.queries import last_answers
from app.people.operations import withdraw_pass
from app.people.queries import pupils_of_class
from tests.assignments.makers import given
from tests.conftest import NOW
from tests.house.addresses import address, form_for, routes
from tests.house.conftest import Ask
from tests.house.town import Town
from tests.makers import Makers

OPEN_TO_SUBSTITUTES = {
    "learning.board",
    "learning.board_answer",
    "learning.board_lesson",
    "learning.board_step",
    "learning.class_page",
    "learning.grid",
    "learning.lower_hand",
    "learning.note_said",
    "learning.open_step",
    "learning.pause",
    "learning.shut_step",
    "learning.tick_on_board",
    "people.door",
}
"""Every page that a substitute may open or press. A new one is put here on purpose."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """In the demo there are more pages."""
    return replace(settings, demo=True)


def test_a_substitute_reaches_these_pages_and_no_other(app: Flask, town: Town, ask: Ask) -> None:
    person, opened = town.here.people[Role.SUBSTITUTE], set()
    for rule, method, needs in routes(app):
        if needs is None:
            continue
        form = form_for(rule.endpoint, town.here) if method == "POST" else None
        if ask(person, method, address(rule, town.here), form).status_code != 403:
            opened.add(rule.endpoint)
        town.as_it_was()
    assert opened == OPEN_TO_SUBSTITUTES


def test_a_substitutes_permissions_reach_one_class_and_nothing_wider() -> None:
    mine = {permission: row[Role.SUBSTITUTE] for permission, row in MATRIX.items() if Role.SUBSTITUTE in row}
    assert set(mine) == {Permission.LESSON_SEE, Permission.LESSON_LEAD, Permission.DOOR_HOLD}
    assert {reach.name for reach in mine.values()} == {"CLASS"}


def test_no_page_of_a_substitute_holds_a_last_name_an_answer_or_a_way_to_a_pupil(
    app: Flask, town: Town, ask: Ask
) -> None:
    person, names = town.here.people[Role.SUBSTITUTE], {one.name for one in town.here.pupils}
    seen = set()
    for rule, method, _ in routes(app):
        if rule.endpoint not in OPEN_TO_SUBSTITUTES or method != "GET":
            continue
        page = ask(person, "GET", address(rule, town.here)).get_data(as_text=True)
        seen |= {name for name in names if name in page}
        assert [one.last_name for one in town.here.pupils if one.last_name in page] == [], rule.rule
        assert "Er was een boot" not in page, "what a pupil wrote"
        assert f"/class/{town.here.known['assignment']}/pupil/" not in page, rule.rule
        assert "/classes/" not in page.replace(f"/classes/{town.here.klass.code}/door", ""), rule.rule
    assert seen == names, "the grid names them, so that it means something"


def test_another_class_of_the_same_school_is_not_there_for_a_substitute(
    app: Flask, town: Town, ask: Ask, makers: Makers
) -> None:
    other = makers.school_class(town.here.school)
    code = given(makers, makers.teacher(town.here.school, other), other, request_id="form-2")
    person = town.here.people[Role.SUBSTITUTE]
    for url in (f"/class/{code}", f"/class/{code}/grid", f"/class/{code}/board", f"/class/{code}/lesson"):
        assert ask(person, "GET", url).status_code == 404
    assert ask(person, "POST", f"/classes/{other.code}/door", {"door": "open"}).status_code == 404


def test_a_substitute_reads_no_answers_and_no_list_without_any_route(town: Town, house: House) -> None:
    """The second lock, for who finds a way past the first."""
    code, klass = town.here.known["assignment"], town.here.klass
    with house.looking(town.here.people[Role.SUBSTITUTE].actor, clock.now()) as work:
        for read in (
            lambda: review.answers_page(work, code=code, question_id="", language="nl"),
            lambda: review.pupil_page(work, code=code, pupil_id=town.here.pupils[0].id, language="nl"),
            lambda: last_answers(work, assignment_id=klass.id),
            lambda: queries.photo_for_staff(work, code=code, sha256=town.here.known["photo"]),
            lambda: pupils_of_class(work, class_id=klass.id),
        ):
            with pytest.raises(NotAllowed):
                read()


@pytest.mark.parametrize("how", ["paper", "accepted"])
def test_a_substitute_ticks_on_the_board_alone(town: Town, house: House, how: str) -> None:
    """What the class did together counts; what one child did on paper is the teacher's to say."""
    actor, facts = town.here.people[Role.SUBSTITUTE].actor, {"code": town.here.known["assignment"], "step_id": "kijk"}
    with pytest.raises(NotAllowed):
        house.act(actor, NOW, operations.tick_step, how=how, reason="x", **facts)
    with pytest.raises(NotAllowed):
        house.act(actor, NOW, operations.untick_step, **facts)
    assert house.act(actor, NOW, operations.tick_step, how="board", **facts) > 0
    teacher = town.here.people[Role.TEACHER].actor
    with house.looking(teacher, NOW) as work:
        page = review.pupil_page(work, code=facts["code"], pupil_id=town.here.pupils[0].id, language="nl")
    (ticked,) = [step.ticked for step in page.steps if step.ticked]
    assert ticked.by == "", "a substitute has no name here; the tick is not lost for that"


def test_at_five_and_when_taken_back_everything_is_shut(
    app: Flask, town: Town, ask: Ask, house: House, at: Callable
) -> None:
    person, token = town.here.people[Role.SUBSTITUTE], town.here.known["pass"]
    page = f"/class/{town.here.known['assignment']}"
    assert ask(person, "GET", page).status_code == 200
    at(clock.at(clock.school_day(NOW), 17) - timedelta(seconds=1))
    assert ask(None, "GET", f"/inval/{token}").status_code == 200
    at(clock.at(clock.school_day(NOW), 17))
    late = ask(person, "GET", page)
    assert (late.status_code, late.headers["Location"]) == (303, "/inval/klaar")
    assert ask(person, "GET", f"{page}/grid", htmx=True).headers["HX-Redirect"] == "/inval/klaar"
    leaked = ask(None, "POST", f"/inval/{token}")
    assert leaked.status_code == 410
    assert "nieuwe kaart" in leaked.get_data(as_text=True), "a link after five says what to do"
    at(NOW)
    assert ask(None, "POST", f"/inval/{token}").status_code == 303
    house.act(town.here.people[Role.TEACHER].actor, NOW, withdraw_pass, pass_id=person.id)
    assert ask(None, "POST", f"/inval/{token}").status_code == 410
    app.extensions["identities"].clear()  # five seconds later
    assert ask(person, "GET", page).headers["Location"] == "/inval/klaar"


def test_a_write_after_the_link_was_taken_back_is_refused_at_once(town: Town, ask: Ask, house: House) -> None:
    person, door = town.here.people[Role.SUBSTITUTE], f"/classes/{town.here.klass.code}/door"
    assert ask(person, "POST", door, {"door": "open"}).status_code == 303
    house.act(town.here.people[Role.TEACHER].actor, NOW, withdraw_pass, pass_id=person.id)
    before = town.all_rows()
    assert ask(person, "POST", door, {"door": "shut"}).headers["Location"] == "/inval/klaar"
    assert town.all_rows() == before
