"""A school looks at offers, books, attaches a class, divides it, cancels."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.levels import BANDS
from app.base.problems import RuleBroken
from app.people.queries import ClassRow, class_by_code, classes_of_actor, pupils_of_class
from app.visits import operations, queries
from app.visits.forms import AttachForm, BookForm, ListForm
from app.visits.views import bp
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/")
@needs(Permission.OFFER_READ)
def offers() -> ResponseReturnValue:
    band = request.args.get("level", "")
    found = queries.open_offers(work(), bands=[band] if band in BANDS else [])
    booked = queries.bookings_of_school(work()) if work().actor.school_id else ()
    coming = [one for one in booked if one.ends_at > work().now and one.state not in ("cancelled", "declined")]
    return render_template("visits/offers.html", offers=found, band=band, bands=BANDS, bookings=coming)


@bp.get("/<code>")
@needs(Permission.OFFER_READ)
def offer(code: str) -> ResponseReturnValue:
    return _offer_page(code, BookForm(request_id=str(work().new_id())))


@bp.post("/<code>/book")
@needs(Permission.BOOKING_MAKE)
def book(code: str) -> ResponseReturnValue:
    form = BookForm()
    if not form.validate():
        return _offer_page(code, form), 422
    try:
        booking = do(operations.book_visit, **_booking_facts(form))
    except RuleBroken as broken:
        form.refuse(broken)
        return _offer_page(code, form), 422
    tell(N_("Asked. The company confirms; you get a mail."))
    return see_other(url_for("visits.booking", code=booking))


@bp.get("/booking/<code>")
@needs(Permission.BOOKING_READ)
def booking(code: str) -> ResponseReturnValue:
    return _booking_page(code)


@bp.post("/booking/<code>/class")
@needs(Permission.BOOKING_MAKE)
def attach(code: str) -> ResponseReturnValue:
    form = AttachForm()
    if not form.validate():
        return _booking_page(code, form=form), 422
    try:
        do(operations.attach_class, code=code, class_code=form.school_class.data or "", pupil_ids=_first_that_fit(code, form))
    except RuleBroken as broken:
        form.refuse(broken)
        return _booking_page(code, form=form), 422
    return see_other(url_for("visits.booking", code=code))


@bp.post("/booking/<code>/pupils")
@needs(Permission.BOOKING_MAKE)
def choose_pupils(code: str) -> ResponseReturnValue:
    form = ListForm()
    try:
        do(operations.set_pupils, code=code, pupil_ids=ids(form.pupils.data))
    except RuleBroken as broken:
        form.refuse(broken)
        return _booking_page(code, form=form), 422
    tell(N_("The list is saved."))
    return see_other(url_for("visits.booking", code=code))


@bp.post("/booking/<code>/cancel")
@needs(Permission.BOOKING_MAKE)
def cancel(code: str) -> ResponseReturnValue:
    do(operations.cancel_booking, code=code)
    tell(N_("Cancelled. The places are free for another class."))
    return see_other(url_for("visits.offers"))


def ids(texts: list[str] | None) -> set[UUID]:
    """The keys that were sent; what is no key is left out, and the operation says the rest."""
    found = set()
    for text in texts or ():
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _classes() -> list[ClassRow]:
    return list(classes_of_actor(work())) if work().actor.school_id else []


def _offer_page(code: str, form: BookForm) -> str:
    classes = _classes()
    form.school_class.choices = [("", "-"), *((one.code, one.name) for one in classes)]
    return render_template("visits/offer.html", offer=queries.offer_by_code(work(), code), form=form, classes=classes)


def _booking_facts(form: BookForm) -> dict[str, Any]:
    """With a class: its pupils, the first that fit when there are more than were asked for."""
    code = form.school_class.data or None
    expected = form.expected.data or 0
    pupils: list[UUID] | None = None
    if code:
        pupils = [one.id for one in pupils_of_class(work(), class_id=class_by_code(work(), code=code).id)][:expected]
    return {
        "slot_code": form.slot.data,
        "level": form.level.data,
        "expected": expected,
        "needs": form.needs.data or "",
        "request_id": form.request_id.data,
        "class_code": code,
        "pupil_ids": pupils,
    }


def _first_that_fit(code: str, form: AttachForm) -> list[UUID]:
    held = queries.booking_by_code(work(), code)
    klass = class_by_code(work(), code=form.school_class.data or "")
    return [one.id for one in pupils_of_class(work(), class_id=klass.id)][: held.expected]


def _booking_page(code: str, form: Any = None) -> str:
    held = queries.booking_by_code(work(), code)
    mine = work().actor.school_id is not None
    on_list = {one.pupil_id for one in queries.presence_list(work(), booking_id=held.id)} if mine else set()
    pupils = pupils_of_class(work(), class_id=held.class_id) if mine and held.class_id else ()
    return render_template(
        "visits/booking.html", booking=held, pupils=pupils, on_list=on_list, classes=_classes(), form=form, mine=mine
    )
