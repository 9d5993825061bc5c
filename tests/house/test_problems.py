"""Whatever goes wrong: a page in the reader's language that says what to do next, and nothing half-written."""

import fcntl

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.base import sqlite
from app.base.audit import Audit
from app.base.house import House
from app.base.problems import Busy, RuleBroken
from app.web.frame import local


@pytest.fixture
def app(own_app: Flask) -> Flask:
    return own_app


@pytest.fixture
def real(app: Flask) -> FlaskClient:
    """The application as it runs: with tokens against forged forms, and no exception that reaches the test."""
    from app.web import errors

    app.testing = False
    app.config["WTF_CSRF_ENABLED"] = True
    errors.init_app(app)
    return app.test_client()


def test_an_unknown_page_says_where_to_go(real):
    page = real.get("/no/such/page")
    assert page.status_code == 404
    assert "Deze pagina bestaat niet" in page.get_data(as_text=True)


def test_a_fragment_gets_a_fragment(real):
    page = real.get("/no/such/page", headers={"HX-Request": "true"})
    assert page.status_code == 404
    assert "<html" not in page.get_data(as_text=True)


def test_a_post_without_its_token_is_refused_with_advice(real):
    page = real.post("/language", data={"language": "en"})
    assert page.status_code == 400
    assert "Laad de pagina opnieuw" in page.get_data(as_text=True)


def test_an_unexpected_error_shows_no_trace(real, monkeypatch):
    monkeypatch.setitem(real.application.view_functions, "home.index", lambda: 1 / 0)
    page = real.get("/")
    assert page.status_code == 500
    assert "Traceback" not in page.get_data(as_text=True)
    assert "Er ging bij ons iets stuk" in page.get_data(as_text=True)


def test_a_busy_database_says_wait_and_writes_nothing(house, monkeypatch, makers):
    monkeypatch.setattr(sqlite, "LOCK_SECONDS", 0.05)
    assert house.store.lock_file is not None
    with house.store.lock_file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Busy), house.store.acting(None):
            raise AssertionError("must not get here")


def test_busy_is_a_503_with_retry_after(real, monkeypatch):
    def busy() -> str:
        raise Busy("lock")

    monkeypatch.setitem(real.application.view_functions, "home.index", busy)
    page = real.get("/")
    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) > 0


def test_a_refused_operation_leaves_nothing_behind(house: House, makers):
    from app.access.actor import NOBODY
    from tests.conftest import NOW

    def half(work) -> None:
        work.audit("half.done")
        work.db.flush()
        raise RuleBroken("", "no")

    with pytest.raises(RuleBroken):
        house.act(NOBODY, NOW, half)
    with house.store.reading("everywhere") as reading:
        assert reading.scalars(select(Audit).where(Audit.what == "half.done")).all() == []


@pytest.mark.parametrize("url", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", ""])
def test_no_redirect_leaves_the_house(url):
    assert local(url) == "/"


def test_every_page_forbids_inline_scripts_and_framing(client):
    headers = client.get("/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_with_somebody_on_it_is_not_kept_by_the_browser(client, makers, sign_in):
    school = makers.school()
    page = sign_in(client, makers.teacher(school, makers.school_class(school))).get("/")
    assert page.headers["Cache-Control"] == "no-store"
