"""Before printing: who has earned one, each name as it will print."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.problems import RuleBroken
from app.certificates import operations, queries
from app.certificates.forms import PrintForm
from app.certificates.views import bp
from app.web.pages import do, house, needs, see_other, work


@bp.get("/certificates/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def candidates(code: str) -> ResponseReturnValue:
    return _page(code)


@bp.post("/certificates/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def print_run(code: str) -> ResponseReturnValue:
    form = PrintForm()
    try:
        run = do(
            operations.print_certificates,
            code=code,
            pupil_ids=form.ids,
            site=house().settings.base_url,
            language=language.language(),
            kind=request.args.get("kind"),
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, form), 422
    return see_other(url_for("certificates.run", code=run))


def _page(code: str, form: PrintForm | None = None) -> str:
    """`form`: what was sent and refused; its ticks are kept."""
    found = queries.candidates(work(), code=code, language=language.language(), kind=request.args.get("kind"))
    runs = queries.runs_of_assignment(work(), given=found.given) if found.given else []
    fresh = [one for one in found.pupils if one.number is None]
    ready = {one.pupil.id for one in fresh if one.verdict.earned or one.verdict.ahead}
    ticked = set(form.ids) if form else ready
    return render_template(
        "certificates/candidates.html", found=found, runs=runs, form=form or PrintForm(), ticked=ticked, ready=ready
    )
