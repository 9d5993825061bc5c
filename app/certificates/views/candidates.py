"""Before printing: who has earned one, each name as it will print."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.certificates import queries
from app.certificates.forms import Names, PrintForm
from app.certificates.views import bp
from app.certificates.views.names import all_plates, names_to_come, printed
from app.web.pages import needs, work


@bp.get("/certificates/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def candidates(code: str) -> ResponseReturnValue:
    return _page(_found(code))


@bp.post("/certificates/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def print_run(code: str) -> ResponseReturnValue:
    return printed(_found(code), code, _page)


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
