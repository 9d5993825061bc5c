"""The blueprint of people, and what all its views share."""

from uuid import UUID

from flask import Blueprint, session, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import Role
from app.base import clock
from app.base.problems import NotFound
from app.people.identity import identify
from app.web import identity
from app.web.frame import local
from app.web.pages import house, see_other

bp = Blueprint("people", __name__)


def start_session(user_id: UUID, role: Role, place_id: UUID | None, *, to: str = "") -> ResponseReturnValue:
    """Sign in and go to the page that was asked for, or to the start."""
    known = identify(house(), user_id, role, place_id, clock.now())
    if known is None:
        raise NotFound("account")
    to = local(to) if to else ""
    identity.sign_in(known, place_id=place_id)
    return see_other(to or url_for("home.index"))


def page_asked_for() -> str:
    """Where somebody was going before being asked to sign in."""
    return str(session.get("next", ""))
