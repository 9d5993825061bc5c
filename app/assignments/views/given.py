"""What can be changed of what was given: days, visits, steps, pupils; take back, and give to a parallel class."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments import goals, operations, queries, shelf
from app.assignments.forms import DatesForm, VisitsForm
from app.assignments.queries import Given
from app.assignments.views import bp
from app.assignments.views.told import ids_of
from app.base import language
from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum import queries as modules
from app.people.queries import ClassNow, ClassRow, class_by_id, classes_of_actor, names_of
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/given/<code>")
@needs(Permission.ASSIGNMENT_GIVE)
def given(code: str) -> ResponseReturnValue:
    """What can be changed of an assignment: dates, visits, withdraw or give back."""
    held = queries.assignment_for_staff(work(), code)
    return _given_page(code, DatesForm(opens_on=held.opens_on, closes_on=held.closes_on), None)


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
        do(operations.choose_visits, code=code, booking_ids=ids_of(form.bookings.data or []))
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


def _given_page(code: str, dates: DatesForm | None, visits: VisitsForm | None) -> str:
    held = queries.assignment_for_staff(work(), code)
    found = modules.module_of_edition(
        work(), slug=held.module_slug, edition=held.module_edition, language=language.language()
    )
    klass = class_by_id(work(), class_id=held.class_id)
    tied = queries.bookings_of_assignment(work(), assignment_id=held.id)
    return render_template(
        "assignments/given.html",
        given=held,
        module=found,
        klass=klass,
        pupils=len(queries.pupils_given(work(), assignment_id=held.id)),
        whom=queries.whom_label(work(), held),
        coming=_coming(held),
        parallel=_parallel(klass, held.module_slug),
        dates=dates or DatesForm(formdata=None, opens_on=held.opens_on, closes_on=held.closes_on),
        visits=visits or VisitsForm(formdata=None, bookings=[str(one) for one in tied]),
        bookings=shelf.bookings_for(work(), found, keep=tied),
        goals=goals.goals_of(work(), found),
        newest=modules.newest_of_several(work(), slug=held.module_slug, language=language.language()),
    )


def _coming(held: Given) -> list[str]:
    """Names of who came into a group it was given to, in class-list order."""
    ids = queries.newcomers(work(), held)
    names = names_of(work(), pupil_ids=ids) if ids else {}
    return [names[one].short_name for one in ids]


def _parallel(klass: ClassNow, slug: str) -> list[ClassRow]:
    """The other classes that somebody can give it to and that do not have it, those of the same level first."""
    others = [one for one in classes_of_actor(work()) if one.id != klass.id]
    running = queries.running_of_module(work(), slug=slug, class_ids=[one.id for one in others])
    has = {one.class_id for one in running}
    return sorted((one for one in others if one.id not in has), key=lambda one: one.levels_label != klass.levels_label)
