"""Where a school stands: its office says so on the settings page, the coordinator for each school."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.people.forms import PlaceForm, text_of
from app.people.operations import place_school
from app.people.queries.places import SchoolPlace, school_by_brin, school_places
from app.people.rules.place import point_of, point_typed
from app.people.views.blueprint import bp
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/schools")
@needs(Permission.SCHOOL_PLACE)
def places() -> ResponseReturnValue:
    return render_template("people/places.html", schools=school_places(work()))


@bp.get("/schools/<brin>")
@needs(Permission.SCHOOL_PLACE)
def place(brin: str) -> ResponseReturnValue:
    school = school_by_brin(work(), brin)
    return _page(school, place_form(school))


@bp.post("/schools/<brin>")
@needs(Permission.SCHOOL_PLACE)
def keep_place(brin: str) -> ResponseReturnValue:
    school, form = school_by_brin(work(), brin), PlaceForm()
    if not form.validate():
        return _page(school, form), 422
    try:
        do(place_school, brin=brin, address=text_of(form.address), point=point_of(form.coordinates.data or ""))
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(school, form), 422
    tell(N_("Saved. Distances are reckoned from here."))
    return see_other(url_for("people.places") if _plans() else url_for("people.school", _anchor="place"))


def place_form(school: SchoolPlace) -> PlaceForm:
    where = point_typed(school.latitude, school.longitude)
    return PlaceForm(formdata=None, address=school.address, coordinates=where)


def _page(school: SchoolPlace, form: PlaceForm) -> str:
    return render_template("people/place.html", school=school, form=form, plans=_plans())


def _plans() -> bool:
    """The coordinator comes from the list of schools, an office from the settings."""
    return work().actor.role is Role.COORDINATOR
