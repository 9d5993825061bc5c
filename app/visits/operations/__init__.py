"""What schools, hosts and teachers can do around a visit, split by who decides."""

from app.visits.operations.after import review_as_company, review_as_school, send_thanks
from app.visits.operations.booking import book_visit, cancel_booking
from app.visits.operations.calendar import renew_calendar
from app.visits.operations.cancelling import call_off, propose_instead
from app.visits.operations.closing import close_past, close_visit, forget_day
from app.visits.operations.company import SiteText, add_site, change_site, drop_hours, note_hours, sign_hours
from app.visits.operations.confirming import confirm_safety, set_sizes
from app.visits.operations.dividing import book_class
from app.visits.operations.editions import change_edition, clear_day, make_edition, set_day
from app.visits.operations.event_classes import add_classes, change_class, join_event, leave_event, set_day_phone
from app.visits.operations.event_day import add_stands, change_event, change_stand, drop_stand, make_event
from app.visits.operations.event_halves import split_class, unite_class
from app.visits.operations.event_lists import mark_day, set_day_pupils
from app.visits.operations.event_mail import tell_programme
from app.visits.operations.event_papers import start_event_paper, start_stand_paper, start_timetable
from app.visits.operations.event_routes import make_routes, set_step
from app.visits.operations.event_waves import make_waves, set_wave
from app.visits.operations.gate import confirm_arrival, count_wrong_link, note_walk_in, say_at_gate, undo_arrival
from app.visits.operations.host import add_slot, answer_booking, set_slot_state
from app.visits.operations.importing import apply_import
from app.visits.operations.links import day_link, make_day_link
from app.visits.operations.lists import attach_class, set_pupils
from app.visits.operations.missing import tell_what_is_missing
from app.visits.operations.no_show import note_no_show
from app.visits.operations.offers import OfferText, change_offer, copy_offer, make_offer, set_offer_state
from app.visits.operations.office_mail import send_to_many
from app.visits.operations.papers import set_slips, start_card, start_letter, start_out_list, start_transport
from app.visits.operations.parts import Part, book_parts
from app.visits.operations.placing import move_booking, place_class
from app.visits.operations.presence import mark_presence, set_phone, show_names
from app.visits.operations.proposals import answer_proposal, hold_ran_out, propose
from app.visits.operations.questions import send_questions
from app.visits.operations.reminders import add_reminder, change_reminder, switch_reminder
from app.visits.operations.safety import pass_safety, pass_together, set_safety_questions
from app.visits.operations.slots import add_loose_slots, add_slots, change_room
from app.visits.operations.transport import set_transport
from app.visits.operations.unsaid import say_took_place
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
    "Part",
    "SiteText",
    "accept_place",
    "add_classes",
    "add_loose_slots",
    "add_reminder",
    "add_site",
    "add_slot",
    "add_slots",
    "add_stands",
    "answer_booking",
    "answer_proposal",
    "answer_ran_out",
    "apply_import",
    "attach_class",
    "book_class",
    "book_parts",
    "book_visit",
    "call_off",
    "cancel_booking",
    "change_class",
    "change_edition",
    "change_event",
    "change_offer",
    "change_reminder",
    "change_room",
    "change_site",
    "change_stand",
    "clear_day",
    "close_past",
    "close_visit",
    "confirm_arrival",
    "confirm_safety",
    "copy_offer",
    "count_wrong_link",
    "day_link",
    "drop_hours",
    "drop_stand",
    "forget_day",
    "hold_ran_out",
    "join_event",
    "join_line",
    "leave_event",
    "leave_line",
    "line_is_over",
    "make_day_link",
    "make_edition",
    "make_event",
    "make_offer",
    "make_routes",
    "make_waves",
    "mark_day",
    "mark_presence",
    "move_booking",
    "note_hours",
    "note_no_show",
    "note_walk_in",
    "pass_place",
    "pass_safety",
    "pass_together",
    "place_class",
    "propose",
    "propose_instead",
    "renew_calendar",
    "review_as_company",
    "review_as_school",
    "say_at_gate",
    "say_took_place",
    "send_questions",
    "send_thanks",
    "send_to_many",
    "set_day",
    "set_day_phone",
    "set_day_pupils",
    "set_offer_state",
    "set_phone",
    "set_pupils",
    "set_safety_questions",
    "set_sizes",
    "set_slips",
    "set_slot_state",
    "set_step",
    "set_transport",
    "set_wave",
    "show_names",
    "sign_hours",
    "split_class",
    "start_card",
    "start_event_paper",
    "start_letter",
    "start_out_list",
    "start_stand_paper",
    "start_timetable",
    "start_transport",
    "switch_reminder",
    "tell_offer",
    "tell_programme",
    "tell_what_is_missing",
    "undo_arrival",
    "unite_class",
]
