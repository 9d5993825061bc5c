"""Giving a module, all filled in beforehand: to a class, its instruction groups or some pupils; also a second time."""

from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments import operations, queries, shelf
from app.assignments.forms import GiveForm
from app.assignments.queries import Given
from app.assignments.rules import CLASS, FREE
from app.assignments.views import bp
from app.assignments.views.told import ids_of, tell_given
from app.base import clock, language
from app.base.language import gettext
from app.base.problems import NotFound, RuleBroken
from app.curriculum import queries as modules
from app.curriculum.module import Module
from app.people.queries import ClassRow, classes_of_actor
from app.visits.queries import BookingNow
from app.web.pages import do, needs, see_other, work

WEEKS, AFTER_VISIT = timedelta(weeks=4), timedelta(weeks=2)


@bp.get("/<slug>/give")
@needs(Permission.ASSIGNMENT_GIVE)
def give_page(slug: str) -> ResponseReturnValue:
    """All filled in: one more click gives it. `from`: as it was given to another class, from today and as long."""
    found = modules.newest_module(work(), slug=slug, language=language.language())
    classes = classes_of_actor(work())
    chosen = request.args.get("class", "") or (classes[0].code if len(classes) == 1 else "")
    like = _like(slug)
    own = [] if like else [one for one in shelf.bookings_for(work(), found) if _is_of(one, chosen)]
    form = GiveForm(
        school_class=chosen,
        opens_on=work().today,
        closes_on=work().today + (like.closes_on - like.opens_on) if like else _last_day(own),
        pace=like.pace if like else FREE,
        steps=_steps(found, like),
        bookings=[str(one.id) for one in own],
        request_id=str(work().new_id()),
    )
    return _give_page(slug, form)


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
        code = do(operations.give_module, **_facts(slug, form))
    except RuleBroken as broken:
        form.refuse(broken)
        return _give_page(slug, form), 422
    tell_given(code)
    return see_other(url_for("learning.class_page", code=code))


def _choose(slug: str, form: GiveForm) -> ResponseReturnValue:
    if "other" in request.form:
        form.school_class.data = ""
        form.to.data, form.groups.data, form.pupils.data = CLASS, [], []
    elif not form.school_class.data:
        form.school_class.errors = [gettext("Choose a class.")]
    return _give_page(slug, form), 422 if form.school_class.errors else 200


def _give_page(slug: str, form: GiveForm) -> str:
    found = modules.newest_module(work(), slug=slug, language=language.language())
    classes = classes_of_actor(work())
    klass = next((one for one in classes if one.code == form.school_class.data), None)
    return render_template(
        "assignments/give.html",
        module=found,
        form=form,
        classes=classes,
        klass=klass,
        choices=queries.choices_of_class(work(), class_id=klass.id) if klass else None,
        before=_before(found, klass) if klass else (),
        bookings=shelf.bookings_for(work(), found),
    )


def _before(module: Module, klass: ClassRow) -> tuple[Given, ...]:
    """What this class has of the module already, so that two teachers do not give it twice without knowing."""
    return tuple(
        one
        for one in queries.assignments_of_class(work(), class_id=klass.id)
        if one.module_slug == module.slug and one.state == queries.GIVEN and one.closes_on >= work().today
    )


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


def _is_of(booking: BookingNow, class_code: str) -> bool:
    """Does this booking bring the class that was chosen?"""
    return (
        bool(class_code)
        and booking.class_id is not None
        and booking.class_id in {one.id for one in classes_of_actor(work()) if one.code == class_code}
    )


def _last_day(bookings: list[BookingNow]) -> date:
    """Four weeks, or two weeks after the last visit."""
    ends = [clock.school_day(one.ends_at) + AFTER_VISIT for one in bookings]
    return max([work().today + WEEKS, *ends])


def _facts(slug: str, form: GiveForm) -> dict[str, Any]:
    return {
        "class_code": form.school_class.data,
        "module_slug": slug,
        "opens_on": form.opens_on.data,
        "closes_on": form.closes_on.data,
        "request_id": form.request_id.data,
        "pace": form.pace.data or FREE,
        "step_ids": form.steps.data,
        "whom": form.whom,
        "booking_ids": ids_of(form.bookings.data or []),
    }
