"""What pupils and teachers can do with an assignment, split by who decides."""

from app.learning.operations.answers import Outcome, submit_answer
from app.learning.operations.board import note_class_answer
from app.learning.operations.late import keep_late_answer
from app.learning.operations.moving import move_class
from app.learning.operations.photos import lay_down_photo, take_photo_away
from app.learning.operations.pupil import ask_help, enter_step, read_to_the_end, stop_help
from app.learning.operations.regrade import mark_again, note_version
from app.learning.operations.substitute import keep_card_file, make_card, withdraw_card
from app.learning.operations.teacher import lower_hand, review_answer, tick_present, tick_step, untick_step

__all__ = [
    "Outcome",
    "ask_help",
    "enter_step",
    "keep_card_file",
    "keep_late_answer",
    "lay_down_photo",
    "lower_hand",
    "make_card",
    "mark_again",
    "move_class",
    "note_class_answer",
    "note_version",
    "read_to_the_end",
    "review_answer",
    "stop_help",
    "submit_answer",
    "take_photo_away",
    "tick_present",
    "tick_step",
    "untick_step",
    "withdraw_card",
]
