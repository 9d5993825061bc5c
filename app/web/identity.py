"""Who is at the keyboard: the signed cookie says who, the store says (at most 5 s ago) whether that still holds."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from app.access.actor import NOBODY, Actor, Role
from app.base import clock
from app.base.house import House
from app.web import idle

KEPT_SECONDS = 5.0
END_OF_SCHOOL_DAY = 17  # o'clock; a pupil who signs in later has two hours
IDLE = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a page knows of the person: the actor, and what the top bar shows."""

    actor: Actor
    epoch: int
    name: str  # as the person is called: `Noor`, `Samira Haddad`
    tone: str  # po, vo or adult
    language: str | None  # the person's own choice
    place: str  # school, company or network
    until: datetime | None = None  # the session ends then, whatever else; None: as is usual for the role
    elsewhere: bool = False  # works at another place or in another role too


Identify = Callable[[House, UUID, Role, UUID | None, datetime], Identity | None]
"""(house, user id, role, place id, now) -> Identity, or None when the account is gone. Given by the roof."""


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """Flask-Login's user around an Identity."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.id = str(identity.actor.user_id)


def sign_in(identity: Identity, *, place_id: UUID | None) -> None:
    """Start a session. The cookie holds user, role, place, epoch and times; never a class or a name."""
    language = session.get("language")
    size = _size_that_stays()
    session.clear()  # a shared tablet: nothing of the one before, a new CSRF token
    now = clock.now()
    session.update(
        role=str(identity.actor.role),
        place=str(place_id) if place_id else None,
        epoch=identity.epoch,
        until=_end(identity, now).timestamp(),
        seen=now.timestamp(),
    )
    if language or identity.language:
        session["language"] = identity.language or language
    if size:
        session["size"] = size
    session.permanent = True
    login_user(SignedIn(identity))


def sign_out() -> None:
    language = session.get("language")
    size = _size_that_stays()
    logout_user()
    session.clear()
    if language:
        session["language"] = language
    if size:
        session["size"] = size


def _size_that_stays() -> str:
    """Of the text: what was chosen at the door goes along inside; what a pupil chose ends with the pupil's session."""
    return "" if session.get("role") == Role.PUPIL else str(session.get("size", ""))


def locked_identity() -> Identity | None:
    """The pupil whose screen was locked, for the page that asks the pictures; None when no pupil's session is held."""
    if identity_now() is not None or not idle.is_held() or why_over():
        return None
    place = session.get("place")
    held = _held(UUID(session["_user_id"]), Role.PUPIL, UUID(place) if place else None, clock.now())
    return held if held and held.epoch == session.get("epoch") else None


def why_over() -> str:
    """Why the session of a pupil is over: `day` (the school day), `hours` (came in later), `idle`; empty: it is not."""
    now = clock.now()
    if session.get("role") != Role.PUPIL or "_user_id" not in session:
        return ""
    if now.timestamp() > session.get("until", 0.0):
        until = datetime.fromtimestamp(session.get("until", 0.0), UTC)
        return "day" if until == clock.at(clock.school_day(until), END_OF_SCHOOL_DAY) else "hours"
    return "idle" if now.timestamp() - session.get("seen", 0.0) > IDLE.total_seconds() else ""


def seconds_left() -> int:
    """How long this session may still go on: the device signs a pupil out by itself then, also without wifi."""
    return max(0, int(session.get("until", 0.0) - clock.now().timestamp()))


def ask_again() -> None:
    """This person's posts changed just now: for as long as any worker may remember the old ones, ask the store."""
    session["fresh"] = clock.now().timestamp() + KEPT_SECONDS


def identity_now() -> Identity | None:
    if "identity" not in g:
        user = cast(Any, current_user)
        g.identity = user.identity if user.is_authenticated else None
    return cast(Identity | None, g.identity)


def actor_now() -> Actor:
    held = identity_now()
    return held.actor if held else NOBODY


def _end(identity: Identity, now: datetime) -> datetime:
    if identity.until is not None:
        return identity.until
    if identity.actor.role is not Role.PUPIL:
        return now + timedelta(hours=12)
    evening = clock.at(clock.school_day(now), END_OF_SCHOOL_DAY)
    return max(evening, now + timedelta(hours=2))


def _load(user_id: str) -> SignedIn | None:
    now = clock.now()
    if not _still_on(now.timestamp()):
        return None
    role, place = Role(session["role"]), session.get("place")
    if role is Role.PUPIL and idle.hold(now.timestamp()):
        return None
    identity = _held(UUID(user_id), role, UUID(place) if place else None, now)
    if identity is None or identity.epoch != session.get("epoch"):
        return None
    return SignedIn(identity)


def _still_on(now: float) -> bool:
    """Before the end of the session, and not idle. `seen` moves once in five minutes: a cookie less per request.
    Of a pupil it moves with each minute (idle.py), because an idle screen locks."""
    seen = session.get("seen", 0.0)
    if "role" not in session or now > session.get("until", 0.0) or now - seen > IDLE.total_seconds():
        return False
    if now - seen > 300 and session["role"] != Role.PUPIL:
        session["seen"] = now
    return True


def _held(user_id: UUID, role: Role, place: UUID | None, now: datetime) -> Identity | None:
    """From this process's memory for at most 5 s; a write by staff always asks the store."""
    memory: dict[Any, tuple[float, Identity | None]] = current_app.extensions["identities"]
    key = (user_id, role, place)
    held = memory.get(key)
    is_write = role is not Role.PUPIL and request.method not in ("GET", "HEAD")
    fresh_only = is_write or now.timestamp() < session.get("fresh", 0.0)
    if held and not fresh_only and time.monotonic() - held[0] < KEPT_SECONDS:
        return held[1]
    identify = cast(Identify, current_app.extensions["identify"])
    identity = identify(cast(House, current_app.extensions["house"]), user_id, role, place, now)
    if len(memory) > 10_000:
        memory.clear()
    memory[key] = (time.monotonic(), identity)
    return identity


def init_app(app: Flask, identify: Identify) -> None:
    app.extensions["identify"] = identify
    app.extensions["identities"] = {}
    manager = LoginManager()
    manager.session_protection = None  # school tablets change address between two access points
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)  # pages ask identity_now(); a broken page must not ask again
