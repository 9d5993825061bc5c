"""A tablet whose clock is a day wrong, or is put right in the middle of a lesson: answers arrive once, with the
server's time; nobody is signed out, nothing stays locked, and no word that was typed is gone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.learning.models import Answer
from tests.journeys.tablet import PICTURES, all_kept, come_in, leave_it, tap
from tests.learning.world import World, make_world

DAY = timedelta(days=1)
AHEAD_AND_BEHIND = pytest.mark.parametrize("wrong", [DAY, -DAY], ids=["ahead", "behind"])


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def begin(tablet: BrowserContext, site: str, world: World) -> Callable[[timedelta], Page]:
    """A pupil signs in on a tablet whose clock is so much wrong."""

    def come(wrong: timedelta) -> Page:
        page = tablet.new_page()
        page.clock.install(time=datetime.now(UTC) + wrong)
        come_in(page, site, world.pupils[0])
        all_kept(page)
        return page

    return come


def kept(world: World) -> list[Answer]:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(Answer).order_by(Answer.id)))


def choose(page: Page, n: int = 1) -> None:
    page.locator("#f input[type=radio]").nth(n).check(force=True)


def hand_in(page: Page) -> None:
    page.locator("footer button.actie").click()


def on_time(world: World) -> bool:
    return all(abs(datetime.now(UTC) - one.at) < timedelta(minutes=10) for one in kept(world))


@AHEAD_AND_BEHIND
def test_a_clock_that_is_a_day_wrong_all_the_time_changes_nothing(begin, tablet, site, world, wrong):
    page = begin(wrong)
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    choose(page)
    hand_in(page)
    expect(page.locator(".praat").first).to_be_visible()
    page.goto(f"{site}/learn/{world.code}/kijk/4")
    tablet.set_offline(True)
    page.locator("#f [name=answer]").first.press_sequentially("35000")
    hand_in(page)
    expect(page.locator("#saved")).to_contain_text("wacht")
    tablet.set_offline(False)
    expect(page.locator("#saved")).not_to_contain_text("wacht")
    leave_it(page, 9)
    expect(page.locator(".slot")).to_have_count(0)
    assert [one.question_id for one in kept(world)] == ["waarom", "inhoud"]
    assert on_time(world)
    leave_it(page, 2)
    expect(page.locator("[data-secret]")).to_be_visible()
    tap(page, *PICTURES)
    expect(page.locator(".slot")).to_have_count(0)
    page.goto(f"{site}/")
    expect(page).to_have_url(f"{site}/")


@AHEAD_AND_BEHIND
def test_a_clock_that_is_put_right_in_the_middle_signs_nobody_out_and_keeps_what_was_typed(begin, site, world, wrong):
    """Behind: it jumps a day ahead, as after a night; the pictures open it once, and then it stays open."""
    page = begin(wrong)
    page.goto(f"{site}/learn/{world.code}/kijk/4")
    page.locator("#f [name=answer]").first.press_sequentially("35000")
    page.clock.set_system_time(datetime.now(UTC))
    leave_it(page, 1)
    if wrong < timedelta(0):
        expect(page.locator("[data-secret]")).to_be_visible()
        tap(page, *PICTURES)
    for _ in range(3):
        leave_it(page, 1)
        expect(page.locator(".slot")).to_have_count(0)
    expect(page).to_have_url(f"{site}/learn/{world.code}/kijk/4")
    page.reload()
    expect(page.locator("#f [name=answer]").first).to_have_value("35000")
    hand_in(page)
    expect(page.locator(".praat").first).to_be_visible()
    assert [one.question_id for one in kept(world)] == ["inhoud"]
    assert on_time(world)


def test_a_clock_that_was_put_back_still_locks_after_ten_minutes(begin, site, world):
    page = begin(DAY)
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    choose(page)
    page.clock.set_system_time(datetime.now(UTC))
    leave_it(page, 9)
    expect(page.locator(".slot")).to_have_count(0)
    leave_it(page, 2)
    expect(page.locator("[data-secret]")).to_be_visible()


def test_an_answer_that_waits_while_the_clock_jumps_a_day_ahead_arrives_once_and_the_pages_stay(
    begin, tablet, site, world
):
    page = begin(timedelta(0))
    page.goto(f"{site}/learn/{world.code}/kijk/1")
    tablet.set_offline(True)
    choose(page)
    hand_in(page)
    expect(page.locator("#saved")).to_contain_text("wacht")
    page.clock.set_system_time(datetime.now(UTC) + DAY)
    leave_it(page, 1)
    expect(page.get_by_text("Er is nu geen wifi")).to_be_visible()
    assert page.evaluate("caches.match('/').then(Boolean)")
    tablet.set_offline(False)
    expect(page.locator("[data-secret]")).to_be_visible()
    tap(page, *PICTURES)
    expect(page.locator("#saved")).not_to_contain_text("wacht")
    assert [one.question_id for one in kept(world)] == ["waarom"]
    assert on_time(world)


def test_five_megabytes_in_the_outbox_are_told_and_not_sent_for_ever(begin, site, world):
    page = begin(timedelta(0))
    page.goto(f"{site}/learn/{world.code}/kijk/4")
    page.evaluate(
        """async (code) => {
            const text = "x".repeat(5 * 1024 * 1024), url = `/learn/${code}/kijk/4/answer`;
            const fields = [["question", "inhoud"], ["answer", text], ["client", "huge"]];
            await outbox.add({ id: "huge", key: "k", url, page: url, next: url, title: "Hoeveel water?", fields });
            await outbox.flush();
        }""",
        world.code,
    )
    expect(page.get_by_text("Stuur een kleiner bestand of een kortere tekst.")).to_be_visible()
    assert page.evaluate("outbox.all('waiting').then((held) => held.length)") == 0
    assert kept(world) == []
