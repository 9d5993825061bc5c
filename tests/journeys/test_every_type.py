"""Every type of question that needs more than a list, answered in a real browser: by finger, by keyboard, and without
JavaScript; and what comes of it for the teacher. Looked over by axe on a tablet and on a phone.
"""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from app.assignments.operations import open_after_steps
from app.base import clock
from tests.journeys import child
from tests.journeys.watch import TABLET, Watch, look_over
from tests.learning import kinds
from tests.learning.world import World, make_world
from tests.makers import PASSWORD, Person


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    made = make_world(house, makers, tmp_path / "proef", write=kinds.write)
    house.act(made.teacher.actor, clock.now(), open_after_steps, code=made.code)
    return made


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    place = tmp_path / "IMG_0001.jpg"
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(place, quality=92)
    return place


def come_in(chromium: Browser, site: str, who: Person, *, script: bool = True) -> tuple[Page, Watch]:
    context = chromium.new_context(viewport=TABLET, java_script_enabled=script, reduced_motion="reduce")
    watch, page = Watch(context, site), context.new_page()
    if who.card:
        page.goto(f"{site}/card/{who.card}")
        page.locator("main form button").first.click()
    else:
        page.goto(f"{site}/sign-in")
        page.locator("[name=email]").fill(who.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form:has([name=password]) button").first.click()
    page.wait_for_load_state()
    return page, watch


def at(page: Page, site: str, world: World, step: str, number: int) -> None:
    page.goto(f"{site}/learn/{world.code}/{step}/{number}")


def hand_in(page: Page) -> Locator:
    """What the page says to it."""
    child.act(page).click()
    page.wait_for_load_state()
    return page.locator(".praat").first


def test_with_a_finger_and_with_keys(chromium, site, world, photo) -> None:
    page, watch = come_in(chromium, site, world.pupils[0])
    pairs_by_finger_and_then_by_keys(page, site, world)
    gaps_and_a_word(page, site, world)
    a_place_on_the_drawing(page, site, world)
    what_i_think(page, site, world)
    measurements(page, site, world)
    a_photo(page, site, world, photo)
    looks_back(page, site, world)
    watch.must_be_silent()
    page.context.close()
    the_teacher_reads_it(chromium, site, world)


def pairs_by_finger_and_then_by_keys(page: Page, site: str, world: World) -> None:
    at(page, site, world, "denk", 1)
    look_over(page)
    left, right = page.locator("[data-left]"), page.locator("[data-right]")
    for number in range(3):
        left.nth(number).click()
        right.nth(number).click()
        expect(left.nth(number).locator(".nr")).to_have_text(str(number + 1))
        expect(right.nth(number).locator(".nr")).to_have_text(str(number + 1))
    left.nth(0).click()
    left.nth(0).click()  # twice on the same: loose again
    expect(left.nth(0).locator(".nr")).to_be_empty()
    look_over(page)
    child.act(page).click()
    expect(page.locator("[role=alert]").get_by_text("Kies bij elk wat erbij hoort")).to_be_visible()
    expect(left.nth(1).locator(".nr")).to_have_text("2")
    known = dict(zip(*sides(world), strict=True))
    for number in range(3):  # the right ones, with the keyboard alone
        button = left.nth(number)
        button.focus()
        page.keyboard.press("Enter")
        expect(right.first).to_be_focused()
        wanted = page.locator(f"[data-right='{known[button.get_attribute('data-left') or '']}']")
        wanted.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-match-status]")).to_have_text(re.compile("hoort bij"))
    expect(hand_in(page)).to_contain_text("Klopt!")
    look_over(page)


def sides(world: World) -> tuple[list[str], list[str]]:
    key = world.key.questions["paren"]
    partners = {letter: token for token, letter in key.facts["partners"].items()}
    return [key.token(letter) for letter in "abc"], [partners[letter] for letter in "abc"]


def gaps_and_a_word(page: Page, site: str, world: World) -> None:
    at(page, site, world, "denk", 2)
    look_over(page)
    page.get_by_label("Gat 1 van 2").fill("peil")
    page.get_by_label("Gat 2 van 2").fill("bak")
    expect(hand_in(page)).to_contain_text("Nog niet")
    expect(page.get_by_label("Gat 1 van 2: goed")).to_have_value("peil")
    look_over(page)
    expect(hand_in(page)).to_contain_text("Je leerkracht kijkt ernaar")
    look_over(page)
    at(page, site, world, "denk", 3)
    page.get_by_label("Jouw antwoord").fill("sluisbaas")
    expect(hand_in(page)).to_contain_text("Je leerkracht kijkt ernaar")
    look_over(page)


def a_place_on_the_drawing(page: Page, site: str, world: World) -> None:
    at(page, site, world, "denk", 4)
    look_over(page)
    tap(page, 90, 90)
    expect(page.get_by_text("Hier valt niets te kiezen")).to_be_visible()
    tap(page, 60, 30)
    expect(page.get_by_role("radio", name="de kolk")).to_be_checked()
    page.get_by_role("radio", name="de kolk").focus()
    page.keyboard.press("ArrowUp" if page.locator("label.keus").last.inner_text() == "de kolk" else "ArrowDown")
    expect(page.get_by_role("radio", name="de deur")).to_be_checked()
    expect(page.locator("rect.gekozen")).to_have_count(1)
    expect(hand_in(page)).to_contain_text("Klopt!")
    expect(page.locator("rect.goed")).to_have_count(1)
    look_over(page)


def tap(page: Page, x: int, y: int) -> None:
    """At this place of the drawing, in percent."""
    box = page.locator(".vlakte").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100)


