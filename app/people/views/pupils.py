"""One pupil, for the staff of the school: name, level, pictures or PIN, card, leaving."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.people.forms import PupilForm, text_of
from app.people.operations import change_pupil, give_card, give_secret, leave_school
from app.people.queries import PupilWithSecret, pupil_for_staff
from app.people.rules.entrance import pictures_of
from app.people.views.blueprint import bp
from app.web.pages import do, needs, see_other, tell, work


@bp.route("/classes/<code>/pupils/<uuid:pupil_id>", methods=["GET", "POST"])
@needs(Permission.CLASS_EDIT)
def pupil_page(code: str, pupil_id: UUID) -> ResponseReturnValue:
    now = pupil_for_staff(work(), code=code, pupil_id=pupil_id)
    form = PupilForm(now.klass.kind, data=_filled(now) if request.method == "GET" else None)
    if request.method == "POST" and form.validate():
        first, last = text_of(form.first_name), text_of(form.last_name)
        do(change_pupil, code=code, pupil_id=pupil_id, first=first, last=last, level=form.level.data)
        tell(N_("Saved."))
        return see_other(url_for("people.class_people", code=code))
    tapped = pictures_of(now.secret) if now.klass.kind == "po" else ()
    page = render_template("people/pupil.html", now=now, form=form, pictures=tapped)
    return page, 422 if form.errors else 200


@bp.post("/classes/<code>/pupils/<uuid:pupil_id>/secret")
@needs(Permission.CARDS_PRINT)
def new_secret(code: str, pupil_id: UUID) -> ResponseReturnValue:
    do(give_secret, code=code, pupil_id=pupil_id)
    tell(N_("Done. The old ones open nothing any more: show or print the new ones."))
    return see_other(url_for("people.pupil_page", code=code, pupil_id=pupil_id))


@bp.post("/classes/<code>/pupils/<uuid:pupil_id>/card")
@needs(Permission.CARDS_PRINT)
def new_card(code: str, pupil_id: UUID) -> ResponseReturnValue:
    do(give_card, code=code, pupil_id=pupil_id)
    tell(N_("The lost card opens nothing any more. Print the new one."))
    return see_other(url_for("people.pupil_page", code=code, pupil_id=pupil_id))


@bp.post("/classes/<code>/pupils/<uuid:pupil_id>/left")
@needs(Permission.CLASS_EDIT)
def left_school(code: str, pupil_id: UUID) -> ResponseReturnValue:
    do(leave_school, code=code, pupil_id=pupil_id)
    tell(N_("This pupil left the school. What was earned stays valid."))
    return see_other(url_for("people.class_people", code=code))


def _filled(now: PupilWithSecret) -> dict[str, str]:
    return {
        "first_name": now.pupil.first_name,
        "last_name": now.pupil.last_name,
        "level": now.pupil.level,
    }
