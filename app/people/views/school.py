"""The school: its name and logo, and whether pupils hand in photos."""

from io import BytesIO

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.pdf import clean_logo
from app.base.problems import NotFound, RuleBroken
from app.people.forms import LogoForm, SchoolForm, text_of
from app.people.operations import allow_names, allow_photos, rename_school, set_logo
from app.people.queries import school_now
from app.people.views.blueprint import bp
from app.web.pages import do, house, needs, see_other, tell, work

NO_LOGO = N_("Choose a picture first.")


@bp.route("/school", methods=["GET", "POST"])
@needs(Permission.SCHOOL_EDIT)
def school() -> ResponseReturnValue:
    now = school_now(work())
    form = SchoolForm(data={"name": now.name} if request.method == "GET" else None)
    if request.method == "POST" and form.validate():
        do(rename_school, name=text_of(form.name))
        tell(N_("Saved. From now on this name is shown and printed."))
        return see_other(url_for("people.school"))
    page = render_template("people/school.html", form=form, logo_form=LogoForm(formdata=None), school=now)
    return page, 422 if form.errors else 200


@bp.post("/school/logo")
@needs(Permission.SCHOOL_EDIT)
def school_logo() -> ResponseReturnValue:
    """Keep the picture, drawn anew; or take the logo away."""
    if "remove" in request.form:
        do(set_logo, sha=None)
        tell(N_("The logo is gone."))
        return see_other(url_for("people.school"))
    form = LogoForm()
    try:
        do(set_logo, sha=house().files.put(clean_logo(_sent_picture(form))))
    except RuleBroken as broken:
        form.refuse(broken)
        now = school_now(work())
        filled = SchoolForm(formdata=None, data={"name": now.name})
        return render_template("people/school.html", form=filled, logo_form=form, school=now), 422
    tell(N_("This logo is printed on certificates from now on."))
    return see_other(url_for("people.school"))


@bp.post("/school/photos")
@needs(Permission.SCHOOL_EDIT)
def school_photos() -> ResponseReturnValue:
    """One button: on, or off."""
    on = request.form.get("photos") == "on"
    do(allow_photos, on=on)
    tell(
        N_("Pupils can hand in photos from now on.")
        if on
        else N_("Photos are off. Pupils show their work to the teacher.")
    )
    return see_other(url_for("people.school", _anchor="photos"))


@bp.post("/school/names")
@needs(Permission.SCHOOL_EDIT)
def school_names() -> ResponseReturnValue:
    """One button: on, or off."""
    on = request.form.get("names") == "on"
    do(allow_names, on=on)
    tell(
        N_("Teachers can show first names to a host now, for one visit at a time.") if on else N_("No host sees names.")
    )
    return see_other(url_for("people.school", _anchor="names"))


@bp.get("/school/logo.png")
@needs(Permission.SCHOOL_EDIT)
def school_logo_picture() -> ResponseReturnValue:
    sha = school_now(work()).logo_sha
    if sha is None:
        raise NotFound("logo")
    return send_file(BytesIO(house().files.get(sha)), mimetype="image/png")


def _sent_picture(form: LogoForm) -> bytes:
    """The bytes that were sent.

    Raises:
        RuleBroken: nothing was chosen.
    """
    content: bytes = form.logo.data.read() if form.logo.data else b""
    if not content:
        raise RuleBroken("logo", NO_LOGO)
    return content
