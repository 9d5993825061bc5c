"""The tickets of those who joined in: in the session of the pupil whose device it is, and on each answer."""

from flask import request, session

from app.learning.together import MOST
from app.web.outbox import is_kept
from app.web.replies import wants_words


def tickets_now() -> list[str]:
    """Who is together now. A page that is laid down on the device names nobody: it asks the device itself."""
    return [] if is_kept() else list(session.get("together", ()))


def tickets_sent() -> list[str]:
    """Of an entry of the outbox: who was together when it was given. Of a plain form: who is now."""
    return request.form.getlist("together")[: MOST - 1] if wants_words() else tickets_now()


def keep_tickets(tickets: list[str]) -> None:
    if tickets:
        session["together"] = tickets
    else:
        session.pop("together", None)
