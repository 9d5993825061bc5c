"""What schools, hosts and teachers can do around a visit, split by who decides."""

from app.visits.operations.booking import book_visit, cancel_booking
from app.visits.operations.cancelling import call_off, propose_instead
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
from app.visits.operations.importing import apply_import
from app.visits.operations.lists import attach_class, set_pupils
from app.visits.operations.missing import tell_what_is_missing
from app.visits.operations.office_mail import send_to_many
from app.visits.operations.questions import send_questions

__all__ = [
    "OfferText",
    "add_slot",
    "answer_booking",
    "apply_import",
    "attach_class",
    "book_visit",
    "call_off",
    "cancel_booking",
    "change_offer",
    "confirm_arrival",
    "make_offer",
    "mark_presence",
    "propose_instead",
    "send_questions",
    "send_to_many",
    "set_offer_state",
    "set_pupils",
    "set_slot_state",
    "tell_what_is_missing",
    "undo_arrival",
]
