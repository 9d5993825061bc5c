"""Nothing is lost: the wifi goes in the middle of a lesson, the tab is closed, the server starts anew, the session
ends; then all comes back, and the database holds each answer once. A second child on the same tablet sends nothing of
it.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, make_server

from app.base import clock
from app.learning.models import Answer
from tests.journeys import child
from tests.journeys.watch import TABLET, look_over
from tests.learning import twenty
from tests.learning.world import World, count, make_world
from tests.makers import Person


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
        self.running = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self.running.server_port
        threading.Thread(target=self.running.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.running:
            self.running.shutdown()
            self.running.server_close()
        self.running = None


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=twenty.write)


@pytest.fixture
def server(app: Flask, world: World) -> Iterator[Server]:
    app.config["WTF_CSRF_ENABLED"] = True
    made = Server(app)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=TABLET, reduced_motion="reduce")
    yield context
    context.close()


def come_in(page: Page, server: Server, who: Person) -> None:
    page.goto(f"{server.url}/card/{who.card}")
    page.locator("main form button").first.click()
    page.wait_for_url(f"{server.url}/")


def rows(world: World, who: Person) -> list[Any]:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(Answer).where(Answer.pupil_id == who.id).order_by(Answer.id)))


def answer_here(page: Page, world: World) -> str:
    """Fill in what is on the screen and hand it in."""
    asked = child.question(page)
    child.fill_in(page, world.key.questions[asked], f"Ik zag {asked}.")
    child.act(page).click()
    return asked


def onward(page: Page) -> None:
    """To the next screen, whether the server marked it or the device kept it."""
    here = page.url
    page.locator("footer a.actie").click()
    page.wait_for_url(lambda url: url.split("#")[0] != here.split("#")[0])


def with_wifi(page: Page, world: World, how_many: int) -> None:
    for _ in range(how_many):
        asked, here = answer_here(page, world), page.url
        if world.key.questions[asked].type != "open":  # marked: to look at, then on
            expect(page.locator(".praat.goed")).to_be_visible()
            onward(page)
        else:
            page.wait_for_url(lambda url, here=here: url.split("#")[0] != here.split("#")[0])


def all_kept(page: Page) -> None:
    """The screens of the open steps lie on the device."""
    expect(page.locator("html[data-kept]")).to_be_attached(timeout=90_000)


def without_wifi(page: Page, world: World, how_many: int) -> None:
    for _ in range(how_many):
        here = page.url
        answer_here(page, world)
        page.wait_for_url(lambda url, here=here: url.split("#")[0] != here.split("#")[0])


def test_twenty_answers_through_a_lost_wifi_a_closed_tab_and_a_new_server(tablet, server, world) -> None:
    noor = world.pupils[0]
    page = tablet.new_page()
    come_in(page, server, noor)
    page.goto(f"{server.url}/learn/{world.code}/kijk/1")
    all_kept(page)
    with_wifi(page, world, 5)
    expect(page.locator("#saved")).to_have_text("Alles is bewaard")
    assert len(rows(world, noor)) == 5

    tablet.set_offline(True)
    without_wifi(page, world, 6)
    expect(page.locator("#saved")).to_have_text("6 antwoorden wachten op wifi")
    page.get_by_role("link", name="Terug").click()  # what was given stands there, unmarked
    expect(page.get_by_text("Bewaard op dit apparaat")).to_be_visible()
    expect(page.locator(".praat.goed")).to_have_count(0)
    assert page.locator("main img").evaluate_all("all => all.every(one => one.naturalWidth > 0)")
    page.close()
    assert len(rows(world, noor)) == 5

    server.stop()
    tablet.set_offline(False)  # wifi, but nobody answers
    page = tablet.new_page()
    page.goto(f"{server.url}/")
    expect(page.locator("#saved")).to_have_text("6 antwoorden wachten op wifi")
    page.get_by_role("link", name="Verder", exact=True).click()
    expect(page).to_have_url(re.compile(r"/kijk/12"))  # past all that was handed in
    without_wifi(page, world, 5)
    expect(page.locator("#saved")).to_have_text("11 antwoorden wachten op wifi")

    server.start()
    page.reload()
    expect(page.locator("#saved")).to_have_text("Alles is bewaard")
    with_wifi(page, world, 4)
    page.wait_for_url(re.compile(r"/lees/1"))
    child.act(page).click()
    expect(page.get_by_role("heading", name="Goed gedaan")).to_be_visible()

    kept = rows(world, noor)
    assert [row.question_id for row in kept] == twenty.QUESTIONS, "each once, in order"
    assert len({row.client_id for row in kept}) == 20


def test_the_session_ended_and_another_child_came_between(tablet, server, world, monkeypatch) -> None:
    noor, sem = world.pupils[:2]
    page = tablet.new_page()
    come_in(page, server, noor)
    page.goto(f"{server.url}/learn/{world.code}/kijk/1")
    all_kept(page)
    server.stop()
    without_wifi(page, world, 3)
    page.close()

    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=1))
    server.start()
    page = tablet.new_page()
    page.goto(f"{server.url}/learn/{world.code}/kijk/1")
    expect(page).to_have_url(f"{server.url}/in")
    assert page.evaluate("caches.keys().then(all => all.filter(one => one.startsWith('werf-pages-')))") == []
    come_in(page, server, sem)
    page.goto(f"{server.url}/learn/{world.code}/kijk/1")
    expect(page.locator("#saved")).to_have_text("Alles is bewaard")
    expect(page.locator("textarea")).to_have_count(0)
    child.act(page)
    with_wifi(page, world, 1)
    assert (len(rows(world, noor)), len(rows(world, sem))) == (0, 1)
    forged = page.evaluate(SEND_AS_ME)
    assert forged == [409] * 3, "entries of another child, sent by this session on purpose"
    assert count(world.house, Answer) == 1
    page.goto(f"{server.url}/")
    page.get_by_role("button", name="Ik ben klaar").click()
    expect(page).to_have_url(f"{server.url}/in")
    page.wait_for_load_state()

    come_in(page, server, noor)
    expect(page.locator("#saved")).to_be_hidden()
    sent_all(page)
    assert [row.question_id for row in rows(world, noor)] == twenty.QUESTIONS[:3]
    assert [row.question_id for row in rows(world, sem)] == twenty.QUESTIONS[:1]


OPEN = """
  const heard = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const db = await heard(indexedDB.open('werf', 1));
  const waiting = await heard(db.transaction('waiting').objectStore('waiting').getAll());
