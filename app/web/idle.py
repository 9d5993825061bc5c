"""A pupil's screen that nobody touches locks: the session stays, and does nothing until the pictures are tapped.

No row is written for it. The signed cookie holds when the screen was last touched, at most a minute old.
docs/decisions/0016-together-and-locked.md says why.
"""

from flask import g, request, session

from app.web.replies import wants_words

MINUTES = 10
MOST_MINUTES = 60  # a lesson: whoever works with the hands for longer taps three pictures
SLACK = 60.0  # seconds; `seen` in the cookie may be this much older than the last touch
IDLE = "X-Idle"  # of a script: so many seconds ago somebody last touched the screen
QUIET = {"outbox.worker", "outbox.offline", "web.alive"}  # asked by browsers themselves


def hold(now: float) -> bool:
    """Is this session locked? A request after too long a silence locks it; any other one says that somebody is here."""
    if is_held():
        return True
    touched = max(session.get("seen", 0.0), _touched(now) if wants_words() else 0.0)
    if now - touched > minutes() * 60 + SLACK:
        lock()
        return True
    if not wants_words() and _is_by_hand():
        touched = now
    if touched - session.get("seen", 0.0) > SLACK:
        session["seen"] = touched
    return False


def is_held() -> bool:
    return bool(session.get("locked")) and "_user_id" in session


def lock() -> None:
    """From now on this session opens nothing. Whoever worked together must come together anew: nobody was here."""
    session["locked"] = True
    session.pop("together", None)


def unlock(now: float) -> None:
    session.pop("locked", None)
    session["seen"] = now


def minutes() -> int:
    return int(session.get("calm", MINUTES))


def lock_after(wanted: int) -> None:
    """A page on which a pupil works with the hands says how long that takes; shorter than usual it never gets."""
    g.calm = min(max(wanted, MINUTES), MOST_MINUTES)
    if _is_by_hand() and g.calm != minutes():
        session["calm"] = g.calm


def minutes_of_page() -> int:
    """As the page itself says it, also one that is laid down for later."""
    return int(g.get("calm", MINUTES))


def _touched(now: float) -> float:
    """What a script says of the screen. It can only be said from a page that is open, and a device locks its own."""
    said = request.headers.get(IDLE, "")
    return now - int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0.0


def _is_by_hand() -> bool:
    """Somebody asked for this page; not the device, which lays pages down for later."""
    return "X-Keep" not in request.headers and request.endpoint not in QUIET
