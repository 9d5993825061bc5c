"""A run that is being made, and its file."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.jobs import job_of
from app.base.problems import NotFound
from app.certificates import queries
from app.certificates.views import bp
from app.web.pages import is_fragment, needs, work


@bp.get("/certificates/run/<code>")
@needs(Permission.CERTIFICATE_ISSUE)
def run(code: str) -> ResponseReturnValue:
    """The page while it is being made; htmx asks again for the fragment."""
    found = queries.run_by_code(work(), code)
    job = job_of(work(), found.job_id)
    name = "certificates/_run.html" if is_fragment() else "certificates/run.html"
    return render_template(name, run=found, job=job)


@bp.get("/certificates/run/<code>/<name>")
@needs(Permission.CERTIFICATE_ISSUE)
def fetch(code: str, name: str) -> ResponseReturnValue:
    found = queries.run_by_code(work(), code)
    if found.file_sha is None or name != found.file_name:
        raise NotFound("file")
    answer = Response(work().files.get(found.file_sha), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.file_name}"'
    return answer
