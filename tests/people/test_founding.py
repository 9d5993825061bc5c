"""An empty house: the operator names the network and lets the first people in, from the command line."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.people.models import Network
from tests.conftest import BOTH

NEW = "een nieuwe zin van staal"


def _run(app: Flask, *words: str, ends_with: int = 0) -> str:
    ran = app.test_cli_runner().invoke(args=["people", *words])
    assert ran.exit_code == ends_with, ran.output
    return str(ran.output.strip())


def _choose(client: FlaskClient, link: str) -> str:
    """Open the link, choose a password; where it leads."""
    path = link.removeprefix("http://werf.test")
    assert client.get(path).status_code == 200
    return str(client.post(path, data={"password": NEW}).location)


@BOTH
def test_from_an_empty_database_to_an_administrator_a_host_and_a_coordinator_who_sign_in(
    app: Flask, house: House
) -> None:
    _run(app, "network", "De Kade", "--region", "de Kuststreek")
    _run(app, "network", "Techniekkring De Kade", "--region", "de Kuststreek")  # named anew, not twice
    _run(app, "school", "99xa00", "De Vlieger", "--kind", "po", "--place", "Duinmond")
    company = _run(app, "company", "De Zeesluis", "--place", "Havenmond", "--kind", "lock-or-harbour")
    with house.looking(NOBODY, clock.now()) as work:
        assert [one.name for one in work.db.query(Network)] == ["Techniekkring De Kade"]
    for email, role, place, page in (
        ("ria@school.example", "school-admin", "99XA00", "/classes"),
        ("koen@sluis.example", "host", company, "/visits/own"),
        ("marit@werf.example", "coordinator", "", "/reach/"),
    ):
        link = _run(app, "staff", email, "Iemand", "--role", role, "--at", place)
        client = app.test_client()
        assert _choose(client, link) == "/"
        assert client.get(page).status_code == 200
        assert app.test_client().post("/sign-in", data={"email": email, "password": NEW}).status_code == 303


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("school", "04AB", "X", "--kind", "po", "--place", "Y"), "ziet eruit als 04AB00"),
        (("staff", "a@b.example", "A", "--role", "host", "--at", "99XX00"), "Voeg die eerst toe"),
        (("staff", "a@b.example", "A", "--role", "teacher"), "Voeg die eerst toe"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_is_made(
    app: Flask, words: tuple[str, ...], said: str
) -> None:
    assert said in _run(app, *words, ends_with=1)


def test_a_school_is_added_once(app: Flask) -> None:
    words = ("school", "99XA00", "De Vlieger", "--kind", "po", "--place", "Duinmond")
    _run(app, *words)
    assert "al een school 99XA00" in _run(app, *words, ends_with=1)


def test_the_same_post_is_held_once_and_a_lost_link_is_printed_again(app: Flask, client: FlaskClient) -> None:
    _run(app, "school", "99XA00", "De Vlieger", "--kind", "po", "--place", "Duinmond")
    words = ("staff", "ria@school.example", "Ria Bos", "--role", "school-admin", "--at", "99XA00")
    first, second = _run(app, *words), _run(app, *words)
    assert client.get(first.removeprefix("http://werf.test")).status_code == 404
    assert _choose(client, second) == "/"  # one post: no question where to work
    assert _choose(app.test_client(), _run(app, "link", "ria@school.example")) == "/"
    assert "Niemand hier" in _run(app, "link", "x@school.example", ends_with=1)


def _asked(client: FlaskClient, email: str) -> str:
    page = client.post("/sign-in/forgotten", data={"email": email}).get_data(as_text=True)
    return re.sub(r'"[\w-]+\.[\w-]+\.[\w-]+"', '"token"', page)  # holds the second in which it was made


def test_who_forgot_the_password_gets_a_link_that_works_once(app, client, makers, run_jobs, settings) -> None:
    teacher = makers.teacher(makers.school())
    assert "Kijk in je mail" in _asked(client, f" {teacher.email.upper()} ")
    run_jobs()
    (mail,) = settings.mail_folder.glob("*.eml")
    link = re.search(r"http://werf\.test(/welcome/\w+)", mail.read_text())
    assert link
    assert _choose(client, link[1]) == "/"
    assert client.get(link[1]).status_code == 404
    assert app.test_client().post("/sign-in", data={"email": teacher.email, "password": NEW}).status_code == 303


def test_asking_for_a_stranger_gives_the_same_answer_and_no_mail(client, makers, run_jobs, settings) -> None:
    teacher = makers.teacher(makers.school())
    known, unknown = _asked(client, teacher.email), _asked(client, "nobody@school.example")
    assert known.replace(teacher.email, "X") == unknown.replace("nobody@school.example", "X")
    run_jobs()
    assert len(list(settings.mail_folder.glob("*.eml"))) == 1


def test_a_mailbox_cannot_be_filled_by_asking_again_and_again(client, makers) -> None:
    teacher = makers.teacher(makers.school())
    asked = [client.post("/sign-in/forgotten", data={"email": teacher.email}).status_code for _ in range(6)]
    assert asked == [200] * 5 + [429]


def test_the_old_password_works_until_a_new_one_is_chosen(client, makers, run_jobs) -> None:
    from tests.makers import PASSWORD

    teacher = makers.teacher(makers.school())
    _asked(client, teacher.email)
    assert client.post("/sign-in", data={"email": teacher.email, "password": PASSWORD}).status_code == 303
