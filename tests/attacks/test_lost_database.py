"""A database file that is deleted or replaced while the house runs, and what the log then says."""

import logging
import shutil
import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.base.house import House
from app.base.settings import Settings
from app.people.models import SchoolClass
from tests.makers import MadeClass, Makers

FILES = ("openwerf.db", "openwerf.db-wal", "openwerf.db-shm")


@pytest.fixture
def klass(makers: Makers) -> MadeClass:
    return makers.school_class(makers.school(), name="7B")


@pytest.fixture
def visitor(settings: Settings, client: FlaskClient, makers: Makers, klass: MadeClass, sign_in) -> FlaskClient:
    """A teacher in a house that is not `testing`: there an error comes through to us instead of to the page."""
    sign_in(client, makers.teacher(klass.school, klass))
    cookie = client.get_cookie("werf")
    assert cookie is not None
    real = create_app(settings)
    real.config["WTF_CSRF_ENABLED"] = False
    browser = real.test_client()
    browser.set_cookie("werf", cookie.value)
    return browser


def _file(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def test_nothing_is_acknowledged_that_would_go_into_a_deleted_file(
    visitor: FlaskClient, settings: Settings, klass: MadeClass
) -> None:
    door = f"/classes/{klass.code}/door"
    assert visitor.post(door, data={"door": "shut"}).status_code == 303
    file = _file(settings)
    for name in FILES:
        file.with_name(name).unlink(missing_ok=True)
    for _ in range(3):  # also when the pool opens a connection anew
        answer = visitor.post(door, data={"door": "open"})
        assert answer.status_code == 500
        assert "Er ging bij ons iets stuk" in answer.text
    assert not file.exists(), "an empty database in its place would be taken for a real one at the next start"


def test_a_file_that_was_put_in_its_place_is_the_one_that_is_read(
    house: House, makers: Makers, klass: MadeClass, settings: Settings
) -> None:
    file = _file(settings)
    with sqlite3.connect(file) as old:
        old.execute("VACUUM INTO ?", (str(file.with_name("backup.db")),))
    old.close()
    makers.school_class(klass.school, name="8A")
    for name in FILES[1:]:
        file.with_name(name).unlink(missing_ok=True)
    shutil.move(file.with_name("backup.db"), file)
    with house.store.reading("everywhere") as db:
        assert [one.name for one in db.query(SchoolClass)] == ["7B"]


def test_the_log_of_an_unexpected_error_repeats_nothing_of_what_was_typed(
    visitor: FlaskClient, app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child's name may stand in the words of any error: `invalid literal: 'Noor'`, a row that a database refuses."""

    def broken(**_: object) -> str:
        raise ValueError("Noor de Vries")

    monkeypatch.setitem(visitor.application.view_functions, "people.classes", broken)
    with caplog.at_level(logging.WARNING):
        assert visitor.get("/classes").status_code == 500
    assert "ValueError" in caplog.text
    assert "in broken" in caplog.text, "where it broke is told"
    assert "Noor" not in caplog.text.replace('raise ValueError("Noor de Vries")', "")


def test_an_error_of_the_database_names_no_value_that_was_sent_to_it(house: House) -> None:
    from sqlalchemy import text

    with house.store.reading("everywhere") as db, pytest.raises(Exception, match="no_such_table") as refused:
        db.execute(text("insert into no_such_table values (:name)"), {"name": "Noor de Vries"})
    assert "Noor" not in str(refused.value)
