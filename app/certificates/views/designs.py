"""How certificates look: the network's office offers designs, a school chooses and signs."""

from io import BytesIO
from uuid import UUID

from flask import render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.certificates import operations
from app.certificates.design.folders import HOME, designs
from app.certificates.design.signature import clean_signature
from app.certificates.forms import ChoiceForm, OfferForm, SignatureForm
from app.certificates.queries.designs import offer_page, school_page
from app.certificates.views import bp
from app.web.forms import Form
from app.web.pages import do, house, needs, see_other, tell, work

A_DAY = 86_400


@bp.get("/designs")
@bp.get("/designs/<uuid:edition_id>")
@needs(Permission.WEEK_PLAN)
def offered_designs(edition_id: UUID | None = None) -> ResponseReturnValue:
    return _offer_page(edition_id)


@bp.post("/designs")
@bp.post("/designs/<uuid:edition_id>")
@needs(Permission.WEEK_PLAN)
def offer_designs(edition_id: UUID | None = None) -> ResponseReturnValue:
    form = OfferForm()
    facts = {name: form[name].data or "" for name in ("po", "vo", "day")}
    try:
        do(operations.offer_designs, edition_id=edition_id, allowed=form.allowed.data or (), **facts)
    except RuleBroken as broken:
        form.refuse(broken)
        return _offer_page(edition_id, form), 422
    tell(N_("Saved. Certificates that are printed from now on look like this."))
    return see_other(url_for("certificates.offered_designs", edition_id=edition_id))


@bp.get("/designs/picture/<slug>.png")
@needs(Permission.CERTIFICATE_DESIGN)
def design_picture(slug: str) -> ResponseReturnValue:
    if slug not in designs():
        raise NotFound("design")
    return send_file(BytesIO((HOME / slug / "preview.png").read_bytes()), mimetype="image/png", max_age=A_DAY)


@bp.get("/school/certificates")
@needs(Permission.SCHOOL_EDIT)
def school_design() -> ResponseReturnValue:
    return _school_page()


@bp.post("/school/certificates")
@needs(Permission.SCHOOL_EDIT)
def choose_design() -> ResponseReturnValue:
    form = ChoiceForm()
    try:
        do(operations.choose_design, design=form.design.data or "", day=form.day.data or "")
    except RuleBroken as broken:
        form.refuse(broken)
        return _school_page(form), 422
    tell(N_("Saved. Certificates that are printed from now on look like this."))
    return see_other(url_for("certificates.school_design"))


@bp.post("/school/certificates/signature")
@needs(Permission.SCHOOL_EDIT)
def set_signature() -> ResponseReturnValue:
    """A new picture, another name under the one that is there, or none at all."""
    form = SignatureForm()
    content: bytes = form.signature.data.read() if form.signature.data else b""
    try:
        if not form.validate():
            return _school_page(form), 422
        sha = house().files.put(clean_signature(content)) if content else _signature()
        do(operations.set_signature, sha=sha, signed_by=form.signed_by.data or "")
    except RuleBroken as broken:
        form.refuse(broken)
        return _school_page(form), 422
    tell(N_("This signature is printed from now on."))
    return see_other(url_for("certificates.school_design", _anchor="signature"))


@bp.post("/school/certificates/signature/off")
@needs(Permission.SCHOOL_EDIT)
def drop_signature() -> ResponseReturnValue:
    do(operations.set_signature, sha=None, signed_by="")
    tell(N_("The signature is gone. There is a line for a pen again."))
    return see_other(url_for("certificates.school_design", _anchor="signature"))


@bp.get("/school/certificates/signature.png")
@needs(Permission.SCHOOL_EDIT)
def signature_picture() -> ResponseReturnValue:
    sha = school_page(work()).signature
    if sha is None:
        raise NotFound("signature")
    answer = send_file(BytesIO(house().files.get(sha)), mimetype="image/png")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _signature() -> str:
    """The one that is there. Raises: RuleBroken: none was sent, and none is there."""
    sha = school_page(work()).signature
    if sha is None:
        raise RuleBroken("signature", N_("Choose a picture first."))
    return sha


def _offer_page(edition_id: UUID | None, form: OfferForm | None = None) -> str:
    page = offer_page(work(), edition_id=edition_id)
    held = {"po": page.offer.po, "vo": page.offer.vo, "day": page.offer.day, "allowed": list(page.offer.allowed)}
    form = form or OfferForm(formdata=None, data=held)
    return render_template("certificates/designs.html", found=page, form=form, language=language.language())


def _school_page(refused: Form | None = None) -> str:
    page = school_page(work())
    given = {type(refused): refused}
    return render_template(
        "certificates/school_design.html",
        found=page,
        form=given.get(ChoiceForm) or ChoiceForm(formdata=None, data={"design": page.design, "day": page.day}),
        signature_form=given.get(SignatureForm) or SignatureForm(formdata=None, data={"signed_by": page.signed_by}),
        language=language.language(),
    )
