"""Before printing: who has earned one, each name as it will print."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.problems import RuleBroken
from app.certificates import operations, queries
from app.certificates.forms import Names, PrintForm
from app.certificates.nameplates import plate
from app.certificates.views import bp
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
    names = form.read_names(_to_come(found))
    if "look" in request.form or names.problems:
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
        names=names.chosen,
    )


def _found(code: str) -> queries.Candidates:
    return queries.candidates(work(), code=code, language=language.language())


def _to_come(found: queries.Candidates) -> dict[UUID, str]:
    """Whose paper is still to be issued, with the name of the class list: only that may be changed here."""
    return {one.pupil.id: one.name for one in found.pupils if one.verdict.earned and one.certificate_id is None}


def _page(found: queries.Candidates, form: PrintForm | None = None, names: Names | None = None) -> str:
    """`form`: what was sent; its ticks and names are kept."""
    names, ready = names or Names(), set(_to_come(found))
    shown = {one.pupil.id: names.typed.get(one.pupil.id) or one.name for one in found.pupils}
    return render_template(
        "certificates/candidates.html",
        found=found,
        runs=queries.runs_of_assignment(work(), given=found.given),
        form=form or PrintForm(),
        typed=names,
        ticked=set(form.ids) if form else ready,
        ready=ready,
        plates={pupil: plate(name, found.school.kind) for pupil, name in shown.items()},
    )
