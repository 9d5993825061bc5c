"""One tablet, many children, and a computer in a library: nothing of the one before reaches the next."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.learning.models import Answer
from tests.learning.world import World, count, make_world


@pytest.fixture
def world(house, makers, tmp_path, app: Flask) -> World:
    app.config["WTF_CSRF_ENABLED"] = True  # this is what the token is for
    return make_world(house, makers, tmp_path / "proef")


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def _come_in(client: FlaskClient, card: str) -> None:
    token = _token(client.get(f"/card/{card}").text)
    assert client.post(f"/card/{card}", data={"csrf_token": token}).status_code == 303


@pytest.mark.parametrize("signs_out", [True, False])
def test_a_form_of_the_child_before_is_not_kept_under_the_next_childs_name(client, world, house, signs_out) -> None:
    first, second = world.pupils[:2]
    _come_in(client, first.card)
    url = f"/learn/{world.code}/kijk/1"
    old = {
        "csrf_token": _token(client.get(url).text),
        "question": "waarom",
        "client": "c1",
        **world.sent("waarom", "b"),
    }
    if signs_out:
        client.post("/sign-out", data={"csrf_token": old["csrf_token"]})
    _come_in(client, second.card)
    assert client.post(f"{url}/answer", data=old).status_code == 400
    assert count(house, Answer) == 0


def test_a_child_whose_session_ended_comes_to_the_class_code_and_a_teacher_to_the_password(
    client, world, sign_in, at
) -> None:
    from tests.conftest import NOW
    from tests.makers import moment

    _come_in(client, world.pupils[0].card)
    assert client.get(f"/learn/{world.code}/").status_code == 303
    at(moment(2026, 10, 9, 8))
    assert client.get(f"/learn/{world.code}/").headers["Location"] == "/in"
    at(NOW)
    sign_in(client, world.teacher)
    at(moment(2026, 10, 9, 8))
    assert client.get("/classes").headers["Location"] == "/sign-in"


def test_the_pdf_with_all_secrets_of_a_class_stays_in_no_browser(client, app, world, sign_in, run_jobs) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    sign_in(client, world.teacher)
    asked = client.post(f"/classes/{world.klass.code}/cards").headers["Location"]
    run_jobs()
    answer = client.get(f"/classes/{world.klass.code}/cards/{asked.partition('job=')[2]}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
