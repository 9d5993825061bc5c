"""Reading assignments: for the pupil at the keyboard, for a class, and who it was given to."""

from app.assignments.queries.given import GIVEN, WITHDRAWN, Given, module_given
from app.assignments.queries.pupil import assignment_of_pupil, given_to_pupil, read_given
from app.assignments.queries.staff import (
    TargetPupil,
    assignment_for_staff,
    assignments_of_class,
    bookings_of_assignment,
    class_for_giving,
    pupils_given,
    visits_of_assignment,
)

__all__ = [
    "GIVEN",
    "WITHDRAWN",
    "Given",
    "TargetPupil",
    "assignment_for_staff",
    "assignment_of_pupil",
    "assignments_of_class",
    "bookings_of_assignment",
    "class_for_giving",
    "given_to_pupil",
    "module_given",
    "pupils_given",
    "read_given",
    "visits_of_assignment",
]
