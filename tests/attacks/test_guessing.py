"""Guessing from many addresses, and one child who shuts out a school: who is stopped, and who lets the others in."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import create_app
from app.base.house import House
from app.base.jobs import Job
from app.people.rules.entrance import CODE_LIMITS
from app.web.incoming import address
from tests.makers import Makers

MOST = min(limit.tries for limit in CODE_LIMITS)


def _types(client: FlaskClient, code: str, *, at: str) -> int:
    return client.post("/in", data={"code": code}, environ_base={"REMOTE_ADDR": at}).status_code


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:51234", "203.0.113.7:51234"),
    ],
)
def test_of_an_ipv6_address_the_network_counts_because_a_home_has_all_of_the_rest(
    app: Flask, said: str, counted: str
) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": said}):
        assert address() == counted


def test_a_new_ipv6_address_for_each_try_guesses_no_more_class_codes_than_one(client: FlaskClient) -> None:
    tried = [_types(client, f"BADO {number:04d}", at=f"2001:db8::{number:x}") for number in range(MOST + 1)]
    assert tried == [422] * MOST + [429]
    assert _types(client, "BADO 9999", at="2001:db8:0:1::1") == 422, "the neighbours are not shut out"


@pytest.mark.parametrize(("proxies", "last"), [(0, 429), (1, 422)])
def test_a_forged_address_gives_no_new_tries_and_the_one_our_proxy_saw_counts(
    settings, house: House, proxies: int, last: int
) -> None:
    """With a proxy each of these schools has an address of its own; without one the header is anybody's."""
    import dataclasses

    client = create_app(dataclasses.replace(settings, proxies=proxies), testing=True).test_client()
    client.application.config["WTF_CSRF_ENABLED"] = False
    client.application.extensions["house"] = house
    for number in range(MOST + 1):
        said = {"X-Forwarded-For": f"198.51.100.1, 203.0.113.{number}"}
        answer = client.post("/in", data={"code": f"BADO {number:04d}"}, headers=said)
    assert answer.status_code == last
    for number in range(MOST + 1):
        said = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.250"}
        answer = client.post("/in", data={"code": f"BADO {number:04d}"}, headers=said)
    assert answer.status_code == 429, "what stands before the last address was said by the browser"


def test_the_teacher_opens_the_door_for_a_school_that_one_child_typed_shut(
    app: Flask, client: FlaskClient, makers: Makers, sign_in: Callable[..., FlaskClient]
) -> None:
    klass = makers.school_class(makers.school())
    teacher = sign_in(app.test_client(), makers.teacher(klass.school, klass))
    for number in range(MOST + 1):
        _types(client, f"BADO {number:04d}", at="203.0.113.7")
    assert _types(client, klass.class_code, at="203.0.113.7") == 429
    teacher.post(f"/classes/{klass.code}/door", environ_base={"REMOTE_ADDR": "198.51.100.2"})
    assert _types(client, klass.class_code, at="203.0.113.7") == 429, "a teacher elsewhere opens nothing here"
    teacher.post(f"/classes/{klass.code}/door", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    assert _types(client, klass.class_code, at="203.0.113.7") == 303


def test_asking_a_new_password_for_a_stranger_leaves_as_much_work_as_for_a_colleague(
    client: FlaskClient, makers: Makers, house: House, woken: list, run_jobs
) -> None:
    """Else the time that the page takes tells who has an account."""
    known = makers.teacher(makers.school()).email
    jobs = []
    for email in (known, "nobody@school.example"):
        client.post("/sign-in/forgotten", data={"email": email})
        jobs.append(len(woken))
    assert jobs == [1, 2]
    run_jobs()
    with house.store.reading("everywhere") as db:
        assert db.scalar(select(func.count(Job.id)).where(Job.state == "done")) == 2