def what_i_think(page: Page, site: str, world: World) -> None:
    at(page, site, world, "denk", 5)
    look_over(page)
    page.get_by_role("radio", name="4", exact=True).check(force=True)
    child.leave(page, child.act(page))
    at(page, site, world, "denk", 5)
    expect(page.get_by_text("We bewaren het zonder je naam")).to_be_visible()
    expect(page.locator("input[name=answer]:checked")).to_have_count(0)
    look_over(page)


def measurements(page: Page, site: str, world: World) -> None:
    at(page, site, world, "bouw", 1)
    look_over(page)
    for name, text in {"cell-1-a": "0", "cell-1-b": "8", "cell-2-a": "10", "cell-2-b": "hoog"}.items():
        page.locator(f"[name={name}]").fill(text)
    child.act(page).click()
    expect(page.locator("[role=alert]").get_by_text("hoog")).to_be_visible()
    expect(page.locator("[name=cell-2-b]")).to_have_value("hoog")
    page.locator("[name=cell-2-b]").fill("6,5")
    expect(hand_in(page)).to_contain_text("Bewaard")
    expect(page.get_by_role("img", name="Grafiek: hoogte (cm) tegen tijd (s)")).to_be_visible()
    look_over(page)


def a_photo(page: Page, site: str, world: World, photo: Path) -> None:
    at(page, site, world, "bouw", 2)
    expect(page.get_by_text("Geen gezichten op de foto.")).to_be_visible()
    look_over(page)
    page.locator("#foto").set_input_files(photo)
    expect(page.locator("canvas")).to_be_visible()
    page.wait_for_function("document.querySelector('#foto').files[0].name === 'foto.jpg'")
    assert page.evaluate("document.querySelector('#foto').files[0].size") < photo.stat().st_size
    expect(hand_in(page)).to_contain_text("Bewaard")
    shown = page.get_by_role("img", name="De foto die je inleverde")
    expect(shown).to_be_visible()
    assert shown.evaluate("one => one.naturalWidth") == 1600
    look_over(page)


def looks_back(page: Page, site: str, world: World) -> None:
    at(page, site, world, "terug", 1)
    expect(page.get_by_text("Dit was jouw antwoord")).to_have_count(3)
    expect(page.locator(".terug .grafiek svg")).to_be_visible()
    assert page.locator(".terug img").evaluate("one => one.naturalWidth") == 1600
    look_over(page)


def the_teacher_reads_it(chromium: Browser, site: str, world: World) -> None:
    page, watch = come_in(chromium, site, world.teacher)
    page.goto(f"{site}/class/{world.code}/answers?question=woord")
    look_over(page)
    page.get_by_role("button", name="Goed", exact=True).click()
    expect(page.locator("#status")).to_contain_text("De leerling ziet het.")
    expect(page.locator("article .staat")).to_have_text("goed")
    for address in ("answers?question=gaten", "answers?question=foto", "answers?question=meten", "attitudes"):
        page.goto(f"{site}/class/{world.code}/{address}")
        look_over(page)
    page.goto(f"{site}/class/{world.code}/pupil/{world.pupils[0].id}")
    look_over(page)
    watch.must_be_silent()
    page.context.close()


def test_without_javascript_it_is_all_plain_forms(chromium, site, world, photo) -> None:
    page, watch = come_in(chromium, site, world.pupils[1], script=False)
    at(page, site, world, "denk", 1)
    expect(page.locator(".helft:visible")).to_have_count(0)
    for left, right in zip(*sides(world), strict=True):
        page.locator(f"select[name=pair-{left}]").select_option(right)
    expect(hand_in(page)).to_contain_text("Klopt!")
    at(page, site, world, "denk", 2)
    page.get_by_label("Gat 1 van 2").fill("Waterpeil")
    page.get_by_role("button", name="Vraag hulp").click()
    expect(page.get_by_role("button", name="Mijn hand is omhoog")).to_be_visible()
    page.get_by_role("button", name="Grotere letters").click()
    expect(page.locator("html[data-maat=groot]")).to_be_attached()
    expect(page.get_by_label("Gat 1 van 2")).to_have_value("Waterpeil")
    expect(page.get_by_role("link", name="Samen met")).to_have_count(0)
    page.get_by_role("button", name="Samen met").click()
    page.get_by_role("link", name="Terug").click()
    expect(page.get_by_label("Gat 1 van 2")).to_have_value("Waterpeil")
    page.get_by_role("button", name="Naar mijn begin").click()
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Nederlands").click()
    page.get_by_role("link", name="Verder").click()
    expect(page.get_by_label("Gat 1 van 2")).to_have_value("Waterpeil")
    page.get_by_label("Gat 2 van 2").fill("kolk")
    page.keyboard.press("Enter")  # the answer, not the first button of the page
    expect(page.locator(".praat").first).to_contain_text("Klopt!")
    at(page, site, world, "denk", 4)
    page.get_by_text("de deur", exact=True).click()
    expect(hand_in(page)).to_contain_text("Klopt!")
    at(page, site, world, "denk", 5)
    page.get_by_role("radio", name="2", exact=True).check(force=True)
    child.leave(page, child.act(page))
    at(page, site, world, "bouw", 1)
    page.locator("[name=cell-1-a]").fill("1")
    expect(hand_in(page)).to_contain_text("Bewaard")
    at(page, site, world, "bouw", 2)
    page.locator("#foto").set_input_files(photo)
    expect(hand_in(page)).to_contain_text("Bewaard")
    expect(page.get_by_role("img", name="De foto die je inleverde")).to_be_visible()
    watch.must_be_silent()
    page.context.close()
