"""The day itself in a real browser: a host at a gate without a network, and two teachers in a hall without one."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from sqlalchemy import func, select

from app.base import clock
from app.visits.models import ArrivalWord, Attendance, Booking
from app.visits.operations import make_day_link
from app.visits.queries.gate import link_path, link_token
from tests.makers import PASSWORD, Makers, moment
from tests.visits import makers as v

START = moment(2026, 10, 8, 9, 50)


@pytest.fixture
def visit(makers: Makers, monkeypatch: pytest.MonkeyPatch, act: Callable[..., Any]) -> Any:
    """A group of six that comes at ten; the clock of the house goes on from ten to."""
    began = time.monotonic()
    monkeypatch.setattr(clock, "now", lambda: START + timedelta(seconds=time.monotonic() - began))
    makers.network()

    class Visit:
        school = makers.school()
        klass = makers.school_class(school, name="7B")
        pupils = makers.pupils(klass, 6)
        teacher = makers.teacher(school, klass)
        colleague = makers.teacher(school, klass, name="Bram Prins")
        slot = v.slot(makers, starts_at=START + timedelta(minutes=10))
        booking = v.booking(makers, school, teacher, slot, klass=klass, pupils=pupils, expected=6)
        host = makers.host(slot.offer.company_id, guest_schools=[school])
        link = link_path(link_token(makers.house.seal, booking_id=booking.id, version=1))

    act(Visit.host.actor, make_day_link, code=Visit.booking.code)
    return Visit


def phone(chromium: Browser) -> tuple[BrowserContext, Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    return context, context.new_page()


def is_kept(page: Page) -> None:
    """The page lies in the phone with all it needs: until then a network that goes takes it away."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function(
        "async () => !!navigator.serviceWorker.controller && !!(await caches.match(location.pathname))"
    )


def again(page: Page) -> None:
    """Load the page anew without a network. While its worker just starts the first try may fail, not the next."""
    for left in reversed(range(5)):
        try:
            page.reload()
        except Error:
            if not left:
                raise
            page.wait_for_timeout(300)
        else:
            return


def held(look: Callable[..., Any], visit: Any) -> tuple[Booking, int, int]:
    def read(work: Any) -> tuple[Booking, int, int]:
        words = work.db.scalar(select(func.count(ArrivalWord.id)))
        said = work.db.scalar(select(func.count(func.distinct(Attendance.pupil_id))))
        return work.db.get_one(Booking, visit.booking.id), words, said

    return look(visit.teacher.actor, read)  # type: ignore[no-any-return]


def test_a_host_counts_at_a_gate_without_a_network(chromium: Browser, site: str, visit: Any, look: Any) -> None:
    context, page = phone(chromium)
    page.goto(site + visit.link)
    pill = page.locator("[data-sent]")
    expect(pill).to_have_text("Alles is verstuurd")
    is_kept(page)
    assert [one.last_name for one in visit.pupils if one.last_name in page.content()] == []
    context.set_offline(True)
    again(page)
    page.get_by_role("button", name="Groep is er").click()
    page.get_by_role("button", name="Eén leerling minder").click()
    page.get_by_role("button", name="Klaar").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("leerlingen zijn binnen")
    expect(pill).to_have_text("2 berichten wachten op netwerk")
    again(page)  # the phone fell asleep
    expect(page.locator(".hero .cijf")).to_have_text("5")
    assert held(look, visit)[1] == 0
    context.set_offline(False)
    expect(pill).to_have_text("Alles is verstuurd")
    booking, words, _ = held(look, visit)
    assert (booking.state, booking.arrived_count, words) == ("held", 5, 2)
    with page.expect_response(lambda one: one.request.method == "POST"):  # it says "sent" until the tap is known
        page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_role("button", name="Groep is er")).to_be_visible()
    expect(pill).to_have_text("Alles is verstuurd")
    booking, words, _ = held(look, visit)
    assert (booking.state, booking.arrived_at, words) == ("confirmed", None, 3)
    context.close()


