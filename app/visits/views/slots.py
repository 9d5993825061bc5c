"""A company opens many times in one act, and changes how many a time takes."""

from datetime import date, datetime
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_, gettext
from app.base.problems import RuleBroken
from app.visits import operations
from app.visits.forms.changes import LooseSlotsForm, ManySlotsForm, RoomForm
from app.visits.rules.loose_days import days_typed
from app.visits.views import bp
from app.visits.views.company import own_page
from app.web.pages import do, needs, see_other, tell, work


@bp.post("/own/<code>/many")
@needs(Permission.OFFER_EDIT)
def add_slots(code: str) -> ResponseReturnValue:
    form = ManySlotsForm()
    if not form.validate():
        return own_page(code, many=form), 422
    try:
        added = do(operations.add_slots, code=code, **_facts(form))
    except RuleBroken as broken:
        form.refuse(broken)
        return own_page(code, many=form), 422
    tell(N_("%(n)s times are added. Schools can book them now."), n=added)
    return see_other(url_for("visits.own_offer", code=code))


@bp.post("/own/<code>/loose")
@needs(Permission.OFFER_EDIT)
def add_loose_slots(code: str) -> ResponseReturnValue:
    """Several loose days in one act, all or none."""
    form = LooseSlotsForm()
    if not form.validate():
        return own_page(code, loose=form), 422
    try:
        days = days_typed(form.days.data or "", today=work().today)
        added = do(operations.add_loose_slots, code=code, days=days, **_hours(form))
    except RuleBroken as broken:
        form.refuse(_said(broken))
        return own_page(code, loose=form), 422
    tell(N_("%(n)s times are added. Schools can book them now."), n=added)
    return see_other(url_for("visits.own_offer", code=code))


@bp.post("/own/slot/<code>/room")
@needs(Permission.OFFER_EDIT)
def change_room(code: str) -> ResponseReturnValue:
    form = RoomForm()
    if not form.validate():
        raise RuleBroken("", N_("Give a whole number of groups and of pupils."))
    facts = {"places": form.places.data or 0, "pupils": form.pupils.data or 0}
    offer_code = do(operations.change_room, code=code, **facts)
    tell(N_("Saved. Classes in line are asked when there is more room."))
    return see_other(url_for("visits.own_offer", code=offer_code))


def _facts(form: ManySlotsForm) -> dict[str, Any]:
    weekdays = {int(one) for one in form.weekdays.data or ()}
    return {"first": form.day.data, "last": form.until.data, "weekdays": weekdays, **_hours(form)}


def _said(broken: RuleBroken) -> RuleBroken:
    """Why a day cannot be, in the language of who reads it."""
    if "why" not in broken.params:
        return broken
    return RuleBroken(broken.field, broken.message, **{**broken.params, "why": gettext(str(broken.params["why"]))})


def _hours(form: ManySlotsForm | LooseSlotsForm) -> dict[str, Any]:
    """On any day: how long it lasts by the clock on the wall."""
    starts, ends = form.starts.data, form.ends.data
    assert starts is not None
    assert ends is not None
    lasts = datetime.combine(date.min, ends) - datetime.combine(date.min, starts)
    return {
        "starts": starts,
        "minutes": round(lasts.total_seconds() / 60),
        "rounds": form.rounds.data or 1,
        "places": form.places.data or 0,
        "pupils": form.pupils.data or 0,
    }
