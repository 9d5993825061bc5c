"""What pupils and teachers can do with an assignment, split by who decides."""

from app.learning.operations.answers import Outcome, submit_answer
from app.learning.operations.pupil import ask_help, enter_step, read_to_the_end, stop_help
from app.learning.operations.teacher import lower_hand, review_answer, tick_present, tick_step, untick_step

__all__ = [
    "Outcome",
    "ask_help",
    "enter_step",
    "lower_hand",
    "read_to_the_end",
    "review_answer",
    "stop_help",
    "submit_answer",
    "tick_present",
    "tick_step",
    "untick_step",
]
