"""A quarter past eight: the card is printed, somebody without an account leads the lesson, and at five is out."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app.base import clock
from app.learning.models import Progress
from app.learning.operations import ask_help
from tests.journeys.watch import Watch, look_over
from tests.learning.published import rows
from tests.learning.world import World, make_world
from tests.makers import PASSWORD, moment

LAPTOP = ViewportSize(width=1366, height=768)
START = moment(2026, 10, 8, 8, 15)
Jump = Callable[[datetime], None]


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Jump:
    """The clock of the house goes on from this moment, as fast as the real one."""

    def to(when: datetime) -> None:
        began = time.monotonic()
        monkeypatch.setattr(clock, "now", lambda: when + timedelta(seconds=time.monotonic() - began))

    to(START)
    return to


@pytest.fixture
def world(jump, house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


def someone(chromium: Browser, site: str) -> tuple[Page, Watch]:
    context = chromium.new_context(viewport=LAPTOP, reduced_motion="reduce")
    return context.new_page(), Watch(context, site)


def test_from_the_card_to_five_o_clock(chromium, site, world, jump: Jump, run_jobs) -> None:
    link, watch_teacher = the_teacher_makes_the_card(chromium, site, world, run_jobs)
    page, watch = someone(chromium, site)
    page.goto(link)
    look_over(page)
    assert world.pupils[0].name not in page.content()
    page.locator("main form button").click()
    expect(page).to_have_url(f"{site}/class/{world.code}")
    look_over(page)
    page.set_viewport_size(LAPTOP)
    the_door(page, world)
    a_hand(page, world)
    the_lesson_on_the_board(page, site, world)
    what_is_not_for_a_substitute(page, site, world)
    page.goto(f"{site}/class/{world.code}")
    jump(clock.at(clock.school_day(START), 17, 1))
    expect(page).to_have_url(f"{site}/inval/klaar")  # the page asks every few seconds, and is sent away
    look_over(page)
    assert page.context.request.get(link).status == 410
    page.goto(f"{site}/class/{world.code}")
    expect(page).to_have_url(f"{site}/inval/klaar")
    watch.must_be_silent()
    watch_teacher.must_be_silent()
    page.context.close()


def the_teacher_makes_the_card(chromium: Browser, site: str, world: World, run_jobs: Callable) -> tuple[str, Watch]:
    page, watch = someone(chromium, site)
    page.goto(f"{site}/sign-in")
    page.locator("[name=email]").fill(world.teacher.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_load_state()
    page.goto(f"{site}/class/{world.code}")
    page.locator("a[href$='/substitute']").click()
    page.wait_for_url("**/substitute")
    look_over(page)
    page.set_viewport_size(LAPTOP)
    page.locator("[name=can_help]").fill("Aïcha de V.")
    page.locator("form button.actie").dblclick()
    page.wait_for_url("**/substitute/*")
    run_jobs()
    expect(page.locator("a[href$='.pdf']")).to_be_visible()
    look_over(page)
    link = page.locator("#pas").input_value()
    answer = page.context.request.get(site + str(page.locator("a[href$='.pdf']").get_attribute("href")))
    assert answer.body().startswith(b"%PDF")
    page.goto(f"{site}/class/{world.code}/substitute")
    expect(page.locator(".passen li")).to_have_count(1)  # pressed twice, made once
    page.context.close()
    return link.replace(world.house.settings.base_url, site), watch


def the_door(page: Page, world: World) -> None:
    if page.locator("form[action$='/door'] [value=shut]").count():
        page.locator("form[action$='/door'] button").click()
    page.get_by_role("button", name="Zet de deur open").or_(page.locator("form[action$='/door'] button")).first.click()
    expect(page.locator("form[action$='/door'] [value=shut]")).to_have_count(1)
    assert page.url.endswith(f"/class/{world.code}")


def a_hand(page: Page, world: World) -> None:
    pupil = world.pupils[0]
    world.house.act(pupil.actor, clock.now(), ask_help, code=world.code, step_id="kijk", language="nl")
    hand = page.locator("#handen li")
    expect(hand).to_contain_text(pupil.name)  # by itself, live
    hand.locator("button").click()
    expect(page.locator("#handen li")).to_have_count(0)
    (row,) = [one for one in rows(world, Progress) if one.pupil_id == pupil.id]
    assert row.help_since is None


def the_lesson_on_the_board(page: Page, site: str, world: World) -> None:
    page.locator(".opbord a").first.click()
    expect(page).to_have_url(f"{site}/class/{world.code}/lesson/kijk/1")
    page.goto(f"{site}/class/{world.code}/lesson/kijk/999")
    page.locator("[data-tick]").click()
    expect(page.locator(".stand")).to_contain_text("3 van de 3")


def what_is_not_for_a_substitute(page: Page, site: str, world: World) -> None:
    pupil = world.pupils[0].id
    paths = ("answers", f"pupil/{pupil}", "tick", "substitute")
    addresses = [f"{site}/class/{world.code}/{one}" for one in paths]
    addresses += [f"{site}/classes", f"{site}/classes/{world.klass.code}/pupils", f"{site}/certificates/{world.code}"]
    for address in addresses:
        assert page.context.request.get(address).status == 403, address
