"""At 400 % (320 x 256 pixels are left of a laptop's screen), with the largest letters, and on a phone on its side:
nothing scrolls sideways, and nothing lies over what has the focus.
"""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from app.assignments.operations import open_after_steps
from app.base import clock
from tests.journeys.test_keyboard import SEEN
from tests.journeys.voice import DUTCH, voice
from tests.learning import every_kind
from tests.learning.world import World, make_world

ZOOMED, SIDEWAYS = ViewportSize(width=320, height=256), ViewportSize(width=740, height=360)
NARROW = ViewportSize(width=320, height=640)
WIDTHS = (320, 344, 360, 390, 412, 430, 480, 540, 600, 641, 700, 744, 768, 800, 834, 900)
WIDE = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect(), own = one.closest(".meting, .tabel, .tekst table, nav");
  return box.width && box.right > innerWidth + 1 && !own && !one.closest(".vh, .skip, svg") && one.checkVisibility();
}).map((one) => one.outerHTML.slice(0, 120))"""
FOCUSED = f"""() => [...document.querySelectorAll("a[href], button, input, textarea, select, summary")]
  .filter((one) => one.checkVisibility() && !one.matches(".skip, [type=hidden], [inert] *, :disabled"))
  .map((one) => {{ one.focus(); return [one.outerHTML.slice(0, 120), ({SEEN})()]; }})
  .filter(([, flaw]) => flaw).map((both) => both.join(": "))"""


@pytest.fixture(params=["po", "vo"])
def world(request, house, makers, tmp_path) -> World:
    made = make_world(house, makers, tmp_path / "proef", kind=request.param, write=every_kind.write)
    house.act(made.teacher.actor, clock.now(), open_after_steps, code=made.code)
    for step, questions in every_kind.WRONG.items():
        for question, letters in questions.items():
            made.answer(made.pupils[1], question, *letters, step=step, client=f"{question}-zoom")
    return made


def device(chromium: Browser, site: str, world: World, place: int, **how: object) -> Page:
    context = chromium.new_context(base_url=site, reduced_motion="reduce", **how)  # type: ignore[arg-type]
    context.add_init_script(voice(DUTCH))
    page = context.new_page()
    page.goto(f"/card/{world.pupils[place].card}")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    return page


def fits(page: Page, size: ViewportSize) -> list[str]:
    page.set_viewport_size(size)
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [f"scrolls sideways: {wide}"] if wide > size["width"] else []
    found += [f"too wide: {one}" for one in page.evaluate(WIDE)]
    page.keyboard.press("Tab")  # from here on the browser shows where the focus is
    found += page.evaluate(FOCUSED)
    return [f"{page.url} {size['width']}x{size['height']}: {one}" for one in found]


def test_nothing_is_lost_at_400_percent_and_with_the_largest_letters(chromium, site, world) -> None:
    found = []
    for place, screens in ((0, every_kind.SCREENS), (1, every_kind.AGAIN)):
        page = device(chromium, site, world, place)
        for path in ("/", *(f"/learn/{world.code}/{step}/{number}" for step, number in screens)):
            page.goto(path)
            found += fits(page, ZOOMED)
        page.set_viewport_size(NARROW)
        for _ in range(2):
            with page.expect_response(
                lambda one: "size=" in (one.request.post_data or "")
            ):  # it is in the session then
                page.locator("[data-text-size] button").click()
        for step, number in screens:
            page.goto(f"/learn/{world.code}/{step}/{number}")
            assert page.locator("html").get_attribute("data-maat") == "ruim"
            found += fits(page, NARROW)
        page.context.close()
    assert not found, "\n".join(found)


def test_nothing_scrolls_sideways_at_any_width_with_any_letters(chromium, site, world) -> None:
    """A tablet held upright is narrower than one on its side and wider than a phone: 744, 768, 810."""
    found = []
    for letters in range(3):
        page = device(chromium, site, world, 0)
        for _ in range(letters):
            with page.expect_response(lambda one: one.url.endswith("/text-size")):
                page.locator("[data-text-size] button").first.click()
        for step, number in every_kind.SCREENS:
            page.goto(f"/learn/{world.code}/{step}/{number}")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 740})
                wide = page.evaluate("document.documentElement.scrollWidth")
                found += [f"{step}/{number} letters {letters}: {wide} in {width}"] if wide > width else []
        page.context.close()
    assert not found, "\n".join(found)


def test_the_way_in_fits_too(chromium, site, world) -> None:
    context = chromium.new_context(base_url=site)
    context.add_init_script(voice(DUTCH))
    page, found = context.new_page(), []
    for path in ("/in", f"/in/{world.klass.class_code}", f"/in/{world.klass.class_code}/{world.pupils[0].id}"):
        page.goto(path)
        found += fits(page, ZOOMED) + fits(page, SIDEWAYS)
    context.close()
    assert not found, "\n".join(found)
