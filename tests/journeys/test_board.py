"""A lesson with one screen and no pupil's device, in a real browser: by keys, as a clicker sends them, and by touch."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app.learning.models import ClassAnswer
from tests.journeys.watch import Watch, look_over
from tests.learning.published import cells, rows
from tests.learning.world import World, make_world
from tests.makers import PASSWORD

BOARD = ViewportSize(width=1366, height=768)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


def come_in(chromium: Browser, site: str, world: World, *, script: bool = True) -> tuple[Page, Watch]:
    context = chromium.new_context(
        viewport=BOARD, java_script_enabled=script, reduced_motion="reduce", has_touch=True
    )  # fmt: skip
    watch, page = Watch(context, site), context.new_page()
    page.goto(f"{site}/sign-in")
    page.locator("[name=email]").fill(world.teacher.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_load_state()
    page.goto(f"{site}/class/{world.code}")
    page.locator(".opbord a").first.click()
    return page, watch


def at(page: Page, site: str, world: World, place: str) -> None:
    expect(page).to_have_url(f"{site}/class/{world.code}/lesson/{place}")


def test_a_step_is_given_with_a_clicker_and_ticked_by_touch(chromium, site, world) -> None:
    page, watch = come_in(chromium, site, world)
    at(page, site, world, "kijk/1")
    expect(page.locator("#les [data-blank]")).to_be_visible()  # from then on keys are heard
    page.evaluate("window.same = true")  # gone when the page is loaded anew, which would leave the full screen
    onward_and_back(page, site, world)
    black(page, site, world)
    the_answer(page, site, world)
    the_class_says(page, site, world)
    look_over(page)
    page.set_viewport_size(BOARD)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")  # twice at once is two screens
    for number in (4, 5, 6, 7):
        at(page, site, world, f"kijk/{number}")
        page.keyboard.press("PageDown")
    at(page, site, world, "terug/1")
    page.keyboard.press("PageUp")
    at(page, site, world, "kijk/7")
    assert page.evaluate("window.same"), "one page all the way"
    page.locator("[data-tick]").tap()
    expect(page.locator(".stand")).to_contain_text("3 van de 3")
    assert [cells(world, one)["kijk"]["done"] for one in world.pupils] == ["board"] * 3
    page.reload()
    at(page, site, world, "kijk/7")
    look_over(page)
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{site}/class/{world.code}")
    watch.must_be_silent()
    page.context.close()


def onward_and_back(page: Page, site: str, world: World) -> None:
    for key, place in (("PageDown", 2), ("ArrowRight", 3), ("PageUp", 2), ("ArrowLeft", 1), (" ", 2)):
        page.keyboard.press(key)
        at(page, site, world, f"kijk/{place}")
    expect(page.locator("h1")).to_have_text("Waarom is er een sluis?")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "all of it fits on the board"


def black(page: Page, site: str, world: World) -> None:
    """A clicker sends a full stop. Behind a black board nothing moves, and Escape brings it back before it leaves."""
    for on, off in ((".", "."), ("b", "Escape")):
        page.keyboard.press(on)
        expect(page.locator("#blank")).to_be_visible()
        page.keyboard.press("PageDown")
        page.keyboard.press(off)
        expect(page.locator("#blank")).to_be_hidden()
        at(page, site, world, "kijk/2")


def the_answer(page: Page, site: str, world: World) -> None:
    assert "GEHEIM" not in page.content()
    page.keyboard.press("a")
    at(page, site, world, "kijk/2/answer")
    expect(page.locator(".keuze.goed")).to_have_count(1)
    expect(page.locator(".waarom")).to_have_text("GEHEIM-UITLEG")
    page.keyboard.press("PageUp")
    at(page, site, world, "kijk/2")
    expect(page.locator(".waarom")).to_have_count(0)


def the_class_says(page: Page, site: str, world: World) -> None:
    page.locator(".keuze").nth(1).tap()
    expect(page.locator(".keuze").nth(1)).to_contain_text("de klas")
    at(page, site, world, "kijk/2")
    assert len(rows(world, ClassAnswer)) == 1
    page.goto(f"{site}/class/{world.code}/lesson/kijk/5")
    page.locator(".noteer summary").tap()
    page.locator("[name=text]").press_sequentially("bijna 40.")  # a letter or full stop that is typed is no key
    page.keyboard.press("Enter")
    expect(page.locator(".klaszegt")).to_contain_text("bijna 40.")
    page.goto(f"{site}/class/{world.code}/lesson/kijk/2")
    expect(page.locator("#les [data-blank]")).to_be_visible()  # from then on keys are heard
    page.evaluate("window.same = true")


def test_without_javascript_the_links_and_buttons_do_the_same(chromium, site, world) -> None:
    page, watch = come_in(chromium, site, world, script=False)
    page.locator("[data-next]").click()
    page.locator(".keuze").first.click()
    expect(page.locator(".keuze.gekozen")).to_have_count(1)
    page.locator("[data-answer]").click()
    at(page, site, world, "kijk/2/answer")
    expect(page.locator(".keuze.goed")).to_have_count(1)
    for _ in range(5):
        page.locator("[data-next]").click()
    page.locator("[data-tick]").click()
    expect(page.locator(".stand")).to_contain_text("3 van de 3")
    page.locator("[data-leave]").click()
    expect(page).to_have_url(f"{site}/class/{world.code}")
    watch.must_be_silent()
    page.context.close()
