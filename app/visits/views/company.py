"""A host makes offers and slots, and says yes or no."""

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
from app.visits.views import bp
from app.web.pages import do, needs, see_other, tell, work


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
        code = do(operations.make_offer, **_offer_facts(form))
    except RuleBroken as broken:
        form.refuse(broken)
        return render_template("visits/offer_form.html", form=form), 422
    tell(N_("Your offer stands. Now add the times at which a group can come."))
    return see_other(url_for("visits.own_offer", code=code))


@bp.get("/own/<code>")
@needs(Permission.OFFER_EDIT)
def own_offer(code: str) -> ResponseReturnValue:
    return _own_page(code, SlotForm(places=1, pupils=15))


@bp.post("/own/<code>/slots")
@needs(Permission.OFFER_EDIT)
def add_slot(code: str) -> ResponseReturnValue:
    form = SlotForm()
    if not form.validate():
        return _own_page(code, form), 422
    try:
        do(operations.add_slot, code=code, **_slot_facts(form))
    except RuleBroken as broken:
        form.refuse(broken)
        return _own_page(code, form), 422
    tell(N_("The time is added. Schools can book it now."))
    return see_other(url_for("visits.own_offer", code=code))


@bp.post("/own/<code>/state")
@needs(Permission.OFFER_EDIT)
def offer_state(code: str) -> ResponseReturnValue:
    do(operations.set_offer_state, code=code, state=request.form.get("state", ""))
    return see_other(url_for("visits.own_offer", code=code))


@bp.post("/booking/<code>/answer")
@needs(Permission.BOOKING_CONFIRM)
def answer(code: str) -> ResponseReturnValue:
    yes = request.form.get("yes") == "1"
    do(operations.answer_booking, code=code, yes=yes)
    tell(N_("Confirmed. The school gets a mail.") if yes else N_("Declined. The school gets a mail, the place is free."))
    return see_other(url_for("visits.day"))


def _company() -> UUID:
    company_id = work().actor.company_id
    if company_id is None:
        raise NotFound("company")
    return company_id


def _own_page(code: str, form: SlotForm) -> str:
    offer = queries.offer_by_code(work(), code)
    work().must(Permission.OFFER_EDIT, company=offer.company_id)
    return render_template("visits/own_offer.html", offer=offer, form=form)


def _offer_facts(form: OfferForm) -> dict[str, Any]:
    words = [word.strip() for word in (form.wear.data or "").split(",")]
    plain = ("title", "summary", "see", "do", "meet", "address", "place", "entrance", "contact")
    return {
        **{name: (form[name].data or "").strip() for name in plain},
        "company_id": _company(),
        "kind": _kind(),
        "levels": form.levels.data or [],
        "wear": [word for word in words if word],
        "min_group": form.min_group.data or 0,
        "max_group": form.max_group.data or 0,
    }


def _kind() -> str:
    return queries.company_kind(work(), company_id=_company())


def _slot_facts(form: SlotForm) -> dict[str, Any]:
    assert form.day.data and form.starts.data and form.ends.data
    day, starts, ends = form.day.data, form.starts.data, form.ends.data
    return {
        "starts_at": clock.at(day, starts.hour, starts.minute),
        "ends_at": clock.at(day, ends.hour, ends.minute),
        "places": form.places.data or 0,
        "pupils": form.pupils.data or 0,
    }
