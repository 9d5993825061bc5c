"""What the names pages of a lesson and of a visit share: whose name may still be changed, and how each prints."""

from uuid import UUID

from flask import request

from app.certificates import queries
from app.certificates.forms import Names
from app.certificates.nameplates import Plate, plate


def names_to_come(found: queries.Candidates) -> dict[UUID, str]:
    """Whose paper is still to be issued, with the name of the class list: only that may be changed here. A paper that
    was issued is corrected, with a number of its own."""
    return {one.pupil.id: one.name for one in found.pupils if one.may_print and one.certificate_id is None}


def must_look(names: Names) -> bool:
    """Nothing is printed yet: somebody wants to see how it prints, or something that was typed is to be looked at."""
    return "look" in request.form or bool(names.problems)


def all_plates(found: queries.Candidates, names: Names | None) -> dict[UUID, Plate]:
    """Of each pupil, as typed where something was typed."""
    typed = names.typed if names else {}
    return {one.pupil.id: plate(typed.get(one.pupil.id) or one.name, found.school.kind) for one in found.pupils}
