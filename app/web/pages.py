"""Routes that say what they need; reading with `work()`, acting with `do()`."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, current_app, flash, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.access.actor import Actor, Post, Role
from app.access.matrix import Permission, reach_of
from app.base import clock
from app.base.house import House
from app.base.language import gettext
from app.base.problems import NotAllowed
from app.base.work import Work
from app.web.identity import actor_now
from app.web.replies import wants_words, words

P = ParamSpec("P")
Q = ParamSpec("Q")
T = TypeVar("T")
View = Callable[P, ResponseReturnValue]
HERE_ONLY = {"127.0.0.1", "localhost", "::1"}


def needs(permission: Permission | None) -> Callable[[View[P]], View[P]]:
    """Say on the route who may come in; `needs(None)` means everybody, on purpose.

    This is the first of three locks and the only one a page can forget nothing about: the operation asks
    again with the thing at hand, and the guard on rows stands behind both.
    """

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if permission and not reach_of(actor_now(), permission):
                raise NotAllowed(permission)
            return view(*args, **kwargs)

        guarded.needs = permission  # type: ignore[attr-defined]  # read by the house test that walks the routes
        return guarded

    return mark


def takes(megabytes: int) -> Callable[[View[P]], View[P]]:
    """Say on the route that a bigger body may come in than elsewhere (app/web/incoming.py); below `needs`."""

    def mark(view: View[P]) -> View[P]:
        view.takes = megabytes * 1024 * 1024  # type: ignore[attr-defined]  # read before the form is
        return view

    return mark


def house() -> House:
    return cast(House, current_app.extensions["house"])


def work() -> Work:
    """The reading work of this request, opened on first use. It can never commit."""
    if "work" not in g:
        g.work = house().reading(actor_now(), clock.now())
    return cast(Work, g.work)


def do(operation: Callable[Concatenate[Work, Q], T], *args: Q.args, **facts: Q.kwargs) -> T:
    """Act: end the reading, run one operation alone, commit, and hand back its plain outcome."""
    _end_reading()
    return house().act(actor_now(), clock.now(), operation, *args, **facts)


def do_as(actor: Actor, operation: Callable[Concatenate[Work, Q], T], *args: Q.args, **facts: Q.kwargs) -> T:
    """Act for somebody who came through a door."""
    _end_reading()
    return house().act(actor, clock.now(), operation, *args, **facts)


def look_as(actor: Actor, query: Callable[Concatenate[Work, Q], T], *args: Q.args, **facts: Q.kwargs) -> T:
    """Read for somebody who came through a door."""
    with house().looking(actor, clock.now()) as looking:
        return query(looking, *args, **facts)


def count_with(query: Callable[Concatenate[Work, Q], T], *args: Q.args, **facts: Q.kwargs) -> T:
    """Count over all schools; only insight does."""
    with house().counting(actor_now(), clock.now()) as counting:
        return query(counting, *args, **facts)


def at_door(school_id: UUID, class_id: UUID | None = None) -> Actor:
    """The actor behind a door: one school, at most one class, no user."""
    classes = frozenset({class_id}) if class_id else frozenset()
    return Actor(None, (Post(Role.AT_DOOR, school_id=school_id, class_ids=classes),))


def see_other(url: str, *, state: str = "counted") -> Response:
    """After an act: 303, or HX-Redirect for htmx, so that the back button never repeats a POST.

    The outbox of a pupil's browser hears `state` and where to go.
    """
    if wants_words():
        return words(state, next=url)
    if request.headers.get("HX-Request"):
        answer = make_response("", 200)
        answer.headers["HX-Redirect"] = url
        return answer
    return redirect(url, code=303)


def tell(message: str, kind: str = "good", **params: object) -> None:
    """A sentence on the next page. `kind`: good, note or bad."""
    flash(gettext(message, **params), kind)


def site() -> str:
    """The address others can reach: the one set, or, on this machine alone, the one this browser used."""
    base_url = house().settings.base_url
    return request.url_root.rstrip("/") if urlsplit(base_url).hostname in HERE_ONLY else base_url


def is_fragment() -> bool:
    """htmx asked, and not for a whole page."""
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def init_app(app: Flask) -> None:
    app.teardown_appcontext(_close)


def _end_reading() -> None:
    if held := g.get("work"):
        held.db.rollback()


def _close(_error: BaseException | None) -> None:
    if held := g.pop("work", None):
        held.db.close()
