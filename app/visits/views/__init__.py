"""Pages about visits: for schools who book, for hosts at the gate, for the teacher's presence list, for the office."""

from flask import Blueprint

bp = Blueprint("visits", __name__, url_prefix="/visits")

from app.visits.views import (  # noqa: E402 - the pages register themselves on bp
    about,
    after,
    booking,
    calendar,
    calling_off,
    companies,
    company,
    confirming,
    day,
    gate,
    importing,
    offer,
    office,
    own_offer,
    papers,
    presence,
    proposals,
    reminders,
    safety,
    sites,
    slots,
    transport,
    waiting,
)

__all__ = [
    "about",
    "after",
    "booking",
    "bp",
    "calendar",
    "calling_off",
    "companies",
    "company",
    "confirming",
    "day",
    "gate",
    "importing",
    "offer",
    "office",
    "own_offer",
    "papers",
    "presence",
    "proposals",
    "reminders",
    "safety",
    "sites",
    "slots",
    "transport",
    "waiting",
]
