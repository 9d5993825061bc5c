"""The catalogue, a module's page with the visits that go with it, and giving it to a class in three clicks."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments import operations
from app.assignments.forms import DatesForm, GiveForm
from app.base import language
from app.base.language import N_
from app.base.levels import BANDS
from app.base.problems import RuleBroken
from app.curriculum import queries as modules
from app.people.queries import classes_of_actor
from app.visits.queries import BookingNow, bookings_of_school, open_offers
from app.web.pages import do, needs, see_other, tell, work

bp = Blueprint("assignments", __name__, url_prefix="/modules")
WEEKS = timedelta(weeks=4)


@bp.get("/")
@needs(Permission.CATALOGUE_READ)
def catalogue() -> ResponseReturnValue:
    band = request.args.get("level", "")
    band = band if band in BANDS else ""
    found = modules.catalogue(work(), language=language.language())
    shown = [one for one in found if not band or band in one.levels]
    return render_template("assignments/catalogue.html", modules=shown, band=band, bands=_bands(found))


@bp.get("/<slug>")
@needs(Permission.CATALOGUE_READ)
def module(slug: str) -> ResponseReturnValue:
    return _module_page(slug)


@bp.get("/<slug>/give")
@needs(Permission.ASSIGNMENT_GIVE)
def give_page(slug: str) -> ResponseReturnValue:
    chosen = request.args.get("class", "")
    form = GiveForm(
        school_class=chosen,
        opens_on=work().today,
        closes_on=work().today + WEEKS,
        request_id=str(work().new_id()),
    )
    return _give_page(slug, form)


@bp.post("/<slug>/give")
@needs(Permission.ASSIGNMENT_GIVE)
def give(slug: str) -> ResponseReturnValue:
    form = GiveForm()
    if not form.validate():
        return _give_page(slug, form), 422
    try:
        code = do(operations.give_module, **_facts(slug, form))
    except RuleBroken as broken:
        form.refuse(broken)
        return _give_page(slug, form), 422
    tell(N_("Given. Your pupils see it at once."))
    return see_other(url_for("learning.class_page", code=code))


@bp.post("/given/<code>/open-after")
@needs(Permission.ASSIGNMENT_GIVE)
def open_after(code: str) -> ResponseReturnValue:
    do(operations.open_after_steps, code=code)
    tell(N_("The steps after the visit are open."))
    return see_other(url_for("learning.class_page", code=code))


@bp.post("/given/<code>/dates")
@needs(Permission.ASSIGNMENT_GIVE)
def dates(code: str) -> ResponseReturnValue:
    form = DatesForm()
    if form.validate():
        assert form.opens_on.data and form.closes_on.data
        do(operations.change_dates, code=code, opens_on=form.opens_on.data, closes_on=form.closes_on.data)
        tell(N_("The dates are changed."))
    else:
        tell(N_("Choose two days."), "bad")
    return see_other(url_for("learning.class_page", code=code))


@bp.post("/given/<code>/visit")
@needs(Permission.ASSIGNMENT_GIVE)
def tie_visit(code: str) -> ResponseReturnValue:
    for booking_id in _ids(request.form.getlist("booking")):
        do(operations.tie_visit, code=code, booking_id=booking_id)
    return see_other(url_for("learning.class_page", code=code))


@bp.post("/given/<code>/withdraw")
@needs(Permission.ASSIGNMENT_GIVE)
def withdraw(code: str) -> ResponseReturnValue:
    do(operations.withdraw, code=code)
    tell(N_("Withdrawn. What pupils did is kept; you can give it back."))
    return see_other(url_for("learning.class_page", code=code))


@bp.post("/given/<code>/give-back")
@needs(Permission.ASSIGNMENT_GIVE)
def give_back(code: str) -> ResponseReturnValue:
    do(operations.give_back, code=code)
    tell(N_("Pupils see it again."))
    return see_other(url_for("learning.class_page", code=code))


def _bands(found: Any) -> list[str]:
    """Only levels for which there is a module, in the order of school."""
    return [band for band in BANDS if any(band in one.levels for one in found)]


def _module_page(slug: str) -> str:
    module = modules.newest_module(work(), slug=slug, language=language.language())
    kinds = [module.visit_kind] if module.visit_kind else []
    offers = open_offers(work(), bands=list(module.levels), kinds=kinds) if kinds else ()
    guide = modules.teacher_guide(work(), slug=slug, edition=module.edition, language=language.language())
    may_give = work().may_any(Permission.ASSIGNMENT_GIVE)
    return render_template(
        "assignments/module.html", module=module, offers=offers, guide=guide, may_give=may_give
    )


def _give_page(slug: str, form: GiveForm) -> str:
    module = modules.newest_module(work(), slug=slug, language=language.language())
    classes = classes_of_actor(work())
    return render_template(
        "assignments/give.html", module=module, form=form, classes=classes, bookings=_fitting(module.visit_kind)
    )


def _fitting(kind: str | None) -> list[BookingNow]:
    """The school's bookings to come that go with the module."""
    offers = {offer.code for offer in open_offers(work(), kinds=[kind])} if kind else set()
    return [
        booking
        for booking in bookings_of_school(work())
        if booking.state in ("requested", "confirmed") and booking.ends_at > work().now and booking.offer_code in offers
    ]


def _facts(slug: str, form: GiveForm) -> dict[str, Any]:
    return {
        "class_code": form.school_class.data,
        "module_slug": slug,
        "opens_on": form.opens_on.data,
        "closes_on": form.closes_on.data,
        "request_id": form.request_id.data,
        "step_ids": form.steps.data or None,
        "booking_ids": _ids(form.bookings.data or []),
    }


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
