"""A school looks at what companies offer, and asks for a place."""

from collections.abc import Sequence
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
from app.visits.queries.event_reading import open_events
from app.visits.queries.moments import Moment, moments_of
from app.visits.queries.unplaced import unplaced_count
from app.visits.queries.waiting import waiting_of_school
from app.visits.rules import LIVE, fits, groups_of
from app.visits.rules.safety import RulesChanged, check_read, version_of
from app.visits.rules.waiting import Full, suggested
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
    booked = queries.bookings_of_school(work(), since=work().now) if work().actor.school_id else ()
    own = [one for one in booked if one.ends_at > work().now and one.state in LIVE and not one.is_round]
    labels = [(one, level_label(one)) for one in bands]
    waits = waiting_of_school(work()) if work().may_any(Permission.BOOKING_MAKE) else ()
    facts = {"bookings": own, "waits": waits, "may_book": work().may_any(Permission.BOOKING_MAKE)}
    facts |= {"event_days": open_events(work()) if work().actor.school_id else ()}
    facts |= {"unplaced": unplaced_count(work()) if work().actor.school_id else 0}
    return render_template("visits/offers.html", offers=found, band=band, bands=labels, **facts)


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
        return again(code, form)
    try:
        facts = booking_facts(form) | {"safety_version": version_of(form.safety_version.data)}
        made = do(operations.book_class, slot_codes=form.slot.data or (), **facts)
    except RuleBroken as broken:
        form.refuse(broken)
        return again(code, form, is_full=isinstance(broken, Full))
    tell(N_("Asked. The company answers; you get a mail. Your places are kept until then."))
    return see_other(url_for("visits.booking", code=made[0]))


def again(code: str, form: BookForm, *, is_full: bool = False) -> ResponseReturnValue:
    """What was typed stays. Full: the line is offered. Rules that changed meanwhile are shown, and asked again."""
    found = queries.offer_by_code(work(), code)
    try:
        check_read(read=version_of(form.safety_version.data), now=found.safety_version)
    except RulesChanged as broken:
        form.safety_version.errors = [broken.message]
    return _offer_page(found, form, _class(found, form.school_class.data or NO_CLASS), is_full=is_full), 422


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
    pupils = (klass.to_go or klass.pupils if klass else 0) or offer.max_group
    moments = moments_of(work(), offer=offer, pupils=pupils)
    wanted = request.args.getlist("slot") or _likely(offer, moments, pupils)
    return BookForm(
        formdata=None,
        slot=wanted,
        school_class=klass.code if klass else "",
        level=klass.level if klass else "",
        expected=pupils,
        request_id=str(work().new_id()),
    )


def _likely(offer: OfferNow, moments: Sequence[Moment], pupils: int) -> list[str]:
    """The soonest times, from tomorrow on, at which everybody can go."""
    ahead = [one.slot for one in moments if one.can_choose and one.slot.day > work().today]
    rooms = [(one.places_left, one.pupils_left) for one in ahead]
    return [ahead[n].code for n in suggested(pupils=pupils, max_group=offer.max_group, rooms=rooms)]


def _offer_page(offer: OfferNow, form: BookForm, klass: ClassOnOffer | None, *, is_full: bool = False) -> str:
    may_book = work().may_any(Permission.BOOKING_MAKE)
    fitting = [one for one in LEVELS if fits(level=one, levels=offer.levels)]
    form.level.choices = level_choices(fitting)
    form.safety_version.data = str(offer.safety_version)
    pupils = form.expected.data or offer.max_group
    return render_template(
        "visits/offer.html",
        offer=offer,
        form=form,
        klass=klass,
        moments=moments_of(work(), offer=offer, pupils=pupils),
        sizes=groups_of(pupils=pupils, max_group=offer.max_group),
        is_full=is_full,
        classes=classes_of_actor(work()) if may_book else (),
        may_book=may_book,
        is_own=work().may(Permission.OFFER_EDIT, company=offer.company_id),
        levels=[level_label(one) for one in offer.levels],
        **about_offer(offer),
    )


def booking_facts(form: BookForm) -> dict[str, Any]:
    return {
        "level": form.level.data,
        "expected": form.expected.data or 0,
        "needs": form.needs.data or "",
        "request_id": form.request_id.data,
        "class_code": form.school_class.data or None,
    }
