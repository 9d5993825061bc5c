"""A coordinator fills the week in a real browser: by mouse, by finger, by keyboard, and where scripts do not run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select

from app.base import clock
from app.base.db import EVERYWHERE
from app.visits.models import Booking, VisitSlot
from tests.journeys.touch import drag_by_mouse, swipe
from tests.makers import PASSWORD, Makers, Person
from tests.visits import makers as v

LAPTOP = ViewportSize(width=1366, height=768)


@dataclass
class Desk:
    makers: Makers
    site: str
    coordinator: Person
    edition: UUID
    first: v.MadeSlot
    second: v.MadeSlot

    @property
    def board(self) -> str:
        return f"{self.site}/visits/board/{self.edition}"

    def open(self, page: Page) -> Page:
        page.goto(f"{self.site}/sign-in")
        page.fill("[name=email]", self.coordinator.email)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button[type=submit]")
        page.goto(self.board)
        return page

    def placed(self) -> dict[str, int]:
        """code of a moment -> pupils expected there."""
        with self.makers.house.store.reading(EVERYWHERE) as db:
            rows = db.execute(select(VisitSlot.code, Booking.expected).join(Booking, Booking.slot_id == VisitSlot.id))
            return {row[0]: row[1] for row in rows}


@pytest.fixture
def desk(makers: Makers, site: str) -> Desk:
    school = makers.school(name="Basisschool De Vlieger")
    klass = makers.school_class(school, name="7B", size=26)
    makers.teacher(school, klass)
    today = clock.school_day(clock.now())
    monday = today + timedelta(days=7 - today.weekday())
    edition = v.week_edition(makers, starts_on=monday, days=5)
    offer = v.offer(makers, max_group=30)
    first, second = (v.slot(makers, offer, starts_at=clock.at(monday + timedelta(days=n), 9, 30)) for n in (0, 2))
    return Desk(makers, site, makers.coordinator(schools=[school]), edition, first, second)


@pytest.fixture
def laptop(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport=LAPTOP, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def told(page: Page) -> None:
    expect(page.locator("#melding")).to_contain_text("48 uur")


def test_a_class_is_dragged_to_a_moment_and_on_to_another(desk: Desk, laptop: Page) -> None:
    page = desk.open(laptop)
    drag_to(page, "a.kl", desk.first)
    expect(page.locator("#zet li.fits")).to_have_count(8)
    page.keyboard.press("Enter")  # the button has the focus
    told(page)
    assert desk.placed() == {desk.first.code: 26}
    drag_to(page, "a.b", desk.second)
    page.click("[data-put]")
    told(page)
    assert desk.placed() == {desk.second.code: 26}


def test_by_keyboard_arrows_choose_enter_puts_and_escape_stops(desk: Desk, laptop: Page) -> None:
    page = desk.open(laptop)
    page.focus("a.kl")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-slot="{desk.first.code}"]')).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#zet")).to_have_count(0)
    page.focus("a.kl")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-slot="{desk.first.code}"]')).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f'[data-slot="{desk.second.code}"]')).to_be_focused()
    page.keyboard.press("Enter")
    told(page)
    assert desk.placed() == {desk.second.code: 26}


def test_a_finger_takes_a_class_by_its_grip(desk: Desk, chromium: Browser) -> None:
    context = chromium.new_context(viewport=LAPTOP, has_touch=True, reduced_motion="reduce")
    page = desk.open(context.new_page())
    grip = page.locator("a.kl svg").bounding_box()
    cell = page.locator(".leeg").first.bounding_box()
    assert grip
    assert cell
    swipe(page, (grip["x"] + 5, grip["y"] + 8), (cell["x"] + 20, cell["y"] + 20))
    page.click("[data-put]")
    told(page)
    assert desk.placed() == {desk.first.code: 26}
    context.close()


def test_without_scripts_three_clicks_place_a_class(desk: Desk, chromium: Browser) -> None:
    context = chromium.new_context(viewport=ViewportSize(width=360, height=740), java_script_enabled=False)
    page = desk.open(context.new_page())
    page.click("a.kl")
    page.click(f'[data-slot="{desk.first.code}"]')
    page.click("[data-put]")
    told(page)
    assert desk.placed() == {desk.first.code: 26}
    context.close()


def drag_to(page: Page, what: str, slot: v.MadeSlot) -> None:
    """The board says during the drag what fits; the moment has its place from the beginning."""
    column = 1 if slot.starts_at.astimezone(clock.AMSTERDAM).weekday() == 0 else 5
    drag_by_mouse(page, page.locator(what).first, page.locator("tbody tr").first.locator("td").nth(column - 1))
    expect(page.locator(f'#zet input[name=slot][value="{slot.code}"]')).to_have_count(1)
