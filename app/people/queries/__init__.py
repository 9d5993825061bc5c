"""Reads: who is in which class, who may sign in, what stands behind a door."""

from app.people.queries.accounts import Account, Workplace, account_by_email, invited, workplaces
from app.people.queries.cards import CardFacts, CardsOfClass, cards_of_class
from app.people.queries.classes import (
    ClassNow,
    ClassRow,
    class_by_code,
    class_by_id,
    classes_of_actor,
    current_year,
    school_now,
)
from app.people.queries.companies import CompanyNow, Host, company_by_code, company_by_id, hosts_of_company
from app.people.queries.entrance import (
    ClassAtDoor,
    PupilAtDoor,
    Tile,
    class_at_door,
    codes_left,
    passage_of_card,
    passage_of_code,
    passage_of_link,
    pupil_at_door,
    pupil_of_card,
)
from app.people.queries.instruction import instruction_of_class, were_in_class
from app.people.queries.photos import PHOTOS_ALLOWED
from app.people.queries.pupils import PupilNow, PupilWithSecret, names_of, pupil_for_staff, pupils_of_class
from app.people.queries.roster import difference_for_class
from app.people.queries.teachers import Colleague, Teacher, colleagues_for_class, teachers_of_class

__all__ = [
    "PHOTOS_ALLOWED",
    "Account",
    "CardFacts",
    "CardsOfClass",
    "ClassAtDoor",
    "ClassNow",
    "ClassRow",
    "Colleague",
    "CompanyNow",
    "Host",
    "PupilAtDoor",
    "PupilNow",
    "PupilWithSecret",
    "Teacher",
    "Tile",
    "Workplace",
    "account_by_email",
    "cards_of_class",
    "class_at_door",
    "class_by_code",
    "class_by_id",
    "classes_of_actor",
    "codes_left",
    "colleagues_for_class",
    "company_by_code",
    "company_by_id",
    "current_year",
    "difference_for_class",
    "hosts_of_company",
    "instruction_of_class",
    "invited",
    "names_of",
    "passage_of_card",
    "passage_of_code",
    "passage_of_link",
    "pupil_at_door",
    "pupil_for_staff",
    "pupil_of_card",
    "pupils_of_class",
    "school_now",
    "teachers_of_class",
    "were_in_class",
    "workplaces",
]
