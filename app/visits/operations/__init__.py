"""What schools, hosts and teachers can do around a visit, split by who decides."""

from app.visits.operations.booking import book_visit, cancel_booking
from app.visits.operations.day import confirm_arrival, mark_presence, undo_arrival
from app.visits.operations.editions import change_edition, clear_day, make_edition, set_day
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
from app.visits.operations.placing import move_booking, place_class
from app.visits.operations.questions import send_questions

__all__ = [
    "OfferText",
    "add_slot",
    "answer_booking",
    "attach_class",
    "book_visit",
    "cancel_booking",
    "change_edition",
    "change_offer",
    "clear_day",
    "confirm_arrival",
    "make_edition",
    "make_offer",
    "mark_presence",
    "move_booking",
    "place_class",
    "send_questions",
    "set_day",
    "set_offer_state",
    "set_pupils",
    "set_slot_state",
    "undo_arrival",
]
