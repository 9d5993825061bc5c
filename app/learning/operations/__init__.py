"""What pupils and teachers can do with an assignment, split by who decides."""

from app.learning.operations.answers import Outcome, submit_answer
from app.learning.operations.board import note_class_answer
from app.learning.operations.changing import change_steps
from app.learning.operations.dossier import keep_reflection, start_dossier
from app.learning.operations.exports import note_export, start_overview
from app.learning.operations.late import keep_late_answer
from app.learning.operations.moving import move_class
from app.learning.operations.photos import lay_down_photo, take_photo_away
from app.learning.operations.pupil import ask_help, enter_step, read_to_the_end, stop_help
from app.learning.operations.regrade import mark_again, note_version
from app.learning.operations.reused import IdReused, note_reused_id
from app.learning.operations.review import review_answer
from app.learning.operations.sentences import change_phrase, keep_said, keep_sentence, remove_phrase
from app.learning.operations.signs import give_sign
from app.learning.operations.steering import choose_pace, go_on, open_step, pause_class, shut_step
from app.learning.operations.substitute import keep_card_file, make_card, withdraw_card
from app.learning.operations.take_back import take_back
from app.learning.operations.teacher import lower_hand, tick_present, tick_step, untick_step

__all__ = [
    "IdReused",
    "Outcome",
    "ask_help",
    "change_phrase",
    "change_steps",
    "choose_pace",
    "enter_step",
    "give_sign",
    "go_on",
    "keep_card_file",
    "keep_late_answer",
    "keep_reflection",
    "keep_said",
    "keep_sentence",
    "lay_down_photo",
    "lower_hand",
    "make_card",
    "mark_again",
    "move_class",
    "note_class_answer",
    "note_export",
    "note_reused_id",
    "note_version",
    "open_step",
    "pause_class",
    "read_to_the_end",
    "remove_phrase",
    "review_answer",
    "shut_step",
    "start_dossier",
    "start_overview",
    "stop_help",
    "submit_answer",
    "take_back",
    "take_photo_away",
    "tick_present",
    "tick_step",
    "untick_step",
    "withdraw_card",
]
