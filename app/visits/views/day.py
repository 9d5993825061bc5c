"""On the day: the host's list with arrival and number, the teacher's presence list on a phone."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits import operations, queries, rules
from app.visits.forms import ArrivalForm, PresenceForm
from app.visits.views import bp
from app.visits.views.school import ids
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/day")
@needs(Permission.BOOKING_CONFIRM)
def day() -> ResponseReturnValue:
    company_id = work().actor.company_id
    assert company_id is not None
    bookings = queries.bookings_of_company(work(), company_id=company_id)
    asked = [one for one in bookings if one.state == rules.REQUESTED and one.ends_at > work().now]
    coming = [one for one in bookings if one.state != rules.REQUESTED and one.ends_at > work().now]
    past = [one for one in bookings if one.ends_at <= work().now]
    return render_template("visits/day.html", asked=asked, coming=coming, past=past[::-1], today=work().today)


@bp.get("/arrival/<code>")
@needs(Permission.ARRIVAL_CONFIRM)
def arrival(code: str) -> ResponseReturnValue:
    return _arrival_page(code, ArrivalForm())


@bp.post("/arrival/<code>")
@needs(Permission.ARRIVAL_CONFIRM)
def arrive(code: str) -> ResponseReturnValue:
    form = ArrivalForm()
    if not form.validate():
        return _arrival_page(code, form), 422
    try:
        do(operations.confirm_arrival, code=code, count=form.count.data or 0)
    except RuleBroken as broken:
        form.refuse(broken)
        return _arrival_page(code, form), 422
    return see_other(url_for("visits.arrival", code=code))


@bp.post("/arrival/<code>/undo")
@needs(Permission.ARRIVAL_CONFIRM)
def undo(code: str) -> ResponseReturnValue:
    do(operations.undo_arrival, code=code)
    return see_other(url_for("visits.arrival", code=code))


@bp.get("/presence/<code>")
@needs(Permission.PRESENCE_MARK)
def presence(code: str) -> ResponseReturnValue:
    return _presence_page(code, PresenceForm())


@bp.post("/presence/<code>")
@needs(Permission.PRESENCE_MARK)
def mark(code: str) -> ResponseReturnValue:
    form = PresenceForm()
    try:
        present = do(operations.mark_presence, code=code, absent=ids(form.absent.data), seen=ids(form.seen.data))
    except RuleBroken as broken:
        form.refuse(broken)
        return _presence_page(code, form), 422
    tell(N_("Saved: %(n)s go along."), n=present)
    return see_other(url_for("visits.presence", code=code))


def _arrival_page(code: str, form: ArrivalForm) -> str:
    booking = queries.booking_by_code(work(), code)
    step = "done" if booking.arrived_at and request.args.get("count") is None else "count" if request.args.get("count") else "before"
    return render_template("visits/arrival.html", booking=booking, form=form, step=step, can_undo=_fresh(booking))


def _fresh(booking: queries.BookingNow) -> bool:
    return booking.arrived_at is not None and work().now - booking.arrived_at <= operations.UNDO


def _presence_page(code: str, form: PresenceForm) -> str:
    booking = queries.booking_by_code(work(), code)
    pupils = queries.presence_list(work(), booking_id=booking.id)
    opens = rules.presence_opens(starts_at=booking.starts_at)
    return render_template(
        "visits/presence.html",
        booking=booking,
        pupils=pupils,
        form=form,
        absent=sum(1 for one in pupils if one.present is False),
        said=any(one.present is not None for one in pupils),
        is_open=work().now >= opens,
        opens=opens,
    )
