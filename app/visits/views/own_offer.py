"""A host tells what can be seen and done: the form of an offer, a draft to look at, a copy of last year's."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_, language
from app.base.problems import NotFound, RuleBroken
from app.curriculum.queries import catalogue
from app.people.queries import company_by_code
from app.visits import operations, queries
from app.visits.forms import OfferForm
from app.visits.forms.offer import FRESH, as_typed
from app.visits.queries import OfferNow
from app.visits.views import bp
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/own/new")
@needs(Permission.OFFER_EDIT)
def new_offer() -> ResponseReturnValue:
    sites = queries.sites_of_company(work(), company_id=company_asked())
    first = str(sites[0].id) if sites else ""
    return _form_page(OfferForm(formdata=None, data={**FRESH, "site": first}), company_asked())


@bp.post("/own/new")
@needs(Permission.OFFER_EDIT)
def make_offer() -> ResponseReturnValue:
    company_id, form = company_asked(), OfferForm()
    if not form.validate():
        return _form_page(form, company_id), 422
    draft = request.form.get("save") == "draft"
    kind = queries.company_kind(work(), company_id=company_id)
    try:
        code = do(operations.make_offer, company_id=company_id, kind=kind, told=form.told(), draft=draft)
    except RuleBroken as broken:
        form.refuse(broken)
        return _form_page(form, company_id), 422
    if draft:
        return see_other(url_for("visits.offer", code=code))
    tell(N_("Your offer stands. Now add the times at which a group can come."))
    return see_other(url_for("visits.own_offer", code=code))


@bp.route("/own/<code>/edit", methods=["GET", "POST"])
@needs(Permission.OFFER_EDIT)
def edit_offer(code: str) -> ResponseReturnValue:
    offer = own(code)
    form = OfferForm() if request.method == "POST" else OfferForm(formdata=None, data=as_typed(offer))
    if request.method == "POST" and form.validate():
        try:
            again = do(operations.change_offer, code=code, told=form.told())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            _tell_saved(again)
            page = "visits.offer" if request.form.get("save") == "look" else "visits.own_offer"
            return see_other(url_for(page, code=code))
    return _form_page(form, offer.company_id, offer), 422 if form.errors else 200


@bp.post("/own/<code>/copy")
@needs(Permission.OFFER_EDIT)
def copy_offer(code: str) -> ResponseReturnValue:
    fresh = do(operations.copy_offer, code=code)
    tell(N_("Here is the copy, as a draft. Read it through, open it and add times."))
    return see_other(url_for("visits.edit_offer", code=fresh))


def company_asked() -> UUID:
    """A host's own company; the coordinator names one in the address. Raises: NotFound."""
    if (own_id := work().actor.company_id) is not None:
        return own_id
    if code := request.args.get("company"):
        return company_by_code(work(), code=code, permission=Permission.COMPANY_EDIT).id
    raise NotFound("company")


def own(code: str) -> OfferNow:
    """Raises: NotFound: another company's, or none."""
    offer = queries.offer_by_code(work(), code)
    work().must(Permission.OFFER_EDIT, company=offer.company_id)
    return offer


def _tell_saved(again: int) -> None:
    if again:
        tell(N_("Saved. The safety rules changed: %(n)s bookings are asked to confirm them again."), n=again)
    else:
        tell(N_("Saved. Schools see it like this from now on."))


def _form_page(form: OfferForm, company_id: UUID, offer: OfferNow | None = None) -> str:
    form.among(queries.sites_of_company(work(), company_id=company_id), catalogue(work(), language=language()))
    return render_template("visits/offer_form.html", form=form, offer=offer)
