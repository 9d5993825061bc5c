"""Two children at one tablet: the second joins in with her own pictures, the wifi goes, one of them goes on alone, the
wifi comes back; and the database holds for each what they did."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.base import clock
from app.people.operations import hold_door_open
from tests.journeys import child
from tests.journeys.tablet import PICTURES, come_in, rows, tap
from tests.journeys.watch import look_over
from tests.learning import twenty
from tests.learning.world import World, make_world


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    made = make_world(house, makers, tmp_path / "proef", write=twenty.write, pupils=4)
    house.act(made.teacher.actor, clock.now(), hold_door_open, code=made.klass.code)
    return made


def answer_and_go_on(page: Page, world: World, *, marked: bool) -> None:
    asked, here = child.question(page), page.url.split("#")[0]
    child.fill_in(page, world.key.questions[asked], f"Wij zagen {asked}.")
    child.act(page).click()
    if marked and world.key.questions[asked].type != "open":
        expect(page.locator(".praat.goed")).to_be_visible()
        page.locator("footer a.actie").click()
    page.wait_for_url(lambda url: url.split("#")[0] != here)


def test_together_through_a_lost_wifi_until_one_goes_on_alone(tablet, site, app: Flask, world) -> None:
    noor, sem = world.pupils[:2]
    page = tablet.new_page()
    come_in(page, site, noor)
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    expect(page.locator("html[data-kept]")).to_be_attached(timeout=90_000)
    page.get_by_role("link", name="Samen met").click()
    page.locator(f"button[name=who][value='{sem.id}']").click()
    look_over(page)
    tap(page, "boat", "boat", "boat")
    expect(page.get_by_text("Dat klopt nog niet")).to_be_visible()
    tap(page, *PICTURES)
    expect(page).to_have_url(re.compile(r"/kijk/1"))
    first = sem.name.split()[0]
    expect(page.locator(".samenband")).to_contain_text(first)
    look_over(page)
    answer_and_go_on(page, world, marked=True)
    answer_and_go_on(page, world, marked=True)
    assert [len(rows(world, one)) for one in (noor, sem)] == [2, 2]

    tablet.set_offline(True)
    answer_and_go_on(page, world, marked=False)
    expect(page.locator(".samenband")).to_contain_text(first)  # a page of the device, which names nobody by itself
    answer_and_go_on(page, world, marked=False)
    page.get_by_role("button", name=re.compile(f"{first}.*gaat alleen verder")).click()
    expect(page.locator(".samenband")).to_be_hidden()
    answer_and_go_on(page, world, marked=False)
    assert [len(rows(world, one)) for one in (noor, sem)] == [2, 2]

    tablet.set_offline(False)
    page.evaluate("window.outbox.flush()")
    expect(page.locator("#saved")).to_have_text("Alles is bewaard")
    assert [row.question_id for row in rows(world, noor)] == twenty.QUESTIONS[:5]
    assert [row.question_id for row in rows(world, sem)] == twenty.QUESTIONS[:4]
    page.goto(f"{site}/learn/{world.code}/kijk/6")  # the server hears that Sem went, before anything else is counted
    expect(page.locator(".samenband")).to_be_hidden()
    answer_and_go_on(page, world, marked=True)
    assert [len(rows(world, one)) for one in (noor, sem)] == [6, 4]
    page.goto(f"{site}/learn/{world.code}/kijk/7")
    expect(page.locator(".samenband")).to_be_hidden()
    assert "gaat alleen" not in page.content().split("<template")[0]

    page.goto(f"{site}/")
    page.get_by_role("button", name="Ik ben klaar").click()
    page.wait_for_url(f"{site}/in")
    come_in(page, site, sem)
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    expect(page.get_by_text(f"Samen met {noor.name.split()[0]}")).to_be_visible()


def test_a_lock_ends_it_also_on_the_screen(tablet, site, world) -> None:
    noor, sem = world.pupils[:2]
    page = tablet.new_page()
    page.clock.install()
    come_in(page, site, noor)
    page.goto(f"{site}/learn/{world.code}/together/{sem.id}?next=/learn/{world.code}/kijk/1")
    tap(page, *PICTURES)
    expect(page.locator(".samenband")).to_be_visible()
    page.clock.fast_forward(11 * 60_000)
    tap(page, *PICTURES)
    expect(page.locator(".slot")).to_have_count(0)
    expect(page.locator(".samenband")).to_be_hidden()
    answer_and_go_on(page, world, marked=True)
    assert [len(rows(world, one)) for one in (noor, sem)] == [1, 0]


def test_a_hand_goes_up_without_losing_what_was_chosen_and_without_wifi_it_is_said(tablet, site, world) -> None:
    page = tablet.new_page()
    come_in(page, site, world.pupils[0])
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    page.locator("#f input[type=radio]").nth(1).check(force=True)
    page.get_by_role("button", name="Vraag hulp").click()
    expect(page.get_by_role("button", name="Mijn hand is omhoog")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#f input[type=radio]").nth(1)).to_be_checked()
    tablet.set_offline(True)
    page.get_by_role("button", name="Mijn hand is omhoog").click()
    expect(page.get_by_text("Er is nu geen wifi")).to_be_visible()
    tablet.set_offline(False)
    page.get_by_role("button", name="Mijn hand is omhoog").click()
    expect(page.get_by_role("button", name="Vraag hulp")).to_have_attribute("aria-pressed", "false")
