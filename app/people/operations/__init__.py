"""What people do here: come in, make classes, print cards, invite colleagues."""

from app.people.operations.cards import CARDS, start_cards
from app.people.operations.classes import make_class, update_list
from app.people.operations.door import hold_door_open, renew_link, shut_door
from app.people.operations.entrance import Tried, count_wrong_code, signed_in_by_card, try_own_secret, try_secret
from app.people.operations.pupils import change_pupil, give_card, give_secret, leave_school
from app.people.operations.school import rename_school, set_logo
from app.people.operations.staff import (
    add_teacher,
    count_staff_try,
    end_teacher,
    forgot_password,
    set_password,
    staff_signed_in,
)

__all__ = [
    "CARDS",
    "Tried",
    "add_teacher",
    "change_pupil",
    "count_staff_try",
    "count_wrong_code",
    "end_teacher",
    "forgot_password",
    "give_card",
    "give_secret",
    "hold_door_open",
    "leave_school",
    "make_class",
    "rename_school",
    "renew_link",
    "set_logo",
    "set_password",
    "shut_door",
    "signed_in_by_card",
    "staff_signed_in",
    "start_cards",
    "try_own_secret",
    "try_secret",
    "update_list",
]
