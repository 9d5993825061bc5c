"""A teacher and two pupils at the same time, each in a browser of their own: pause, go on, a step opened and shut, a
hand, and the wifi of one that goes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from sqlalchemy import delete, select

from app.base.db import EVERYWHERE
from app.learning.models import Answer, Progress
from app.people.models import Post
from tests.journeys import child
from tests.journeys.watch import TABLET, Watch, look_over
from tests.learning.world import World, count, make_world
from tests.makers import PASSWORD, Person

LAPTOP = ViewportSize(width=1366, height=768)


@dataclass
class Room:
    """The classroom: who sits where."""

    site: str
    world: World
    teacher: Page
    first: Page
    second: Page
    watch: Watch  # of the teacher

    def on_class(self) -> Page:
        self.teacher.goto(f"{self.site}/class/{self.world.code}")
        return self.teacher

    def answers(self) -> int:
        return count(self.world.house, Answer)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", pupils=2)


@pytest.fixture
def room(chromium: Browser, site: str, world: World) -> Iterator[Room]:
    contexts = [chromium.new_context(viewport=size, reduced_motion="reduce") for size in (LAPTOP, TABLET, TABLET)]
    watches = [Watch(context, site) for context in contexts]
    teacher, *tablets = [context.new_page() for context in contexts]
    teacher.goto(f"{site}/sign-in")
    teacher.locator("[name=email]").fill(world.teacher.email)
    teacher.locator("[name=password]").fill(PASSWORD)
    teacher.locator("form:has([name=password]) button").first.click()
    teacher.wait_for_url(f"{site}/")
    for page, pupil in zip(tablets, world.pupils, strict=True):
        come_in(page, site, world, pupil)
    yield Room(site, world, teacher, *tablets, watches[0])
    watches[0].must_be_silent()
    for context in contexts:
        context.close()


def come_in(page: Page, site: str, world: World, pupil: Person) -> None:
    page.goto(f"{site}/card/{pupil.card}")
    page.locator("main form button").first.click()
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/learn/{world.code}/")
    page.wait_for_load_state()


def pause(room: Room) -> None:
    room.teacher.locator("#pauzeknop").click()


def test_a_pause_for_all_keeps_what_was_typed_and_everybody_is_back_at_the_same_place(room: Room) -> None:
    room.first.goto(f"{room.site}/learn/{room.world.code}/kijk/4")
    room.first.locator("#f input.invoer, #f input[inputmode]").first.fill("350")
    room.on_class()
    pause(room)
    for page in (room.first, room.second):
        expect(page.locator("dialog#pauze")).to_be_visible()
        expect(page.locator("dialog#pauze h2").first).to_have_text("Even pauze!")
    look_over(room.first)
    room.first.keyboard.press("Escape")
    room.first.keyboard.press("Escape")
    expect(room.first.locator("dialog#pauze")).to_be_visible()
    room.second.reload()
    expect(room.second.locator("main.pauze h1")).to_have_text("Even pauze!")
    look_over(room.second)
    expect(room.teacher.locator(".pauze-nu")).to_contain_text("Pauze, uiterlijk tot")
    look_over(room.teacher)
    pause(room)
    expect(room.first.locator("dialog#pauze")).to_be_hidden()
    expect(room.first.locator("#f input.invoer, #f input[inputmode]").first).to_have_value("350")
    expect(room.second.locator("#f")).to_be_visible()
    assert room.second.url.endswith("/kijk/1")


def test_at_the_teachers_pace_a_waiting_pupil_comes_in_by_itself_and_a_shut_step_keeps_the_work(room: Room) -> None:
    page = room.first
    child.fill_in(page, room.world.key.questions["waarom"], "")
    room.teacher.goto(f"{room.site}/modules/given/{room.world.code}")
    room.teacher.locator("[name=pace][value=opened]").check()
    room.teacher.locator("form:has([name=pace]) button").click()
    expect(room.teacher.locator("#poort-kijk")).to_contain_text("Sluit")  # it was begun, so it stayed open
    room.teacher.locator("#poort-kijk").click()
    expect(page.locator("dialog#pauze")).to_contain_text("Deze stap is nu dicht.")
    look_over(page)
    page.locator("dialog#pauze a:visible").click()
    expect(page.locator(".hoe-verder")).to_contain_text("Je juf of meester opent de volgende stap.")
    expect(page.locator(".wals .slot")).to_have_count(2)
    look_over(page)
    room.teacher.locator("#poort-kijk").click()
    expect(page).to_have_url(re.compile(r"/kijk/1$"))
    expect(page.locator("#f")).to_be_visible()
    look_over(room.teacher)


def test_opening_and_shutting_a_step_leave_the_page_the_place_and_the_focus(room: Room) -> None:
    page = room.on_class()
    page.evaluate("document.documentElement.dataset.same = ''")
    gate = page.locator("#poort-terug")
    for says in ("Sluit", "Openen", "Sluit"):
        gate.press("Enter")
        expect(gate).to_contain_text(says)
        expect(page.locator(".htmx-settling, .htmx-added")).to_have_count(0)  # no hand is that quick
        expect(gate).to_be_focused()
    expect(page.locator("html[data-same]")).to_be_attached()


def test_a_double_click_opens_a_step_and_does_not_shut_it_again(room: Room) -> None:
    page = room.on_class()
    gate = page.locator("#poort-terug")
    spot = gate.bounding_box()
    assert spot
    middle = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
    with page.expect_response("**/open/terug"):
        page.mouse.click(*middle)
    expect(gate).to_contain_text("Sluit")
    page.mouse.down(click_count=2)  # the second half of a double click, on what has come in its place
    page.mouse.up(click_count=2)
    page.wait_for_timeout(500)
    expect(gate).to_contain_text("Sluit")


def test_a_hand_goes_up_on_the_teachers_screen_and_down_on_the_pupils(room: Room) -> None:
    room.on_class()
    room.first.locator("[data-hand]").click()
    hands = room.teacher.locator("#handen li")
    expect(hands).to_have_count(1)
    hands.locator("button").click()
    expect(room.first.locator("[data-hand]")).to_have_attribute("aria-pressed", "false")
    expect(room.first.locator("[data-hand]")).to_have_text("Vraag hulp")


def heard(world: World, pupil: Person) -> bool:
    """The tablet gave a sign once."""
    with world.house.store.reading(EVERYWHERE) as db:
        return db.scalar(select(Progress.heard_at).where(Progress.pupil_id == pupil.id)) is not None


def minutes_pass(world: World, pupil: Person) -> None:
    """Four minutes since the last sign of this tablet."""
    with world.house.store.acting(EVERYWHERE) as db:
        db.scalars(select(Progress).where(Progress.pupil_id == pupil.id)).one().heard_at -= timedelta(minutes=4)


def refuse(tablet: BrowserContext) -> None:
    """Each answer meets a server that cannot take it now."""
    tablet.route("**/answer", lambda route: route.fulfill(status=503, body="{}", content_type="application/json"))


def test_i_tell_my_teacher_reaches_the_teachers_screen_and_is_gone_when_all_has_come_in(room: Room) -> None:
    page, tablet = room.first, room.first.context
    room.on_class()
    expect(page.locator("html[data-kept]")).to_be_attached()
    refuse(tablet)
    child.fill_in(page, room.world.key.questions["waarom"], "")
    child.leave(page, child.act(page))
    expect(page.locator("#saved")).to_contain_text("1 antwoord wacht op wifi")
    page.goto(f"{room.site}/")
    page.get_by_role("button", name="Ik ben klaar").click()
    page.locator("#leaving [data-tell]").click()
    expect(page.locator("[data-reached]")).to_be_visible()
    expect(page.locator("[data-hold-up]")).to_be_hidden()
    look_over(page)
    told = room.teacher.locator("#stil")
    expect(told).to_contain_text("één antwoord wacht daar")
    tablet.unroute("**/answer")
    page.evaluate("window.outbox.flush()")
    page.wait_for_url(f"{room.site}/in")
    expect(told).to_be_hidden()
    assert room.answers() == 1


def test_the_teacher_sees_whose_wifi_is_gone_and_how_many_answers_wait(room: Room) -> None:
    tablet: BrowserContext = room.first.context
    room.first.locator("#f").wait_for()
    expect(room.first.locator("html[data-kept]")).to_be_attached()
    room.on_class()
    expect(room.teacher.locator("#stil")).to_be_hidden()
    while not heard(room.world, room.world.pupils[0]):
        room.first.wait_for_timeout(50)
    tablet.set_offline(True)
    child.fill_in(room.first, room.world.key.questions["waarom"], "")
    child.act(room.first).click()
    expect(room.first.locator("#saved")).to_contain_text("1 antwoord wacht op wifi")
    minutes_pass(room.world, room.world.pupils[0])
    told = room.on_class().locator("#stil")
    expect(told).to_be_visible()
    expect(told).to_contain_text(room.world.pupils[0].name.split()[0])
    expect(told.locator("li")).to_have_count(1)
    expect(room.teacher.locator("td.stil")).to_have_count(1)
    look_over(room.teacher)
    # The wifi is back, and the answer still does not come through: the device says so itself.
    refuse(tablet)
    tablet.set_offline(False)
    expect(told).to_contain_text("één antwoord wacht daar")
    assert room.answers() == 0
    tablet.unroute("**/answer")
    room.first.evaluate("window.outbox.flush()")
    expect(told).not_to_contain_text("één antwoord wacht daar")
    assert room.answers() == 1


def test_a_class_page_of_a_teacher_who_left_the_class_shows_no_names_any_longer(room: Room) -> None:
    page = room.on_class()
    expect(page.locator("tbody th a").first).to_be_visible()
    with room.world.house.store.acting(EVERYWHERE) as db:
        db.execute(delete(Post).where(Post.staff_id == room.world.teacher.id))
    expect(page.locator("#live")).to_have_count(0)
    assert not any(one.name.split()[0] in page.content() for one in room.world.pupils)
    room.watch.complaints.clear()  # of the refusal, as it should be


def test_one_key_makes_the_class_page_black_and_it_stays_so_until_the_key_again(room: Room) -> None:
    page = room.on_class()
    name = page.locator("tbody th a").first
    expect(name).to_be_visible()
    page.keyboard.press("b")
    expect(name).to_be_hidden()
    expect(page.locator("#blank")).to_be_focused()
    room.first.locator("[data-hand]").click()  # something changes behind it
    expect(page.locator("#handen li")).to_have_count(1)
    expect(page.locator("#handen")).to_be_hidden()
    page.reload()
    expect(page.locator("#blank")).to_be_visible()
    expect(name).to_be_hidden()
    page.keyboard.press("Escape")
    expect(name).to_be_visible()
    page.locator("[data-blank]").click()
    expect(name).to_be_hidden()
    page.locator("#blank").click()
    expect(name).to_be_visible()
    assert not any(one.name.split()[0] in page.title() for one in room.world.pupils)
