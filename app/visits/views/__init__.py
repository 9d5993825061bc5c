"""Pages about visits: for schools who book, for hosts at the gate, for the teacher's presence list."""

from flask import Blueprint

bp = Blueprint("visits", __name__, url_prefix="/visits")

from app.visits.views import booking, company, day, offer, proposals, slots, waiting  # noqa: E402 - the pages register themselves on bp  # noqa: E402

__all__ = ["booking", "bp", "company", "day", "offer", "proposals", "slots", "waiting"]
