"""Pages about visits: for schools who book, for hosts at the gate, for the teacher's presence list."""

from flask import Blueprint

bp = Blueprint("visits", __name__, url_prefix="/visits")

from app.visits.views import (  # noqa: E402 - the pages register themselves on bp
    booking,
    companies,
    company,
    day,
    offer,
    own_offer,
    safety,
    sites,
)

__all__ = ["booking", "bp", "companies", "company", "day", "offer", "own_offer", "safety", "sites"]
