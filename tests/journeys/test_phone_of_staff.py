"""On a phone no page of staff goes sideways; what is wider has a box of its own that scrolls."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page

from app.access.actor import Role
from app.access.matrix import MATRIX
from app.base import clock
from app.base.house import House
from tests.conftest import NOW
from tests.house.addresses import address, routes
from tests.house.town import Town, build, put_down
from tests.makers import PASSWORD, Makers

PHONE = {"width": 360, "height": 740}
WIDE = """() => !document.querySelector("main") || document.scrollingElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".tabel, nav"))
  .map((one) => one.outerHTML.slice(0, 100)).slice(-2)"""


@pytest.fixture
def town(house: House, makers: Makers, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """On a morning of a visit, whatever time it is here: at night nobody says who is there."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return put_down(house, build(house, makers, tmp_path / "lessons"))


def pages_of(app: Flask, town: Town, role: Role) -> Iterator[str]:
    for rule, method, needs in routes(app):
        if method == "GET" and needs is not None and role in MATRIX[needs]:
            yield address(rule, town.here)


def test_no_page_of_staff_goes_sideways_on_a_phone(chromium: Browser, app: Flask, site: str, town: Town) -> None:
    wide, seen = [], 0
    for role in (Role.TEACHER, Role.SCHOOL_ADMIN, Role.HOST, Role.COORDINATOR):
        page = signed_in(chromium, site, town, role)
        for url in pages_of(app, town, role):
            if shown(page, site + url):
                seen += 1
                wide += [f"{role} {url}: {one}" for one in page.evaluate(WIDE)]
        page.context.close()
    assert not wide, "\n".join(wide)
    assert seen > 200


def signed_in(chromium: Browser, site: str, town: Town, role: Role) -> Page:
    page = chromium.new_context(viewport=PHONE, reduced_motion="reduce", service_workers="block").new_page()
    page.goto(f"{site}/sign-in")
    page.locator("main input[name=email]").fill(town.here.people[role].email)
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main form .knop.actie").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def shown(page: Page, url: str) -> bool:
    """Whether there is a page; a file to keep is none, and what was there stays on the screen."""
    try:
        answer = page.goto(url)
    except Error as error:
        if "Download is starting" in str(error) or "ERR_ABORTED" in str(error):
            return False
        raise
    return answer is not None and "html" in answer.headers.get("content-type", "")
