"""The roof: puts the pieces together. The only module that knows every feature."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from flask import Flask
from sqlalchemy import MetaData
from werkzeug.middleware.proxy_fix import ProxyFix

from app.base.db import Table, open_store
from app.base.files import Files
from app.base.house import House
from app.base.jobs import Handler
from app.base.sealing import Seal
from app.base.settings import Settings, from_environment
from app.flow import FLOW
from app.web import errors, frame, identity, incoming, lock, outbox, pages, wire

MEGABYTE = 1024 * 1024
IsTime = Callable[[House, datetime], bool]


def create_app(settings: Settings | None = None, *, testing: bool = False) -> Flask:
    """The application for these settings (default: from the environment)."""
    settings = settings or from_environment()
    known_tables()
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.jinja_environment = frame.Environment
    app.config.update(
        TESTING=testing,
        SECRET_KEY=settings.secret,
        SESSION_COOKIE_NAME="werf",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # pages stay open for hours; the token is bound to the session
        MAX_CONTENT_LENGTH=3 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=MEGABYTE,
    )
    app.extensions["house"] = make_house(settings)
    app.extensions["handlers"] = job_handlers()
    _register(app)
    if settings.proxies:  # else all schools would share one address, and one limit on guessing
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    return app


def known_tables() -> MetaData:
    """All tables of the house. They must be known before the first query, for the guard's sake."""
    for feature in FLOW:
        _room(feature, "models")
    for room in ("audit", "doors", "jobs", "mail", "throttle"):
        import_module(f"app.base.{room}")
    return Table.metadata


def make_house(settings: Settings) -> House:
    """Store, files, seal and queue as one value."""
    from app.base.queue import wake_by  # the queue file is opened only by those who run a house

    return House(
        settings=settings,
        store=open_store(settings.database_url),
        files=Files(settings.files_folder),
        seal=Seal(settings.secret),
        wake=wake_by(settings.queue_file),
    )


def job_handlers() -> dict[str, Handler]:
    """All handlers by name; each feature's jobs.py has a HANDLERS of its own."""
    from app.base import mail

    found: dict[str, Handler] = {mail.KIND: mail.deliver}
    for feature in FLOW:
        if room := _room(feature, "jobs"):
            found.update(room.HANDLERS)
    return found


def daily_jobs() -> list[str]:
    """Kinds of jobs that the worker starts once a day; each feature's jobs.py may have some."""
    return [kind for feature in FLOW if (room := _room(feature, "jobs")) for kind in getattr(room, "DAILY", ())]


def timed_jobs() -> dict[str, IsTime]:
    """Kinds of jobs that the worker starts when their time has come, and who says so; it asks every minute."""
    found: dict[str, IsTime] = {}
    for feature in FLOW:
        if room := _room(feature, "jobs"):
            found.update(getattr(room, "TIMED", {}))
    return found


def _register(app: Flask) -> None:
    from app.home.menu import menu
    from app.people.identity import identify

    wire.init_app(app)
    pages.init_app(app)
    identity.init_app(app, identify)
    frame.init_app(app, menu)
    lock.init_app(app)
    outbox.init_app(app)
    incoming.init_app(app)
    errors.init_app(app)
    for feature in FLOW:
        if room := _room(feature, "views"):
            app.register_blueprint(room.bp)
        if room := _room(feature, "commands"):
            for group in getattr(room, "GROUPS", (room.cli,)):
                app.cli.add_command(group)


def _room(feature: str, name: str):  # type: ignore[no-untyped-def]  # a module, or None
    return import_module(f"app.{feature}.{name}") if find_spec(f"app.{feature}.{name}") else None


__all__ = ["create_app", "daily_jobs", "job_handlers", "known_tables", "make_house", "timed_jobs"]
