"""A child looks back on a visit on a tablet, also without wifi, and takes it along; nothing on those pages is closed to
anybody, nor on a locked screen."""

import json
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.assignments.operations import choose_visits
from app.base import clock
from app.learning.models import Reflection
from tests.assignments.makers import visit_of
from tests.journeys.tablet import all_kept, come_in, sent_all
from tests.journeys.watch import PHONE, TABLET, flaws
from tests.learning.world import World, make_world

SIZES = (PHONE, TABLET)


@pytest.fixture(params=["po", "vo"])
def world(request, house, makers, tmp_path, act) -> World:
    made = make_world(house, makers, tmp_path / "proef", kind=request.param)
    visit = visit_of(makers, made.teacher, made.klass, made.pupils, at=clock.now() - timedelta(days=1))
    house.act(made.teacher.actor, clock.now(), choose_visits, code=made.code, booking_ids=[visit.id])
    return made


def kept(world: World) -> list[dict]:
    with world.house.store.reading("everywhere") as db:
        return [row.words for row in db.scalars(select(Reflection))]


def fill_in(page: Page, world: World) -> dict:
    """What this child says. Returns how it is to be kept."""
    if world.school.kind == "po":
        page.get_by_label("Ik heb goed gekeken").check()
        page.get_by_label("Meer zien").check()
        return {"did": ["look"], "more": ["see"]}
    page.get_by_label("Resultaat").fill("Ik weet hoe een sluis schut.")
    page.get_by_label("Netwerken").check()
    return {"result": "Ik weet hoe een sluis schut.", "competences": ["network"]}


def test_said_without_wifi_it_arrives_once_and_stands_in_the_own_file(tablet, server, world) -> None:
    page = tablet.new_page()
    come_in(page, server.url, world.pupils[0])
    page.goto(f"{server.url}/learn/{world.code}/kijk/1")
    all_kept(page)
    tablet.set_offline(True)
    page.goto(f"{server.url}/learn/{world.code}/look-back")
    said = fill_in(page, world)
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("#saved")).to_have_text("1 antwoord wacht op wifi")
    assert kept(world) == []
    tablet.set_offline(False)
    sent_all(page)
    assert kept(world) == [said]
    page.goto(f"{server.url}/learn/dossier")
    expect(page.locator(".gezegd")).to_contain_text(
        "Ik heb goed gekeken" if world.school.kind == "po" else "Ik weet hoe"
    )
    if world.school.kind == "vo":
        with page.expect_download() as begun:
            page.get_by_role("link", name="JSON-bestand").click()
        assert json.loads(begun.value.path().read_text())["activities"][0]["competences"] == ["network"]


def test_nothing_is_found_on_these_pages(tablet, site, world) -> None:
    page = tablet.new_page()
    come_in(page, site, world.pupils[0])
    fill = f"{site}/learn/{world.code}/look-back"
    for language in ("nl", "en"):
        page.goto(f"{site}/")
        if language == "en":
            page.get_by_role("button", name="English").click()
            page.wait_for_load_state()
        found = flaws(page, SIZES)
        for address in (fill, f"{site}/learn/dossier"):
            page.goto(address)
            if address == fill and language == "nl":
                fill_in(page, world)
            found += flaws(page, SIZES)
        assert found == [], language
    page.goto(fill)
    page.evaluate("""() => fetch('/learn/lock/now', { method: 'POST', headers:
      { 'X-CSRFToken': document.querySelector('meta[name=csrf]').content } })""")
    page.goto(fill)
    expect(page).to_have_url(f"{site}/learn/lock")
    assert flaws(page, SIZES) == []
