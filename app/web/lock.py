"""What a locked or ended session of a pupil may reach: the page that asks the pictures, the ways in, and out."""

from flask import Flask, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import Role
from app.base.language import N_, gettext
from app.web import identity
from app.web.frame import local
from app.web.outbox import is_kept
from app.web.pages import tell
from app.web.replies import wants_words, words

LOCK_PAGE = "people.unlock"
OPEN = {  # who comes in here begins a session of their own
    LOCK_PAGE,
    "people.card",
    "people.card_by_qr",
    "people.class_link",
    "people.code_page",
    "people.language",
    "people.names",
    "people.pictures",
    "people.sign_in_page",
    "people.sign_out",
    "outbox.worker",
    "outbox.offline",
    "web.alive",
}
OVER = {
    "day": N_("The school day is over, so you are signed out. What you did is kept."),
    "hours": N_("You were in for a long time, so you are signed out. Come in again. What you did is kept."),
    "idle": N_("Nothing happened for a long time, so you are signed out. What you did is kept."),
}


def _look_first() -> ResponseReturnValue | None:
    if session.get("role") != Role.PUPIL or identity.identity_now() is not None:
        return None
    if why := identity.why_over():
        return _ended(why)
    if identity.locked_identity() is None or request.endpoint in OPEN:
        return None
    return _locked()


def _ended(why: str) -> ResponseReturnValue | None:
    """Said once, on the page where children come in. A script hears that somebody must sign in."""
    if wants_words() or is_kept() or request.endpoint in ("outbox.worker", "outbox.offline", "web.alive"):
        return None
    identity.sign_out()
    session["role"] = Role.PUPIL.value  # whoever comes now is shown the class code, not the password
    tell(OVER[why], "note")
    return None if request.endpoint in OPEN else redirect(url_for("people.code_page"), code=303)


def _locked() -> ResponseReturnValue:
    """To the pictures, and back to the same place. A form that was sent goes along (307), and is sent on afterwards:
    without JavaScript somebody may have written for longer than a page stays open."""
    if wants_words() or is_kept():
        return words("locked", 423, message=gettext("The screen is locked."))
    if request.method == "POST":
        return redirect(url_for(LOCK_PAGE, to=local(request.path)), code=307)
    session["next"] = local(request.full_path.rstrip("?"))
    answer = make_response(redirect(url_for(LOCK_PAGE), code=303))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def init_app(app: Flask) -> None:
    """After the frame: what carries no good token is refused before anything else."""
    app.before_request(_look_first)
