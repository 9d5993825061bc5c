"""One booking: the school attaches a class, divides it or cancels; the host sees numbers and needs, and answers."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_, gettext
from app.base.levels import level_label
from app.base.problems import RuleBroken
from app.base.qr import qr_svg
from app.people.queries import class_by_id, classes_of_actor
from app.visits import operations, queries, rules
from app.visits.forms import AttachForm, ListForm
from app.visits.forms.changes import ProposalForm
from app.visits.forms.gate import CloseForm, PhoneForm
from app.visits.queries import BookingNow
from app.visits.queries.calling_off import instead_of
from app.visits.queries.event_reading import event_class_of
from app.visits.queries.gate import day_of_school, link_in_force, link_path, may_close
from app.visits.queries.history import cancel_facts, history_of, other_parts
from app.visits.queries.papers import papers_now
from app.visits.queries.safety import know_rules
from app.visits.queries.unsaid import took_place
from app.visits.views import bp
from app.visits.views.confirming import about_safety
from app.visits.views.from_class import said_by_class
from app.web.forms import Form
from app.web.pages import do, needs, see_other, site, tell, work


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
        do(operations.set_day_pupils, code=code, pupil_ids=ids(form.pupils.data))
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, form), 422
    tell(N_("The list is saved."))
    return see_other(url_for("visits.booking", code=code))


@bp.post("/booking/<code>/cancel")
@needs(Permission.BOOKING_CANCEL)
def cancel(code: str) -> ResponseReturnValue:
    do(operations.cancel_booking, code=code, reason=request.form.get("reason", ""))
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
    return host_page(held) if work().actor.company_id else _school_page(held, form)


def school_page(
    code: str,
    *,
    close_form: CloseForm | None = None,
    phone_form: PhoneForm | None = None,
    more: dict[str, Any] | None = None,
) -> str:
    """The page again, with what was refused. `more`: what a part of it shows instead of what is kept."""
    return _school_page(queries.booking_by_code(work(), code), Form(formdata=None), close_form, phone_form, more)


def host_page(held: BookingNow, form: ProposalForm | None = None) -> str:
    """`form`: a proposal that was refused, with what was typed."""
    return render_template(
        "visits/booking_host.html",
        booking=held,
        history=history_of(work(), booking=held),
        **proposal_facts(held, form),
        is_host=work().actor.company_id is not None,
        day_link=_link(held),
        steps=_steps(held),
        is_day=held.day <= work().today,
        now=work().now,
        level=level_label(held.level),
        **about_safety(held),
        know_rules=know_rules(work(), booking=held),
        took=took_place(work(), booking=held),
        said=said_by_class(held),
    )


def _link(held: BookingNow) -> str | None:
    """The link of the day in full, empty when it was not made yet; None for who has nothing to do with it."""
    if not work().may(Permission.GATE_LINK, company=held.company_id):
        return None
    token = link_in_force(work(), booking=held)
    return f"{site()}{link_path(token)}" if token else ""


def _school_page(
    held: BookingNow,
    form: Form,
    close_form: CloseForm | None = None,
    phone_form: PhoneForm | None = None,
    more: dict[str, Any] | None = None,
) -> str:
    seen = queries.may_see_list(work(), held)
    day = day_of_school(work(), booking=held)
    return render_template(
        "visits/booking.html",
        booking=held,
        steps=_steps(held),
        form=form,
        pupils=_division(held, form) if seen else (),
        may_see=seen,
        history=history_of(work(), booking=held),
        took=took_place(work(), booking=held),
        said=said_by_class(held),
        me_books=work().may_any(Permission.BOOKING_MAKE),
        parts=other_parts(work(), booking=held),
        **cancel_facts(work(), booking=held),
        **_for_planner(held),
        class_code=_class_code(held) if seen else "",
        classes=classes_of_actor(work()) if held.class_id is None and work().may_any(Permission.CLASS_READ) else (),
        opens=rules.presence_opens(starts_at=held.starts_at),
        is_live=held.state in rules.LIVE,
        now=work().now,
        **about_safety(held) | (more or {}),
        papers=papers_now(work(), booking=held) if held.class_id else None,
        day=day,
        close_form=close_form or CloseForm(formdata=None, girls=day.girls, boys=day.boys, unknown=day.unknown),
        phone_form=phone_form or PhoneForm(formdata=None, phone=day.phone),
        may_close=may_close(work(), booking=held),
        day_link=_link(held),
        qr=qr_svg(f"{site()}{url_for('visits.qr', code=held.code)}", label=gettext("Code of the class"))
        if seen
        else "",
        instead=instead_of(work(), booking=held),
        event_class=event_class_of(work(), booking_id=held.id) if held.is_round else "",
    )


def _for_planner(held: BookingNow) -> dict[str, Any]:
    """The coordinator, who comes to the same page, may propose as well."""
    planner = work().may_any(Permission.BOOKING_PROPOSE)
    return {"may_propose": planner, **(proposal_facts(held, None) if planner else {})}


def proposal_facts(held: BookingNow, form: ProposalForm | None) -> dict[str, Any]:
    """The times that could be proposed, and the form: what the school asked for, unless something was typed."""
    if held.state not in (rules.REQUESTED, rules.PROPOSED) or held.starts_at <= work().now:
        return {"proposal": None, "open_times": ()}
    offer = queries.offer_by_code(work(), held.offer_code)
    times = [one for one in offer.slots if one.is_open or one.code == held.slot_code]
    fresh = form or ProposalForm(formdata=None, slot=held.slot_code, expected=held.expected)
    return {"proposal": fresh, "open_times": times}


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
    reached = {rules.REQUESTED: 1, rules.CONFIRMED: 2, rules.HELD: 3, rules.CLOSED: 3}.get(held.state, 0)
    labels = [gettext("Asked"), gettext("Confirmed"), gettext("The visit")]
    waits = "waiting" if held.state == rules.REQUESTED else "now"
    return [
        {"label": label, "state": "done" if n < reached else waits if n == reached else "todo"}
        for n, label in enumerate(labels)
    ]
