"""What schools, hosts and teachers can do around a visit, split by who decides."""

from app.visits.operations.booking import book_visit, cancel_booking
from app.visits.operations.day import confirm_arrival, mark_presence, undo_arrival
from app.visits.operations.host import (
    OfferText,
    add_slot,
    answer_booking,
    change_offer,
    make_offer,
    set_offer_state,
    set_slot_state,
)
from app.visits.operations.lists import attach_class, set_pupils
from app.visits.operations.papers import set_slips, start_letter, start_out_list, start_transport
from app.visits.operations.questions import send_questions
from app.visits.operations.safety import pass_safety, pass_together, set_safety_questions
from app.visits.operations.transport import set_transport

__all__ = [
    "OfferText",
    "add_slot",
    "answer_booking",
    "attach_class",
    "book_visit",
    "cancel_booking",
    "change_offer",
    "confirm_arrival",
    "make_offer",
    "mark_presence",
    "pass_safety",
    "pass_together",
    "send_questions",
    "set_offer_state",
    "set_pupils",
    "set_safety_questions",
    "set_slips",
    "set_slot_state",
    "set_transport",
    "start_letter",
    "start_out_list",
    "start_transport",
    "undo_arrival",
]
