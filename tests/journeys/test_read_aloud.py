"""Read aloud: every text has its button, the word that is spoken is marked, and it stops when it should."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.assignments.operations import open_after_steps
from app.base import clock
from tests.curriculum import lessons
from tests.journeys.voice import DUTCH, ENGLISH, FLEMISH, voice
from tests.journeys.watch import TABLET, Watch, look_over
from tests.learning import kinds
from tests.learning.world import World, make_world

Enter = Callable[..., Page]
BOTH = (
    "() => ['leeswoord', 'leeszin'].map(name => [...(CSS.highlights.get(name) || [])].map(range => range.toString()))"
)
MARKED = "name => [...(CSS.highlights.get(name) || [])].map(range => range.toString())"


ALL_KINDS = pytest.mark.parametrize("world", [kinds.write], indirect=True, ids=["kinds"])


@pytest.fixture
def world(request, house, makers, tmp_path) -> World:
    made = make_world(house, makers, tmp_path / "proef", write=getattr(request, "param", lessons.write))
    house.act(made.teacher.actor, clock.now(), open_after_steps, code=made.code)
    return made


@pytest.fixture
def enter(chromium: Browser, site: str, world: World) -> Iterator[Enter]:
    """A pupil on a device with these voices."""
    watches: list[Watch] = []

    def come_in(*voices: dict[str, object], late: bool = False, pace: int = 5) -> Page:
        context = chromium.new_context(viewport=TABLET, base_url=site, reduced_motion="reduce")
        context.add_init_script(voice(*voices, late=late, pace=pace))
        watches.append(Watch(context, site))
        page = context.new_page()
        page.goto(f"/card/{world.pupils[0].card}")
        page.locator("main form button").first.click()
        page.wait_for_load_state()
        return page

    yield come_in
    for watch in watches:
        watch.context.close()
        watch.must_be_silent()


def to(page: Page, world: World, step: str, number: int) -> None:
    page.goto(f"/learn/{world.code}/{step}/{number}")


def said(page: Page) -> list[str]:
    return [one.strip() for one in page.evaluate("voice.said.map(one => one.text)")]


def test_each_text_has_its_button_and_each_word_is_marked_as_it_is_said(enter: Enter, world: World) -> None:
    page = enter(FLEMISH, DUTCH, pace=300)  # slow enough to look at each word on a busy machine
    to(page, world, "kijk", 1)
    text, question = (
        page.get_by_role("button", name="Lees de tekst voor"),
        page.get_by_role("button", name="Lees de vraag voor"),
    )
    expect(text).to_be_visible()
    look_over(page)
    before = page.locator("main").inner_html()
    text.click()
    expect(text).to_have_attribute("aria-pressed", "true")
    heard = ""
    while page.evaluate("voice.busy()"):
        words, sentences = page.evaluate(BOTH)  # in one look: the voice may end between two
        for word in words:
            heard += f" {word}" if not heard.endswith(word) else ""
            assert word in sentences[0]
    assert "Het water in zee gaat omhoog en omlaag." in heard
    expect(text).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(MARKED, "leeszin") == page.evaluate(MARKED, "leeswoord") == []
    assert page.locator("main").inner_html() == before, "no element of the page is touched"
    assert page.evaluate("voice.said.every(one => one.lang === 'nl-NL' && one.rate < 1)"), (
        "Dutch of the Netherlands, slower for a child"
    )
    question.click()
    page.wait_for_function("() => !voice.busy()")
    assert {"Waarom is er een sluis?", "Om te wassen", "Om water tegen te houden", "Om te vissen"} <= set(said(page))


@ALL_KINDS
def test_a_gap_is_named_and_stays_a_field(enter: Enter, world: World) -> None:
    page = enter(DUTCH)
    to(page, world, "denk", 2)
    page.get_by_label("Gat 1 van 2").fill("peil")
    page.get_by_role("button", name="Lees de vraag voor").click()
    page.wait_for_function("() => voice.said.length && !voice.busy()")
    assert "Het water heet  Gat 1 van 2 ." in " ".join(said(page))
    expect(page.get_by_label("Gat 1 van 2")).to_have_value("peil")


def test_it_stops_by_the_button_by_escape_by_another_one_and_by_leaving(enter: Enter, world: World) -> None:
    page = enter(DUTCH, pace=400)
    to(page, world, "kijk", 1)
    text, question = (
        page.get_by_role("button", name="Lees de tekst voor"),
        page.get_by_role("button", name="Lees de vraag voor"),
    )
    text.click()
    page.wait_for_function("() => voice.said.length === 1")
    text.click()
    expect(text).to_have_attribute("aria-pressed", "false")
    assert not page.evaluate("voice.busy()")
    text.click()  # again, from the beginning
    page.wait_for_function("() => voice.said.length === 2")
    assert said(page)[0] == said(page)[1]
    page.keyboard.press("Escape")
    assert not page.evaluate("voice.busy()")
    text.click()
    question.click()
    expect(text).to_have_attribute("aria-pressed", "false")
    expect(question).to_have_attribute("aria-pressed", "true")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert not page.evaluate("voice.busy()")
    assert page.evaluate(MARKED, "leeszin") == []


def test_without_a_voice_for_the_text_there_is_no_button_and_a_late_voice_brings_it(enter: Enter, world: World) -> None:
    page = enter(ENGLISH)
    to(page, world, "kijk", 1)
    expect(page.locator("[data-read]:visible")).to_have_count(0)
    late = enter(DUTCH, late=True)
    to(late, world, "kijk", 1)
    expect(late.locator("[data-read]:visible")).to_have_count(0)
    late.evaluate("voice.come()")
    expect(late.get_by_role("button", name="Lees de vraag voor")).to_be_visible()


@ALL_KINDS
def test_a_dutch_lesson_is_read_in_dutch_on_an_english_page(enter: Enter, world: World) -> None:
    page = enter(ENGLISH, DUTCH)
    page.goto("/")
    page.get_by_role("button", name="English").click()
    to(page, world, "denk", 2)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Read the question aloud").click()
    page.wait_for_function("() => voice.said.length && !voice.busy()")
    spoken = page.evaluate("voice.said.map(one => [one.lang, one.text])")
    assert {tag for tag, text in spoken if "Het water" in text} == {"nl-NL"}
    page.get_by_label("Gap 1 of 2").fill("x")
    page.get_by_label("Gap 2 of 2").fill("kolk")
    page.locator("footer button.actie").click()
    page.locator(".praat [data-read]").click()
    page.wait_for_function("() => voice.said.length && !voice.busy()")
    assert page.evaluate("voice.said.at(0)") == {"lang": "en_GB", "text": "Not yet. ", "rate": 0.9}
