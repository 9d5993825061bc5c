"""All classes of a school in one run, and an edition for all its schools."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_
from app.base.problems import RuleBroken
from app.certificates import operations, queries
from app.certificates.forms import SchoolPrintForm
from app.certificates.operations import Chosen, How
from app.certificates.views import bp
from app.web.pages import do, house, is_fragment, needs, see_other, tell, work


@bp.get("/certificates/school")
@needs(Permission.CERTIFICATE_ISSUE)
def school() -> ResponseReturnValue:
    period = queries.period_of(work(), request.args.get("period", ""))
    return _page(period)


@bp.post("/certificates/school")
@needs(Permission.CERTIFICATE_ISSUE)
def print_school() -> ResponseReturnValue:
    form = SchoolPrintForm()
    period = queries.period_of(work(), form.period.data or "")
    lessons = queries.lessons_to_print(work(), period=period, language=language.language())
    try:
        run = do(
            operations.start_school_run,
            period=period.key,
            lessons=_chosen(lessons, form),
            ticked=set(form.lessons.data or ()),
            how=How(form.shape.data or "pdf", again=bool(form.again.data)),
            site=house().settings.base_url,
            language=language.language(),
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(period, form), 422
    return see_other(url_for("certificates.run", code=run))


@bp.get("/certificates/edition")
@needs(Permission.CERTIFICATE_PREPARE)
def editions() -> ResponseReturnValue:
    found = queries.editions_to_print(work())
    return render_template("certificates/editions.html", editions=found)


@bp.get("/certificates/edition/<uuid:edition_id>")
@needs(Permission.CERTIFICATE_PREPARE)
def edition(edition_id: UUID) -> ResponseReturnValue:
    found = queries.edition_to_print(work(), edition_id=edition_id)
    name = "certificates/_edition.html" if is_fragment() else "certificates/edition.html"
    return render_template(name, edition=found)


@bp.post("/certificates/edition/<uuid:edition_id>")
@needs(Permission.CERTIFICATE_PREPARE)
def start_edition(edition_id: UUID) -> ResponseReturnValue:
    started = do(operations.start_edition, edition_id=edition_id, site=house().settings.base_url)
    if not started:
        tell(N_("The certificates of every school are being made already."), "note")
    return see_other(url_for("certificates.edition", edition_id=edition_id))


def _page(period: queries.Period, form: SchoolPrintForm | None = None) -> str:
    """`form`: what was sent and refused; its ticks are kept."""
    lessons = queries.lessons_to_print(work(), period=period, language=language.language())
    ticked = set(form.lessons.data or ()) if form else {one.code for one in lessons if one.ready}
    return render_template(
        "certificates/school.html",
        period=period,
        periods=queries.periods(work()),
        lessons=lessons,
        ticked=ticked,
        form=form or SchoolPrintForm(formdata=None),
    )


def _chosen(lessons: tuple[queries.Lesson, ...], form: SchoolPrintForm) -> list[Chosen]:
    """In the order of the page; of what is not on it nothing. A class where nothing is ready is ticked in vain."""
    ticked, again = set(form.lessons.data or ()), bool(form.again.data)
    counted = [(one, one.ready + (one.printed if again else 0)) for one in lessons if one.code in ticked]
    return [Chosen(one.code, count, one.title, one.source) for one, count in counted if count]
