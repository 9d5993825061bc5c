"""What a teacher can do with an assignment: give it, choose its visits, change it, take it back; and print a module."""

from app.assignments.operations.changing import (
    change_dates,
    change_edition,
    change_steps,
    give_back,
    open_after_steps,
    withdraw,
)
from app.assignments.operations.giving import give_module
from app.assignments.operations.printing import PRINT, keep_print, start_print
from app.assignments.operations.several import GaveTo, give_to_classes
from app.assignments.operations.visits import choose_visits
from app.assignments.operations.whom import Changed, change_whom, give_to_newcomers

__all__ = [
    "PRINT",
    "Changed",
    "GaveTo",
    "change_dates",
    "change_edition",
    "change_steps",
    "change_whom",
    "choose_visits",
    "give_back",
    "give_module",
    "give_to_classes",
    "give_to_newcomers",
    "keep_print",
    "open_after_steps",
    "start_print",
    "withdraw",
]
