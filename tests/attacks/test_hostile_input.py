"""What a hostile or unlucky browser sends gets a page that says what to do next, never a broken one."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from app.access.actor import Role
from app.base.db import open_store
from app.base.house import House
from app.learning.models import Answer
from app.people.models import Pupil, SchoolClass
from app.web.frame import local
from tests.learning.world import World, count, make_world
from tests.makers import PASSWORD, Makers

MEGABYTE = 1024 * 1024
NUL = "N\0oor"


@pytest.fixture
def world(house: House, makers: Makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


def _url(app: Flask, rule: Rule, known: dict[str, str]) -> str:
    """An address of this rule: codes that exist where we know them, elsewhere a text with NUL in it."""
    uuid = "00000000-0000-7000-8000-000000000000"
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        kind = type(converter).__name__
        values[name] = {"IntegerConverter": 1, "UUIDConverter": uuid}.get(kind, known.get(name, NUL))
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
@pytest.mark.parametrize("role", ["teacher", "school_admin", "host", "coordinator", "pupil", "nobody"])
def test_a_nul_in_any_text_of_any_page_breaks_nothing(app, client, sign_in, makers, world: World, role: str) -> None:
    people = {
        "teacher": lambda: world.teacher,
        "school_admin": lambda: makers.school_admin(world.school),
        "host": lambda: makers.host(makers.company()),
        "coordinator": makers.coordinator,
        "pupil": lambda: world.pupils[0],
    }
    fields = "code name names title text reason first_name last_name email password next language question client"
    fields += " answer pin who place step how pupil pupils levels level slot date time summary see do meet wear needs"
    form = dict.fromkeys(fields.split(), NUL) | {"save": "1", "slot": "x"}
    for known in ({}, {"code": world.code}, {"code": world.klass.code}):
        for rule in app.url_map.iter_rules():
            if role in people:
                sign_in(client, people[role]())
            url = _url(app, rule, known)
            if "GET" in rule.methods:
                assert client.get(url, query_string={"code": NUL, "job": NUL, "to": NUL, "q": NUL}).status_code < 500
            if "POST" in rule.methods:
                assert client.post(url, data=form).status_code < 500


@pytest.mark.parametrize(
    "url",
    ["//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example", "//[", "//℀", "/a\r\nX: y", "x"]
    + ["", "/" + 5000 * "x"],
)
def test_nobody_is_sent_elsewhere_after_a_form(client: FlaskClient, url: str) -> None:
    assert client.post("/language", data={"language": "en", "next": url}).headers["Location"] == "/"
    assert local("/classes/7BKD4W/pupils?page=2") == "/classes/7BKD4W/pupils?page=2"


def test_what_is_too_big_is_read_to_its_end_so_that_the_browser_shows_the_page(app, sign_in, makers: Makers) -> None:
    app.config["WTF_CSRF_ENABLED"] = True  # the first thing that reads a form, also in real life
    client = sign_in(app.test_client(), makers.teacher(makers.school()))
    with client.session_transaction() as session:
        session["language"] = "en"
    body = BytesIO(b"names=" + b"x" * 5 * MEGABYTE)
    answer = client.post(
        "/classes/new",
        input_stream=body,
        content_length=len(body.getvalue()),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 413
    assert "That is too big" in answer.text
    assert body.read() == b""


def test_a_form_from_before_is_refused_with_a_whole_page(app: Flask, sign_in, makers: Makers) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = sign_in(app.test_client(), makers.teacher(makers.school()))
    with client.session_transaction() as session:
        session["language"] = "en"
    answer = client.post("/classes/new", data={"name": "7B", "csrf_token": "of another session"})
    assert answer.status_code == 400
    assert "This page was open too long" in answer.text


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ("http://localhost/classes/new?a=1", "/classes/new?a=1"),
        ("http://localhost//evil.example", "/"),
        ("http://evil.example/classes/new", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_from_a_form_from_before_one_button_leads_back_to_it_and_never_out_of_the_house(
    app: Flask, sign_in, makers: Makers, said: str, leads: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = sign_in(app.test_client(), makers.teacher(makers.school()))
    answer = client.post("/classes/new", data={"name": "7B"}, headers={"Referer": said})
    assert BeautifulSoup(answer.text, "html.parser").select_one("main a.knop")["href"] == leads


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "-1", "7"])
def test_a_workplace_that_is_not_on_the_list_brings_nobody_in(client, makers: Makers, typed: str) -> None:
    school, staff = makers.school(), makers.staff(email="twee@school.example")
    makers.post(staff, Role.TEACHER, school_id=school.id)
    makers.post(staff, Role.SCHOOL_ADMIN, school_id=school.id)
    client.post("/sign-in", data={"email": "twee@school.example", "password": PASSWORD})
    assert client.post("/sign-in/where", data={"place": typed}).status_code == 200
    assert client.post("/sign-in/where", data={"place": "1"}).status_code == 303


def test_a_place_of_thousands_of_digits_is_no_place(client, sign_in, world: World) -> None:
    sign_in(client, world.pupils[0])
    token = world.sent("volgorde", "a")["answer"][0]
    sent = {"question": "volgorde", "client": "c1", f"place-{token}": "9" * 5000}
    assert client.post(f"/learn/{world.code}/kijk/3/answer", data=sent).status_code == 422


@pytest.mark.parametrize("client_id", ["", "the same again"])
def test_one_id_for_two_questions_is_refused_and_the_first_answer_stays(
    client, sign_in, world, house, client_id
) -> None:
    sign_in(client, world.pupils[0])
    url = f"/learn/{world.code}/kijk/1/answer"
    first = {"question": "waarom", "client": client_id, **world.sent("waarom", "b")}
    second = {"question": "inhoud", "client": client_id, "answer": "35000"}
    assert client.post(url, data=first).status_code == 303
    assert client.post(url, data=second).status_code == 422
    assert client.post(url, data=first).status_code == 303
    assert count(house, Answer) == 1


@pytest.mark.parametrize("hostile", ["No\u202eor", "No\u200b\0or", "\u2066Noor\x07"])
def test_a_name_that_turns_the_line_is_kept_without_the_signs(client, sign_in, makers, house, world, hostile) -> None:
    sign_in(client, world.teacher)
    pupil = world.pupils[0]
    sent = {"first_name": hostile, "last_name": "Z" + "\u0301" * 50, "level": "po-7"}
    client.post(f"/classes/{world.klass.code}/pupils/{pupil.id}", data=sent)
    with house.store.reading("everywhere") as db:
        kept = db.get_one(Pupil, pupil.id)
    assert kept.first_name == "Noor"
    assert len(kept.last_name) < 6


@pytest.mark.parametrize(
    "email", ['"><x@y.zz', "(@x.y", "a,b@school.nl", "a" * 300 + "@b.nl", "é@é.nl", "x@y.z\nBcc: q@q.nl"]
)
def test_an_address_that_no_mail_reaches_is_refused_at_its_field(client, sign_in, makers, world, email: str) -> None:
    sign_in(client, makers.school_admin(world.school))
    answer = client.post(f"/classes/{world.klass.code}/teachers", data={"name": "Kim", "email": email})
    assert answer.status_code == 422


def test_the_key_of_another_schools_class_makes_a_class_of_ones_own(client, sign_in, makers, house, world) -> None:
    theirs = makers.school_class(makers.school())
    sign_in(client, world.teacher)
    sent = {"name": "8Z", "levels": "po-8", "names": "Pim de Wit", "key": str(theirs.id)}
    shown = client.post("/classes/new", data=sent).text
    mark = shown.split('name="mark"')[1].split('value="')[1].split('"')[0]
    for _ in "two clicks":
        assert client.post("/classes/new", data={**sent, "mark": mark, "save": "1"}).status_code == 303
    with house.store.reading("everywhere") as db:
        made = db.scalars(select(SchoolClass).where(SchoolClass.name == "8Z")).all()
    assert [one.school_id for one in made] == [world.school.id]


def test_a_database_that_is_away_still_leaves_a_page(settings, house: House, sign_in, makers: Makers, app) -> None:
    """Not `testing`: there the error would come through to us instead of to the page."""
    from app import create_app

    client = sign_in(app.test_client(), makers.teacher(makers.school()))
    cookie = client.get_cookie("werf")
    assert cookie is not None
    real = create_app(settings)
    away = open_store("sqlite:////no/such/folder/openwerf.db")
    real.extensions["house"] = House(house.settings, away, house.files, house.seal, house.wake)
    visitor = real.test_client()
    visitor.set_cookie("werf", cookie.value)
    answer = visitor.get("/classes")
    assert answer.status_code == 500
    assert "Er ging bij ons iets stuk" in answer.text
