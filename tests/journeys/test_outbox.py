"""Nothing is lost: the wifi goes in the middle of a lesson, the tab is closed, the server starts anew, the session
ends; then all comes back, and the database holds each answer once. A second child on the same tablet sends nothing of
it.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.base import clock
from app.learning.models import Answer
from tests.journeys import child
from tests.journeys.tablet import OPEN, all_kept, answer_here, come_in, rows, sent_all
from tests.journeys.watch import look_over
from tests.learning import twenty
from tests.learning.world import World, count, make_world


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=twenty.write)


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


def without_wifi(page: Page, world: World, how_many: int) -> None:
    for _ in range(how_many):
        here = page.url
        answer_here(page, world)
        page.wait_for_url(lambda url, here=here: url.split("#")[0] != here.split("#")[0])


def test_twenty_answers_through_a_lost_wifi_a_closed_tab_and_a_new_server(tablet, server, world) -> None:
    noor = world.pupils[0]
    page = tablet.new_page()
    come_in(page, server.url, noor)
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
    come_in(page, server.url, noor)
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
    come_in(page, server.url, sem)
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

    come_in(page, server.url, noor)
    expect(page.locator("#saved")).to_be_hidden()
    sent_all(page)
    assert [row.question_id for row in rows(world, noor)] == twenty.QUESTIONS[:3]
    assert [row.question_id for row in rows(world, sem)] == twenty.QUESTIONS[:1]


SEND_AS_ME = f"""async () => {{ {OPEN}
  const headers = {{ Accept: 'application/json' }}, said = [];
  headers['X-CSRFToken'] = (await (await fetch('/learn/pass', {{ headers }})).json()).token;
  for (const one of waiting) {{
    const body = new URLSearchParams([...one.fields, ['owner', one.owner]]);
    said.push((await fetch(one.url, {{ method: 'POST', body, headers }})).status);
  }}
  return said; }}"""


def test_ready_while_answers_wait_is_said_and_the_tablet_signs_out_by_itself_later(tablet, server, world) -> None:
    noor = world.pupils[0]
    page = tablet.new_page()
    come_in(page, server.url, noor)
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
    come_in(page, server.url, noor)
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


def test_who_is_signed_out_without_wifi_sees_our_own_page_and_no_name(tablet, server, world) -> None:
    page = tablet.new_page()
    come_in(page, server.url, world.pupils[0])
    all_kept(page)
    page.get_by_role("button", name="Ik ben klaar").click()
    expect(page).to_have_url(f"{server.url}/in")
    server.stop()
    for address in ("/", f"/learn/{world.code}/kijk/1", "/in"):
        page.goto(f"{server.url}{address}")
        expect(page.get_by_role("heading", name="Nu geen wifi")).to_be_visible()
        expect(page.locator("meta[name=owner]")).to_have_count(0)
        assert world.pupils[0].name.split()[0] not in page.content()
        assert page.evaluate("getComputedStyle(document.querySelector('.balk')).backgroundColor") == "rgb(7, 58, 89)"
        expect(page.get_by_role("button", name="English")).to_have_count(0)  # it cannot be asked for now
        assert page.locator("main img").evaluate("one => one.complete && one.naturalWidth > 0")
    look_over(page)
    server.start()
    page.get_by_role("link", name="Probeer opnieuw").click()
    expect(page.get_by_role("heading", name="Nu geen wifi")).to_have_count(0)


def withdraw(world: World) -> None:
    from app.assignments.operations import withdraw

    world.house.act(world.teacher.actor, clock.now(), withdraw, code=world.code)
