"""What a school's oldest tablets lack is no reason to lose an answer, and an answer too big for a proxy on the way does
not hold up those behind it."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.tablet import OPEN, all_kept, answer_here, come_in, rows, sent_all
from tests.learning import twenty
from tests.learning.world import World, make_world

SAFARI_15 = "delete AbortSignal.timeout"


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=twenty.write)


def test_a_tablet_whose_browser_has_no_end_to_waiting_hands_in_and_raises_a_hand(tablet, server, world) -> None:
    tablet.add_init_script(SAFARI_15)
    noor, page = world.pupils[0], tablet.new_page()
    come_in(page, server.url, noor)
    page.goto(f"{server.url}/learn/{world.code}/kijk/1")
    answer_here(page, world)
    expect(page.locator(".praat.goed")).to_be_visible()
    expect(page.locator("#saved")).to_have_text("Alles is bewaard")
    assert [row.question_id for row in rows(world, noor)] == twenty.QUESTIONS[:1]
    hand = page.locator("[data-hand]")
    hand.click()
    expect(hand).to_have_attribute("aria-pressed", "true")


def too_big_on_the_way(page: Page, question: str) -> None:
    """As a proxy does that lets through less than we take: a page of its own, and the server hears nothing."""

    def stop(route: Route) -> None:
        if f"question={question}&" in f"{route.request.post_data}&":
            route.fulfill(status=413, content_type="text/html", body="<h1>413 Request Entity Too Large</h1>")
        else:
            route.continue_()

    page.route("**/answer", stop)


def test_an_answer_too_big_for_a_proxy_on_the_way_waits_and_the_others_go_along(tablet, server, world) -> None:
    noor, page = world.pupils[0], tablet.new_page()
    come_in(page, server.url, noor)
    page.goto(f"{server.url}/learn/{world.code}/kijk/1")
    all_kept(page)
    too_big_on_the_way(page, twenty.QUESTIONS[0])
    server.stop()
    for number in (1, 2, 3):
        page.goto(f"{server.url}/learn/{world.code}/kijk/{number}")
        answer_here(page, world)
        expect(page).not_to_have_url(f"{server.url}/learn/{world.code}/kijk/{number}")
    server.start()
    page.goto(f"{server.url}/")
    expect(page.locator("#saved")).to_have_text("1 antwoord wacht op wifi")
    assert [row.question_id for row in rows(world, noor)] == twenty.QUESTIONS[1:3]
    assert page.evaluate(f"async () => {{ {OPEN} return waiting.length; }}") == 1
    page.unroute("**/answer")
    page.evaluate("dispatchEvent(new Event('online'))")
    sent_all(page)
    assert sorted(row.question_id for row in rows(world, noor)) == sorted(twenty.QUESTIONS[:3])
