"""The same form once more, and forms that no page of ours sent."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

from app.base.audit import Audit
from app.base.house import House
from app.people.models import Pupil
from tests.makers import Makers


def _url(app: Flask, rule: Rule) -> str:
    uuid = "00000000-0000-7000-8000-000000000000"
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        values[name] = {"IntegerConverter": 1, "UUIDConverter": uuid}.get(type(converter).__name__, "x")
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)


def test_a_pupil_who_left_is_left_once_however_often_it_is_pressed(
    client: FlaskClient, makers: Makers, house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    klass = makers.school_class(makers.school())
    pupil = makers.pupil(klass)
    sign_in(client, makers.teacher(klass.school, klass))
    url = f"/classes/{klass.code}/pupils/{pupil.id}/left"
    assert [client.post(url).status_code for _ in "two clicks"] == [303] * len("two clicks")
    with house.store.reading("everywhere") as db:
        assert db.scalar(select(func.count(Audit.id)).where(Audit.what == "pupil.left")) == 1


def test_a_pupil_of_another_school_cannot_be_made_to_leave(
    client: FlaskClient, makers: Makers, house: House, sign_in: Callable[..., FlaskClient]
) -> None:
    klass, other = makers.school_class(makers.school()), makers.school_class(makers.school())
    theirs = makers.pupil(other)
    sign_in(client, makers.teacher(klass.school, klass))
    for code in (klass.code, other.code):
        assert client.post(f"/classes/{code}/pupils/{theirs.id}/left").status_code == 404
    with house.store.reading("everywhere") as db:
        assert db.get_one(Pupil, theirs.id).left_on is None


def test_every_post_asks_for_the_token_of_this_session_in_the_form_itself(
    app: Flask, client: FlaskClient, makers: Makers, sign_in: Callable[..., FlaskClient]
) -> None:
    """Not in the address, where it would stay in histories and logs; and not one that another page was given."""
    app.config["WTF_CSRF_ENABLED"] = True
    stranger = app.test_client()
    stranger.get("/sign-in")
    klass = makers.school_class(makers.school())
    teacher = makers.teacher(klass.school, klass)
    sign_in(client, teacher)
    own, foreign = _token(client), _token(stranger)
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(rules) > 40
    for rule in rules:
        url = _url(app, rule)
        assert client.post(url, data={}).status_code == 400, url
        assert client.post(f"{url}?csrf_token={own}", data={}).status_code == 400, url
        assert client.post(url, data={"csrf_token": foreign}).status_code == 400, url
        assert client.post(url, json={"csrf_token": own}).status_code == 400, url
    assert client.post("/language", data={"csrf_token": own, "language": "en"}).status_code == 303


def _token(client: FlaskClient) -> str:
    page = client.get("/sign-in").text
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
