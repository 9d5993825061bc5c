"""Certificates for companies: a host its own, the network's office all of an edition."""

from io import BytesIO
from uuid import UUID

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.jobs import DONE, JobNow, job_of
from app.base.problems import NotFound
from app.certificates import operations
from app.certificates.queries.wall import edition_for_wall, editions_for_wall
from app.certificates.views import bp
from app.web.forms import key_of
from app.web.pages import do, house, needs, see_other, work


@bp.get("/wall")
@needs(Permission.COMPANY_EDIT)
def wall() -> ResponseReturnValue:
    job, to = _waited()
    return render_template("certificates/wall.html", editions=editions_for_wall(work()), job=job, to=to)


@bp.post("/wall/<uuid:edition_id>")
@needs(Permission.COMPANY_EDIT)
def make_wall(edition_id: UUID) -> ResponseReturnValue:
    job = do(operations.start_wall, edition_id=edition_id, language=language.language())
    return see_other(url_for("certificates.wall", job=job, edition=edition_id, _anchor="job"))


@bp.get("/wall/<uuid:edition_id>/<uuid:job_id>.pdf")
@needs(Permission.COMPANY_EDIT)
def wall_paper(edition_id: UUID, job_id: UUID) -> ResponseReturnValue:
    """One's own print, as long as it is kept."""
    edition_for_wall(work(), edition_id=edition_id)
    job = job_of(work(), job_id)
    if job.state != DONE or job.result.get("edition") != str(edition_id):
        raise NotFound("paper")
    pdf = BytesIO(house().files.get(job.result["sha"]))
    return send_file(pdf, mimetype="application/pdf", download_name=job.result["name"])


def _waited() -> tuple[JobNow | None, str]:
    if "job" not in request.args:
        return None, ""
    job = job_of(work(), key_of(request.args["job"]))
    return job, url_for("certificates.wall_paper", edition_id=key_of(request.args.get("edition", "")), job_id=job.id)
