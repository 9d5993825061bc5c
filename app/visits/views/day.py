"""On the day: the host's list with arrival and number, the teacher's presence list on a phone."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.visits import operations, queries, rules
from app.visits.forms import ArrivalForm, PresenceForm
from app.visits.queries import BookingNow
from app.visits.views import bp
from app.visits.views.booking import ids
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/day")
@needs(Permission.BOOKING_CONFIRM)
def day() -> ResponseReturnValue:
    company_id = work().actor.company_id
    if company_id is None:
        raise NotFound("company")
    bookings = queries.bookings_of_company(work(), company_id=company_id)
    coming = [one for one in bookings if one.day >= work().today and one.state != rules.REQUESTED]
    asked = [one for one in bookings if one.state == rules.REQUESTED and one.starts_at > work().now]
    past = [one for one in bookings if one.day < work().today and one.state != rules.CANCELLED]
    return render_template("visits/day.html", asked=asked, coming=coming, past=past[::-1], today=work().today)


@bp.get("/arrival/<code>")
@needs(Permission.ARRIVAL_CONFIRM)
def arrival(code: str) -> ResponseReturnValue:
    return _arrival_page(code)


@bp.post("/arrival/<code>")
@needs(Permission.ARRIVAL_CONFIRM)
def arrive(code: str) -> ResponseReturnValue:
    form = ArrivalForm()
    if request.form.get("there"):
        do(operations.confirm_arrival, code=code)
        return see_other(url_for("visits.arrival", code=code))
    if not form.validate():
        return _arrival_page(code, form), 422
    if step := request.form.get("step", ""):
        return _arrival_page(code, ArrivalForm(formdata=None, count=_stepped(form.count.data, step)))
    try:
        do(operations.confirm_arrival, code=code, count=form.count.data)
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
    return _presence_page(code, PresenceForm(formdata=None))


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


def _stepped(count: int | None, step: str) -> int:
    """Minus and plus when the page has no script."""
    return max(0, (count or 0) + (1 if step == "1" else -1))


def _arrival_page(code: str, form: ArrivalForm | None = None) -> str:
    """Before, counting, done: what is known decides; `?count=1` counts again."""
    booking = queries.booking_by_code(work(), code)
    again = form is not None or "count" in request.args
    counting = again or booking.arrived_count is None
    step = "before" if booking.arrived_at is None else "count" if counting else "done"
    counted = booking.expected if booking.arrived_count is None else booking.arrived_count
    return render_template(
        "visits/arrival.html",
        booking=booking,
        form=form or ArrivalForm(formdata=None, count=counted),
        step=step,
        undo_minutes=_undo_minutes(booking),
        next=_next_today(booking) if step == "done" else None,
        is_day=booking.day <= work().today and booking.state in rules.LIVE,
        most=rules.most_counted(expected=booking.expected),
    )


def _undo_minutes(booking: BookingNow) -> int:
    """Whole minutes left to take it back; 0 when that is over."""
    if booking.arrived_at is None or not rules.may_undo(arrived_at=booking.arrived_at, now=work().now):
        return 0
    return int((booking.arrived_at + rules.UNDO - work().now).total_seconds() // 60) + 1


def _next_today(booking: BookingNow) -> BookingNow | None:
    found = queries.bookings_of_company(work(), company_id=booking.company_id, day=booking.day)
    return next((one for one in found if one.arrived_at is None and one.state in rules.LIVE), None)


def _presence_page(code: str, form: PresenceForm) -> str:
    booking = queries.booking_by_code(work(), code)
    pupils = queries.presence_list(work(), booking=booking)
    ticked = ids(form.absent.data)
    absent = ticked if form.absent.data is not None else {one.pupil_id for one in pupils if one.present is False}
    present = sum(one.present is True for one in pupils)
    said = any(one.present is not None for one in pupils)
    opens = rules.presence_opens(starts_at=booking.starts_at)
    return render_template(
        "visits/presence.html",
        booking=booking,
        pupils=pupils,
        form=form,
        absent=absent,
        present=present,
        said=said,
        differs=said and booking.arrived_count is not None and booking.arrived_count != present,
        is_open=work().now >= opens and booking.state in rules.LIVE,
        opens=opens,
    )