"""
SEND_AS_ME = f"""async () => {{ {OPEN}
  const headers = {{ Accept: 'application/json' }}, said = [];
  headers['X-CSRFToken'] = (await (await fetch('/learn/pass', {{ headers }})).json()).token;
  for (const one of waiting) {{
    const body = new URLSearchParams([...one.fields, ['owner', one.owner]]);
    said.push((await fetch(one.url, {{ method: 'POST', body, headers }})).status);
  }}
  return said; }}"""
NONE_WAIT = f"async () => {{ {OPEN} return waiting.length === 0; }}"


def test_ready_while_answers_wait_is_said_and_the_tablet_signs_out_by_itself_later(tablet, server, world) -> None:
    noor = world.pupils[0]
    page = tablet.new_page()
    come_in(page, server, noor)
    page.goto(f"{server.url}/learn/{world.code}/kijk/1")
    all_kept(page)
    server.stop()
    without_wifi(page, world, 2)
    page.get_by_role("link", name="Naar mijn begin").click()
    expect(page.get_by_role("heading", name="Mijn begin")).to_be_visible()
    assert "Noor" not in page.content(), "no name lies on the device"
    page.get_by_role("button", name="Ik ben klaar").click()
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("2 antwoorden wachten op wifi.")
    look_over(page)
    box.get_by_role("button", name="Ik blijf").click()
    expect(box).to_be_hidden()
    page.get_by_role("button", name="Ik ben klaar").click()
    box.get_by_role("button", name="Ik zeg het mijn leerkracht").click()
    expect(page.get_by_role("heading", name="Zeg het je leerkracht")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Op dit apparaat wachten 2 antwoorden.")
    look_over(page)
    page.goto(f"{server.url}/learn/{world.code}/kijk/2")
    expect(page.locator("form#f")).to_have_count(0)  # the next child reads nothing of it
    expect(page.get_by_role("heading", name="Zeg het je leerkracht")).to_be_visible()
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page).to_have_url(f"{server.url}/in")
    assert [row.question_id for row in rows(world, noor)] == twenty.QUESTIONS[:2]


def test_words_half_typed_come_back_and_a_refused_answer_is_told(tablet, server, world) -> None:
    noor = world.pupils[0]
    page = tablet.new_page()
    come_in(page, server, noor)
    page.goto(f"{server.url}/learn/{world.code}/kijk/4")
    page.get_by_label("Jouw antwoord").press_sequentially("Ik zag een dak")
    page.get_by_role("link", name="Naar mijn begin").click()
    page.wait_for_url(f"{server.url}/")
    page.go_back()
    expect(page.get_by_label("Jouw antwoord")).to_have_value("Ik zag een dak")
    all_kept(page)
    server.stop()
    child.act(page).click()
    page.wait_for_url(re.compile("/kijk/5"))
    withdraw(world)
    server.start()
    page.goto(f"{server.url}/")
    told = page.locator("[data-refused]")
    expect(told).to_contain_text("Eén antwoord kwam niet mee")
    look_over(page)
    told.get_by_role("button", name="Gezien").click()
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    expect(told).to_have_count(0)
    assert count(world.house, Answer) == 0


def sent_all(page: Page) -> None:
    for _ in range(100):
        if page.evaluate(NONE_WAIT):
            return
        page.wait_for_timeout(200)
    raise AssertionError("something still waits on the device")


def withdraw(world: World) -> None:
    from app.assignments.operations import withdraw

    world.house.act(world.teacher.actor, clock.now(), withdraw, code=world.code)
