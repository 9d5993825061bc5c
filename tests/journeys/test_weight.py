"""What a pupil's pages ask of a school's wifi, counted by the browser itself: requests, and bytes on the wire.

Counted until the page stands and a second more, by the clock of the browser, however slow the machine is; with what it
tells the server (`enter`). Not counted: pictures of the lesson itself (`/media/`, each module has its own), what it
asks every few seconds from then on, and what is laid down for when the wifi is gone; the service worker is kept out,
because what goes through it is not told to the page.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from app.base import clock
from app.learning.operations import pause_class
from tests.journeys.watch import TABLET
from tests.learning.world import World, make_world

REQUESTS, COLD, WARM = 10, 100_000, 15_000
STANDS = 1.0  # seconds after the page was loaded
NOT_OF_THE_PAGE = ("/media/", "/learn/pages", "/sw.js", "/offline")


@dataclass
class Wire:
    """All that went over it, by request: path and bytes, headers included."""

    page: Page
    sent: dict[str, list[Any]] = field(default_factory=dict)
    at: dict[str, float] = field(default_factory=dict)
    loaded: float = 0

    def __post_init__(self) -> None:
        tap = self.page.context.new_cdp_session(self.page)
        tap.send("Network.enable")
        tap.send("Page.enable")
        tap.on("Page.loadEventFired", lambda said: setattr(self, "loaded", said["timestamp"]))
        tap.on("Network.requestWillBeSent", self._asked)
        tap.on("Network.requestServedFromCache", lambda said: self.sent.pop(said["requestId"], None))
        tap.on("Network.responseReceived", lambda said: self._heard(said["requestId"], said["response"]))
        tap.on("Network.loadingFinished", lambda said: self._came(said["requestId"], said["encodedDataLength"]))

    def _asked(self, said: dict[str, Any]) -> None:
        key, url = said["requestId"], said["request"]["url"]
        if url.startswith("data:"):
            return
        path = "/" + url.split("/", 3)[3]
        if not path.startswith(NOT_OF_THE_PAGE):
            self.sent.setdefault(key, [path, 0])
            self.at.setdefault(key, said["timestamp"])

    def _heard(self, key: str, response: dict[str, Any]) -> None:
        if response.get("fromDiskCache"):
            self.sent.pop(key, None)

    def _came(self, key: str, size: int) -> None:
        if key in self.sent:
            self.sent[key][1] = size

    def opened(self, url: str) -> list[list[Any]]:
        self.sent.clear()
        self.page.goto(url)
        self.page.wait_for_timeout(1000 * STANDS)
        return [one for key, one in self.sent.items() if self.at[key] <= self.loaded + STANDS]


@pytest.fixture(params=["po", "vo"])
def world(request, house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", kind=request.param)


def signed_in(chromium: Browser, site: str, world: World, place: int = 0) -> BrowserContext:
    """Signed in, and nothing of it in the cache of the next one: only the cookies go along."""
    door = chromium.new_context()
    page = door.new_page()
    page.goto(f"{site}/card/{world.pupils[place].card}")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    context = chromium.new_context(
        viewport=TABLET, storage_state=door.storage_state(), service_workers="block"
    )  # fmt: skip
    door.close()
    return context


def test_a_page_of_a_lesson_is_ten_requests_and_100_kb_at_first_and_15_kb_after_that(chromium, site, world) -> None:
    context = signed_in(chromium, site, world)
    wire = Wire(context.new_page())
    cold = wire.opened(f"{site}/learn/{world.code}/kijk/1")
    assert 5 < len(cold) <= REQUESTS, cold
    assert 60_000 < sum(size for _, size in cold) <= COLD, cold
    assert any(path.endswith("/enter") for path, _ in cold), "the count ended too early"
    warm = wire.opened(f"{site}/learn/{world.code}/kijk/2")
    assert 1_000 < sum(size for _, size in warm) <= WARM, warm
    context.close()


def test_a_name_with_a_letter_of_another_file_of_letters_weighs_no_more(chromium, site, world) -> None:
    context = signed_in(chromium, site, world, 2)
    cold = Wire(context.new_page()).opened(f"{site}/learn/{world.code}/kijk/1")
    assert any("europe" in path or "latin-ext" in path for path, _ in cold), "the ğ of Çağla"
    assert len(cold) <= REQUESTS, cold
    assert sum(size for _, size in cold) <= COLD, cold
    context.close()


def test_a_page_where_a_pupil_waits_asks_no_more(chromium, site, world) -> None:
    world.house.act(world.teacher.actor, clock.now(), pause_class, code=world.code)
    context = signed_in(chromium, site, world)
    cold = Wire(context.new_page()).opened(f"{site}/learn/{world.code}/kijk/1")
    assert any("pupil.js" in path for path, _ in cold)
    assert len(cold) <= REQUESTS, cold
    assert sum(size for _, size in cold) <= COLD, cold
    context.close()


def test_the_first_page_and_the_way_in_weigh_no_more(chromium, site, world) -> None:
    for context, path in ((signed_in(chromium, site, world), ""), (chromium.new_context(viewport=TABLET), "in")):
        wire = Wire(context.new_page())
        cold = wire.opened(f"{site}/{path}")
        assert len(cold) <= REQUESTS, cold
        assert sum(size for _, size in cold) <= COLD, cold
        context.close()
