"""A tablet was left on a table, locked: by no address does anything of the child come out, and nothing goes in."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.lock import OPEN
from tests.conftest import NOW
from tests.house.addresses import places
from tests.learning.world import World, make_world

KNOWN = {"code": "", "step_id": "kijk", "number": "1", "slug": "proef"}
OWN = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def locked(world, client, sign_in, at) -> FlaskClient:
    pupil = sign_in(client, world.pupils[0])
    pupil.get(f"/learn/{world.code}/kijk/1")
    at(NOW + timedelta(minutes=30))
    return pupil


def address(rule, world: World) -> str:
    """Of the child's own lesson, where there is a place for it."""
    said = rule.rule
    for name in places(rule):
        value = world.code if name == "code" else KNOWN.get(name, OWN if "id" in name else "x")
        for kind in ("", "int:", "uuid:"):
            said = said.replace(f"<{kind}{name}>", value)
    return str(said)


def test_no_address_shows_anything_and_none_takes_anything(app: Flask, world, locked) -> None:
    name = world.pupils[0].name.split()[0]
    asked = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        url = address(rule, world)
        if "GET" in rule.methods:
            answer = locked.get(url)
            assert (answer.status_code, answer.location) == (303, "/learn/lock"), url
            assert name not in answer.text
            assert locked.get(url, headers={"Accept": "application/json"}).status_code == 423, url
            assert locked.get(url, headers={"X-Keep": "1"}).status_code == 423, url
        if "POST" in rule.methods:
            answer = locked.post(url, data={"question": "waarom", "client": "x", **world.sent("waarom", "b")})
            assert (answer.status_code, answer.location.split("?")[0]) == (307, "/learn/lock"), url
        asked += 1
    assert asked > 80


def test_the_page_with_the_pictures_tells_the_first_name_and_no_more(world, locked) -> None:
    locked.get("/")
    page = locked.get("/learn/lock").text
    first, last = world.pupils[0].name.split()[0], world.pupils[0].name.split()[-1]
    assert first in page
    assert last == first or last not in page
    assert world.module.title not in page
    assert world.code not in page


def test_signing_out_and_somebody_elses_card_are_the_ways_on(world, locked) -> None:
    assert locked.post("/sign-out").location == "/in"
    assert locked.get("/").status_code == 200
