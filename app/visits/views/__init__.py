"""Pages about visits: for schools who book, for hosts at the gate, for the teacher's presence list, for the office."""

from flask import Blueprint

bp = Blueprint("visits", __name__, url_prefix="/visits")

from app.visits.views import (  # noqa: E402 - the pages register themselves on bp
    booking,
    calling_off,
    company,
    day,
    importing,
    offer,
    office,
)

__all__ = ["booking", "bp", "calling_off", "company", "day", "importing", "offer", "office"]
