"""The whole life of one visit: a host offers it on a phone, a class comes, everybody knows who was there, and both look
back. The network is cut at the gate."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.base import clock
from app.base.mail import OutgoingMail
from app.visits.models import Attendance, Booking, BookingChange, VisitReview, VisitSlot
from app.visits.queries.gate import link_path, link_token
from tests.makers import PASSWORD, Makers, Person, moment
from tests.visits import makers as v

PHONE, TABLET = {"width": 360, "height": 740}, {"width": 1024, "height": 768}
BEFORE, DAY = moment(2026, 10, 1, 8, 0), moment(2026, 10, 15, 9, 50)


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """The clock of the house goes on from a moment."""

    def put(start: Any) -> None:
        began = time.monotonic()
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(seconds=time.monotonic() - began))

    put(BEFORE)
    return put


@pytest.fixture
def yard(makers: Makers, clock_at: Any) -> Any:
    class Yard:
        network = makers.network()
        edition = v.week_edition(makers, starts_on=clock.school_day(DAY) - timedelta(days=3), days=5)
        school = makers.school(name="De Vlieger")
        klass = makers.school_class(school, name="7B", levels=("po-7",))
        pupils = makers.pupils(klass, 6)
        teacher = makers.teacher(school, klass)
        host = makers.host(makers.company(name="De Zeesluis"))
        office = makers.coordinator()

    return Yard


def come_in(chromium: Browser, site: str, person: Person, size: Any) -> Page:
    page = chromium.new_context(viewport=size, reduced_motion="reduce", base_url=site, locale="nl-NL").new_page()
    page.goto("/sign-in")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    return page


def held(makers: Makers, table: Any) -> list[Any]:
    with makers.house.store.reading("everywhere") as db:
        return list(db.scalars(select(table).order_by(table.id)))


def test_the_whole_life_of_one_visit(chromium: Browser, site: str, yard: Any, makers: Makers, clock_at: Any) -> None:
    host, teacher = come_in(chromium, site, yard.host, PHONE), come_in(chromium, site, yard.teacher, TABLET)
    the_host_offers_it(host)
    the_teacher_asks_and_the_host_says_yes(teacher, host)
    (booking,) = held(makers, Booking)
    the_office_sees_it_on_the_board(come_in(chromium, site, yard.office, {"width": 1366, "height": 768}), yard)
    the_teacher_gets_ready(teacher, booking.code)
    a_pupil_sees_what_to_wear(chromium, site, yard)

    clock_at(DAY)  # two weeks later: both sign in anew
    host, teacher = come_in(chromium, site, yard.host, PHONE), come_in(chromium, site, yard.teacher, PHONE)
    at_the_gate_without_a_network(chromium, site, makers, host, booking)
    one_is_ill(teacher, booking.code)
    clock_at(DAY + timedelta(hours=2))
    both_look_back_and_it_is_closed(teacher, host, booking.code)
    the_database_says_the_same(makers, yard)


def the_host_offers_it(host: Page) -> None:
    host.goto("/visits/own/new")
    for name, words in {
        "title": "Schut een schip",
        "summary": "Je laat zelf een schip zakken.",
        "see": "De toren en de deuren.",
        "do": "Zelf schutten.",
        "meet": "Een sluiswachter.",
        "contact": "Koen Smit, 06 0000 0012",
        "address": "Sluiskade 14",
        "place": "Kadedorp",
        "entrance": "Poort 3",
    }.items():
        host.locator(f"[name={name}]").fill(words)
    host.get_by_label("groep 7-8").check()
    host.locator("[name=min_group]").fill("4")
    host.locator("details", has=host.locator("[name=safety]")).locator("summary").first.click()
    host.locator("[name=wear]").fill("dichte schoenen")
    host.locator("[name=safety]").fill("Blijf bij de gids.")
    host.get_by_role("button", name="Open voor scholen").click()
    day = clock.school_day(DAY).isoformat()
    host.locator("form[action$='/slots'] [name=day]").fill(day)
    host.locator("form[action$='/slots'] [name=starts]").fill("10:00")
    host.locator("form[action$='/slots'] [name=ends]").fill("11:30")
    host.get_by_role("button", name="Voeg toe", exact=True).click()
    expect(host.get_by_text("De tijd staat erbij.")).to_be_visible()


def the_teacher_asks_and_the_host_says_yes(teacher: Page, host: Page) -> None:
    teacher.goto("/visits/week?from=2026-10-12")
    teacher.get_by_role("link", name="Schut een schip").click()
    teacher.get_by_role("button", name="Vraag aan").click()
    expect(teacher.get_by_text("wacht op antwoord").first).to_be_visible()
    yes = host.get_by_role("button", name="Ja, welkom")
    for _ in range(10):  # which schools a host may see is remembered for five seconds
        host.goto("/visits/day")
        if yes.count():
            break
        host.wait_for_timeout(1000)
    yes.click()
    expect(host.get_by_text("Bevestigd. De school krijgt een mail.")).to_be_visible()


def the_office_sees_it_on_the_board(office: Page, yard: Any) -> None:
    office.goto("/visits/board")
    expect(office.get_by_role("heading", level=1)).to_have_text("Techniekweek")
    cell = office.locator("table td", has_text="7B Vlieger")
    expect(cell.first).to_contain_text("akkoord")
    assert [one.last_name for one in yard.pupils if one.last_name in office.content()] == []


def the_teacher_gets_ready(teacher: Page, code: str) -> None:
    teacher.goto(f"/visits/booking/{code}")
    expect(teacher.get_by_text("6 van de 6 leerlingen")).to_be_visible()
    teacher.get_by_role("link", name="Briefjes").click()
    for box in teacher.locator("main input[type=checkbox]").all()[:5]:
        box.check()
    teacher.locator("main button[type=submit]").last.click()
    expect(teacher.get_by_text("5 van 6 binnen").first).to_be_visible()


def a_pupil_sees_what_to_wear(chromium: Browser, site: str, yard: Any) -> None:
    page = chromium.new_context(viewport=TABLET, base_url=site).new_page()
    page.goto(f"/card/{yard.pupils[0].card}")
    page.locator("main form button").first.click()
    page.wait_for_url(f"{site}/")
    expect(page.get_by_text("dichte schoenen").first).to_be_visible()
    page.context.close()


def at_the_gate_without_a_network(chromium: Browser, site: str, makers: Makers, host: Page, booking: Booking) -> None:
    host.goto(f"/visits/booking/{booking.code}")
    if host.get_by_role("button", name="Maak de link").count():
        host.get_by_role("button", name="Maak de link").click()
    (version,) = [one.gate_version for one in held(makers, Booking)]
    page = chromium.new_context(viewport=PHONE, reduced_motion="reduce", base_url=site).new_page()
    page.goto(link_path(link_token(makers.house.seal, booking_id=booking.id, version=version)))
    page.wait_for_load_state("networkidle")
    page.wait_for_function(
        "async () => !!navigator.serviceWorker.controller && !!(await caches.match(location.pathname))"
    )
    page.context.set_offline(True)
    page.get_by_role("button", name="Groep is er").click()
    page.get_by_role("button", name="Eén leerling minder").click()
    page.get_by_role("button", name="Klaar").last.click()
    expect(page.locator("[data-sent]")).to_have_text("2 berichten wachten op netwerk")
    page.context.set_offline(False)
    expect(page.locator("[data-sent]")).to_have_text("Alles is verstuurd")
    page.context.close()


def one_is_ill(teacher: Page, code: str) -> None:
    teacher.goto(f"/visits/presence/{code}")
    teacher.locator(".kies").first.click()
    with teacher.expect_navigation():  # saved in the background, then the page comes anew
        teacher.locator("button.reus").click()
    expect(teacher.locator("[data-sent]")).to_have_text("Alles is verstuurd")


def both_look_back_and_it_is_closed(teacher: Page, host: Page, code: str) -> None:
    for page, words in ((teacher, "Meer tijd om te meten."), (host, "Een fijne groep.")):
        page.goto(f"/visits/after/{code}")
        page.locator("[name=first][value='4']").check()
        page.locator("[name=second][value='3']").check()
        page.locator("[name=words]").fill(words)
        page.get_by_role("button", name="Bewaar").click()
        expect(page.get_by_text("Dankjewel. Dit helpt de bezoeken van volgend jaar.")).to_be_visible()
    teacher.goto(f"/visits/booking/{code}")
    teacher.locator("form[action$='/close'] button").click()
    teacher.goto(f"/visits/presence/{code}")
    expect(teacher.locator("button.reus")).to_have_count(0)


def the_database_says_the_same(makers: Makers, yard: Any) -> None:
    (booking,) = held(makers, Booking)
    assert (booking.state, booking.expected, booking.arrived_count, booking.present_count) == ("closed", 6, 5, 5)
    assert [one.what for one in held(makers, BookingChange)] == ["requested", "confirmed", "held", "closed"]
    (slot,) = held(makers, VisitSlot)
    assert (slot.places_taken, slot.pupils_taken) == (1, 6)
    assert sorted(one.side for one in held(makers, VisitReview)) == ["company", "school"]
    assert sorted(one.present for one in held(makers, Attendance)) == [False] + [True] * 5
    told = {one.address for one in held(makers, OutgoingMail)}
    assert {yard.host.email, yard.teacher.email} <= told
