"""Who reads English gets English: pages in the next browser, mails, and nobody else's mails."""

import email.policy
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.base.house import House
from app.people.models import Staff
from tests.makers import PASSWORD, Makers, Person


def _choose(client: FlaskClient, language: str) -> None:
    assert client.post("/language", data={"language": language, "next": "/"}).status_code == 303


def _walk_in(app: Flask, person: Person, language: str = "") -> FlaskClient:
    client = app.test_client()
    if language:
        _choose(client, language)
    assert client.post("/sign-in", data={"email": person.email, "password": PASSWORD}).status_code == 303
    return client


def _spoken(client: FlaskClient) -> str:
    return client.get("/classes").text.partition('lang="')[2][:2]


def _mails(run_jobs: Callable[[], int], settings: Any) -> list[str]:
    run_jobs()
    files = sorted(settings.mail_folder.glob("*.eml"))
    read = [email.message_from_bytes(one.read_bytes(), policy=email.policy.default) for one in files]
    return [str(one.get_content()) for one in read]


def test_what_is_chosen_inside_holds_in_the_next_browser(app: Flask, makers: Makers) -> None:
    teacher = makers.teacher(makers.school())
    client = _walk_in(app, teacher)
    assert _spoken(client) == "nl"
    _choose(client, "en")
    assert _spoken(_walk_in(app, teacher)) == "en"
    _choose(client, "nl")
    assert _spoken(_walk_in(app, teacher, "en")) == "nl", "her own choice goes before that of who sat here last"


def test_what_is_chosen_at_the_door_counts_until_another_is_chosen(app: Flask, makers: Makers) -> None:
    teacher = makers.teacher(makers.school())
    _walk_in(app, teacher, "en")
    assert _spoken(_walk_in(app, teacher)) == "en"


def test_of_a_pupil_no_language_is_kept(
    app: Flask, house: House, makers: Makers, client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    school = makers.school()
    makers.teacher(school)
    sign_in(client, makers.pupil(makers.school_class(school)))
    _choose(client, "en")
    with house.store.reading("everywhere") as db:
        assert set(db.scalars(select(Staff.language))) == {None}


def test_a_mail_is_in_the_language_of_who_reads_it_and_not_of_who_sends_it(
    app: Flask, makers: Makers, run_jobs: Callable[[], int], settings: Any
) -> None:
    school = makers.school()
    klass = makers.school_class(school, name="7B")
    samira = makers.teacher(school, klass, name="Samira Haddad")
    reads_english = makers.teacher(school, makers.school_class(school), name="Bram Teunissen")
    reads_dutch = makers.teacher(school, makers.school_class(school), name="Ria Bos")
    _walk_in(app, reads_english, "en")
    for language, other, words in (("nl", reads_english, "You now teach class"), ("en", reads_dutch, "nu les aan 7B")):
        client = _walk_in(app, samira)
        _choose(client, language)
        assert client.post(f"/classes/{klass.code}/teachers", data={"colleague": str(other.id)}).status_code == 303
        assert words in _mails(run_jobs, settings)[-1]


def test_who_forgot_the_password_is_answered_in_their_own_language(
    app: Flask, makers: Makers, run_jobs: Callable[[], int], settings: Any
) -> None:
    teacher = makers.teacher(makers.school())
    _walk_in(app, teacher, "en")
    app.test_client().post("/sign-in/forgotten", data={"email": teacher.email})
    assert "Choose a new password here" in _mails(run_jobs, settings)[-1]
