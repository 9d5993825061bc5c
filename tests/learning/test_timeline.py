"""A pupil's time line: what is kept anyway, in order, by school day; for the teacher of the class alone."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.access.actor import Actor
from app.assignments.operations import choose_visits
from app.assignments.queries import assignment_for_staff, module_given
from app.base.problems import NotAllowed, NotFound
from app.learning.models import Answer
from app.learning.operations import ask_help, review_answer, stop_help, tick_step, untick_step
from app.learning.timeline import Day, timeline
from app.visits.operations import mark_presence
from tests.assignments.makers import visit_of
from tests.conftest import BOTH, NOW
from tests.learning.published import rows
from tests.learning.test_class_view import statements
from tests.learning.world import World, make_world


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "lessons")


@pytest.fixture
def line(world, look):
    def read(actor: Actor | None = None) -> tuple[Day, ...]:
        return look(actor or world.teacher.actor, _line, code=world.code, pupil_id=world.pupils[0].id)

    return read


def _line(work, *, code, pupil_id):
    given = assignment_for_staff(work, code)
    return timeline(work, given=given, module=module_given(work, given, language="nl"), pupil_id=pupil_id)


def kinds(days: tuple[Day, ...]) -> list[str]:
    return [one.kind for day in days for one in day.moments]


@BOTH
def test_everything_that_is_kept_stands_in_order_and_by_day(world, makers, act, at, line):
    pupil, teacher = world.pupils[0], world.teacher
    booking = visit_of(makers, teacher, world.klass, world.pupils)
    act(teacher.actor, choose_visits, code=world.code, booking_ids=[booking.id])
    at(NOW + timedelta(minutes=1))
    world.answer(pupil, "waarom", "a", client="first")
    at(NOW + timedelta(minutes=2))
    world.do_step_kijk(pupil)
    at(NOW + timedelta(minutes=3))
    answer = next(one for one in rows(world, Answer) if one.client_id == "inhoud-right")
    act(teacher.actor, review_answer, code=world.code, answer_id=answer.id, text="Kijk nog eens")
    at(NOW + timedelta(days=30))
    act(teacher.actor, mark_presence, code=booking.code, absent=[pupil.id], seen=[one.id for one in world.pupils])
    act(teacher.actor, tick_step, code=world.code, step_id="terug", how="paper", pupil_ids=[pupil.id])
    at(NOW + timedelta(days=31))
    act(teacher.actor, untick_step, code=world.code, step_id="terug", pupil_ids=[pupil.id])
    days = line()
    assert kinds(days) == ["begun", "handed-in", "said", "visit", "paper", "undone"]
    held = {one.kind: one for day in days for one in day.moments}
    assert (held["handed-in"].questions, held["handed-in"].tries) == (4, 5)
    assert (held["said"].text, held["said"].by) == ("Kijk nog eens", "Samira Haddad")
    assert held["visit"].present is False
    assert days[0].day == NOW.date()


def test_a_hand_is_there_while_it_is_up(world, act, line):
    pupil = world.pupils[0]
    act(pupil.actor, ask_help, code=world.code, step_id="kijk", language="nl")
    assert kinds(line()) == ["hand"]
    act(pupil.actor, stop_help, code=world.code, language="nl")
    assert line() == ()


def test_nobody_but_a_teacher_of_the_class_gets_it(world, makers, line, client, sign_in):
    world.answer(world.pupils[0], "waarom", "b")
    admin = makers.school_admin(world.school)
    with pytest.raises(NotAllowed):
        line(admin.actor)
    with pytest.raises(NotFound):
        line(makers.teacher(world.school, makers.school_class(world.school)).actor)
    sign_in(client, admin)
    assert "Tijdlijn" not in client.get(f"/class/{world.code}/pupil/{world.pupils[0].id}").text


def test_the_page_says_it_on_a_dutch_clock_without_a_word_of_opinions(world, client, sign_in):
    world.do_step_kijk(world.pupils[0])
    sign_in(client, world.teacher)
    page = BeautifulSoup(client.get(f"/class/{world.code}/pupil/{world.pupils[0].id}").text, "html.parser")
    shown = page.select_one(".tijdlijn")
    assert not shown.has_attr("open")
    assert shown.dt.get_text() == "do 8 oktober"
    text = " ".join(shown.get_text(" ", strip=True).split())
    assert "10:00 Begonnen met “Waarom een sluis?”" in text
    assert "Ingeleverd: “Waarom een sluis?” 4 vragen , 4 pogingen" in text.replace("vragen,", "vragen ,")


def test_an_empty_line_is_not_drawn(world, client, sign_in):
    sign_in(client, world.teacher)
    assert "tijdlijn" not in client.get(f"/class/{world.code}/pupil/{world.pupils[0].id}").text


def test_what_a_teacher_wrote_is_no_markup(world, act, client, sign_in):
    world.answer(world.pupils[0], "waarom", "a")
    (answer,) = rows(world, Answer)
    act(world.teacher.actor, review_answer, code=world.code, answer_id=answer.id, text="<script>x</script>")
    sign_in(client, world.teacher)
    assert "<script>x" not in client.get(f"/class/{world.code}/pupil/{world.pupils[0].id}").text


def test_many_answers_cost_as_many_statements_as_one(world, look, line):
    def cost() -> int:
        with statements(world.house) as sent:
            line()
        return len(sent)

    world.answer(world.pupils[0], "waarom", "a")
    line()
    few = cost()
    world.do_step_kijk(world.pupils[0])
    assert cost() == few
