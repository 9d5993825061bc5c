"""What every page has around it: a language that stays, a session that ends, fresh files, problems that fit."""

import os
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from app.base.problems import Busy, NotAllowed, NotFound, RuleBroken, TooMany
from app.web import frame
from tests.conftest import NOW
from tests.makers import PASSWORD, Makers, Person, moment

HTMX = {"HX-Request": "true"}


@pytest.fixture
def teacher(makers: Makers) -> Person:
    school = makers.school()
    return makers.teacher(school, makers.school_class(school))


def page(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


# Language


@pytest.mark.parametrize("address", ["/in", "/roles", "/sign-in"])
def test_the_switch_of_language_comes_back_to_the_same_page(client: FlaskClient, address: str) -> None:
    found = page(client.get(address, follow_redirects=True))
    assert found.html["lang"] == "nl"
    form = found.select_one("form[action='/language']")
    sent = {one["name"]: one.get("value", "") for one in form.select("input, button") if one.get("name")}
    assert sent["language"] == "en"
    answer = client.post("/language", data=sent)
    assert answer.status_code == 303
    again = client.get(answer.headers["Location"])
    assert page(again).html["lang"] == "en"
    assert answer.headers["Location"].rstrip("?") == address


def test_the_query_of_a_page_stays_when_the_language_changes(
    client: FlaskClient, sign_in: Any, teacher: Person
) -> None:
    sign_in(client, teacher)
    found = page(client.get("/modules/?level=vo-onder-hv&topic=water"))
    (kept,) = [one["value"] for one in found.select("form[action='/language'] input[name=next]")]
    assert client.post("/language", data={"language": "en", "next": kept}).headers["Location"] == kept
    assert kept == "/modules/?level=vo-onder-hv&topic=water"


@pytest.mark.parametrize("language", ["fr", "", "en\0", "../../etc"])
def test_a_language_that_is_not_spoken_is_dutch(client: FlaskClient, language: str) -> None:
    client.post("/language", data={"language": language})
    assert page(client.get("/roles")).html["lang"] == ("en" if language == "en\0" else "nl")


def test_dutch_comes_first_whatever_the_browser_prefers(client: FlaskClient) -> None:
    assert page(client.get("/roles", headers={"Accept-Language": "en-GB,en"})).html["lang"] == "nl"


def test_the_language_that_was_chosen_stays_when_somebody_signs_in_and_out(
    client: FlaskClient, makers: Makers, teacher: Person
) -> None:
    client.post("/language", data={"language": "en"})
    client.post("/sign-in", data={"email": teacher.email, "password": PASSWORD})
    assert page(client.get("/")).html["lang"] == "en"
    client.post("/sign-out")
    assert page(client.get("/roles")).html["lang"] == "en"


# The end of a session


@pytest.mark.parametrize(
    ("who", "start", "last", "over"),
    [
        ("pupil", moment(2026, 10, 8, 14, 30), moment(2026, 10, 8, 16, 59), moment(2026, 10, 8, 17, 1)),
        ("pupil", moment(2026, 10, 8, 16, 30), moment(2026, 10, 8, 18, 29), moment(2026, 10, 8, 18, 31)),
        ("pupil", moment(2026, 10, 25, 14, 30), moment(2026, 10, 25, 16, 59), moment(2026, 10, 25, 17, 1)),
        ("teacher", moment(2026, 10, 8, 9), moment(2026, 10, 8, 11, 59), moment(2026, 10, 8, 12, 1)),
    ],
    ids=["at five o'clock", "two hours for who comes late", "when the clock was changed", "three hours idle"],
)
def test_a_session_ends(
    app: Flask, sign_in: Any, makers: Makers, at: Any, who: str, start: Any, last: Any, over: Any
) -> None:
    school = makers.school()
    klass = makers.school_class(school)
    person = makers.pupil(klass) if who == "pupil" else makers.teacher(school, klass)
    at(start)
    client = sign_in(app.test_client(), person)
    other = sign_in(app.test_client(), person)
    at(last)
    assert client.get("/").headers.get("Location") == ("/learn/lock" if who == "pupil" else None)  # locked, not over
    at(over)
    assert other.get("/").headers.get("Location") != "/learn/lock"
    assert not page(other.get("/")).select_one("form[action='/sign-out']")


def test_who_keeps_working_stays_for_twelve_hours(app: Flask, sign_in: Any, teacher: Person, at: Any) -> None:
    client = sign_in(app.test_client(), teacher)
    for hours in (2, 4, 6, 8, 10, 11):
        at(NOW + timedelta(hours=hours))
        assert client.get("/classes").status_code == 200
    at(NOW + timedelta(hours=12, minutes=1))
    assert client.get("/classes").headers["Location"] == "/sign-in"


def test_after_signing_in_again_the_page_that_was_asked_for_opens(client: FlaskClient, teacher: Person) -> None:
    assert client.get("/visits/?level=po-7-8").headers["Location"] == "/sign-in"
    answer = client.post("/sign-in", data={"email": teacher.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/visits/?level=po-7-8"


def test_a_fragment_of_a_session_that_ended_sends_the_whole_page_to_the_sign_in(client: FlaskClient) -> None:
    """Else the page that asks every few seconds would get a sign-in form in the middle of its table."""
    answer = client.get("/classes", headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/sign-in"
    assert "Location" not in answer.headers
    assert answer.text == ""


# Problems


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`broken(problem)`: the first page raises it."""

    def arrange(problem: Exception) -> FlaskClient:
        def view() -> str:
            raise problem

        monkeypatch.setitem(app.view_functions, "home.roles", view)
        return app.test_client()

    return arrange


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (NotFound("x"), 404),
        (Busy("x"), 503),
        (TooMany(61), 429),
        (RuleBroken("", "This day is over. Choose today or later."), 422),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_problem_is_a_page_or_a_fragment_with_a_way_on(
    broken: Any, problem: Exception, status: int, headers: dict[str, str]
) -> None:
    answer = broken(problem).get("/roles", headers=headers)
    assert answer.status_code == status
    assert ("<html" in answer.text) is (headers == {})
    assert page(answer).select_one("b, h1").text
    assert headers or page(answer).select_one("main a[href='/']")
    assert "Retry-After" in answer.headers or status not in (429, 503)


def test_too_many_says_how_long_in_whole_minutes_and_to_the_machine_in_seconds(broken: Any) -> None:
    answer = broken(TooMany(61)).get("/roles")
    assert answer.headers["Retry-After"] == "61"
    assert "over 2 minuten" in " ".join(page(answer).text.split())
    assert "over 3 uur" in " ".join(page(broken(TooMany(2 * 3600 + 1)).get("/roles")).text.split())


def test_a_page_for_somebody_else_says_so_to_who_is_signed_in(app: Flask, sign_in: Any, teacher: Person) -> None:
    client = sign_in(app.test_client(), teacher)
    for headers in ({}, HTMX):
        answer = client.get("/reach/", headers=headers)
        assert answer.status_code == 403
        assert ("<html" in answer.text) is (headers == {})


def test_a_rule_that_no_form_caught_is_said_in_the_readers_language(broken: Any) -> None:
    client = broken(RuleBroken("", "At most %(n)s characters. Make it shorter.", n=2000))
    assert "Hoogstens 2000 tekens." in client.get("/roles").text
    client.post("/language", data={"language": "en"})
    assert "At most 2000 characters. Make it shorter." in client.get("/roles").text


def test_nobody_who_may_not_is_asked_to_sign_in_and_not_told_what_is_there(broken: Any) -> None:
    assert broken(NotAllowed("x")).get("/roles").headers["Location"] == "/sign-in"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_what_is_too_big_is_said_also_in_a_fragment(
    app: Flask, sign_in: Any, teacher: Person, headers: dict[str, str]
) -> None:
    client = sign_in(app.test_client(), teacher)
    sent = {"name": "7B", "names": "x" * 6 * 1024 * 1024}
    answer = client.post("/classes/new", data=sent, headers=headers)
    assert answer.status_code == 413
    assert "Dat is te groot" in answer.text
    assert ("<html" in answer.text) is (headers == {})


def test_a_wrong_method_is_a_page_too(client: FlaskClient) -> None:
    answer = client.get("/language")
    assert answer.status_code == 405
    assert page(answer).select_one("a[href='/']")


# Files


def test_a_changed_file_gets_another_address_and_an_unchanged_one_keeps_it(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "STATIC", tmp_path)
    monkeypatch.setattr(frame, "ASSET_SECONDS", -1)  # as a second later
    (tmp_path / "a.css").write_text("one")
    first = frame.asset("a.css")
    assert frame.asset("a.css") == first
    (tmp_path / "a.css").write_text("two")
    os.utime(tmp_path / "a.css", (1, 1))
    assert frame.asset("a.css") != first
    assert first.startswith("/static/a.css?v=")


def test_files_of_a_page_are_kept_for_a_year_and_are_there(client: FlaskClient) -> None:
    found = page(client.get("/"))
    links = [one["href"] for one in found.select("link[rel=stylesheet]")] + [
        one["src"] for one in found.select("script")
    ]
    assert links
    for link in links:
        with client.get(link) as answer:
            assert answer.status_code == 200
            assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "?v=" in link


def test_the_house_says_that_it_is_alive_without_a_session(client: FlaskClient) -> None:
    answer = client.get("/alive")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert client.head("/alive").status_code == 200
