"""After the visit a pupil sees back what was answered before it: the own last answer, in words, in one reading."""

import itertools
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.assignments.operations import choose_visits, open_after_steps
from app.base import clock
from app.learning.operations import tick_step
from app.learning.player import screen_now
from tests.assignments.makers import visit_of
from tests.conftest import BOTH, NOW
from tests.learning import kinds
from tests.learning.test_class_view import statements
from tests.learning.test_photos import hand_in
from tests.learning.world import World, make_world


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    made = make_world(house, makers, tmp_path / "proef", write=kinds.write)
    house.act(made.teacher.actor, clock.now(), open_after_steps, code=made.code)
    return made


@pytest.fixture(autouse=True)
def time_goes_on(monkeypatch, at):
    seconds = itertools.count()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=next(seconds)))


@pytest.fixture
def back(world, look):
    """What the last step shows a pupil of earlier answers."""

    def see(who):
        now = look(who.actor, screen_now, code=world.code, step_id="terug", number=1, language="nl")
        return now.recalled

    return see


@BOTH
def test_the_last_own_answer_comes_back_in_words(world, back):
    pupil, other = world.pupils[:2]
    world.answer(pupil, "paren", *"bac", client="1", step="denk")
    world.answer(pupil, "paren", *"acb", client="2", step="denk")
    world.answer(other, "paren", *"abc", client="3", step="denk")
    assert back(pupil)["paren"].kept.pairs == (("kolk", "de bak"), ("deur", "laat door"), ("schuif", "houdt tegen"))


@BOTH
def test_measurements_come_back_with_their_graph_and_a_photo_as_the_photo(world, back):
    pupil = world.pupils[0]
    world.answer(pupil, "meten", "0|8", "2|5,5", step="bouw")
    sha = hand_in(world, pupil)
    found = back(pupil)
    assert found["meten"].kept.table.rows == (("0", "8"), ("2", "5,5"))
    assert len(found["meten"].kept.graphs) == 1
    assert found["foto"].kept.photo == sha


def test_what_was_not_answered_is_said_kindly(world, back):
    assert back(world.pupils[0])["paren"].kept is None


def test_what_was_done_on_paper_or_together_shows_nothing(world, back, act):
    """A question of the visit is on paper; a step done on the board has no answer to show."""
    pupil = world.pupils[0]
    assert "vraag" not in back(pupil)
    act(world.teacher.actor, tick_step, code=world.code, step_id="denk", how="board")
    assert "paren" not in back(pupil)
    assert back(pupil)["meten"].kept is None


def test_a_step_of_another_level_is_not_asked_back(world, makers, back):
    young = makers.pupil(world.klass, first="Jonne", level="po-5")
    assert set(back(young)) == {"paren"}


def test_five_answers_back_are_read_as_one(world, client, sign_in):
    pupil = sign_in(client, world.pupils[0])
    url = f"/learn/{world.code}/terug/1"
    pupil.get(url)
    with statements(world.house) as none:
        pupil.get(url)
    world.answer(world.pupils[0], "paren", *"abc", step="denk")
    world.answer(world.pupils[0], "meten", "0|8", step="bouw")
    with statements(world.house) as some:
        pupil.get(url)
    assert len(some) == len(none)
    assert sum("from answer" in " ".join(one.lower().split()) for one in some) == 1


def test_the_page_shows_it_and_what_was_not_done_without_a_reproach(world, client, sign_in):
    world.answer(world.pupils[0], "paren", *"abc", step="denk")
    page = BeautifulSoup(sign_in(client, world.pupils[0]).get(f"/learn/{world.code}/terug/1").text, "html.parser")
    shown = [one.text for one in page.select(".kader.terug")]
    assert ["Dit was jouw antwoord" in one for one in shown] == [True, False, False]
    assert "Dat geeft niet" in shown[1]


def test_an_answer_shown_back_is_text_and_no_markup(world, makers, act, client, sign_in):
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[booking.id])
    pupil = world.pupils[0]
    world.answer(pupil, "gaten", "<b>peil</b>", "<script>x</script>", step="denk")
    page = sign_in(client, pupil).get(f"/learn/{world.code}/denk/2").text
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
