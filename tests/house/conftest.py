"""The town, and somebody of each role who asks it for pages."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.base.house import House
from tests.house.town import Kept, Town, build, put_down
from tests.makers import Makers, Person

Ask = Callable[..., TestResponse]


@pytest.fixture(scope="session")
def once() -> Iterator[list[Kept]]:
    """The town that the first test built."""
    built: list[Kept] = []
    yield built
    for kept in built:
        kept.rows.close()


@pytest.fixture
def town(house: House, makers: Makers, tmp_path: Path, once: list[Kept]) -> Town:
    if not once:
        once.append(build(house, makers, tmp_path / "lessons"))
    return put_down(house, once[0])


@pytest.fixture
def ask(app: Flask, town: Town, sign_in: Callable[[FlaskClient, Person], FlaskClient]) -> Ask:
    """`ask(person, method, url, form)`: each time a browser of its own; None is nobody."""
    cookies: dict[UUID, str] = {}

    def cookie(person: Person) -> str:
        if person.id not in cookies:
            held = sign_in(app.test_client(), person).get_cookie("werf")
            assert held is not None
            cookies[person.id] = held.value
        return cookies[person.id]

    def go(
        person: Person | None, method: str, url: str, form: dict[str, Any] | None = None, *, htmx: bool = False
    ) -> TestResponse:
        visitor = app.test_client()
        if person is not None:
            visitor.set_cookie("werf", cookie(person))
        return visitor.open(url, method=method, data=form, headers={"HX-Request": "true"} if htmx else {})

    return go
