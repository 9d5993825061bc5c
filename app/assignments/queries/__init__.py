"""Reading assignments: for the pupil at the keyboard, for a class, and who it was given to."""

from app.assignments.queries.given import GIVEN, WITHDRAWN, Given, module_given
from app.assignments.queries.pupil import assignment_of_pupil, given_to_pupil, read_given
from app.assignments.queries.staff import (
    TargetPupil,
    assignment_for_staff,
    assignments_of_class,
    bookings_of_assignment,
    class_for_giving,
    given_by_form,
    pupils_given,
    running_of_module,
    visits_of_assignment,
)
from app.assignments.queries.whom import (
    Choices,
    GroupNow,
    choices_of_class,
    newcomers,
    sees_groups,
    whom_given,
    whom_label,
)

__all__ = [
    "GIVEN",
    "WITHDRAWN",
    "Choices",
    "Given",
    "GroupNow",
    "TargetPupil",
    "assignment_for_staff",
    "assignment_of_pupil",
    "assignments_of_class",
    "bookings_of_assignment",
    "choices_of_class",
    "class_for_giving",
    "given_by_form",
    "given_to_pupil",
    "module_given",
    "newcomers",
    "pupils_given",
    "read_given",
    "running_of_module",
    "sees_groups",
    "visits_of_assignment",
    "whom_given",
    "whom_label",
]
