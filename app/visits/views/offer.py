"""A school looks at what companies offer, and asks for a place."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.levels import BANDS, LEVELS, kind_of, level_label
from app.base.problems import RuleBroken
from app.people.queries import classes_of_actor, school_now
from app.visits import operations, queries
from app.visits.forms import BookForm, level_choices
from app.visits.queries import ClassOnOffer, OfferNow
from app.visits.rules import LIVE, fits
from app.visits.views import bp
from app.visits.views.about import about_offer
from app.web.pages import do, needs, see_other, tell, work

NO_CLASS = "later"  # in the address: book now, say later which class


@bp.get("/")
@needs(Permission.OFFER_READ)
def offers() -> ResponseReturnValue:
    bands = _bands()
    band = request.args.get("level", "")
    found = queries.open_offers(work(), bands=[band] if band in bands else [])
    booked = queries.bookings_of_school(work()) if work().actor.school_id else ()
    own = [one for one in booked if one.ends_at > work().now and one.state in LIVE]
    labels = [(one, level_label(one)) for one in bands]
    return render_template("visits/offers.html", offers=found, band=band, bands=labels, bookings=own)


@bp.get("/<code>")
@needs(Permission.OFFER_READ)
def offer(code: str) -> ResponseReturnValue:
    found = queries.offer_by_code(work(), code)
    klass = _class(found, request.args.get("class", ""))
    return _offer_page(found, _fresh_form(found, klass), klass)


@bp.post("/<code>/book")
@needs(Permission.BOOKING_MAKE)
def book(code: str) -> ResponseReturnValue:
    form = BookForm()
    if not form.validate():
        return _again(code, form)
    try:
        made = do(operations.book_visit, **_booking_facts(form))
    except RuleBroken as broken:
        form.refuse(broken)
        return _again(code, form)
    tell(N_("Asked. The company answers; you get a mail. Your places are kept until then."))
    return see_other(url_for("visits.booking", code=made))


def _again(code: str, form: BookForm) -> ResponseReturnValue:
    found = queries.offer_by_code(work(), code)
    return _offer_page(found, form, _class(found, form.school_class.data or NO_CLASS)), 422


def _bands() -> list[str]:
    """A school sees levels of its own kind; others see all."""
    kind = school_now(work()).kind if work().actor.school_id else None
    return [band for band in BANDS if kind is None or kind_of(band) == kind]


def _class(offer: OfferNow, code: str) -> ClassOnOffer | None:
    """The class in the address or the form; without one the class that most likely is meant."""
    if work().actor.school_id is None or code == NO_CLASS:
        return None
    if code:
        return queries.class_on_offer(work(), offer=offer, class_code=code)
    return queries.likely_class(work(), offer=offer)


def _fresh_form(offer: OfferNow, klass: ClassOnOffer | None) -> BookForm:
    groups = (klass.groups if klass else ()) or (offer.max_group,)
    soonest = (one.code for one in offer.slots if one.room_for(groups[0]) and one.day > work().today)
    slot = request.args.get("slot") or next(soonest, "")
    return BookForm(
        formdata=None,
        slot=slot,
        school_class=klass.code if klass else "",
        level=klass.level if klass else "",
        expected=groups[0],
        request_id=str(work().new_id()),
    )


def _offer_page(offer: OfferNow, form: BookForm, klass: ClassOnOffer | None) -> str:
    may_book = work().may_any(Permission.BOOKING_MAKE)
    fitting = [one for one in LEVELS if fits(level=one, levels=offer.levels)]
    form.level.choices = level_choices(fitting)
    return render_template(
        "visits/offer.html",
        offer=offer,
        form=form,
        klass=klass,
        classes=classes_of_actor(work()) if may_book else (),
        may_book=may_book,
        is_own=work().may(Permission.OFFER_EDIT, company=offer.company_id),
        levels=[level_label(one) for one in offer.levels],
        **about_offer(offer),
    )


def _booking_facts(form: BookForm) -> dict[str, Any]:
    return {
        "slot_code": form.slot.data,
        "level": form.level.data,
        "expected": form.expected.data or 0,
        "needs": form.needs.data or "",
        "request_id": form.request_id.data,
        "class_code": form.school_class.data or None,
    }
