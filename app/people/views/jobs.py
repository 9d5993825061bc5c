"""How far a job is, for every page that waits for one."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.jobs import job_of
from app.people.views.blueprint import bp
from app.web.frame import local
from app.web.pages import needs, work


@bp.get("/jobs/<uuid:job_id>")
@needs(Permission.JOB_READ)
def job_progress(job_id: UUID) -> ResponseReturnValue:
    """The piece `people/_job.html`, asked for every second until the job is over. `to`: where its result is."""
    job = job_of(work(), job_id)
    return render_template("people/_job.html", job=job, to=local(request.args.get("to", "/")))
