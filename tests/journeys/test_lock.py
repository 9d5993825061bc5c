"""A tablet is left on a table in the middle of a lesson: it locks, shows nothing, and opens with the pictures alone, at
the same place with what was half typed; without wifi it waits; at the end of the day it signs out."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.learning.models import Answer
from tests.journeys.tablet import PICTURES, all_kept, come_in, leave_it, tap
from tests.learning.world import World, count, make_world


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def page(tablet: BrowserContext, site: str, world: World) -> Page:
    page = tablet.new_page()
    page.clock.install()
    come_in(page, site, world.pupils[0])
    return page


def test_ten_minutes_without_a_touch_cover_all_and_the_pictures_open_it_with_what_was_half_done(page, site, world):
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    page.locator("#f input[type=radio]").nth(1).check(force=True)
    leave_it(page, 9)
    expect(page.locator(".slot")).to_have_count(0)
    leave_it(page, 2)
    expect(page.get_by_role("heading", name="Je scherm is op slot")).to_be_visible()
    expect(page.locator("#q")).to_be_hidden()
    expect(page.locator("footer")).to_be_hidden()
    expect(page.locator("[data-secret]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.slot') !== null")

    other = page.context.new_page()  # by an address, in another tab
    other.goto(f"{site}/learn/{world.code}/kijk/2")
    expect(other).to_have_url(f"{site}/learn/lock")
    other.close()

    tap(page, "boat", "boat", "boat")
    expect(page.get_by_text("Dat klopt nog niet")).to_be_visible()
    tap(page, *PICTURES)
    expect(page.locator(".slot")).to_have_count(0)
    expect(page.locator("#f input[type=radio]").nth(1)).to_be_checked()
    page.locator("footer button.actie").click()
    expect(page.locator(".praat").first).to_be_visible()
    assert count(world.house, Answer) == 1


def test_reloading_a_locked_page_shows_nothing_and_leads_back_to_it(page, site, world):
    here = f"{site}/learn/{world.code}/kijk/2"
    page.goto(here)
    leave_it(page, 11)
    expect(page.locator("[data-secret]")).to_be_visible()
    page.reload()
    expect(page).to_have_url(f"{site}/learn/lock")
    tap(page, *PICTURES)
    expect(page).to_have_url(here)
    page.go_back()
    expect(page.locator(".slot")).to_have_count(0)


def test_without_wifi_it_stays_locked_until_there_is_some(page, tablet, site, world):
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    tablet.set_offline(True)
    leave_it(page, 11)
    expect(page.get_by_text("Er is nu geen wifi")).to_be_visible()
    expect(page.locator("#q")).to_be_hidden()
    tablet.set_offline(False)
    expect(page.locator("[data-secret]")).to_be_visible()
    tap(page, *PICTURES)
    expect(page.locator("#q")).to_be_visible()


def test_somebody_who_is_busy_is_never_locked(page, site, world):
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    for _ in range(4):
        leave_it(page, 6)
        page.keyboard.press("Shift")
        page.mouse.wheel(0, 40)
    expect(page.locator(".slot")).to_have_count(0)
    expect(page.locator("#q")).to_be_visible()


def test_another_child_is_shown_the_way_out_and_comes_in_as_somebody_else(page, site, world):
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    leave_it(page, 11)
    page.get_by_role("button", name=re.compile("Ik ben niet")).click()
    expect(page).to_have_url(f"{site}/in")
    come_in(page, site, world.pupils[1])
    expect(page.locator(".slot")).to_have_count(0)


def test_at_the_end_of_the_day_the_screen_goes_to_where_children_come_in(page, tablet, site, world, monkeypatch):
    """By what the server said was left, also without wifi."""
    monkeypatch.setattr("app.web.frame.seconds_left", lambda: 90)
    all_kept(page)
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    tablet.set_offline(True)
    leave_it(page, 1)
    expect(page.locator("#q")).to_be_visible()
    leave_it(page, 1)
    expect(page).to_have_url(f"{site}/in")
    assert page.evaluate("Object.keys(localStorage).filter(one => /touched|until|locked/.test(one))") == []
    assert page.evaluate(
        "Promise.all([caches.match('/'), caches.match('/offline')]).then((found) => found.map(Boolean))"
    ) == [False, True]
