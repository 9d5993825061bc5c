"""Where a company receives schools, who does, and the hours that takes."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.people import operations as people
from app.visits import operations, queries
from app.visits.forms import HostForm, HoursForm, SiteForm
from app.visits.forms.company import site_as_typed
from app.visits.views import bp
from app.visits.views.companies import company_page, own_company_by
from app.web.forms import key_of
from app.web.identity import ask_again
from app.web.pages import do, house, needs, see_other, tell, work


@bp.route("/company/<code>/sites/new", methods=["GET", "POST"])
@needs(Permission.COMPANY_EDIT)
def new_site(code: str) -> ResponseReturnValue:
    found, form = own_company_by(code), SiteForm()
    if request.method == "POST" and form.validate():
        try:
            do(operations.add_site, code=code, told=form.told())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            tell(N_("The place is added. Choose it at an offer."))
            return see_other(url_for("visits.edit_company", code=code, _anchor="sites"))
    return render_template("visits/site.html", form=form, company=found, site=None), 422 if form.errors else 200


@bp.route("/company/<code>/sites/<uuid:site_id>", methods=["GET", "POST"])
@needs(Permission.COMPANY_EDIT)
def site(code: str, site_id: UUID) -> ResponseReturnValue:
    found = own_company_by(code)
    held = queries.site_of_company(work(), company_id=found.id, site_id=site_id)
    form = SiteForm() if request.method == "POST" else SiteForm(formdata=None, data=site_as_typed(held))
    if request.method == "POST" and form.validate():
        try:
            do(operations.change_site, code=code, site_id=site_id, told=form.told())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            tell(N_("Saved. Schools see it like this from now on."))
            return see_other(url_for("visits.edit_company", code=code, _anchor="sites"))
    return render_template("visits/site.html", form=form, company=found, site=held), 422 if form.errors else 200


@bp.post("/company/<code>/hosts")
@needs(Permission.COMPANY_EDIT)
def hosts(code: str) -> ResponseReturnValue:
    """Invite a colleague; or end a post."""
    own_company_by(code)
    if "end" in request.form:
        return _end(code, key_of(request.form["end"]))
    form = HostForm()
    try:
        if form.validate():
            do(people.invite_host, code=code, host=form.invited(), base_url=house().settings.base_url)
            tell(N_("%(name)s gets a mail and receives schools with you."), name=form.invited().name)
            return see_other(url_for("visits.edit_company", code=code, _anchor="hosts"))
    except RuleBroken as broken:
        form.refuse(broken)
    return company_page(code, form), 422


@bp.post("/company/<code>/hours")
@needs(Permission.COMPANY_EDIT)
def hours(code: str) -> ResponseReturnValue:
    """Add a line, take one away, or sign all of them off."""
    own_company_by(code)
    form = HoursForm()
    try:
        if said := _signed_or_dropped(code):
            tell(said)
        elif form.validate():
            do(operations.note_hours, code=code, **form.told())
            tell(N_("Added. Sign the hours off when they are complete."))
        else:
            return company_page(code, form), 422
    except RuleBroken as broken:
        form.refuse(broken)
        return company_page(code, form), 422
    return see_other(url_for("visits.edit_company", code=code, _anchor="hours"))


def _signed_or_dropped(code: str) -> str:
    """What to tell; nothing when neither was asked. Raises: RuleBroken."""
    if "sign" in request.form:
        do(operations.sign_hours, code=code)
        return N_("Signed off. These hours stay as they are.")
    if "drop" in request.form:
        do(operations.drop_hours, code=code, hours_id=key_of(request.form["drop"]))
        return N_("The line is gone.")
    return ""


def _end(code: str, post_id: UUID) -> ResponseReturnValue:
    try:
        do(people.end_host, code=code, post_id=post_id)
    except RuleBroken as broken:
        tell(broken.message, "bad")
    else:
        ask_again()
        tell(N_("Taken off. What was done and said stays."))
    is_mine = request.form.get("mine") and work().actor.company_id is not None
    return see_other(url_for("home.index") if is_mine else url_for("visits.edit_company", code=code, _anchor="hosts"))
