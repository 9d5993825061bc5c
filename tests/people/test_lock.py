"""A pupil's screen that nobody touches locks, reopens with the pictures at the same place, and ends with the day."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.learning.models import Answer
from tests.conftest import NOW
from tests.learning.world import World, count, make_world
from tests.makers import moment

JSON = {"Accept": "application/json"}
RIGHT = {"pictures": "windmill,rocket,windmill"}


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def pupil(world, client, sign_in) -> FlaskClient:
    return sign_in(client, world.pupils[0])


def after(at, minutes: float) -> None:
    at(NOW + timedelta(minutes=minutes))


def test_after_eleven_minutes_without_a_request_only_the_pictures_open_it_at_the_same_place(world, pupil, at):
    here = f"/learn/{world.code}/kijk/1"
    assert pupil.get(here).status_code == 200
    after(at, 11.5)
    assert pupil.get(here).location == "/learn/lock"
    page = pupil.get("/learn/lock").text
    assert "op slot" in page
    assert "Waarom" not in page
    for other in ("/", here, "/learn/pass", "/learn/pages", f"/learn/{world.code}/", "/roles"):
        assert pupil.get(other).location == "/learn/lock"
    pupil.get(here)
    assert pupil.post("/learn/lock", data={"pictures": "boat,boat,boat"}).status_code == 422
    assert pupil.post("/learn/lock", data=RIGHT).location == here
    assert pupil.get(here).status_code == 200


def test_requests_by_hand_keep_it_open_and_the_device_by_itself_does_not(world, pupil, at):
    here = f"/learn/{world.code}/kijk/1"
    for minutes in (8, 16, 24):
        after(at, minutes)
        assert pupil.get(here).status_code == 200
    for minutes in (28, 32, 34.5):
        after(at, minutes)
        pupil.get(here, headers={"X-Keep": "1"})
        pupil.get("/learn/pass", headers=JSON)
    after(at, 36)
    assert pupil.get("/learn/pass", headers=JSON).status_code == 423


def test_a_device_that_says_it_was_touched_just_now_stays_open_also_after_a_time_without_wifi(world, pupil, at):
    after(at, 40)
    assert pupil.get("/learn/pass", headers={**JSON, "X-Idle": "20"}).status_code == 200
    after(at, 45)
    assert pupil.get(f"/learn/{world.code}/kijk/1").status_code == 200
    after(at, 70)
    assert pupil.get("/learn/pass", headers={**JSON, "X-Idle": "1200"}).status_code == 423
    for forged in ("-1", "x", "", "9" * 20):
        assert pupil.get("/learn/pass", headers={**JSON, "X-Idle": forged}).status_code == 423


def test_once_locked_no_word_of_a_script_opens_it(world, pupil):
    assert pupil.post("/learn/lock/now").status_code == 204
    for _ in range(2):
        assert pupil.get("/learn/pass", headers={**JSON, "X-Idle": "0"}).status_code == 423
    form = {"question": "waarom", "client": "one", **world.sent("waarom", "b")}
    assert pupil.post(f"/learn/{world.code}/kijk/1/answer", data=form, headers=JSON).json["state"] == "locked"
    assert count(world.house, Answer) == 0


def test_a_form_that_was_written_for_longer_than_that_is_not_lost_without_javascript(world, pupil, at):
    after(at, 15)
    here = f"/learn/{world.code}/kijk/1/answer"
    form = {"question": "waarom", "client": "one", **world.sent("waarom", "b")}
    sent = pupil.post(here, data=form)
    assert (sent.status_code, sent.location) == (307, f"/learn/lock?to=/learn/{world.code}/kijk/1/answer")
    page = pupil.post(sent.location, data=form).text
    assert all(f'name="{name}"' in page for name in form)
    again = {**form, **RIGHT, "to": here}
    opened = pupil.post("/learn/lock", data=again)
    assert (opened.status_code, opened.location) == (307, here)
    assert pupil.post(here, data=again).status_code == 303
    assert count(world.house, Answer) == 1


def test_a_step_done_with_the_hands_gives_its_own_minutes_and_never_less_than_ten(world, pupil, at):
    pupil.get(f"/learn/{world.code}/kijk/1")
    with pupil.session_transaction() as held:
        assert "calm" not in held
        held["calm"] = 25
    after(at, 24)
    assert pupil.get("/learn/pass", headers=JSON).status_code == 200
    after(at, 27)
    assert pupil.get("/learn/pass", headers=JSON).status_code == 423


def test_wrong_pictures_count_in_the_same_limits_and_the_teacher_is_the_way_out(world, pupil, act):
    from app.people.operations import hold_door_open

    pupil.post("/learn/lock/now")
    wrong = {"pictures": "boat,boat,boat"}
    said = [pupil.post("/learn/lock", data=wrong).status_code for _ in range(7)]
    assert said == [422] * 6 + [429]
    assert pupil.post("/learn/lock", data=RIGHT).status_code == 429
    act(world.teacher.actor, hold_door_open, code=world.klass.code)
    assert pupil.post("/learn/lock", data=RIGHT).status_code == 303


def test_another_child_gets_past_a_locked_screen_with_a_card_of_their_own(world, pupil, at):
    after(at, 20)
    pupil.get("/")
    assert pupil.post(f"/card/{world.pupils[1].card}").status_code == 303
    assert pupil.get("/").status_code == 200


def test_a_teacher_is_never_locked(world, client, sign_in, at):
    teacher = sign_in(client, world.teacher)
    after(at, 45)
    assert teacher.get(f"/class/{world.code}").status_code == 200


def test_at_five_everybody_is_signed_out_and_it_is_said_once(world, client, sign_in, at):
    at(moment(2026, 10, 8, 14, 30))
    pupil = sign_in(client, world.pupils[0])
    at(moment(2026, 10, 8, 16, 55))
    assert pupil.get("/learn/pass", headers={**JSON, "X-Idle": "1"}).status_code == 200
    at(moment(2026, 10, 8, 17, 1))
    assert pupil.get("/learn/pass", headers=JSON).status_code == 401
    assert pupil.get(f"/learn/{world.code}/").location == "/in"
    assert "De schooldag is voorbij" in pupil.get("/in").text
    assert "De schooldag is voorbij" not in pupil.get("/in").text
    assert pupil.get(f"/learn/{world.code}/").location == "/in"


def test_in_the_evening_a_card_opens_for_two_hours_and_then_it_is_said(world, client, at):
    at(moment(2026, 10, 8, 19, 0))
    client.post(f"/card/{world.pupils[0].card}")
    at(moment(2026, 10, 8, 20, 58))
    assert client.get("/learn/pass", headers={**JSON, "X-Idle": "5"}).status_code == 200
    at(moment(2026, 10, 8, 21, 1))
    assert client.get("/").location == "/in"
    assert "Je was lang binnen" in client.get("/in").text
    client.post(f"/card/{world.pupils[0].card}")
    assert client.get("/").status_code == 200
