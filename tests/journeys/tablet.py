"""A child's tablet in a journey: coming in by card, what is handed in, and what lies on the device."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask
from playwright.sync_api import Error, Page, expect
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, make_server

from app.learning.models import Answer
from tests.journeys import child
from tests.learning.world import World
from tests.makers import Person

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PICTURES = ("windmill", "rocket", "windmill")
OPEN = """
  const heard = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const db = await heard(indexedDB.open('werf', 1));
  const waiting = await heard(db.transaction('waiting').objectStore('waiting').getAll());
"""
NONE_WAIT = f"async () => {{ {OPEN} return waiting.length === 0; }}"


@dataclass
class Server:
    """The pages of this test's own house; it can be away for a time."""

    app: Flask
    port: int = 0
    running: BaseWSGIServer | None = field(default=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.running = make_server("127.0.0.1", self.port, self._closing, threaded=True)
        self.port = self.running.server_port
        threading.Thread(target=self.running.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.running:
            self.running.shutdown()
            self.running.server_close()
        self.running = None

    def _closing(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
        """Werkzeug does not close an answer when the browser goes away in the middle: a font stays open, and whichever
        test runs by then is told of it."""
        answer = self.app(environ, start_response)
        try:
            yield from answer
        finally:
            if hasattr(answer, "close"):
                answer.close()


def come_in(page: Page, site: str, who: Person) -> None:
    page.goto(f"{site}/card/{who.card}")
    page.locator("main form button").first.click()
    page.wait_for_url(f"{site}/")


def tap(page: Page, *pictures: str) -> None:
    for one in pictures:
        page.locator(f"button[name=picture][value={one}]").click()


def leave_it(page: Page, minutes: int) -> None:
    page.clock.fast_forward(minutes * 60_000)


def rows(world: World, who: Person) -> list[Any]:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(Answer).where(Answer.pupil_id == who.id).order_by(Answer.id)))


def answer_here(page: Page, world: World) -> str:
    """Fill in what is on the screen and hand it in."""
    asked = child.question(page)
    child.fill_in(page, world.key.questions[asked], f"Ik zag {asked}.")
    child.act(page).click()
    return asked


def all_kept(page: Page) -> None:
    """The screens of the open steps lie on the device."""
    expect(page.locator("html[data-kept]")).to_be_attached(timeout=90_000)


def sent_all(page: Page) -> None:
    for _ in range(100):
        with suppress(Error):  # the page may be going on to the next at this very moment
            if page.evaluate(NONE_WAIT):
                return
        page.wait_for_timeout(200)
    raise AssertionError("something still waits on the device")
