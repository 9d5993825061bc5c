"""Certificates for companies: a host its own, the network's office all of a year or an edition."""

from io import BytesIO
from uuid import UUID

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.jobs import DONE, JobNow, job_of
from app.base.problems import NotFound
from app.certificates import operations
from app.certificates.queries.wall import period_for_wall, periods_for_wall
from app.certificates.views import bp
from app.web.forms import key_of
from app.web.pages import do, house, needs, see_other, work


@bp.get("/wall")
@needs(Permission.COMPANY_EDIT)
def wall() -> ResponseReturnValue:
    job, to = _waited()
    return render_template("certificates/wall.html", periods=periods_for_wall(work()), job=job, to=to)


@bp.post("/wall/<uuid:period_id>")
@needs(Permission.COMPANY_EDIT)
def make_wall(period_id: UUID) -> ResponseReturnValue:
    job = do(operations.start_wall, period_id=period_id, language=language.language())
    return see_other(url_for("certificates.wall", job=job, period=period_id, _anchor="job"))


@bp.get("/wall/<uuid:period_id>/<uuid:job_id>.pdf")
@needs(Permission.COMPANY_EDIT)
def wall_paper(period_id: UUID, job_id: UUID) -> ResponseReturnValue:
    """One's own print, as long as it is kept."""
    period_for_wall(work(), period_id=period_id)
    job = job_of(work(), job_id)
    if job.state != DONE or job.result.get("period") != str(period_id):
        raise NotFound("paper")
    pdf = BytesIO(house().files.get(job.result["sha"]))
    return send_file(pdf, mimetype="application/pdf", download_name=job.result["name"])


def _waited() -> tuple[JobNow | None, str]:
    if "job" not in request.args:
        return None, ""
    job = job_of(work(), key_of(request.args["job"]))
    return job, url_for("certificates.wall_paper", period_id=key_of(request.args.get("period", "")), job_id=job.id)
