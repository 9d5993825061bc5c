"""A page for schools and parents that says how to check a certificate."""

from io import BytesIO
from uuid import UUID

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.jobs import DONE, job_of
from app.base.problems import NotFound
from app.certificates import operations
from app.certificates.views import bp
from app.web.forms import key_of
from app.web.pages import do, house, needs, see_other, work


@bp.get("/certificates/how-to-check")
@needs(Permission.CERTIFICATE_ISSUE)
def how_to_check() -> ResponseReturnValue:
    job = job_of(work(), key_of(request.args["job"])) if "job" in request.args else None
    to = url_for("certificates.check_page_file", job_id=job.id) if job else ""
    return render_template("certificates/how_to_check.html", job=job, to=to)


@bp.post("/certificates/how-to-check")
@needs(Permission.CERTIFICATE_ISSUE)
def make_check_page() -> ResponseReturnValue:
    said = request.form.get("language", language.language())
    job = do(operations.start_how_to_check, language=said, site=house().settings.base_url)
    return see_other(url_for("certificates.how_to_check", job=job, _anchor="job"))


@bp.get("/certificates/how-to-check/<uuid:job_id>.pdf")
@needs(Permission.CERTIFICATE_ISSUE)
def check_page_file(job_id: UUID) -> ResponseReturnValue:
    job = job_of(work(), job_id)
    if job.state != DONE or job.result.get("kind") != operations.CHECK_PAGE:
        raise NotFound("paper")
    pdf = BytesIO(house().files.get(job.result["sha"]))
    return send_file(pdf, mimetype="application/pdf", download_name=job.result["name"])
