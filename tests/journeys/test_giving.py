"""In a real browser: giving to part of a class without any script, and a step taken off under a child's hands."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.assignments.models import Assignment
from app.assignments.operations import give_back, withdraw
from app.base import clock
from app.learning.models import Answer
from app.learning.operations import change_steps
from tests.journeys.tablet import Server, all_kept, answer_here, come_in, rows, sent_all
from tests.journeys.watch import TABLET, look_over
from tests.learning.world import World, count, make_world
from tests.makers import PASSWORD


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def plain(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=TABLET, java_script_enabled=False, locale="nl-NL")
    yield context
    context.close()


def take_off(world: World, *left: str) -> None:
    world.house.act(world.teacher.actor, clock.now(), change_steps, code=world.code, step_ids=left, seen=0)


def sign_in(page: Page, server: Server, world: World) -> None:
    page.goto(f"{server.url}/sign-in")
    page.locator("[name=email]").fill(world.teacher.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{server.url}/")


def test_a_child_hands_in_on_a_step_that_was_just_taken_off_and_reads_that_it_is_kept(tablet, server, world) -> None:
    noor = world.pupils[0]
    page = tablet.new_page()
    come_in(page, server.url, noor)
    page.goto(f"{server.url}/learn/{world.code}/kijk/1")
    take_off(world, "terug")
    answer_here(page, world)
    expect(page.get_by_text("Je leerkracht haalde deze stap weg. Je antwoord is bewaard.")).to_be_visible()
    assert [row.step_id for row in rows(world, noor)] == ["kijk"]


def test_what_waited_for_wifi_counts_though_its_step_was_taken_off_meanwhile(tablet, server, world) -> None:
    noor = world.pupils[0]
    page = tablet.new_page()
    come_in(page, server.url, noor)
    page.goto(f"{server.url}/learn/{world.code}/kijk/1")
    all_kept(page)
    server.stop()
    answer_here(page, world)
    page.wait_for_timeout(500)
    take_off(world, "terug")
    server.start()
    page.goto(f"{server.url}/")
    sent_all(page)
    assert [row.step_id for row in rows(world, noor)] == ["kijk"]
    expect(page.locator("[data-refused]")).to_have_count(0)


def test_a_lesson_that_is_withdrawn_under_a_childs_hands_says_so_and_goes_on_when_it_is_given_back(
    tablet, server, world
) -> None:
    def say(operation: Any) -> None:
        world.house.act(world.teacher.actor, clock.now(), operation, code=world.code)

    page = tablet.new_page()
    come_in(page, server.url, world.pupils[0])
    page.goto(f"{server.url}/learn/{world.code}/kijk/4")
    typed = page.locator("#f input.invoer, #f input[inputmode]").first
    typed.fill("350")
    say(withdraw)
    expect(page.locator("dialog#pauze")).to_contain_text("Deze les staat nu niet voor je klaar")
    look_over(page)
    say(give_back)
    expect(page.locator("dialog#pauze")).to_be_hidden()
    expect(typed).to_have_value("350")


def test_groups_and_giving_to_one_of_them_without_any_script(plain, server, world) -> None:
    page = plain.new_page()
    sign_in(page, server, world)
    page.goto(f"{server.url}/classes/{world.klass.code}/groups")
    row = page.locator(".groeplijst fieldset").nth(1)
    row.get_by_label("Plus").check()
    page.get_by_role("button", name="Bewaar de groepen").click()
    expect(page.get_by_text("Eén leerling ging naar een andere groep.")).to_be_visible()
    page.goto(f"{server.url}/modules/proef/give")
    expect(page.locator("[data-of=groups]")).to_be_hidden()
    expect(page.locator("[data-of=pupils]")).to_be_hidden()
    page.get_by_label("Per instructiegroep").check()
    page.get_by_label("Plus").check()
    page.get_by_role("button", name="Geef nu").click()
    expect(page.get_by_text("Gegeven aan één leerling.")).to_be_visible()
    assert count(world.house, Assignment) == 2
    page.get_by_role("link", name="wijzigen").click()
    page.get_by_role("link", name="Wijzig voor wie").click()
    expect(page.get_by_label("Plus")).to_be_checked()
    page.get_by_label("Een paar leerlingen").check()
    page.locator("[name=pupils]").first.check()
    page.get_by_role("button", name="Bewaar voor wie").click()
    expect(page.get_by_text("2 leerlingen hebben het nu.")).to_be_visible()
    assert count(world.house, Answer) == 0


def test_back_and_sent_once_more_gives_once_without_any_script(plain, server, world) -> None:
    page = plain.new_page()
    sign_in(page, server, world)
    page.goto(f"{server.url}/modules/proef")
    page.locator(".besluit a.actie").click()
    page.get_by_role("button", name="Geef nu").last.click()
    page.wait_for_url(f"{server.url}/class/*")
    lesson = page.url
    page.go_back()
    expect(page.get_by_text("Met dit formulier gegeven:")).to_be_visible()
    page.get_by_role("button", name="Geef nu").last.click()
    page.wait_for_url(lesson)
    expect(page.get_by_text("Dit was al gegeven.")).to_be_visible()
    page.reload()
    assert count(world.house, Assignment) == 2
    page.goto(f"{server.url}/modules/proef/give")
    page.get_by_role("button", name="Geef nu").last.click()
    page.wait_for_url(f"{server.url}/class/*")
    assert count(world.house, Assignment) == 3


def test_the_pages_of_giving_fit_a_phone_and_axe_finds_nothing(tablet, server, world) -> None:
    page = tablet.new_page()
    sign_in(page, server, world)
    page.goto(f"{server.url}/classes/{world.klass.code}/groups")
    page.get_by_label("Verlengde instructie").first.check()
    look_over(page)
    page.get_by_role("button", name="Bewaar de groepen").click()
    for address, choice in (
        ("/modules/proef/give", "groups"),
        (f"/modules/given/{world.code}/whom", "pupils"),
        (f"/modules/given/{world.code}", ""),
        (f"/class/{world.code}/steps", ""),
    ):
        page.goto(f"{server.url}{address}")
        if choice:
            page.locator(f"[name=to][value={choice}]").check()
            expect(page.locator(f"[data-of={choice}]")).to_be_visible()
        look_over(page)
