"""Giving a module to a class, all filled in beforehand, and what can be changed of what was given."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments import goals, operations, queries, rules, shelf
from app.assignments.forms import DatesForm, GiveForm, VisitsForm
from app.assignments.views import bp
from app.base import clock, language
from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum import queries as modules
from app.people.queries import class_by_id, classes_of_actor
from app.visits.queries import BookingNow
from app.web.pages import do, needs, see_other, tell, work

WEEKS, AFTER_VISIT = timedelta(weeks=4), timedelta(weeks=2)


@bp.get("/<slug>/give")
@needs(Permission.ASSIGNMENT_GIVE)
def give_page(slug: str) -> ResponseReturnValue:
    """All filled in: one more click gives it."""
    found = modules.newest_module(work(), slug=slug, language=language.language())
    classes = classes_of_actor(work())
    chosen = request.args.get("class", "") or (classes[0].code if len(classes) == 1 else "")
    own = [one for one in shelf.bookings_for(work(), found) if _is_of(one, chosen)]
    form = GiveForm(
        school_class=chosen,
        opens_on=work().today,
        closes_on=_last_day(own),
        steps=[step.id for step in found.steps],
        bookings=[str(one.id) for one in own],
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


@bp.get("/given/<code>")
@needs(Permission.ASSIGNMENT_GIVE)
def given(code: str) -> ResponseReturnValue:
    """What can be changed of an assignment: dates, visits, withdraw or give back."""
    held = queries.assignment_for_staff(work(), code)
    return _given_page(code, DatesForm(opens_on=held.opens_on, closes_on=held.closes_on), None)


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
    if not form.validate():
        return _given_page(code, form, None), 422
    assert form.opens_on.data
    assert form.closes_on.data
    try:
        do(operations.change_dates, code=code, opens_on=form.opens_on.data, closes_on=form.closes_on.data)
    except RuleBroken as broken:
        form.refuse(broken)
        return _given_page(code, form, None), 422
    tell(N_("The dates are changed."))
    return see_other(url_for("learning.class_page", code=code))


@bp.post("/given/<code>/visits")
@needs(Permission.ASSIGNMENT_GIVE)
def visits(code: str) -> ResponseReturnValue:
    form = VisitsForm()
    try:
        do(operations.choose_visits, code=code, booking_ids=_ids(form.bookings.data or []))
    except RuleBroken as broken:
        form.bookings.errors = [language.gettext(broken.message)]
        return _given_page(code, None, form), 422
    tell(N_("Saved. The steps after the visit open when it is over."))
    return see_other(url_for("learning.class_page", code=code))


@bp.post("/given/<code>/withdraw")
@needs(Permission.ASSIGNMENT_GIVE)
def withdraw(code: str) -> ResponseReturnValue:
    do(operations.withdraw, code=code)
    tell(N_("Withdrawn. What pupils did is kept; you can give it back."))
    return see_other(url_for("assignments.given", code=code))


@bp.post("/given/<code>/give-back")
@needs(Permission.ASSIGNMENT_GIVE)
def give_back(code: str) -> ResponseReturnValue:
    do(operations.give_back, code=code)
    tell(N_("Pupils see it again."))
    return see_other(url_for("learning.class_page", code=code))


def _give_page(slug: str, form: GiveForm) -> str:
    found = modules.newest_module(work(), slug=slug, language=language.language())
    return render_template(
        "assignments/give.html",
        module=found,
        form=form,
        classes=classes_of_actor(work()),
        bookings=shelf.bookings_for(work(), found),
    )


def _given_page(code: str, dates: DatesForm | None, visits: VisitsForm | None) -> str:
    held = queries.assignment_for_staff(work(), code)
    found = modules.module_of_edition(
        work(), slug=held.module_slug, edition=held.module_edition, language=language.language()
    )
    tied = queries.bookings_of_assignment(work(), assignment_id=held.id)
    return render_template(
        "assignments/given.html",
        given=held,
        module=found,
        klass=class_by_id(work(), class_id=held.class_id),
        dates=dates or DatesForm(formdata=None, opens_on=held.opens_on, closes_on=held.closes_on),
        visits=visits or VisitsForm(formdata=None, bookings=[str(one) for one in tied]),
        bookings=shelf.bookings_for(work(), found, keep=tied),
        goals=goals.goals_of(work(), found),
        newest=modules.newest_of_several(work(), slug=held.module_slug, language=language.language()),
    )


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
        "pace": form.pace.data or rules.FREE,
        "step_ids": form.steps.data,
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
