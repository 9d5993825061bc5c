"""One booking: the school attaches a class, divides it or cancels; the host sees numbers and needs, and answers."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_, gettext
from app.base.levels import level_label
from app.base.problems import RuleBroken
from app.people.queries import class_by_id, classes_of_actor
from app.visits import operations, queries, rules
from app.visits.forms import AttachForm, ListForm
from app.visits.queries import BookingNow
from app.visits.queries.calling_off import instead_of
from app.visits.views import bp
from app.web.forms import Form
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/booking/<code>")
@needs(Permission.BOOKING_READ)
def booking(code: str) -> ResponseReturnValue:
    return _page(code, Form(formdata=None))


@bp.post("/booking/<code>/class")
@needs(Permission.BOOKING_MAKE)
def attach(code: str) -> ResponseReturnValue:
    form = AttachForm()
    if not form.validate():
        return _page(code, form), 422
    try:
        do(operations.attach_class, code=code, class_code=form.school_class.data or "")
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, form), 422
    tell(N_("The class is on the booking. Look at the list of who goes along."))
    return see_other(url_for("visits.booking", code=code))


@bp.post("/booking/<code>/pupils")
@needs(Permission.BOOKING_MAKE)
def choose_pupils(code: str) -> ResponseReturnValue:
    form = ListForm()
    try:
        do(operations.set_pupils, code=code, pupil_ids=ids(form.pupils.data))
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, form), 422
    tell(N_("The list is saved."))
    return see_other(url_for("visits.booking", code=code))


@bp.post("/booking/<code>/cancel")
@needs(Permission.BOOKING_MAKE)
def cancel(code: str) -> ResponseReturnValue:
    do(operations.cancel_booking, code=code)
    tell(N_("Cancelled. The places are free for another class."))
    return see_other(url_for("visits.offers"))


@bp.post("/booking/<code>/answer")
@needs(Permission.BOOKING_CONFIRM)
def answer(code: str) -> ResponseReturnValue:
    yes = request.form.get("yes") == "1"
    do(operations.answer_booking, code=code, yes=yes)
    tell(
        N_("Confirmed. The school gets a mail.") if yes else N_("Declined. The school gets a mail, the place is free.")
    )
    return see_other(url_for("visits.day"))


def ids(texts: list[str] | None) -> set[UUID]:
    """The keys that were sent; what is no key is left out, and the operation says the rest."""
    found = set()
    for text in texts or ():
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _page(code: str, form: Form) -> str:
    held = queries.booking_by_code(work(), code)
    return _host_page(held) if work().actor.company_id else _school_page(held, form)


def _host_page(held: BookingNow) -> str:
    return render_template(
        "visits/booking_host.html",
        booking=held,
        steps=_steps(held),
        is_day=held.day <= work().today,
        now=work().now,
        level=level_label(held.level),
    )


def _school_page(held: BookingNow, form: Form) -> str:
    seen = queries.may_see_list(work(), held)
    return render_template(
        "visits/booking.html",
        booking=held,
        steps=_steps(held),
        form=form,
        pupils=_division(held, form) if seen else (),
        may_see=seen,
        class_code=_class_code(held) if seen else "",
        classes=classes_of_actor(work()) if held.class_id is None else (),
        opens=rules.presence_opens(starts_at=held.starts_at),
        is_live=held.state in rules.LIVE,
        now=work().now,
        instead=instead_of(work(), booking=held),
    )


def _class_code(held: BookingNow) -> str:
    return class_by_id(work(), class_id=held.class_id).code if held.class_id else ""


def _division(held: BookingNow, form: Form) -> tuple[queries.ListPupil, ...]:
    """What was ticked stays ticked when it was refused."""
    found = queries.division(work(), booking=held)
    if "pupils" not in form:
        return found
    ticked = ids(form["pupils"].data)
    return tuple(queries.ListPupil(one.pupil, one.pupil.id in ticked, one.is_elsewhere) for one in found)


def _steps(held: BookingNow) -> list[dict[str, str]]:
    """Asked, confirmed, been: for the small strip."""
    reached = {rules.REQUESTED: 1, rules.CONFIRMED: 2, rules.HELD: 3}.get(held.state, 0)
    labels = [gettext("Asked"), gettext("Confirmed"), gettext("The visit")]
    waits = "waiting" if held.state == rules.REQUESTED else "now"
    return [
        {"label": label, "state": "done" if n < reached else waits if n == reached else "todo"}
        for n, label in enumerate(labels)
    ]
