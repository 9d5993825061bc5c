"""The first page of each role, in both languages and tones: what to do now, and never an empty wall."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.actor import BEHIND_DOORS, Role
from app.access.matrix import MATRIX
from app.assignments.operations import open_after_steps, withdraw
from app.base.house import House
from app.learning.models import Answer
from app.learning.operations import ask_help, review_answer
from tests.assignments.makers import given
from tests.certificates.makers import Classroom, classroom, earned
from tests.conftest import NOW
from tests.learning.world import make_world
from tests.makers import Makers, Person
from tests.visits import makers as v

Enter = Callable[..., FlaskClient]


@pytest.fixture
def room(house: House, makers: Makers, tmp_path: Path) -> Classroom:
    return classroom(house, makers, tmp_path / "lessons", pupils=3)


@pytest.fixture
def vo_room(house: House, makers: Makers, tmp_path: Path) -> Classroom:
    return classroom(house, makers, tmp_path / "lessons", kind="vo", pupils=3)


@pytest.fixture
def enter(app: Any, sign_in: Any) -> Enter:
    """A signed-in browser of this person, in Dutch or English."""

    def make(person: Person, language: str = "nl") -> FlaskClient:
        client: FlaskClient = sign_in(app.test_client(), person)
        client.post("/language", data={"language": language})
        return client

    return make


def page(client: FlaskClient, address: str = "/") -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def told(found: Any) -> str:
    return " ".join(found.get_text(" ").split())


# A pupil


@pytest.mark.parametrize(
    ("kind", "language", "greeting"),
    [("po", "nl", "Hoi {}!"), ("po", "en", "Hi {}!"), ("vo", "nl", "Hoi {}"), ("vo", "en", "Hello {}")],
)
def test_a_pupil_is_greeted_in_the_words_of_its_age_and_verder_leads_to_the_first_screen(
    house: House, makers: Makers, tmp_path: Path, enter: Enter, kind: str, language: str, greeting: str
) -> None:
    room = classroom(house, makers, tmp_path / "lessons", kind=kind, pupils=1)
    client = enter(room.pupils[0], language)
    found = page(client)
    assert found.h1.text == greeting.format(room.pupils[0].name)
    assert found.html["data-toon"] == kind
    (onward,) = found.select(".les a.actie")
    answer = client.get(onward["href"])
    assert answer.headers["Location"].endswith("/kijk/1")
    assert client.get(answer.headers["Location"]).status_code == 200
    if kind == "vo":
        assert "!" not in told(found.main)


def test_verder_goes_on_where_the_pupil_stopped(room: Classroom, enter: Enter) -> None:
    pupil = room.pupils[0]
    room.answer(pupil, "waarom", "b")
    client = enter(pupil)
    (onward,) = page(client).select(".les a.actie")
    assert client.get(onward["href"]).headers["Location"].endswith("/kijk/2")


@pytest.mark.parametrize(("language", "words"), [("nl", "Nog niets te doen"), ("en", "Nothing to do yet")])
@pytest.mark.parametrize("kind", ["po", "vo"])
def test_without_a_lesson_a_pupil_reads_that_there_is_none_yet(
    makers: Makers, enter: Enter, kind: str, language: str, words: str
) -> None:
    pupil = makers.pupil(makers.school_class(makers.school(kind)))
    found = page(enter(pupil, language))
    assert words in told(found)
    assert not found.select("a.actie")


def test_a_lesson_that_was_withdrawn_is_gone_from_the_first_page(room: Classroom, enter: Enter) -> None:
    room.does(withdraw)
    assert "Nog niets te doen" in told(page(enter(room.pupils[0])))


@pytest.mark.parametrize(
    ("kind", "language", "days", "words"),
    [
        ("po", "nl", 1, "Nog één nachtje slapen"),
        ("po", "nl", 3, "Nog 3 nachtjes slapen"),
        ("po", "en", 3, "3 more nights"),
        ("vo", "nl", 1, "Morgen, 10:30"),
        ("vo", "nl", 3, "Over 3 dagen, 10:30"),
        ("vo", "en", 3, "In 3 days, 10:30"),
        ("po", "nl", 0, "Vandaag, 10:30"),
        ("vo", "en", 0, "Today, 10:30"),
    ],
)
def test_how_long_until_the_visit_is_said_as_one_says_it_at_that_age(
    house: House, makers: Makers, tmp_path: Path, enter: Enter, kind: str, language: str, days: int, words: str
) -> None:
    room = classroom(house, makers, tmp_path / "lessons", kind=kind, pupils=1)
    room.visit(room.pupils, at=NOW + timedelta(days=days, minutes=30))
    assert words in told(page(enter(room.pupils[0], language)).select_one(".dag"))


@pytest.mark.parametrize("state", ["cancelled", "declined"])
def test_a_visit_that_does_not_go_on_is_not_looked_forward_to(room: Classroom, enter: Enter, state: str) -> None:
    room.visit(room.pupils, at=NOW + timedelta(days=2), state=state)
    assert not page(enter(room.pupils[0])).select(".dag")


def test_the_next_visit_is_shown_and_not_one_of_another_group(room: Classroom, enter: Enter) -> None:
    me, other, _ = room.pupils
    room.visit([me], company="Latere sluis", at=NOW + timedelta(days=9))
    room.visit([me], company="Eerste sluis", at=NOW + timedelta(days=2))
    room.visit([other], company="Andere groep", at=NOW + timedelta(days=1))
    assert "Eerste sluis" in told(page(enter(me)).select_one(".dag"))


def test_when_all_is_done_the_certificate_stands_there_and_verder_looks_back(room: Classroom, enter: Enter) -> None:
    earned(room)
    pupil = room.pupils[0]
    before = page(enter(pupil))
    assert "OW26-" not in told(before)
    room.prints(pupil)
    found = page(enter(pupil))
    assert room.certificate_of(pupil).number in told(found)
    assert not found.select("a.actie")
    assert "Kijk terug" in told(found.select_one(".les .rij"))
    assert room.certificate_of(pupil).number not in told(page(enter(room.pupils[1])))


def test_the_newest_lesson_with_something_to_do_is_first_and_the_others_are_below(
    room: Classroom, makers: Makers, enter: Enter, at: Any
) -> None:
    at(NOW + timedelta(minutes=1))
    second = given(makers, room.teacher, room.klass, request_id="second")
    room.done(room.pupils[:1], "kijk")
    found = page(enter(room.pupils[0]))
    assert found.select_one(".les a.actie")["href"] == f"/learn/{second}/"
    assert [one["href"] for one in found.select(".check a")] == [f"/learn/{room.code}/"]


# A teacher and the office


@pytest.mark.parametrize(("language", "words"), [("nl", "Nog geen klas"), ("en", "No class yet")])
@pytest.mark.parametrize("who", ["teacher", "school_admin"])
def test_without_a_class_there_is_a_button_to_make_one(
    makers: Makers, enter: Enter, who: str, language: str, words: str
) -> None:
    client = enter(getattr(makers, who)(makers.school()), language)
    found = page(client)
    assert words in told(found)
    assert client.get(found.select_one("main a[href='/classes/new']")["href"]).status_code == 200


def test_a_class_without_a_lesson_leads_to_the_modules(makers: Makers, enter: Enter) -> None:
    school = makers.school()
    klass = makers.school_class(school, name="7B")
    found = page(enter(makers.teacher(school, klass)))
    assert "7B" in told(found.select_one(".klaskaart h2"))
    assert found.select_one(".opdrachtrij a.actie")["href"].startswith("/modules/")


@pytest.mark.parametrize(("language", "words"), [("nl", "vraagt hulp"), ("en", "asks for help")])
def test_a_teacher_sees_who_is_busy_done_and_waiting_for_help(
    room: Classroom, enter: Enter, act: Any, language: str, words: str
) -> None:
    room.done(room.pupils[:1], "kijk", "terug")
    room.answer(room.pupils[1], "waarom", "b")
    act(room.pupils[1].actor, ask_help, code=room.code, step_id="kijk", language="nl")
    client = enter(room.teacher, language)
    row = told(page(client).select_one(".opdrachtrij p"))
    assert {"nl": "1 bezig · 1 klaar", "en": "1 busy · 1 done"}[language] in row
    assert words in row
    for link in page(client).select(".opdrachtrij a"):
        assert client.get(link["href"]).status_code == 200


def test_who_got_work_back_is_busy_again(house: House, makers: Makers, tmp_path: Path, enter: Enter, act: Any) -> None:
    world = make_world(house, makers, tmp_path / "proef")
    world.do_step_kijk(world.pupils[0])
    act(world.teacher.actor, open_after_steps, code=world.code)
    world.answer(world.pupils[0], "verhaal", "ik keek naar de sluis", step="terug")
    client = enter(world.teacher)
    assert "0 bezig · 1 klaar" in told(page(client).select_one(".opdrachtrij p"))
    with house.store.reading("everywhere") as db:
        answer_id = db.scalars(select(Answer.id).where(Answer.question_id == "verhaal")).one()
    act(world.teacher.actor, review_answer, code=world.code, answer_id=answer_id, text="Nog één voorbeeld?", again=True)
    assert "1 bezig · 0 klaar" in told(page(client).select_one(".opdrachtrij p"))


def test_visits_of_today_and_later_stand_on_it_and_cancelled_ones_do_not(room: Classroom, enter: Enter) -> None:
    room.visit(room.pupils, company="Vanmorgen", at=NOW - timedelta(hours=2), state="held")
    room.visit(room.pupils, company="Volgende week", at=NOW + timedelta(days=7), state="requested")
    room.visit(room.pupils, company="Gisteren", at=NOW - timedelta(days=1), state="held")
    room.visit(room.pupils, company="Gaat niet door", at=NOW + timedelta(days=2), state="cancelled")
    client = enter(room.teacher)
    rows = page(client).select(".opdrachtrij.bezoek")
    assert [one.h3.text for one in rows] == ["Vanmorgen", "Volgende week"]
    assert "geweest" in told(rows[0])
    assert "wacht" in told(rows[1])
    for row in rows:
        assert {client.get(one["href"]).status_code for one in row.select("a")} == {200}


def test_a_teacher_sees_only_own_classes_and_the_office_all_of_the_school(
    room: Classroom, makers: Makers, enter: Enter
) -> None:
    makers.school_class(room.school, name="8A")
    makers.school_class(makers.school(), name="6C")
    assert len(page(enter(room.teacher)).select(".klaskaart")) == 1
    office = told(page(enter(makers.school_admin(room.school))))
    assert "8A" in office
    assert "6C" not in office


def test_a_proposal_of_a_company_asks_for_an_answer(room: Classroom, makers: Makers, enter: Enter) -> None:
    room.visit(room.pupils, company="De Zeesluis", at=NOW + timedelta(days=7), state="proposed")
    row = page(enter(room.teacher)).select_one(".opdrachtrij.bezoek")
    assert row is not None
    assert "wacht op jouw antwoord" in told(row)
    assert "geweest" not in told(row)
    office = page(enter(makers.school_admin(room.school), "en")).select(".wacht li a")
    assert office[0].b.text == "De Zeesluis proposes something else: say yes or no"


def test_the_office_sees_first_what_waits_and_nothing_when_nothing_does(
    room: Classroom, makers: Makers, enter: Enter
) -> None:
    client = enter(makers.school_admin(room.school))
    assert page(client).select(".wacht") == []
    earned(room)
    v.booking(makers, room.school, room.teacher, v.slot(makers, starts_at=NOW + timedelta(days=9)))  # of no class yet
    rows = page(client).select(".wacht li a")
    assert [one.b.text for one in rows] == [
        "3 certificaten zijn klaar om te printen.",
        "1 bezoek is nog niet compleet",
    ]
    assert {client.get(one["href"]).status_code for one in rows} == {200}
    assert page(enter(room.teacher)).select(".wacht") == []


def test_a_coordinator_sees_first_what_waits(makers: Makers, enter: Enter) -> None:
    school = makers.school()
    client = enter(makers.coordinator())
    assert page(client, "/visits/office").h2.text == "Vandaag wacht er niets"
    slot = v.slot(makers, starts_at=NOW + timedelta(days=9))
    v.booking(makers, school, makers.teacher(school), slot, state="requested")
    found = page(client, "/visits/office")
    assert found.h2.text == "Nu te doen"
    assert "1" in told(found.select_one(".kantoor .vlak:not(.rustig)"))


# The others


def test_a_host_and_a_coordinator_come_to_their_own_page(makers: Makers, enter: Enter) -> None:
    for person, address in ((makers.host(makers.company()), "/day"), (makers.coordinator(), "/visits/office")):
        client = enter(person)
        answer = client.get("/")
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(address)
        assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_visitor_finds_the_three_doors(client: FlaskClient, language: str) -> None:
    client.post("/language", data={"language": language})
    addresses = {one["href"] for one in page(client).select("main a")}
    assert {"/in", "/sign-in", "/v/", "/roles"} <= {one.rstrip("/") or "/" for one in addresses} | addresses
    assert {client.get(one, follow_redirects=True).status_code for one in addresses} == {200}


def test_every_item_of_every_menu_leads_somewhere(room: Classroom, makers: Makers, enter: Enter) -> None:
    people = [room.teacher, makers.school_admin(room.school), makers.host(makers.company()), makers.coordinator()]
    for person in people:
        client = enter(person)
        links = page(client, "/roles").select("header nav a, nav a")
        assert len(links) >= 3
        assert {client.get(one["href"], follow_redirects=True).status_code for one in links} == {200}


@pytest.mark.parametrize(("language", "role"), [("nl", "Administratie"), ("en", "School office")])
def test_the_page_of_roles_is_the_matrix_itself(client: FlaskClient, language: str, role: str) -> None:
    client.post("/language", data={"language": language})
    found = page(client, "/roles")
    heads = [one.text for one in found.select("thead th")][1:]
    assert role in heads
    assert len(heads) == len([one for one in Role if one not in BEHIND_DOORS])
    at_door = sum(1 for row in MATRIX.values() for one in row if one in BEHIND_DOORS)
    filled = [one for one in found.select("tbody td") if one.text.strip()]
    assert len(filled) == sum(len(row) for row in MATRIX.values()) - at_door


def test_names_of_pupils_stand_on_no_first_page_but_their_own(room: Classroom, makers: Makers, enter: Enter) -> None:
    host = makers.host(makers.company(), guest_schools=[room.school])
    for person in (room.teacher, makers.school_admin(room.school), host, makers.coordinator()):
        shown = told(page(enter(person), "/" if person.role in (Role.TEACHER, Role.SCHOOL_ADMIN) else "/roles"))
        assert not any(one.last_name in shown for one in room.pupils)
