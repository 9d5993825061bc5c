"""What every test stands on: settings in a folder of its own, a real database, a frozen clock, people who sign in."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine

from app import create_app
from app.access.actor import Actor
from app.base import clock
from app.base.db import Table, open_store
from app.base.files import Files
from app.base.house import House
from app.base.migrate import stand_guard
from app.base.sealing import Seal
from app.base.settings import Settings
from app.web import identity as web_identity
from tests import postgres
from tests.makers import Makers, Person, moment

NOW = moment(2026, 10, 8, 10, 0)  # a Thursday in the Technology Week of the demo
LESSONS = Path(__file__).parent.parent / "lessons"
BOTH = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)
# a busy machine is no mistake of ours
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands at NOW; `at(moment)` sets it."""

    def stand(when: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: when)

    stand(NOW)
    return stand


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tables, made once; each test gets a copy of the file."""
    _know_all_tables()
    file = tmp_path_factory.mktemp("empty") / "openwerf.db"
    engine = create_engine(f"sqlite:///{file}")
    Table.metadata.create_all(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of this test process on a PostgreSQL that the tests start themselves (tests/postgres.py)."""
    with postgres.database() as url:
        _know_all_tables()
        engine = create_engine(url)
        with engine.begin() as connection:
            Table.metadata.create_all(connection)
            stand_guard(connection)
        engine.dispose()
        yield url


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path, empty_sqlite: Path) -> str:
    """The URL of an empty database: SQLite, or with `@BOTH` SQLite and PostgreSQL in turn."""
    if getattr(request, "param", "sqlite") == "sqlite":
        shutil.copy(empty_sqlite, tmp_path / "openwerf.db")
        return f"sqlite:///{tmp_path / 'openwerf.db'}"
    url: str = request.getfixturevalue("postgres_url")
    postgres.empty(url, Table.metadata)
    return url


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    return Settings(
        data=tmp_path,
        database_url=database,
        secret="only for tests",  # noqa: S106
        demo=False,
        base_url="http://werf.test",
        smtp_url="",
        mail_from="Openwerf <openwerf@openwerf.invalid>",
        secure_cookies=False,
        lessons=LESSONS,
    )


@pytest.fixture
def woken() -> list[UUID]:
    """Ids of the jobs that were sent to the queue."""
    return []


@pytest.fixture
def house(settings: Settings, woken: list[UUID]) -> Iterator[House]:
    _know_all_tables()
    made = House(
        settings=settings,
        store=open_store(settings.database_url),
        files=Files(settings.files_folder),
        seal=Seal(settings.secret),
        wake=woken.append,
    )
    yield made
    made.store.engine.dispose()


@pytest.fixture
def makers(house: House) -> Makers:
    return Makers(house)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once, though each test has an application of its own: a fifth of a second a page."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def built(compiled: FileSystemBytecodeCache) -> Callable[[Settings], Flask]:
    """The application as it stands, built once a process for each way to start it: an eighth of a second and more.

    What a test may turn on it (its configuration, whom it remembers) is set back for the next one.
    """
    kept: dict[Any, tuple[Flask, dict[str, Any]]] = {}

    def build(settings: Settings) -> Flask:
        how = (settings.secret, settings.secure_cookies, settings.proxies)  # all that create_app itself reads
        if how not in kept:
            made = create_app(settings, testing=True)
            made.extensions["house"].store.engine.dispose()
            made.config["WTF_CSRF_ENABLED"] = False
            made.jinja_env.bytecode_cache = compiled
            kept[how] = (made, dict(made.config))
        app, config = kept[how]
        app.config.clear()
        app.config.update(config)
        app.extensions["identities"].clear()
        return app

    return build


@pytest.fixture
def app(settings: Settings, house: House, built: Callable[[Settings], Flask]) -> Flask:
    """The whole application on the house of this test. Tokens against forged forms are tested apart."""
    made = built(settings)
    made.extensions["house"] = house
    return made


@pytest.fixture
def own_app(settings: Settings, house: House, compiled: FileSystemBytecodeCache) -> Flask:
    """The same, built for this test alone: for who registers something on it, or whose browser asks till the end."""
    made = create_app(settings, testing=True)
    made.extensions["house"].store.engine.dispose()
    made.extensions["house"] = house
    made.config["WTF_CSRF_ENABLED"] = False
    made.jinja_env.bytecode_cache = compiled
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def act(house: House) -> Callable[..., Any]:
    """`act(actor, operation, **facts)`: acts at the frozen time."""

    def do(actor: Actor, operation: Callable[..., Any], **facts: Any) -> Any:
        return house.act(actor, clock.now(), operation, **facts)

    return do


@pytest.fixture
def look(house: House) -> Callable[..., Any]:
    """`look(actor, query, **facts)`: reads at the frozen time."""

    def read(actor: Actor, query: Callable[..., Any], **facts: Any) -> Any:
        with house.looking(actor, clock.now()) as work:
            return query(work, **facts)

    return read


@pytest.fixture
def sign_in(app: Flask, house: House) -> Callable[[FlaskClient, Person], FlaskClient]:
    """`sign_in(client, person)`: a session as the sign-in page makes it, without walking through the page."""
    from app.people.identity import identify

    def start(client: FlaskClient, person: Person) -> FlaskClient:
        held = identify(house, person.id, person.role, person.place_id, clock.now())
        assert held is not None, "this person cannot sign in"
        with app.test_request_context():
            web_identity.sign_in(held, place_id=person.place_id)
            cookie = dict(session)
        with client.session_transaction() as fresh:
            fresh.clear()
            fresh.update(cookie)
        return client

    return start


@pytest.fixture
def run_jobs(app: Flask, house: House) -> Callable[[], int]:
    """Runs what waits in the queue here and now, as the worker would; returns how many were done."""
    from app.base.jobs import due_jobs, run_job

    def run() -> int:
        return sum(run_job(house, app.extensions["handlers"], job) for job in due_jobs(house, clock.now()))

    return run


def _know_all_tables() -> None:
    """Every models.py, so that the guard and create_all know all tables."""
    from importlib import import_module

    from app.flow import FLOW

    for feature in FLOW:
        if find_spec(f"app.{feature}.models"):
            import_module(f"app.{feature}.models")
    import_module("app.base.mail")
    import_module("app.base.throttle")
