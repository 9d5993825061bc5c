"""The mark book as a file, and the class on one sheet of paper."""

from io import BytesIO
from uuid import UUID

from flask import Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff, pupils_given
from app.base import language
from app.base.jobs import DONE, job_of
from app.base.problems import NotFound, RuleBroken
from app.base.sheets import as_csv, as_xlsx
from app.learning import operations
from app.learning.sheets.book import mark_book
from app.learning.views import bp
from app.people.queries import class_by_id
from app.web.forms import key_of
from app.web.pages import do, house, needs, see_other, tell, work


@bp.get("/class/<code>/export")
@needs(Permission.CLASS_READ)
def exports(code: str) -> ResponseReturnValue:
    """What there is to take along; after asking for the overview it is waited for here."""
    given = assignment_for_staff(work(), code)
    klass = class_by_id(work(), class_id=given.class_id)
    job = job_of(work(), key_of(request.args["job"])) if "job" in request.args else None
    return render_template(
        "learning/exports.html",
        code=code,
        klass=klass,
        job=job,
        to=url_for("learning.overview_file", code=code, job_id=job.id) if job else "",
        pupils=len(pupils_given(work(), assignment_id=given.id)),
        may_read=work().may_any(Permission.ANSWER_REVIEW),
    )


@bp.post("/class/<code>/export")
@needs(Permission.ANSWER_REVIEW)
def export(code: str) -> ResponseReturnValue:
    """Posted, because it is noted that it was made."""
    kind = request.form.get("kind", "")
    try:
        do(operations.note_export, code=code, kind=kind)
    except RuleBroken as broken:
        tell(broken.message, "bad")
        return see_other(url_for("learning.exports", code=code))
    return _file(code, kind)


@bp.post("/class/<code>/overview")
@needs(Permission.CLASS_READ)
def make_overview(code: str) -> ResponseReturnValue:
    try:
        job_id = do(operations.start_overview, code=code)
    except RuleBroken as broken:
        tell(broken.message, "bad")
        return see_other(url_for("learning.exports", code=code))
    return see_other(url_for("learning.exports", code=code, job=job_id))


@bp.get("/class/<code>/overview/<uuid:job_id>.pdf")
@needs(Permission.CLASS_READ)
def overview_file(code: str, job_id: UUID) -> ResponseReturnValue:
    assignment_for_staff(work(), code)
    job = job_of(work(), job_id)
    if job.state != DONE or "sha" not in job.result:
        raise NotFound("overview")
    pdf = house().files.get(job.result["sha"])
    return send_file(BytesIO(pdf), mimetype="application/pdf", download_name=job.result["name"])


def _file(code: str, kind: str) -> Response:
    book = mark_book(work(), code=code, language=language.language())
    if kind == "csv":
        content, media_type = as_csv.as_csv(book.pupils), as_csv.MEDIA_TYPE
    else:
        content = as_xlsx.as_xlsx(book.tables, title=book.title, at=work().now)
        media_type = as_xlsx.MEDIA_TYPE
    name = f"{book.file_stem}-{work().today.isoformat()}.{kind}"
    return send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)
