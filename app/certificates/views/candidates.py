"""Before printing: who has earned one, each name as it will print."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.problems import RuleBroken
from app.certificates import operations, queries
from app.certificates.forms import Names, PrintForm
from app.certificates.views import bp
from app.certificates.views.names import all_plates, must_look, names_to_come
from app.web.pages import do, house, needs, see_other, work


@bp.get("/certificates/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def candidates(code: str) -> ResponseReturnValue:
    return _page(_found(code))


@bp.post("/certificates/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def print_run(code: str) -> ResponseReturnValue:
    """Print what is ticked; or, with the button to look, only draw the names as they were typed."""
    form, found = PrintForm(), _found(code)
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
        code=code,
        pupil_ids=form.ids,
        site=house().settings.base_url,
        language=language.language(),
        kind=request.args.get("kind"),
        names=names.chosen,
    )


def _found(code: str) -> queries.Candidates:
    return queries.candidates(work(), code=code, language=language.language(), kind=request.args.get("kind"))


def _page(found: queries.Candidates, form: PrintForm | None = None, names: Names | None = None) -> str:
    """`form`: what was sent; its ticks and names are kept."""
    ready = set(names_to_come(found))
    return render_template(
        "certificates/candidates.html",
        found=found,
        runs=queries.runs_of_subject(work(), found=found),
        form=form or PrintForm(),
        typed=names or Names(),
        ticked=set(form.ids) if form else ready,
        ready=ready,
        plates=all_plates(found, names),
    )
