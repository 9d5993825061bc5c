"""What schools, hosts and teachers can do around a visit, split by who decides."""

from app.visits.operations.booking import book_visit, cancel_booking
from app.visits.operations.day import confirm_arrival, mark_presence, undo_arrival
from app.visits.operations.dividing import book_class
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
from app.visits.operations.no_show import note_no_show
from app.visits.operations.proposals import answer_proposal, hold_ran_out, propose
from app.visits.operations.questions import send_questions
from app.visits.operations.slots import add_slots, change_room
from app.visits.operations.waiting import (
    accept_place,
    answer_ran_out,
    join_line,
    leave_line,
    line_is_over,
    pass_place,
    tell_offer,
)

__all__ = [
    "OfferText",
    "accept_place",
    "add_slot",
    "add_slots",
    "answer_booking",
    "answer_proposal",
    "answer_ran_out",
    "attach_class",
    "book_class",
    "book_visit",
    "cancel_booking",
    "change_offer",
    "change_room",
    "confirm_arrival",
    "hold_ran_out",
    "join_line",
    "leave_line",
    "line_is_over",
    "make_offer",
    "mark_presence",
    "note_no_show",
    "pass_place",
    "propose",
    "send_questions",
    "set_offer_state",
    "set_pupils",
    "set_slot_state",
    "tell_offer",
    "undo_arrival",
]
