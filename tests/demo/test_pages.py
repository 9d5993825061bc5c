"""What only the demo shows: its accounts on the sign-in page, the class that works by itself, the mail."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.base.jobs import Job
from app.demo.crowd import KIND
from app.people import demo_accounts
from tests.learning.world import World, make_world
from tests.makers import Makers

Demo = Callable[[], None]


@pytest.fixture
def world(house: Any, makers: Makers, tmp_path: Path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def demo(app: Any, house: Any) -> None:
    """From here on it is the demo."""
    house.settings.mail_folder.mkdir(parents=True, exist_ok=True)
    app.extensions["house"] = replace(house, settings=replace(house.settings, demo=True))


def crowds(house: Any) -> int:
    with house.store.reading("everywhere") as db:
        return sum(1 for one in db.query(Job) if one.kind == KIND)


def text(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def test_outside_the_demo_nothing_of_it_is_there(world: World, client: FlaskClient, sign_in: Any, house: Any) -> None:
    page = client.get("/sign-in")
    assert demo_accounts.PASSWORD not in page.text
    assert not any(one.email in page.text for one in demo_accounts.STAFF)
    assert not any(one.class_code in client.get("/in").text for one in demo_accounts.CLASSES)
    sign_in(client, world.teacher)
    assert "/demo/" not in client.get(f"/class/{world.code}").text
    assert client.post(f"/demo/work/{world.code}").status_code == 404
    assert client.get("/demo/mail").status_code == 404
    assert crowds(house) == 0


def test_in_the_demo_all_accounts_and_the_password_stand_on_the_sign_in_page(demo: None, client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    assert demo_accounts.PASSWORD in page
    assert all(one.email in page for one in demo_accounts.STAFF)


def test_the_button_lets_the_class_work_and_pressed_twice_it_is_one_crowd(
    demo: None, world: World, client: FlaskClient, sign_in: Any, house: Any
) -> None:
    sign_in(client, world.teacher)
    page = BeautifulSoup(client.get(f"/class/{world.code}").text, "html.parser")
    assert page.select_one(f"form[action='/demo/work/{world.code}']")
    for _ in "two clicks":
        assert client.post(f"/demo/work/{world.code}").headers["Location"] == f"/class/{world.code}"
    assert crowds(house) == 1


def test_another_class_and_a_pupil_do_not_get_a_class_to_work(
    demo: None, world: World, makers: Makers, app: Any, sign_in: Any, house: Any
) -> None:
    elsewhere = makers.school()
    people = {
        makers.teacher(elsewhere, makers.school_class(elsewhere)): 404,
        makers.teacher(world.school, makers.school_class(world.school)): 404,
        world.pupils[0]: 403,
        makers.host(makers.company()): 403,
        makers.coordinator(): 403,
    }
    for person, status in people.items():
        assert sign_in(app.test_client(), person).post(f"/demo/work/{world.code}").status_code == status
    assert crowds(house) == 0


def test_the_mail_of_the_demo_is_read_by_staff_and_by_nobody_else(
    demo: None, world: World, makers: Makers, app: Any, sign_in: Any, house: Any
) -> None:
    mail = b"To: iemand@school.example\r\nSubject: Welkom <b>bij</b>\r\n\r\nKlik hier.\r\n"
    (house.settings.mail_folder / "1.eml").write_bytes(mail)
    shown = sign_in(app.test_client(), world.teacher).get("/demo/mail")
    assert shown.status_code == 200
    assert "iemand@school.example" in text(shown)
    assert "<b>bij</b>" not in shown.text
    part = b"\r\n--x\r\nContent-Type: text/%s\r\n\r\n%s\r\n"
    parts = part % (b"plain", b"Met afspraak.") + part % (b"calendar", b"BEGIN:VCALENDAR")
    mail = b'To: a@b.example\r\nContent-Type: multipart/mixed; boundary="x"\r\n' + parts + b"--x--\r\n"
    (house.settings.mail_folder / "2.eml").write_bytes(mail)
    shown = sign_in(app.test_client(), world.teacher).get("/demo/mail")
    assert "Met afspraak." in shown.text
    assert "VCALENDAR" not in shown.text
    assert sign_in(app.test_client(), world.pupils[0]).get("/demo/mail").status_code == 403
    assert app.test_client().get("/demo/mail").status_code == 303
