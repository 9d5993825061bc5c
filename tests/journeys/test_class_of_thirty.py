"""A class of thirty at twelve steps, with two teachers who look: one sits at the keyboard, the other steers, and all
pupils answer at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app.base import clock
from app.learning.models import Answer
from app.learning.operations import ask_help
from tests.journeys.watch import PHONE, TABLET, Watch, look_over
from tests.learning import long
from tests.learning.world import World, count, make_world
from tests.makers import PASSWORD, Person

LAPTOP = ViewportSize(width=1366, height=768)
PUPILS = 30


@dataclass
class Room:
    world: World
    first: Page
    second: Page
    watch: Watch  # of the first

    def renewed(self) -> None:
        """What the other teacher does now has come to the first one's page."""
        before = self.first.locator("[name=seen]").input_value()
        self.second.locator("#pauzeknop").press("Enter")
        expect(self.first.locator("[name=seen]")).not_to_have_value(before)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", pupils=PUPILS, write=long.write)


@pytest.fixture
def room(chromium: Browser, site: str, world: World, makers) -> Iterator[Room]:
    colleague = makers.teacher(world.school, world.klass, name="Bram Teunissen")
    contexts = [chromium.new_context(viewport=LAPTOP, reduced_motion="reduce") for _ in range(2)]
    watches = [Watch(context, site) for context in contexts]
    pages = [context.new_page() for context in contexts]
    for page, teacher in zip(pages, (world.teacher, colleague), strict=True):
        come_in(page, site, teacher)
        page.goto(f"{site}/class/{world.code}")
    yield Room(world, *pages, watches[0])
    for watch, context in zip(watches, contexts, strict=True):
        watch.must_be_silent()
        context.close()


def come_in(page: Page, site: str, teacher: Person) -> None:
    page.goto(f"{site}/sign-in")
    page.locator("[name=email]").fill(teacher.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_url(f"{site}/")


def test_thirty_answer_at_once_and_both_teachers_see_the_same(room: Room) -> None:
    world = room.world
    with ThreadPoolExecutor(PUPILS) as hands:
        list(hands.map(world.do_step_kijk, world.pupils))
    assert count(world.house, Answer) == 4 * PUPILS
    for page in (room.first, room.second):
        expect(page.locator("#live td.k")).to_have_count(PUPILS)
    grids = [page.locator("#live table").all_inner_texts() for page in (room.first, room.second)]
    assert grids[0] == grids[1]


LIE_OVER = """() => [...document.querySelectorAll('#live thead')].flatMap((head) => {
  const boxes = [...head.querySelectorAll('th > *')].map((one) => [one.innerText, one.getBoundingClientRect()]);
  return boxes.slice(1).filter(([, box], n) => box.left < boxes[n][1].right - 1).map(([name]) => name);
})"""
CUT = """() => [...document.querySelectorAll('#live tbody th > *')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText)"""


def test_thirty_by_twelve_can_be_read_and_no_heading_lies_over_another(room: Room) -> None:
    page = room.first
    expect(page.locator("#live tbody tr")).to_have_count(PUPILS)
    expect(page.locator("#live thead").first.locator("th")).to_have_count(1 + long.STEPS)
    for size in (LAPTOP, TABLET, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate(LIE_OVER) == []
        assert page.evaluate(CUT) == []
    look_over(page)


def test_all_thirty_fit_on_a_laptop_without_scrolling(room: Room) -> None:
    last = room.first.locator("#live .bij").bounding_box()
    assert last
    assert last["y"] + last["height"] <= LAPTOP["height"]


@pytest.mark.parametrize("size", [TABLET, PHONE])
def test_where_nothing_fits_beside_the_grid_hands_stand_above_it(room: Room, size: ViewportSize) -> None:
    page = room.first
    page.set_viewport_size(size)
    raise_hands(room.world, room.world.pupils[4])
    hands, grid = page.locator("#handen"), page.locator("section.vlak:has(#live)")
    expect(hands).to_be_visible()
    here, there = hands.bounding_box(), grid.bounding_box()
    assert here
    assert there
    assert here["y"] + here["height"] <= min(there["y"], size["height"])
    look_over(page)


def raise_hands(world: World, *pupils: Person) -> None:
    for pupil in pupils:
        facts = {"code": world.code, "step_id": "kijk", "language": "nl"}
        world.house.act(pupil.actor, clock.now(), ask_help, **facts)


def test_the_focus_of_a_keyboard_stays_where_it_is_when_the_grid_is_renewed(room: Room) -> None:
    raise_hands(room.world, room.world.pupils[4])
    expect(room.first.locator("#handen button")).to_have_count(1)
    for place in ("#live thead a >> nth=2", "#live tbody a >> nth=7", "#live .tel a.hulp", "#handen button"):
        one = room.first.locator(place)
        one.focus()
        room.renewed()
        expect(one).to_be_focused()


def test_a_pause_and_a_hand_that_was_helped_load_no_page_and_leave_the_keyboard_where_it_was(room: Room) -> None:
    page = room.first
    raise_hands(room.world, *room.world.pupils[:3])
    expect(page.locator("#handen button")).to_have_count(3)
    page.evaluate("document.documentElement.dataset.same = 'yes'")
    for waits in (True, False):
        page.locator("#pauzeknop").press("Enter")
        expect(page.locator(".pauze-nu")).to_have_count(int(waits))
        expect(page.locator("#pauzeknop")).to_be_focused()
    buttons = page.locator("#handen button")
    buttons.nth(1).focus()
    for left, follower in ((2, buttons.nth(1)), (1, buttons.first), (0, page.locator("#live button").first)):
        page.keyboard.press("Enter")
        expect(buttons).to_have_count(left)
        expect(follower).to_be_focused()
    expect(page.locator("html[data-same]")).to_be_attached()


def test_a_laptop_that_lost_the_wifi_says_that_the_grid_is_old(room: Room) -> None:
    page = room.first
    said = page.locator("[data-live-lost]")
    expect(said).to_be_hidden()
    page.route("**/grid*", lambda route: route.abort())
    expect(said).to_contain_text("Geen verbinding")
    expect(said).to_be_visible()
    look_over(page)
    page.unroute("**/grid*")
    expect(said).to_be_hidden()
    room.watch.complaints[:] = [one for one in room.watch.complaints if "console: htmx:" not in one]  # of the wifi
