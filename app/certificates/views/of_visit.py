"""Certificates of a visit alone: from the booking to the names, and to the lesson where one goes with it."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.problems import RuleBroken
from app.certificates import operations, queries, rules
from app.certificates.forms import Names, PrintForm
from app.certificates.views import bp
from app.certificates.views.names import all_plates, must_look, names_to_come
from app.web.pages import do, house, needs, see_other, work


@bp.get("/certificates/visit/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def of_visit(code: str) -> ResponseReturnValue:
    """A lesson that goes with it says more: its page prints those of the visit too."""
    found = queries.candidates_of_visit(work(), code=code, language=language.language())
    lesson = queries.lesson_of_visit(work(), booking_ids=[booking.id for booking in found.bookings])
    if lesson:
        return see_other(url_for("certificates.candidates", code=lesson, kind=rules.VISIT))
    return _page(found)


@bp.post("/certificates/visit/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def print_visit(code: str) -> ResponseReturnValue:
    form, found = PrintForm(), queries.candidates_of_visit(work(), code=code, language=language.language())
    names = form.read_names(names_to_come(found))
    if must_look(names):
        return _page(found, form, names), 422 if names.problems else 200
    try:
        run = _print(code, form, names)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(found, form, names), 422
    return see_other(url_for("certificates.run", code=run))


def _print(code: str, form: PrintForm, names: Names) -> str:
    return do(
        operations.print_certificates,
        source=queries.VISIT_ALONE,
        code=code,
        pupil_ids=form.ids,
        site=house().settings.base_url,
        language=language.language(),
        names=names.chosen,
    )


def _page(found: queries.Candidates, form: PrintForm | None = None, names: Names | None = None) -> str:
    fresh = [one for one in found.pupils if one.certificate_id is None]
    ready = [one for one in fresh if one.verdict.earned]
    ahead = [one for one in fresh if one.verdict.ahead]
    return render_template(
        "certificates/visit.html",
        found=found,
        ready=ready,
        ahead=ahead,
        printed=[one for one in found.pupils if one.certificate_id],
        waiting=[one for one in fresh if not one.may_print],
        form=form or PrintForm(),
        typed=names or Names(),
        plates=all_plates(found, names),
        runs=queries.runs_of_subject(work(), found=found),
        ticked=set(form.ids) if form else {one.pupil.id for one in (*ready, *ahead)},
    )
