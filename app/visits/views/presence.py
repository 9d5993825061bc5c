"""The teacher's presence list on a phone, the switches of the day, and closing a visit."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_, gettext
from app.base.problems import RuleBroken
from app.visits import operations, queries, rules
from app.visits.forms.gate import CloseForm, PhoneForm, PresenceForm
from app.visits.queries import BookingNow
from app.visits.queries.presence import contradictions, names_of_staff
from app.visits.views import bp
from app.visits.views.booking import ids, school_page
from app.web.outbox import asks_itself, key_of_adult, must_be_owner
from app.web.pages import do, needs, see_other, tell, work
from app.web.replies import wants_words, words


@bp.get("/presence/<code>")
@needs(Permission.PRESENCE_MARK)
def presence(code: str) -> ResponseReturnValue:
    return _page(code, PresenceForm(formdata=None))


@bp.post("/presence/<code>")
@needs(Permission.PRESENCE_MARK)
@asks_itself
def mark(code: str) -> ResponseReturnValue:
    must_be_owner()
    form = PresenceForm()
    try:
        present = do(
            operations.mark_day,
            code=code,
            absent=ids(form.absent.data),
            seen=ids(form.seen.data),
            was=ids(form.was.data) if form.shown.data else None,
            client_id=form.client.data or "",
            ago=form.how_long_ago,
        )
    except RuleBroken as broken:
        if wants_words():
            return words("refused", 422, message=gettext(broken.message, **broken.params))
        form.refuse(broken)
        return _page(code, form), 422
    if not wants_words():
        tell(N_("Saved: %(n)s go along."), n=present)
    return see_other(url_for("visits.presence", code=code))


@bp.post("/booking/<code>/names")
@needs(Permission.PRESENCE_MARK)
def names(code: str) -> ResponseReturnValue:
    on = request.form.get("names") == "on"
    do(operations.show_names, code=code, on=on)
    tell(N_("The host sees first names on the day itself.") if on else N_("The host sees no names."))
    return see_other(url_for("visits.booking", code=code, _anchor="day"))


@bp.post("/booking/<code>/phone")
@needs(Permission.PRESENCE_MARK)
def phone(code: str) -> ResponseReturnValue:
    form = PhoneForm()
    if not form.validate():
        return school_page(code, phone_form=form), 422
    do(operations.set_phone, code=code, phone=form.phone.data or "")
    tell(N_("Saved. The host sees it on the day, and it goes the day after."))
    return see_other(url_for("visits.booking", code=code, _anchor="day"))


@bp.post("/booking/<code>/close")
@needs(Permission.VISIT_CLOSE)
def close(code: str) -> ResponseReturnValue:
    form = CloseForm()
    if not form.validate():
        return school_page(code, close_form=form), 422
    typed = {"girls": form.girls.data, "boys": form.boys.data, "unknown": form.unknown.data}
    try:
        do(operations.close_visit, code=code, **typed)
    except RuleBroken as broken:
        form.refuse(broken)
        return school_page(code, close_form=form), 422
    tell(N_("The visit is closed. Its counts stand."))
    return see_other(url_for("visits.booking", code=code))


def _page(code: str, form: PresenceForm) -> str:
    booking = queries.booking_by_code(work(), code)
    pupils = queries.presence_list(work(), booking=booking)
    ticked = ids(form.absent.data)
    held = {one.pupil_id for one in pupils if one.present is False}
    present = sum(one.present is True for one in pupils)
    said = any(one.present is not None for one in pupils)
    opens = rules.presence_opens(starts_at=booking.starts_at)
    return render_template(
        "visits/presence.html",
        booking=booking,
        pupils=pupils,
        form=form,
        absent=held if form.absent.data is None else ticked,
        was=held,
        present=present,
        said=said,
        differs=said and booking.arrived_count is not None and booking.arrived_count != present,
        is_open=work().now >= opens and booking.state in rules.OPEN,
        opens=opens,
        is_today=booking.day >= work().today,
        both=_both(booking),
        owner=key_of_adult(),
    )


def _both(booking: BookingNow) -> dict[Any, list[dict[str, Any]]]:
    """Who said what of a pupil, when two people said something else: pupil -> words in the order they were said."""
    found = contradictions(work(), booking=booking)
    names = names_of_staff(work(), {one.by for words_ in found.values() for one in words_})
    me = work().actor.user_id
    return {
        pupil_id: [
            {"me": one.by == me, "name": names.get(one.by, ""), "present": one.present, "at": one.at} for one in said
        ]
        for pupil_id, said in found.items()
    }
