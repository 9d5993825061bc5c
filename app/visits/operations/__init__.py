"""What schools, hosts and teachers can do around a visit, split by who decides."""

from app.visits.operations.booking import attach_class, book_visit, cancel_booking, set_pupils
from app.visits.operations.day import UNDO, confirm_arrival, mark_presence, undo_arrival
from app.visits.operations.host import add_slot, answer_booking, make_offer, set_offer_state

__all__ = [
    "UNDO",
    "add_slot",
    "answer_booking",
    "attach_class",
    "book_visit",
    "cancel_booking",
    "confirm_arrival",
    "make_offer",
    "mark_presence",
    "set_offer_state",
    "set_pupils",
    "undo_arrival",
]
