"""What schools, hosts and teachers can do around a visit, split by who decides."""

from app.visits.operations.booking import book_visit, cancel_booking
from app.visits.operations.company import (
    SiteText,
    add_site,
    change_site,
    drop_hours,
    note_hours,
    sign_hours,
)
from app.visits.operations.day import confirm_arrival, mark_presence, undo_arrival
from app.visits.operations.host import add_slot, answer_booking, set_slot_state
from app.visits.operations.lists import attach_class, set_pupils
from app.visits.operations.offers import OfferText, change_offer, copy_offer, make_offer, set_offer_state
from app.visits.operations.questions import send_questions
from app.visits.operations.safety import confirm_safety, set_sizes

__all__ = [
    "OfferText",
    "SiteText",
    "add_site",
    "add_slot",
    "answer_booking",
    "attach_class",
    "book_visit",
    "cancel_booking",
    "change_offer",
    "change_site",
    "confirm_arrival",
    "confirm_safety",
    "copy_offer",
    "drop_hours",
    "make_offer",
    "mark_presence",
    "note_hours",
    "send_questions",
    "set_offer_state",
    "set_pupils",
    "set_sizes",
    "set_slot_state",
    "sign_hours",
    "undo_arrival",
]
