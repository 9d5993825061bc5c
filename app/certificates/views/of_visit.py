"""Certificates of a visit alone: from the booking to the names, and to the lesson where one goes with it."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.certificates import queries, rules
from app.certificates.forms import Names, PrintForm
from app.certificates.views import bp
from app.certificates.views.names import all_plates, printed
from app.web.pages import needs, see_other, work


@bp.get("/certificates/visit/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def of_visit(code: str) -> ResponseReturnValue:
    """A lesson that goes with it says more: its page prints those of the visit too."""
    found = _found(code)
    lesson = queries.lesson_of_visit(work(), booking_ids=[booking.id for booking in found.bookings])
    if lesson:
        return see_other(url_for("certificates.candidates", code=lesson, kind=rules.VISIT))
    return _page(found)


@bp.post("/certificates/visit/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def print_visit(code: str) -> ResponseReturnValue:
    return printed(_found(code), code, _page)


def _found(code: str) -> queries.Candidates:
    return queries.candidates_of_visit(work(), code=code, language=language.language())


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
