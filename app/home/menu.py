"""The menu of each role: only the top floor knows all pages."""

from app.access.actor import Actor, Role
from app.base.language import gettext as _
from app.web.links import url_for


def menu(actor: Actor) -> list[tuple[str, str]]:
    """(label, url) in the order of the work; a pupil has none, because there is one big Verder."""
    pages: dict[Role, list[tuple[str, str]]] = {
        Role.TEACHER: [
            (_("Classes"), url_for("people.classes")),
            (_("Modules"), url_for("assignments.catalogue")),
            (_("Visits"), url_for("visits.offers")),
        ],
        Role.SCHOOL_ADMIN: [
            (_("Classes"), url_for("people.classes")),
            (_("Modules"), url_for("assignments.catalogue")),
            (_("Visits"), url_for("visits.offers")),
            (_("Certificates"), url_for("certificates.school")),
            (_("School"), url_for("people.school")),
        ],
        Role.HOST: [
            (_("Who is coming"), url_for("visits.day")),
            (_("Our offers"), url_for("visits.own_offers")),
            (_("Our company"), url_for("visits.own_company")),
            (_("Modules"), url_for("assignments.catalogue")),
        ],
        Role.COORDINATOR: [
            (_("Week board"), url_for("visits.at_hand")),
            (_("Office"), url_for("visits.office")),
            (_("Companies"), url_for("visits.companies")),
            (_("Visits"), url_for("visits.offers")),
            (_("Reach"), url_for("insight.reach")),
            (_("Modules"), url_for("assignments.catalogue")),
            (_("Editors' desk"), url_for("curriculum.modules")),
        ],
    }
    return pages.get(actor.role, []) if actor.role else []
