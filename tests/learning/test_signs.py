"""Signs of life: who is told to wait for wifi, and that a quiet class costs next to no writes."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.base.problems import NotFound
from app.learning import signs
from app.learning.class_view import class_view
from app.learning.models import Progress
from app.learning.operations import enter_step, give_sign
from tests.conftest import BOTH, NOW
from tests.learning.test_class_view import statements
from tests.learning.world import World, make_world

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def enter(world, act, sign):
    """The page says on which step the pupil is, and then that it is there."""

    def come() -> None:
        act(world.pupils[0].actor, enter_step, code=world.code, step_id="kijk", language="nl")
        sign()

    return come


@pytest.fixture
def sign(world, act):
    def give(waiting=0, *, leaving=False):
        facts = {"waiting": waiting, "leaving": leaving, "language": "nl"}
        act(world.pupils[0].actor, give_sign, code=world.code, **facts)

    return give


@pytest.fixture
def row(world, look):
    """The first pupil's row of the class view."""
    return lambda: look(world.teacher.actor, class_view, code=world.code, language="nl").rows[0]


def progress(world):
    with world.house.store.reading("everywhere") as db:
        return db.scalars(select(Progress).where(Progress.pupil_id == world.pupils[0].id)).one()


def test_a_device_that_is_silent_on_a_step_waits_for_wifi_and_after_a_lesson_no_more(enter, row, at):
    enter()
    at(NOW + signs.SILENT - SECOND)
    assert row().silence is None
    at(NOW + signs.SILENT)
    assert row().silence == signs.Silence(NOW, 0)
    assert row().cells[0].silent
    at(NOW + signs.GONE + SECOND)
    assert row().silence is None


def test_a_sign_each_minute_keeps_it_quiet_and_draws_no_grid_anew(world, enter, sign, row, at):
    enter()
    before = progress(world).version
    for minute in (1, 2, 3, 4):
        at(NOW + minute * MINUTE)
        sign()
        assert row().silence is None
    assert progress(world).version == before


def test_who_says_goodbye_who_is_done_and_who_has_no_script_is_not_waited_for(world, enter, sign, row, at):
    enter()
    sign(leaving=True)
    at(NOW + 9 * MINUTE)
    assert row().silence is None
    at(NOW)
    sign()
    world.do_step_kijk(world.pupils[0])
    at(NOW + 9 * MINUTE)
    assert row().silence is None
    no_script = world.pupils[1]
    world.answer(no_script, "waarom", "b")
    with world.house.looking(world.teacher.actor, NOW + 30 * MINUTE) as work:
        assert class_view(work, code=world.code, language="nl").rows[1].silence is None


def test_answers_that_wait_on_a_device_are_told_at_once_and_each_that_comes_in_is_one_less(world, enter, sign, row):
    enter()
    before = progress(world).version
    sign(2)
    assert progress(world).version > before, "the teacher's page is drawn anew"
    assert row().silence == signs.Silence(NOW, 2)
    world.answer(world.pupils[0], "waarom", "b")
    assert row().silence.waiting == 1
    world.answer(world.pupils[0], "delen", "a", "b")
    assert row().silence is None


def test_a_device_that_holds_answers_is_waited_for_though_it_goes(enter, sign, row, at):
    enter()
    sign(2, leaving=True)
    at(NOW + 9 * MINUTE)
    assert row().silence.waiting == 2


def test_a_device_that_comes_back_is_news(world, enter, sign, at):
    enter()
    before = progress(world).version
    at(NOW + 5 * MINUTE)
    sign()
    assert progress(world).version == before + 1


def test_before_a_pupil_began_there_is_nothing_to_say(world, sign):
    sign()
    with world.house.store.reading("everywhere") as db:
        assert db.scalars(select(Progress)).all() == []


def test_what_a_device_says_is_bounded(world, enter, sign):
    enter()
    sign(10**9)
    assert progress(world).waiting == signs.MOST
    sign(-5)
    assert progress(world).waiting == 0


def test_a_device_of_another_school_says_nothing_here(world, makers, act):
    other = makers.pupil(makers.school_class(makers.school()))
    with pytest.raises(NotFound):
        act(other.actor, give_sign, code=world.code, waiting=1, leaving=False, language="nl")


@BOTH
def test_a_sign_is_one_small_write_a_minute_and_none_when_an_answer_came_meanwhile(world, enter, sign, at):
    def writes() -> int:
        with statements(world.house) as sent:
            sign()
        assert len([one for one in sent if not one.startswith("BEGIN") and "set_config" not in one]) <= 2
        return sum(one.startswith("UPDATE") for one in sent)

    enter()
    assert writes() == 0
    at(NOW + MINUTE)
    assert (writes(), writes()) == (1, 0)
    at(NOW + 2 * MINUTE)
    world.answer(world.pupils[0], "waarom", "b")
    at(NOW + 2 * MINUTE + 30 * SECOND)
    assert writes() == 0


def test_hostile_signs_are_harmless(world, client, sign_in, enter):
    enter()
    pupil = sign_in(client, world.pupils[0])
    for waiting in ("", "-1", "9" * 5000, "²", "drop table", "1.5"):
        assert pupil.post(f"/learn/{world.code}/sign", data={"waiting": waiting}).status_code == 204
    assert progress(world).waiting == 0


def test_the_page_tells_what_is_known_and_what_is_not(world, client, sign_in, enter, at):
    enter()
    at(NOW + 4 * MINUTE)
    page = BeautifulSoup(
        sign_in(client, world.teacher).get(f"/class/{world.code}").get_data(as_text=True), "html.parser"
    )
    told = page.select_one("#stil").get_text(" ", strip=True)
    assert "Wacht op wifi" in told
    assert "laatste teken 10:00" in told
    assert "We weten alleen wanneer" in told
    assert "wacht op wifi" in page.select_one("td.stil").text
