"""What every page has around it: language, tone, menu, assets with a content hash, headers, static files."""

import hashlib
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, g, get_flashed_messages, redirect, request, session
from flask.templating import Environment as FlaskEnvironment
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect, generate_csrf
from whitenoise import WhiteNoise

from app.access.actor import Actor
from app.base import language as words
from app.web import wire
from app.web.identity import identity_now, seconds_left
from app.web.idle import minutes_of_page
from app.web.links import url_for
from app.web.outbox import digest, is_kept, owner_now
from app.web.pages import house, needs

STATIC = wire.STATIC
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
ASSET_SECONDS = 1.0  # a page names the drawing of its icons twenty times
SIZES = ("", "groot", "ruim")  # as it is, bigger, bigger with more room
LONGEST_PATH = 1000  # letters; what a cookie still holds beside the rest
bp = Blueprint("web", __name__)
Menu = Callable[[Actor], list[tuple[str, str]]]
"""(actor) -> [(label, url)]; given by the roof, because only the top floor knows all pages."""


@dataclass(frozen=True, slots=True)
class Page:
    tone: str
    language: str
    demo: bool
    owner: str = ""  # the key of the pupil: on what the device keeps
    digest: str = ""  # of the look of this version
    size: str = ""  # what the reader chose: one of SIZES
    kept: bool = False  # fetched to be kept on the device: no name, no token
    lock: int = 0  # minutes without a touch after which the screen of a pupil locks
    left: int = 0  # seconds until the end of a pupil's session

    @property
    def other_language(self) -> str:
        return "en" if self.language == "nl" else "nl"


@dataclass(frozen=True, slots=True)
class Me:
    name: str
    role: str
    place: str
    home_url: str
    menu: list[tuple[str, str, bool]]
    elsewhere: bool = False  # works at another place too, so the page says how to change


class Environment(FlaskEnvironment):
    """A dictionary for the globals of a template, where Jinja links several: each import in a template looks through
    all of them, a fifth of the time of a page (docs/decisions/0013)."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


_assets: dict[str, tuple[float, str]] = {}


def asset(name: str) -> str:
    """`/static/css/base.css?v=<hash>`: cached for a year, renewed within a second when it changes.

    `joined/...`: a family of files that go together (app/web/wire.py).
    """
    looked, url = _assets.get(name, (0.0, ""))
    now = time.monotonic()
    if not url or now - looked > ASSET_SECONDS:
        family = name.removeprefix(wire.JOINED)
        is_joined = family != name
        sign = wire.digest_of(family) if is_joined else _hashed(name, (STATIC / name).stat().st_mtime)
        url = f"/static/{name}?v={sign}"
        _assets[name] = now, url
    return url


@lru_cache(maxsize=512)
def _hashed(name: str, _changed: float) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def csrf() -> str:
    """The token, signed once per page however many forms ask for it. A page kept on a device has none."""
    if is_kept():
        return ""
    if "csrf_once" not in g:
        g.csrf_once = generate_csrf()
    return str(g.csrf_once)


@bp.post("/text-size")
@needs(None)
def text_size() -> ResponseReturnValue:
    """How big this reader wants it, for as long as the session lasts. The next child on this tablet begins as usual."""
    keep_size(request.form.get("size", ""))
    return back_to_page()


def back_to_page() -> ResponseReturnValue:
    """To the page on which a choice of how to read was made (`next`)."""
    return redirect(_shown_at(local(request.form.get("next", "/"))), code=303)


def keep_language(chosen: str) -> str:
    """For the page that is drawn now and those after it. Returns what is spoken: what is no language of ours is
    Dutch."""
    session["language"] = chosen if chosen in words.LANGUAGES else "nl"
    session.permanent = True
    return str(session["language"])


def keep_size(chosen: str) -> None:
    """For the page that is drawn now and those after it. What is no size of ours is the usual one."""
    session["size"] = chosen if chosen in SIZES else ""
    session.permanent = True


def _shown_at(url: str) -> str:
    """The page itself, where `url` only takes forms: of `/learn/.../2/answer` that is `/learn/.../2`."""
    path, adapter = urlsplit(url).path, current_app.url_map.bind("")
    while path and not adapter.test(path, method="GET"):
        path = path.rpartition("/")[0]
        url = path or "/"
    return url


@bp.get("/alive")
@needs(None)
def alive() -> ResponseReturnValue:
    """For the supervisor and whatever watches from outside."""
    return Response("ok", mimetype="text/plain")


def local(url: str) -> str:
    """Only a path of our own; anything else becomes the start page. A browser reads a backslash as a slash."""
    is_path = url.startswith("/") and not url.startswith("//") and "\\" not in url
    return url if is_path and len(url) <= LONGEST_PATH and url.isprintable() else "/"


def _choose_language() -> None:
    chosen = session.get("language")
    if chosen not in words.LANGUAGES:
        chosen = "nl"  # Dutch first, whatever the browser says; one tap changes it
    g.language_token = words._now.set(chosen)


def _forget_language(_error: BaseException | None) -> None:
    if token := g.pop("language_token", None):
        words._now.reset(token)


def _around() -> dict[str, Any]:
    identity = identity_now()
    tone = g.get("tone") or (identity.tone if identity else "adult")
    return {
        "page": Page(
            tone,
            words.language(),
            house().settings.demo,
            owner_now(),
            digest(),
            session.get("size", ""),
            is_kept(),
            minutes_of_page(),
            0 if is_kept() else seconds_left(),
        ),
        "me": _me() if identity else None,
        "csrf": csrf(),
        "notices": [] if is_kept() else get_flashed_messages(with_categories=True),  # kept for who looks
    }


def _me() -> Me | None:
    identity = identity_now()
    if identity is None:
        return None
    menu: Menu = g.menu_of
    here = request.path
    items = [(label, url, here == url or (url != "/" and here.startswith(url))) for label, url in menu(identity.actor)]
    name = "" if is_kept() else identity.name
    return Me(name, str(identity.actor.role), identity.place, url_for("home.index"), items, identity.elsewhere)


def speak_to(tone: str) -> None:
    """Set the tone of this page for somebody who is not signed in yet (a class code knows po or vo)."""
    g.tone = tone


def _headers(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "same-origin")
    if (
        not answer.cache_control.public and not answer.cache_control.no_store
    ):  # send_file says no-cache, which keeps a copy on a shared computer
        answer.headers["Cache-Control"] = "no-store" if identity_now() else "no-cache"
    return answer


def init_app(app: Flask, menu: Menu) -> None:
    app.register_blueprint(bp)

    @app.before_request
    def _begin() -> None:
        g.menu_of = menu
        _choose_language()

    CSRFProtect(app)  # after _begin: the page that refuses a forged form has a menu and a language too
    app.teardown_request(_forget_language)
    app.context_processor(_around)
    app.after_request(_headers)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for helper in (words.long_date, words.day_and_month, words.short_date, words.weekday, words.month):
        app.jinja_env.filters[helper.__name__] = helper
    app.jinja_env.filters.update(clock_time=words.clock_time, number=words.number)
    app.jinja_env.globals.update(
        csrf_token=csrf, asset=asset, _=words.gettext, gettext=words.gettext, ngettext=words.ngettext, url_for=url_for
    )
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # the documented way to add it
        app.wsgi_app, root=str(STATIC), prefix="static/", max_age=31_536_000, autorefresh=app.debug
    )
