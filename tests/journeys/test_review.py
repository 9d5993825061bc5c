"""A teacher answers a class without a mouse: each card is saved behind her back, also through a lost connection."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app.assignments.operations import open_after_steps
from app.base import clock
from app.learning.models import Answer, Mark, Phrase, Review
from app.learning.operations import submit_answer
from tests.journeys.watch import Watch, look_over
from tests.learning import long
from tests.learning.published import cells, rows
from tests.learning.world import World, make_world
from tests.makers import PASSWORD

DESK = ViewportSize(width=1366, height=768)
PUPILS = 12
SOON = 500  # milliseconds from a key to a saved card; with room for a busy machine below


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    """Everybody wrote a story; one of them a long one."""
    world = make_world(house, makers, tmp_path / "proef", pupils=PUPILS)
    now = clock.now()
    house.act(world.teacher.actor, now - timedelta(hours=1), open_after_steps, code=world.code)
    for number, pupil in enumerate(world.pupils):
        text = "De schipper wachtte op het water. " * (30 if number == 2 else 2)
        facts = {"code": world.code, "step_id": "terug", "question_id": "verhaal", "language": "nl"}
        house.act(pupil.actor, now, submit_answer, client_id=f"c-{number}", sent={"answer": [text]}, **facts)
    return world


def come_in(chromium: Browser, site: str, world: World, *, script: bool = True) -> tuple[Page, Watch]:
    context = chromium.new_context(viewport=DESK, java_script_enabled=script, reduced_motion="reduce")
    watch, page = Watch(context, site), context.new_page()
    page.goto(f"{site}/sign-in")
    page.locator("[name=email]").fill(world.teacher.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_load_state()
    page.goto(f"{site}/class/{world.code}/answers?question=verhaal")
    return page, watch


def said(world: World) -> list[tuple[str, str | None, bool, str | None]]:
    """(words, verdict, given back, stamp) in the order of the class."""
    order = {answer.id: [one.id for one in world.pupils].index(answer.pupil_id) for answer in rows(world, Answer)}
    kept = sorted(rows(world, Review), key=lambda one: order[one.answer_id])
    return [(one.text, one.verdict, one.again, one.stamp) for one in kept]


def here(page: Page) -> int:
    """Which card has the focus, from 0."""
    return page.evaluate("[...document.querySelectorAll('article')].indexOf(document.activeElement)")


def test_ten_answers_with_keys_alone(chromium, site, world) -> None:
    page, watch = come_in(chromium, site, world)
    expect(page.locator("[data-left]").first).to_have_text(str(PUPILS))
    press = page.keyboard.press
    press("1")  # nothing has the focus yet: no key does anything
    page.locator("[data-begin]").focus()
    press("Enter")
    assert here(page) == 0
    for number, key in enumerate("1231"):
        press(key)
        expect(page.locator("#status")).to_contain_text(f"Nog {PUPILS - number - 1}.")
        assert here(page) == number + 1
    press("t")  # words: no key of the card does anything in a field
    page.keyboard.type("Juist, 123 keer js!")
    press("Enter")
    assert here(page) == 5
    press("s")
    press("4")
    press("Enter")
    assert here(page) == 6
    press("r")
    page.keyboard.type("Schrijf er een voorbeeld bij?")
    press("Enter")
    press("b")  # the last words are kept as a sentence
    expect(page.locator("#zinnen [data-sentence]")).to_have_count(1)
    press("c")
    press("1")
    expect(page.locator("article").nth(7).locator("textarea")).to_be_focused()
    press("Enter")
    press("3")
    press("u")  # that was a slip
    expect(page.locator("#status")).to_contain_text("Teruggenomen")
    expect(page.locator("article").nth(8)).to_have_attribute("data-waits", "1")
    assert here(page) == 8
    press("1")
    press("2")
    expect(page.locator("[data-left]").first).to_have_text("2")
    expect(page.locator("article[data-save=busy]")).to_have_count(0)
    words = "Schrijf er een voorbeeld bij?"
    assert said(world) == [
        ("", "right", False, None),
        ("", "partly", False, None),
        ("", "not", False, None),
        ("", "right", False, None),
        ("Juist, 123 keer js!", None, False, None),
        ("", None, False, "looked"),
        (words, None, True, None),
        (words, None, False, None),
        ("", "right", False, None),
        ("", "partly", False, None),
    ]
    assert [one.text for one in rows(world, Phrase)] == [words]
    look_over(page)
    watch.must_be_silent()
    page.context.close()


def test_a_lost_connection_keeps_the_words_and_sends_them_once(chromium, site, world) -> None:
    page, _ = come_in(chromium, site, world)
    page.locator("[data-begin]").click()
    page.context.set_offline(True)
    page.keyboard.press("t")
    page.keyboard.type("Mooi verteld.")
    page.keyboard.press("Enter")
    first = page.locator("article").first
    expect(first.locator("[data-stand]")).to_contain_text("geen verbinding")
    expect(first.locator("textarea")).to_have_value("Mooi verteld.")
    assert here(page) == 1, "the next one is ready at once"
    page.keyboard.press("1")
    assert rows(world, Review) == []
    page.context.set_offline(False)
    expect(page.locator("article[data-waits]")).to_have_count(PUPILS - 2)
    assert [one[:2] for one in said(world)] == [("Mooi verteld.", None), ("", "right")]
    assert page.locator("[data-save=later]").count() == 0
    page.context.close()


def test_signed_out_meanwhile_says_so_and_loses_no_word(chromium, site, world) -> None:
    page, _ = come_in(chromium, site, world)
    page.locator("[data-begin]").click()
    page.keyboard.press("t")
    page.keyboard.type("Mooi verteld.")
    page.context.clear_cookies()
    page.keyboard.press("Enter")
    first = page.locator("article").first
    expect(first.locator("[data-stand]")).to_contain_text("uitgelogd")
    expect(first.locator("textarea")).to_have_value("Mooi verteld.")
    other = page.context.new_page()
    other.goto(f"{site}/sign-in")
    other.locator("[name=email]").fill(world.teacher.email)
    other.locator("[name=password]").fill(PASSWORD)
    other.locator("form:has([name=password]) button").first.click()
    other.wait_for_load_state()
    first.locator("[data-send]").click()
    expect(page.locator("article[data-waits]")).to_have_count(PUPILS - 1)
    assert [one[0] for one in said(world)] == ["Mooi verteld."]
    page.context.close()


def test_the_keys_go_on_to_the_next_question_with_the_first_card_in_hand(
    chromium, site, house, makers, tmp_path
) -> None:
    world = make_world(house, makers, tmp_path / "lang", write=long.write)
    for pupil in world.pupils:
        for n in range(2):
            world.answer(pupil, f"vraag-{n}", "Een schip.", step=f"stap-{n}")
    page, watch = come_in(chromium, site, world)
    page.goto(f"{site}/class/{world.code}/answers?question=vraag-0")
    page.locator("[data-begin]").click()
    page.keyboard.press("1")
    page.keyboard.press("n")
    page.wait_for_url("**question=vraag-1*")
    expect(page.locator("article").first).to_be_focused()
    page.wait_for_timeout(300)  # a browser that goes to a place on the page takes the focus away after that
    expect(page.locator("article").first).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("#status")).to_contain_text(f"Nog {len(world.pupils) - 1}.")
    watch.must_be_silent()


def test_a_double_click_is_one_word_and_takes_half_a_second_at_most(chromium, site, world) -> None:
    page, _ = come_in(chromium, site, world)
    page.locator("article [value=right]").first.dblclick()
    expect(page.locator("article[data-waits]")).to_have_count(PUPILS - 1)
    assert (len(rows(world, Review)), len(rows(world, Mark))) == (1, 1)
    page.evaluate(MEASURE)
    page.locator("[data-begin]").click()
    for n in range(2, 9):
        page.keyboard.press("1")
        expect(page.locator("article[data-waits]")).to_have_count(PUPILS - n)
    took = sorted(page.evaluate("window.took"))
    assert took[len(took) // 2] < SOON, took
    page.context.close()


MEASURE = """() => {
  window.took = [];
  const list = document.querySelector("[data-answers]");
  let since = 0;
  list.addEventListener("keydown", () => { since = performance.now(); }, true);
  list.addEventListener("review:card", () => { window.took.push(performance.now() - since); });
}"""


def test_without_javascript_the_same_forms_say_the_same(chromium, site, world) -> None:
    page, watch = come_in(chromium, site, world, script=False)
    expect(page.locator("[data-keys]")).to_be_hidden()
    first = page.locator("article").first
    first.locator("[value=partly]").click()
    expect(page.locator(".bericht.good")).to_contain_text("Gezegd")
    last = page.locator("article:has([action$='/back?question=verhaal'])")
    last.locator("[action*='/back'] button").click()
    expect(page.locator("article[data-waits]")).to_have_count(PUPILS)
    assert rows(world, Review) == []
    watch.must_be_silent()
    page.context.close()


def test_the_pupil_has_a_dot_until_the_words_were_seen(chromium, site, world) -> None:
    page, _ = come_in(chromium, site, world)
    page.locator("[data-begin]").click()
    page.keyboard.press("s")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("article[data-waits]")).to_have_count(PUPILS - 1)
    page.context.close()
    assert cells(world, world.pupils[0])["terug"]["said"] == ["verhaal"]
    pupil = chromium.new_context(viewport=ViewportSize(width=1024, height=768), reduced_motion="reduce").new_page()
    pupil.goto(f"{site}/card/{world.pupils[0].card}")
    pupil.locator("main form button").first.click()
    pupil.wait_for_load_state()
    pupil.goto(site)
    expect(pupil.locator(".nieuws-stip")).to_contain_text("Er is iets gezegd over je werk")
    expect(pupil.locator(".wals .stip")).to_have_count(1)
    look_over(pupil)
    with pupil.expect_response("**/enter"):
        pupil.locator(".nieuws-stip a").click()
    expect(pupil.locator(".praat.juf .stempel")).to_contain_text("Goed gemeten!")
    look_over(pupil)
    pupil.goto(site)
    expect(pupil.locator(".stip")).to_have_count(0)
    pupil.context.close()
