"""Pages about visits: for schools who book, for hosts at the gate, for the teacher's presence list."""

from flask import Blueprint

bp = Blueprint("visits", __name__, url_prefix="/visits")

from app.visits.views import board, booking, company, day, editions, lists, offer  # noqa: E402 - the pages register themselves on bp

__all__ = ["board", "booking", "bp", "company", "day", "editions", "lists", "offer"]
