"""Problems become pages that say what to do next; a fragment for htmx; never a stack trace."""

import logging
from traceback import format_tb
from typing import Any

from flask import Flask, g, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.access.actor import NOBODY, Role
from app.base.language import N_, gettext, ngettext
from app.base.problems import Busy, NotAllowed, NotFound, Problem, RuleBroken, Stale, TooMany
from app.web.frame import local
from app.web.identity import actor_now
from app.web.incoming import read_on
from app.web.pages import see_other
from app.web.replies import STATES, wants_words, words

log = logging.getLogger(__name__)
LONGEST_IN_MINUTES = 90  # what waits longer is said in hours

TEXTS: dict[int, tuple[str, str]] = {
    400: (N_("That did not come through"), N_("Go back, load the page again and send it once more.")),
    403: (
        N_("This page is not for you"),
        N_("You are signed in, but this page is for someone else. Go to your own page."),
    ),
    404: (N_("This page does not exist"), N_("Check the address, or go to your own page and look from there.")),
    405: (N_("That did not come through"), N_("Go back, load the page again and send it once more.")),
    413: (N_("That is too big"), N_("Send a smaller file or a shorter text. What you had stays where it was.")),
    429: (
        N_("Wait a moment"),
        N_("This was tried too many times. Try again in %(wait)s."),
    ),
    500: (N_("Something broke on our side"), N_("It is not your fault and it has been noted. Try again in a minute.")),
    503: (N_("It is very busy"), N_("Nothing was lost. Wait a few seconds and try again.")),
}


def error_page(status: int, title: str = "", text: str = "", again: str = "", **params: object) -> ResponseReturnValue:
    """The page, or the fragment, for one status. `again`: the page to go back to instead of the start."""
    known_title, known_text = TEXTS.get(status, TEXTS[500])
    facts: dict[str, Any] = {
        "status": status,
        "title": title or gettext(known_title),
        "text": text or gettext(known_text, **params),
        "action_label": gettext("Open that page again") if again else gettext("To the start"),
        "action_url": again or url_for("home.index"),
        "is_for_children": params.get("is_for_children", False),
    }
    if wants_words():
        return words(STATES.get(status, "later"), status, message=facts["text"])
    fragment = "HX-Request" in request.headers
    answer = make_response(
        render_template("_layout/problem.html" if fragment else "_layout/error.html", **facts), status
    )
    if status in (429, 503):
        answer.headers["Retry-After"] = str(params.get("seconds", 3))
    return answer


def _not_allowed(_: NotAllowed) -> ResponseReturnValue:
    if actor_now() == NOBODY:
        if wants_words():
            return words("sign-in", 401, message=gettext("Sign in first."))
        if request.method == "GET" and "HX-Request" not in request.headers:
            session["next"] = local(request.full_path.rstrip("?"))
        was = session.get("role")  # the session is over, the cookie still says whose it was
        to = {Role.PUPIL.value: "people.code_page", Role.SUBSTITUTE.value: "people.substitute_over"}
        return see_other(url_for(to.get(was or "", "people.sign_in_page")))
    return error_page(403)


def _too_many(problem: TooMany) -> ResponseReturnValue:
    wait = _in_words(problem.seconds)
    if not problem.message:
        return error_page(429, wait=wait, seconds=problem.seconds)
    text = gettext(problem.message, wait=wait)
    return error_page(429, text=text, again=local(request.path), seconds=problem.seconds, is_for_children=True)


def _in_words(seconds: int) -> str:
    """`10 minutes`, `3 hours`: rounded up."""
    minutes = -(-seconds // 60)
    if minutes <= LONGEST_IN_MINUTES:
        return ngettext("one minute", "%(n)s minutes", minutes)
    return ngettext("one hour", "%(n)s hours", -(-minutes // 60))


def _rule(problem: RuleBroken) -> ResponseReturnValue:
    """A broken rule that no form caught: said on a page of its own."""
    said = gettext(problem.message, **problem.params)
    if isinstance(problem, Stale) and wants_words():
        return words("refused", 422, message=said, anew=True)
    return error_page(422, gettext("That cannot be done"), said)


def _csrf(_: CSRFError) -> ResponseReturnValue:
    if wants_words():  # nothing was kept: it asks for a new one, if its own pupil is still signed in
        return words("token", 400)
    return error_page(
        400,
        gettext("This page was open too long"),
        gettext("Load the page again and send it once more. If you were signed out, sign in first."),
        again=_where_the_form_stood(),
    )


def _where_the_form_stood() -> str:
    """As the browser says it; nothing when it says nothing, or a page that is not ours."""
    said, root = request.referrer or "", request.host_url
    return local("/" + said.removeprefix(root)) if said.startswith(root) else ""


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    if status == 413:
        read_on()
    return error_page(status, again=_where_the_form_stood() if status == 413 else "")


def _unexpected(error: Exception) -> ResponseReturnValue:
    g.setdefault("identity", None)  # a database that is away must not break this page too
    if isinstance(error, OperationalError) and _passes(error):
        return error_page(503)
    frames = "".join(format_tb(error.__traceback__))
    log.error("unexpected %s%s on %s\n%s", type(error).__name__, _words(error), request.endpoint, frames)
    return error_page(500)


def _words(error: Exception) -> str:
    """What the machine says of itself: a full disk, a database that is gone.

    Of any other error the words may repeat what a child typed (PostgreSQL quotes the row that it refuses).
    """
    if isinstance(error, OperationalError):
        return f" ({error.orig})"
    return f" ({error})" if isinstance(error, OSError) else ""


def _passes(error: OperationalError) -> bool:
    """SQLite held by another, or a PostgreSQL that is starting, stopping, full or away: waiting helps."""
    state = getattr(error.orig, "sqlstate", "")
    return "database is locked" in str(error.orig) or state is None or str(state)[:2] in ("08", "53", "57")


def init_app(app: Flask) -> None:
    app.register_error_handler(NotFound, lambda _: error_page(404))
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(Busy, lambda _: error_page(503))
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(RuleBroken, _rule)
    app.register_error_handler(Problem, lambda _: error_page(400))
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)
