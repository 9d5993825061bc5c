"""Giving a module, all filled in beforehand: to classes, or to instruction groups or some pupils of one; also again."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments import operations, queries, shelf
from app.assignments.forms import GiveForm
from app.assignments.queries import Given
from app.assignments.rules import CLASS, FREE
from app.assignments.views import bp
from app.assignments.views.told import after_giving, ids_of
from app.base import clock, language
from app.base.language import gettext
from app.base.problems import NotFound, RuleBroken
from app.curriculum import queries as modules
from app.curriculum.module import Module
from app.people.queries import ClassRow, classes_of_actor
from app.visits.queries import BookingNow
from app.web.pages import do, needs, see_other, tell, work

WEEKS, AFTER_VISIT = timedelta(weeks=4), timedelta(weeks=2)


@bp.get("/<slug>/give")
@needs(Permission.ASSIGNMENT_GIVE)
def give_page(slug: str) -> ResponseReturnValue:
    """All filled in: one more click gives it. `from`: as it was given to another class, from today and as long.

    `form`: the form's own id. It stands in the address, so that whoever comes back to the page has the same form.
    """
    found = modules.newest_module(work(), slug=slug, language=language.language())
    like = _like(slug)
    if not _is_id(request.args.get("form", "")):
        asked: dict[str, Any] = {name: request.args.get(name) for name in ("class", "from")}
        return see_other(url_for("assignments.give_page", slug=slug, form=str(work().new_id()), **asked))
    return _give_page(slug, _filled_in(found, like))


@bp.post("/<slug>/give")
@needs(Permission.ASSIGNMENT_GIVE)
def give(slug: str) -> ResponseReturnValue:
    """Give it; or, on the way there, another class or part of one: then all that was filled in stays."""
    form = GiveForm()
    if "part" in request.form or "other" in request.form:
        return _choose(slug, form)
    if not form.validate():
        return _give_page(slug, form), 422
    try:
        outcomes = do(operations.give_to_classes, **_facts(slug, form))
    except RuleBroken as broken:
        if broken.field == "known":
            tell(broken.message, "note", **broken.params)
            return _give_page(slug, form), 409
        form.refuse(broken)
        return _give_page(slug, form), 422
    return see_other(after_giving(outcomes))


def _filled_in(found: Module, like: Given | None) -> GiveForm:
    classes = classes_of_actor(work())
    chosen = request.args.get("class", "") or (classes[0].code if len(classes) == 1 else "")
    own = [] if like else [one for one in shelf.bookings_for(work(), found) if _is_of(one, [chosen])]
    return GiveForm(
        formdata=None,
        school_class=[chosen] if chosen else [],
        opens_on=work().today,
        closes_on=work().today + (like.closes_on - like.opens_on) if like else _last_day(own),
        pace=like.pace if like else FREE,
        steps=_steps(found, like),
        bookings=[str(one.id) for one in own],
        request_id=request.args["form"],
    )


def _choose(slug: str, form: GiveForm) -> ResponseReturnValue:
    """The list of classes again, without the visits of the one that was left; or part of the one that was ticked."""
    if "other" in request.form:
        found = modules.newest_module(work(), slug=slug, language=language.language())
        left = {str(one.id) for one in shelf.bookings_for(work(), found) if _is_of(one, form.school_class.data or [])}
        form.bookings.data = [one for one in form.bookings.data or [] if one not in left]
        form.school_class.data = []
        form.to.data, form.groups.data, form.pupils.data = CLASS, [], []
    elif len(form.school_class.data or []) != 1:
        form.school_class.errors = [gettext("A group or some pupils: choose one class for that.")]
    return _give_page(slug, form), 422 if form.school_class.errors else 200


def _give_page(slug: str, form: GiveForm) -> str:
    found = modules.newest_module(work(), slug=slug, language=language.language())
    classes = classes_of_actor(work())
    chosen = [one for one in classes if one.code in (form.school_class.data or [])]
    klass = chosen[0] if len(chosen) == 1 and not form.school_class.errors else None
    running = queries.running_of_module(work(), slug=slug, class_ids=[one.id for one in classes])
    return render_template(
        "assignments/give.html",
        module=found,
        form=form,
        classes=classes,
        klass=klass,
        names={one.id: one.name for one in classes},
        codes={one.id: one.code for one in classes},
        choices=queries.choices_of_class(work(), class_id=klass.id) if klass else None,
        running=running,
        until={one.class_id: one.closes_on for one in reversed(running)},
        by_form=_by_form(classes, form.request_id.data or ""),
        bookings=shelf.bookings_for(work(), found),
    )


def _by_form(classes: Sequence[ClassRow], request_id: str) -> list[Given]:
    """What this form gave before, in the order of the classes."""
    order = [one.id for one in classes]
    gave = queries.given_by_form(work(), request_id)
    return sorted((one for one in gave if one.class_id in order), key=lambda one: order.index(one.class_id))


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _like(slug: str) -> Given | None:
    """The assignment of another class that this one is to be like. Raises: NotFound: out of reach, another module."""
    code = request.args.get("from", "")
    if not code:
        return None
    found = queries.assignment_for_staff(work(), code)
    if found.module_slug != slug:
        raise NotFound("assignment")
    return found


def _steps(module: Module, like: Given | None) -> list[str]:
    """The same steps; all of them when the newest edition has none of those."""
    known = [step.id for step in module.steps]
    return [one for one in known if like is None or like.steps is None or one in like.steps] or known


def _is_of(booking: BookingNow, class_codes: Sequence[str]) -> bool:
    """Does this booking bring one of these classes?"""
    chosen: set[UUID] = {one.id for one in classes_of_actor(work()) if one.code in class_codes}
    return booking.class_id in chosen


def _last_day(bookings: list[BookingNow]) -> date:
    """Four weeks, or two weeks after the last visit."""
    ends = [clock.school_day(one.ends_at) + AFTER_VISIT for one in bookings]
    return max([work().today + WEEKS, *ends])


def _facts(slug: str, form: GiveForm) -> dict[str, Any]:
    return {
        "class_codes": form.school_class.data,
        "module_slug": slug,
        "opens_on": form.opens_on.data,
        "closes_on": form.closes_on.data,
        "request_id": form.request_id.data,
        "known": (form.known.data or "").split(),
        "pace": form.pace.data or FREE,
        "step_ids": form.steps.data,
        "whom": form.whom,
        "booking_ids": ids_of(form.bookings.data or []),
    }
