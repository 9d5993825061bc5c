"""A company, or the office for it, calls off visits: first who comes and where they could go, then yes."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits import operations
from app.visits.forms.office import CallOffForm
from app.visits.queries.calling_off import COMPANY, OFFER, SLOT, Scope, what_goes
from app.visits.views import bp
from app.web.forms import key_of
from app.web.pages import do, needs, see_other, site, tell, work


@bp.get("/off/slot/<code>")
@needs(Permission.OFFER_EDIT)
def off_slot(code: str) -> ResponseReturnValue:
    return _page(Scope(SLOT, code), CallOffForm(formdata=None))


@bp.post("/off/slot/<code>")
@needs(Permission.OFFER_EDIT)
def call_off_slot(code: str) -> ResponseReturnValue:
    return _call_off(Scope(SLOT, code))


@bp.get("/off/offer/<code>")
@needs(Permission.OFFER_EDIT)
def off_offer(code: str) -> ResponseReturnValue:
    return _page(Scope(OFFER, code), CallOffForm(formdata=None))


@bp.post("/off/offer/<code>")
@needs(Permission.OFFER_EDIT)
def call_off_offer(code: str) -> ResponseReturnValue:
    return _call_off(Scope(OFFER, code))


@bp.get("/office/off")
@needs(Permission.WEEK_PLAN)
def office_off() -> ResponseReturnValue:
    """Chosen from a list: to the page of that company in that edition."""
    company, edition = request.args.get("company", "-"), request.args.get("edition") or None
    return see_other(url_for("visits.off_company", company=company, edition=edition))


@bp.get("/off/company/<company>")
@needs(Permission.OFFER_EDIT)
def off_company(company: str) -> ResponseReturnValue:
    return _page(_company_scope(company), CallOffForm(formdata=None))


@bp.post("/off/company/<company>")
@needs(Permission.OFFER_EDIT)
def call_off_company(company: str) -> ResponseReturnValue:
    return _call_off(_company_scope(company))


def _company_scope(company: str) -> Scope:
    """`?edition=`: of that edition alone."""
    edition = request.args.get("edition", "")
    return Scope(COMPANY, company, key_of(edition) if edition else None)


def _call_off(scope: Scope) -> ResponseReturnValue:
    form = CallOffForm()
    if not form.validate():
        return _page(scope, form), 422
    try:
        seen = request.form.getlist("seen")
        n = do(operations.call_off, scope=scope, reason=form.reason.data or "", seen=seen, site=site())
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(scope, form), 422
    tell(N_("Called off. %(n)s bookings were cancelled; the schools get a mail with other visits."), n=n)
    return see_other(_after(scope))


def _after(scope: Scope) -> str:
    if work().may_any(Permission.WEEK_PLAN):
        return url_for("visits.office_called_off")
    if scope.kind == COMPANY:
        return url_for("visits.own_offers")
    return url_for("visits.own_offer", code=what_goes(work(), scope=scope).offer_code)


def _page(scope: Scope, form: CallOffForm) -> str:
    going = what_goes(work(), scope=scope)
    is_office = work().may_any(Permission.WEEK_PLAN)
    back = url_for("visits.office") if is_office else url_for("visits.own_offers")
    return render_template("visits/office/call_off.html", going=going, form=form, scope=scope, back=back)
