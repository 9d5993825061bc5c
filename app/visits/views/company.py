"""A host sees the offers, adds moments to one and closes them."""

from typing import Any, TypeVar

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import clock
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits import operations, queries
from app.visits.forms import SlotForm
from app.visits.forms.changes import LooseSlotsForm, ManySlotsForm
from app.visits.rules.times import check_hour
from app.visits.views import bp
from app.visits.views.own_offer import company_asked, own
from app.web.forms import Form
from app.web.pages import do, needs, see_other, tell, work

AForm = TypeVar("AForm", bound=Form)


@bp.get("/own")
@needs(Permission.OFFER_EDIT)
def own_offers() -> ResponseReturnValue:
    offers = queries.offers_of_company(work(), company_id=company_asked())
    return render_template("visits/own_offers.html", offers=offers)


@bp.get("/own/<code>")
@needs(Permission.OFFER_EDIT)
def own_offer(code: str) -> ResponseReturnValue:
    return own_page(code, _fresh_slot(code))


@bp.post("/own/<code>/slots")
@needs(Permission.OFFER_EDIT)
def add_slot(code: str) -> ResponseReturnValue:
    form = SlotForm()
    if not form.validate():
        return own_page(code, form), 422
    try:
        do(operations.add_slot, code=code, **_slot_facts(form))
    except RuleBroken as broken:
        form.refuse(broken)
        return own_page(code, form), 422
    tell(N_("The time is added. Schools can book it now."))
    return see_other(url_for("visits.own_offer", code=code))


@bp.post("/own/<code>/state")
@needs(Permission.OFFER_EDIT)
def offer_state(code: str) -> ResponseReturnValue:
    do(operations.set_offer_state, code=code, state=request.form.get("state", ""))
    return see_other(url_for("visits.own_offer", code=code))


@bp.post("/own/slot/<code>/state")
@needs(Permission.OFFER_EDIT)
def slot_state(code: str) -> ResponseReturnValue:
    offer_code = do(operations.set_slot_state, code=code, state=request.form.get("state", ""))
    return see_other(url_for("visits.own_offer", code=offer_code))


def _fresh_slot(code: str) -> SlotForm:
    """One group at a time, the largest that the offer takes."""
    return SlotForm(formdata=None, places=1, pupils=own(code).max_group)


def own_page(
    code: str,
    form: SlotForm | None = None,
    many: ManySlotsForm | None = None,
    loose: LooseSlotsForm | None = None,
) -> str:
    """`form`, `many`, `loose`: what was typed and refused."""
    offer = own(code)
    usual = {"rounds": 1, "places": offer.groups_at_once, "pupils": offer.max_group}
    return render_template(
        "visits/own_offer.html",
        offer=offer,
        form=form or _fresh_slot(code),
        many=_apart(many or ManySlotsForm(formdata=None, **usual), "many"),
        is_many=many,
        loose=_apart(loose or LooseSlotsForm(formdata=None, **usual), "loose"),
        is_loose=loose,
        is_host=work().actor.company_id is not None,
        unconfirmed=queries.unconfirmed(work(), offer=offer),
    )


def _apart(form: AForm, name: str) -> AForm:
    """Several forms stand on one page: each label must lead to its own field."""
    for field in form:
        field.id = f"{name}-{field.name}"
    return form


def _slot_facts(form: SlotForm) -> dict[str, Any]:
    day, starts, ends = form.day.data, form.starts.data, form.ends.data
    assert day is not None
    assert starts is not None
    assert ends is not None
    check_hour(day=day, hour=starts, field="starts")
    check_hour(day=day, hour=ends, field="ends")
    return {
        "starts_at": clock.at(day, starts.hour, starts.minute),
        "ends_at": clock.at(day, ends.hour, ends.minute),
        "places": form.places.data or 0,
        "pupils": form.pupils.data or 0,
    }
