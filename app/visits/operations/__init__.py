"""What schools, hosts and teachers can do around a visit, split by who decides."""

from app.visits.operations.after import review_as_company, review_as_school, send_thanks
from app.visits.operations.booking import book_visit, cancel_booking
from app.visits.operations.calendar import renew_calendar
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
from app.visits.operations.questions import send_questions
from app.visits.operations.reminders import add_reminder, change_reminder, switch_reminder

__all__ = [
    "OfferText",
    "add_reminder",
    "add_slot",
    "answer_booking",
    "attach_class",
    "book_visit",
    "cancel_booking",
    "change_offer",
    "change_reminder",
    "confirm_arrival",
    "make_offer",
    "mark_presence",
    "renew_calendar",
    "review_as_company",
    "review_as_school",
    "send_questions",
    "send_thanks",
    "set_offer_state",
    "set_pupils",
    "set_slot_state",
    "switch_reminder",
    "undo_arrival",
]
