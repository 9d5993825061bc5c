"""A run that is being made, its file, and all runs that lie ready."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.problems import NotFound
from app.certificates import operations, queries
from app.certificates.printing import HELD_UP
from app.certificates.views import bp
from app.web.pages import do, house, is_fragment, needs, see_other, work

KINDS = {"pdf": ("application/pdf", "inline"), "zip": ("application/zip", "attachment")}


@bp.get("/certificates/runs")
@needs(Permission.CERTIFICATE_ISSUE)
def runs() -> ResponseReturnValue:
    return render_template("certificates/runs.html", runs=queries.runs_of_school(work()))


@bp.get("/certificates/run/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def run(code: str) -> ResponseReturnValue:
    """The page while it is being made; htmx asks again for the fragment."""
    found = queries.run_by_code(work(), code)
    name = "certificates/_run.html" if is_fragment() else "certificates/run.html"
    return render_template(name, run=found, held_up=HELD_UP.get(found.held_up, ""), missing=_missing(found))


@bp.post("/certificates/run/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def make_again(code: str) -> ResponseReturnValue:
    """Go on with what broke off, or draw again what was taken away."""
    site = house().settings.base_url
    do(operations.make_again, run_code=code, site=site, language=language.language())
    return see_other(url_for("certificates.run", code=code))


@bp.get("/certificates/run/<code>/<name>")
@needs(Permission.CERTIFICATE_ISSUE)
def fetch(code: str, name: str) -> ResponseReturnValue:
    found = queries.run_by_code(work(), code)
    if found.file_sha is None or name != found.file_name:
        raise NotFound("file")
    kind, how = KINDS[found.shape]
    answer = Response(work().files.get(found.file_sha), mimetype=kind)
    answer.headers["Content-Disposition"] = f'{how}; filename="{found.file_name}"'
    return answer


def _missing(run: queries.RunNow) -> int:
    """How many were issued and are not in the file: revoked before they were drawn."""
    return max(0, run.issued - run.drawn) if run.is_ready else 0
