"""Certificates on paper, in a real browser: a class, a whole school, and what a hasty hand does to a button."""

import io
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.base import clock
from app.base.house import House
from app.certificates.models import Certificate, PrintRun
from tests.assignments.makers import given
from tests.certificates.makers import Classroom, classroom, earned
from tests.certificates.test_design import text
from tests.conftest import NOW
from tests.journeys.test_visit_life import TABLET, come_in
from tests.makers import Makers


@pytest.fixture
def rooms(house: House, makers: Makers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Classroom, Classroom]:
    """Two classes of one school, of three and two pupils, in which everybody has earned it."""
    began = time.monotonic()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=time.monotonic() - began))
    first = classroom(house, makers, tmp_path / "lessons", pupils=3)
    klass = makers.school_class(first.school, name="8A")
    teacher = makers.teacher(first.school, klass)
    code = given(makers, teacher, klass, request_id="second")
    second = replace(first, klass=klass, teacher=teacher, pupils=makers.pupils(klass, 2), code=code)
    for room in (first, second):
        earned(room)
    return first, second


def test_a_class_and_a_school_are_printed_once_however_often_the_button_is_pressed(
    chromium: Browser, site: str, rooms: tuple[Classroom, Classroom], makers: Makers, run_jobs: Callable[[], int]
) -> None:
    first, _ = rooms
    teacher = come_in(chromium, site, first.teacher, TABLET)
    run = a_teacher_prints_two_of_three_with_a_double_click(teacher, first, run_jobs)
    the_back_button_makes_no_second_run(teacher, first, run)
    office = come_in(chromium, site, makers.school_admin(first.school), TABLET)
    whole = the_office_prints_what_is_left_of_the_school(office, rooms, run_jobs)
    stranger = come_in(chromium, site, makers.teacher(makers.school(name="De Werf")), TABLET)
    for path in (run, whole, whole + "/" + held(first, PrintRun)[1].file_name):
        assert stranger.request.get(site + path).status == 404
    assert teacher.request.get(site + whole).status == 404  # one of two classes is not all of them


def a_teacher_prints_two_of_three_with_a_double_click(page: Page, room: Classroom, run_jobs: Any) -> str:
    page.goto(f"/certificates/{room.code}")
    expect(page.locator("[name=pupils]:checked")).to_have_count(3)
    page.locator("[name=pupils]").last.uncheck()
    page.get_by_role("button", name="Certificaten printen").last.dblclick()
    page.wait_for_url("**/certificates/run/*")
    expect(page.get_by_text("We maken je pdf.")).to_be_visible()
    run_jobs()
    link = page.get_by_role("link", name="Open de pdf")
    expect(link).to_be_visible()  # the page asks by itself
    pdf = page.request.get(link.get_attribute("href") or "").body()
    numbers = {one.number for one in held(room, Certificate)}
    found = [number for words in text(pdf) for number in numbers if number in words]
    assert (len(found), set(found)) == (2, numbers)
    assert len(held(room, PrintRun)) == 1
    return path_of(page)


def the_back_button_makes_no_second_run(page: Page, room: Classroom, run: str) -> None:
    page.go_back()
    page.wait_for_url(f"**/certificates/{room.code}")
    page.wait_for_load_state()
    again = page.locator("[name=pupils]")
    ticked = {str(one.pupil_id) for one in held(room, Certificate)}
    for box in again.all():
        box.set_checked((box.get_attribute("value") or "") in ticked)
    page.get_by_role("button", name="Certificaten printen").last.click()
    page.wait_for_url("**/certificates/run/*")
    assert path_of(page) == run
    assert (len(held(room, PrintRun)), len(held(room, Certificate))) == (1, 2)


def the_office_prints_what_is_left_of_the_school(page: Page, rooms: tuple[Classroom, ...], run_jobs: Any) -> str:
    page.goto("/certificates/school")
    expect(page.locator("[name=lessons]:checked")).to_have_count(2)
    page.get_by_role("button", name="Print deze klassen").dblclick()
    page.wait_for_url("**/certificates/run/*")
    run_jobs()
    link = page.get_by_role("link", name="Open de pdf")
    expect(link).to_be_visible()
    with pikepdf.open(io.BytesIO(page.request.get(link.get_attribute("href") or "").body())) as opened:
        assert len(opened.pages) == 3  # one of the first class, two of the second
    assert (len(held(rooms[0], PrintRun)), len(held(rooms[0], Certificate))) == (2, 5)
    return path_of(page)


def path_of(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3]


def held(room: Classroom, table: Any) -> list[Any]:
    with room.house.store.reading("everywhere") as db:
        return list(db.scalars(select(table).order_by(table.id)))
