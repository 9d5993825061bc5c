"""A pupil who has nothing to do reads why, and that is true: on the page of the lesson, on the home, on the strip."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.assignments.operations import change_dates, choose_visits, open_after_steps
from app.learning.operations import choose_pace
from tests.assignments.makers import visit_of
from tests.conftest import NOW
from tests.learning.world import World, make_world

OPENS = ("opent de volgende stap", "zet de volgende stap open", "opent deze stap")


@pytest.fixture(params=["po", "vo"])
def world(request, house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", kind=request.param)


def reads(client, path: str) -> str:
    page = BeautifulSoup(client.get(path).data, "html.parser")
    return " ".join(page.main.text.split())


def test_after_the_last_day_nobody_waits_for_the_teacher(world, client, sign_in, at, act):
    act(world.teacher.actor, choose_pace, code=world.code, pace="opened")  # steps that the teacher would have opened
    at(NOW + timedelta(days=29))
    pupil = sign_in(client, world.pupils[0])
    said = reads(pupil, f"/learn/{world.code}/")
    assert "Deze les is voorbij" in said
    assert "De laatste dag was" in said
    assert "Wat je deed, is bewaard." in said
    assert "Hier leverde je niets in." in said
    home = reads(pupil, "/")
    assert "Deze les is voorbij." in home
    assert not [one for one in OPENS if one in said or one in home]


def test_who_did_all_of_it_reads_well_done_after_the_last_day_too(world, client, sign_in, at):
    world.house.act(world.teacher.actor, NOW, open_after_steps, code=world.code)
    world.do_step_kijk(world.pupils[0])
    world.answer(world.pupils[0], "verhaal", "Een boot.", step="terug")
    at(NOW + timedelta(days=29))
    said = reads(sign_in(client, world.pupils[0]), f"/learn/{world.code}/")
    assert "Je hebt alle stappen gedaan" in said
    assert "voorbij" not in said


def test_before_the_first_day_the_day_is_said(world, client, sign_in, act):
    days = {"opens_on": (NOW + timedelta(days=3)).date(), "closes_on": (NOW + timedelta(days=9)).date()}
    act(world.teacher.actor, change_dates, code=world.code, **days)
    pupil = sign_in(client, world.pupils[0])
    said = reads(pupil, f"/learn/{world.code}/")
    assert "Deze les begint nog" in said
    home = reads(pupil, "/")
    assert all("begint op zondag 11 oktober" in one for one in (said, home))
    assert not [one for one in OPENS if one in said or one in home]


def test_before_a_visit_one_is_ready_and_after_it_only_the_paper_waits(world, makers, client, sign_in, at):
    booking = visit_of(makers, world.teacher, world.klass, world.pupils, at=NOW + timedelta(days=2))
    world.house.act(world.teacher.actor, NOW, choose_visits, code=world.code, booking_ids=[booking.id])
    world.do_step_kijk(world.pupils[0])
    pupil = sign_in(client, world.pupils[0])
    assert "Je bent klaar voor het bezoek. Daarna" in reads(pupil, f"/learn/{world.code}/")
    at(NOW + timedelta(days=3))
    pupil = sign_in(client, world.pupils[0])
    world.answer(world.pupils[0], "gezien", "a", step="terug")
    said, home = reads(pupil, f"/learn/{world.code}/"), reads(pupil, "/")
    assert "klaar voor het bezoek" not in said + home
    assert "op papier" in said
    assert "vinkt af wat je op het bezoek deed" in home