def test_two_teachers_mark_one_class_on_two_phones_without_a_network(
    chromium: Browser, site: str, visit: Any, look: Any
) -> None:
    phones = []
    for person in (visit.teacher, visit.colleague):
        context, page = phone(chromium)
        page.goto(f"{site}/sign-in")
        page.fill("[name=email]", person.email)
        page.fill("[name=password]", PASSWORD)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(f"{site}/")
        page.goto(f"{site}/visits/presence/{visit.booking.code}")
        is_kept(page)
        context.set_offline(True)
        again(page)
        phones.append((context, page))
    for _, page in phones:
        page.locator(".kies").first.click()  # both saw that the same child is ill
    phones[1][1].locator(".kies").nth(1).click()
    for _, page in phones:
        page.locator("button.reus").click()
        expect(page.locator("[data-sent]")).to_have_text("1 bericht wacht op netwerk")
        time.sleep(0.05)
    for context, page in reversed(phones):  # who said it first sends it last
        context.set_offline(False)
        expect(page.locator("[data-sent]")).to_have_text("Alles is verstuurd")
    booking, _, said = held(look, visit)
    assert (booking.present_count, said) == (4, 6)
    first = phones[0][1]
    expect(first.locator(".wie-zei")).to_contain_text("Bram zei afwezig om")
    expect(first.locator(".kies input:checked")).to_have_count(2)
    for context, _ in phones:
        context.close()


def test_one_phone_counts_two_groups_in_a_row_without_a_network_each_its_own(
    chromium: Browser, site: str, visit: Any, look: Any, makers: Makers, act: Callable[..., Any]
) -> None:
    later = v.slot(makers, visit.slot.offer, starts_at=START + timedelta(hours=1))
    other = v.booking(makers, visit.school, visit.teacher, later, expected=8)
    act(visit.host.actor, make_day_link, code=other.code)
    link = link_path(link_token(makers.house.seal, booking_id=other.id, version=1))
    context, page = phone(chromium)
    page.goto(site + link)
    expect(page.locator(".groepen")).to_contain_text("Vandaag komt nog een groep, om 10:00")
    page.goto(site + visit.link)
    is_kept(page)
    page.wait_for_function("async (path) => !!(await caches.match(path))", arg=link)
    context.set_offline(True)
    page.get_by_role("button", name="Groep is er").click()
    page.get_by_role("button", name="Klaar").last.click()
    ticks = page.locator("a[data-group] [data-in]")
    expect(ticks.first).to_be_visible()  # at once, without a network and without loading the page again
    page.locator("a[data-group]").nth(1).click()
    expect(page.locator(".hero .uur time")).to_have_text("10:50")
    expect(ticks.first).to_be_visible()  # on the page of the other group, which was kept before the tap
    expect(ticks.nth(1)).to_be_hidden()
    page.get_by_role("button", name="Groep is er").click()
    page.get_by_role("button", name="Eén leerling minder").click()
    page.get_by_role("button", name="Klaar").last.click()
    page.locator("a[data-group]").first.click()
    expect(page.locator(".hero .cijf")).to_have_text("6")
    context.set_offline(False)
    expect(page.locator("[data-sent]")).to_have_text("Alles is verstuurd")

    def counted(work: Any) -> list[int | None]:
        return [work.db.get_one(Booking, one.id).arrived_count for one in (visit.booking, other)]

    assert look(visit.teacher.actor, counted) == [6, 7]
    page.locator("a[data-group]").nth(1).click()
    expect(page.locator(".hero .cijf")).to_have_text("7")
    page.go_back()  # after "Klaar" the button back shows what was said, and asks for nothing again
    expect(page.locator(".hero .cijf")).to_have_text("6")
    assert look(visit.teacher.actor, counted) == [6, 7]
    page.locator("[data-gate-foot] button").click()
    expect(ticks.first).to_be_hidden()
    expect(ticks.nth(1)).to_be_visible()
    expect(page.locator("[data-sent]")).to_have_text("Alles is verstuurd")
    expect(ticks.first).to_be_hidden()
    context.close()
