"""What schools, hosts and teachers can do around a visit, split by who decides."""

from app.visits.operations.booking import book_visit, cancel_booking
from app.visits.operations.closing import close_past, close_visit, forget_day
from app.visits.operations.gate import confirm_arrival, count_wrong_link, note_walk_in, say_at_gate, undo_arrival
from app.visits.operations.host import (
    OfferText,
    add_slot,
    answer_booking,
    change_offer,
    make_offer,
    set_offer_state,
    set_slot_state,
)
from app.visits.operations.links import day_link, make_day_link
from app.visits.operations.lists import attach_class, set_pupils
from app.visits.operations.presence import mark_presence, set_phone, show_names
from app.visits.operations.questions import send_questions

__all__ = [
    "OfferText",
    "add_slot",
    "answer_booking",
    "attach_class",
    "book_visit",
    "cancel_booking",
    "change_offer",
    "close_past",
    "close_visit",
    "confirm_arrival",
    "count_wrong_link",
    "day_link",
    "forget_day",
    "make_day_link",
    "make_offer",
    "mark_presence",
    "note_walk_in",
    "say_at_gate",
    "send_questions",
    "set_offer_state",
    "set_phone",
    "set_pupils",
    "set_slot_state",
    "show_names",
    "undo_arrival",
]
