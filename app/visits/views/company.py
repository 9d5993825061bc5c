"""A host makes an offer, changes it, adds moments and closes them."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import clock
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.visits import operations, queries
from app.visits.forms import OfferForm, SlotForm
from app.visits.forms.changes import ManySlotsForm
from app.visits.queries import OfferNow
from app.visits.rules.times import check_hour
from app.visits.views import bp
from app.web.pages import do, needs, see_other, tell, work

_PLAIN = ("title", "summary", "see", "do", "meet", "address", "place", "entrance", "contact")


@bp.get("/own")
@needs(Permission.OFFER_EDIT)
def own_offers() -> ResponseReturnValue:
    return render_template("visits/own_offers.html", offers=queries.offers_of_company(work(), company_id=_company()))


@bp.get("/own/new")
@needs(Permission.OFFER_EDIT)
def new_offer() -> ResponseReturnValue:
    _company()
    return render_template("visits/offer_form.html", form=OfferForm(min_group=10, max_group=15))


@bp.post("/own/new")
@needs(Permission.OFFER_EDIT)
def make_offer() -> ResponseReturnValue:
    form = OfferForm()
    if not form.validate():
        return render_template("visits/offer_form.html", form=form), 422
    try:
        code = do(operations.make_offer, company_id=_company(), kind=_kind(), told=_offer_text(form))
    except RuleBroken as broken:
        form.refuse(broken)
        return render_template("visits/offer_form.html", form=form), 422
    tell(N_("Your offer stands. Now add the times at which a group can come."))
    return see_other(url_for("visits.own_offer", code=code))


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


@bp.route("/own/<code>/edit", methods=["GET", "POST"])
@needs(Permission.OFFER_EDIT)
def edit_offer(code: str) -> ResponseReturnValue:
    offer = _own(code)
    form = OfferForm() if request.method == "POST" else OfferForm(formdata=None, data=_offer_data(offer))
    if request.method == "POST" and form.validate():
        try:
            do(operations.change_offer, code=code, told=_offer_text(form))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            tell(N_("Saved. Schools see it like this from now on."))
            return see_other(url_for("visits.own_offer", code=code))
    return render_template("visits/offer_form.html", form=form, offer=offer), 422 if form.errors else 200


@bp.post("/own/slot/<code>/state")
@needs(Permission.OFFER_EDIT)
def slot_state(code: str) -> ResponseReturnValue:
    offer_code = do(operations.set_slot_state, code=code, state=request.form.get("state", ""))
    return see_other(url_for("visits.own_offer", code=offer_code))


def _company() -> UUID:
    company_id = work().actor.company_id
    if company_id is None:
        raise NotFound("company")
    return company_id


def _own(code: str) -> OfferNow:
    offer = queries.offer_by_code(work(), code)
    work().must(Permission.OFFER_EDIT, company=offer.company_id)
    return offer


def _fresh_slot(code: str) -> SlotForm:
    """One group at a time, the largest that the offer takes."""
    return SlotForm(formdata=None, places=1, pupils=_own(code).max_group)


def own_page(code: str, form: SlotForm | None = None, many: ManySlotsForm | None = None) -> str:
    """`form`, `many`: what was typed and refused."""
    offer = _own(code)
    fresh = ManySlotsForm(formdata=None, rounds=1, places=offer.groups_at_once, pupils=offer.max_group)
    return render_template(
        "visits/own_offer.html", offer=offer, form=form or _fresh_slot(code), many=many or fresh, is_many=many
    )


def _offer_data(offer: OfferNow) -> dict[str, Any]:
    held = {name: getattr(offer, name) for name in (*_PLAIN, "min_group", "max_group")}
    return {**held, "levels": list(offer.levels), "wear": ", ".join(offer.wear)}


def _offer_text(form: OfferForm) -> operations.OfferText:
    words = [word.strip() for word in (form.wear.data or "").split(",")]
    return operations.OfferText(
        **{name: (form[name].data or "").strip() for name in _PLAIN},
        levels=form.levels.data or [],
        wear=[word for word in words if word],
        min_group=form.min_group.data or 0,
        max_group=form.max_group.data or 0,
    )


def _kind() -> str:
    return queries.company_kind(work(), company_id=_company())


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
