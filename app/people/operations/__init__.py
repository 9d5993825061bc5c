"""What people do here: come in, make classes, print cards, invite colleagues."""

from app.people.operations.cards import CARDS, start_cards
from app.people.operations.classes import make_class, update_list
from app.people.operations.companies import (
    CompanyText,
    change_company,
    end_host,
    invite_host,
    set_company_logo,
    start_company,
)
from app.people.operations.door import hold_door_open, renew_link, shut_door
from app.people.operations.entrance import Tried, count_wrong_code, signed_in_by_card, try_own_secret, try_secret
from app.people.operations.instruction import set_groups
from app.people.operations.pupils import change_pupil, give_card, give_secret, leave_school
from app.people.operations.school import allow_names, allow_photos, place_school, rename_school, set_logo
from app.people.operations.staff import (
    choose_language,
    count_staff_try,
    forgot_password,
    set_password,
    staff_signed_in,
)
from app.people.operations.substitutes import drop_passes, give_pass, substitute_came, withdraw_pass
from app.people.operations.teachers import add_colleague, add_teacher, end_teacher

__all__ = [
    "CARDS",
    "CompanyText",
    "Tried",
    "add_colleague",
    "add_teacher",
    "allow_names",
    "allow_photos",
    "change_company",
    "change_pupil",
    "choose_language",
    "count_staff_try",
    "count_wrong_code",
    "drop_passes",
    "end_host",
    "end_teacher",
    "forgot_password",
    "give_card",
    "give_pass",
    "give_secret",
    "hold_door_open",
    "invite_host",
    "leave_school",
    "make_class",
    "place_school",
    "rename_school",
    "renew_link",
    "set_company_logo",
    "set_groups",
    "set_logo",
    "set_password",
    "shut_door",
    "signed_in_by_card",
    "staff_signed_in",
    "start_cards",
    "start_company",
    "substitute_came",
    "try_own_secret",
    "try_secret",
    "update_list",
    "withdraw_pass",
]
