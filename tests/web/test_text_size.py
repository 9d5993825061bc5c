"""Bigger letters without JavaScript, for this reader and not for the next one; and pages on the wire."""

import gzip

import brotli
import pytest

from tests.learning.world import World, make_world


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


def size_of(client, path: str = "/in") -> str:
    page = client.get(path).get_data(as_text=True)
    return page.partition('data-maat="')[2].partition('"')[0]


def test_bigger_stays_for_the_session_and_on_every_page(world, client, sign_in):
    pupil = sign_in(client, world.pupils[0])
    assert size_of(pupil, "/") == ""
    there = pupil.post("/text-size", data={"size": "groot", "next": f"/learn/{world.code}/kijk/1"})
    assert there.headers["Location"] == f"/learn/{world.code}/kijk/1"
    assert {size_of(pupil, path) for path in ("/", f"/learn/{world.code}/kijk/1", "/nothing-here")} == {"groot"}
    pupil.post("/text-size", data={"size": "<b>"})
    assert size_of(pupil, "/") == ""


def test_the_next_child_on_this_tablet_begins_as_usual(world, client):
    client.post("/text-size", data={"size": "ruim"})
    client.post(f"/card/{world.pupils[0].card}")
    assert size_of(client, "/") == "ruim", "chosen at the door, it goes along inside"
    client.post("/sign-out")
    assert size_of(client) == ""
    client.post(f"/card/{world.pupils[0].card}")
    client.post("/text-size", data={"size": "groot"})
    client.post(f"/card/{world.pupils[1].card}")  # without signing out
    assert size_of(client, "/") == ""


def test_from_a_page_that_only_takes_forms_it_leads_to_the_page_itself(world, client, sign_in):
    pupil = sign_in(client, world.pupils[0])
    for path in ("text-size", "language"):
        there = pupil.post(f"/{path}", data={"next": f"/learn/{world.code}/kijk/1/answer?x=1"})
        assert there.headers["Location"] == f"/learn/{world.code}/kijk/1"
        assert pupil.post(f"/{path}", data={"next": "//elsewhere.example/"}).headers["Location"] == "/"


@pytest.mark.parametrize(("asked", "opened"), [("br, gzip", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_page_and_what_is_joined_are_made_small_for_who_can_read_that(client, asked, opened):
    plain = client.get("/in")
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    small = client.get("/in", headers={"Accept-Encoding": asked})
    assert opened(small.data).startswith(b"<!doctype html>")
    assert len(small.data) < len(plain.data) / 2
    sheet = client.get("/static/joined/lesson.css", headers={"Accept-Encoding": asked})
    assert b"@media print" in opened(sheet.data)
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not {"Set-Cookie", "X-Owner"} & set(sheet.headers.keys()), "anybody may keep it"


def test_a_family_that_is_not_there_is_a_page_that_says_so(client):
    assert client.get("/static/joined/nothing.css").status_code == 404
    assert client.post("/static/joined/lesson.css").status_code in (404, 405)
