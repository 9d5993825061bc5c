"""Photos as they are looked at: by the pupil who made one and the teachers of the class, by nobody else."""

from io import BytesIO

from flask import Response, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.learning import operations, queries
from app.learning.views import bp
from app.web.pages import do, house, needs, see_other, tell, work


@bp.get("/learn/<code>/photo/<sha256>")
@needs(Permission.LEARN)
def own_photo(code: str, sha256: str) -> ResponseReturnValue:
    return _sent(queries.photo_for_pupil(work(), code=code, sha256=sha256))


@bp.get("/class/<code>/photo/<sha256>")
@needs(Permission.ANSWER_REVIEW)
def photo(code: str, sha256: str) -> ResponseReturnValue:
    return _sent(queries.photo_for_staff(work(), code=code, sha256=sha256))


@bp.post("/class/<code>/photo/<sha256>/away")
@needs(Permission.ANSWER_REVIEW)
def photo_away(code: str, sha256: str) -> ResponseReturnValue:
    """A face on it, or something else that should not be kept."""
    do(operations.take_photo_away, code=code, sha256=sha256)
    tell(N_("The photo is gone. Say to the pupil why, and give it back for a new one."))
    return see_other(url_for("learning.answers", code=code, question=request.args.get("question", "")))


def _sent(sha256: str) -> Response:
    """Read whole: a file that goes meanwhile breaks no answer. The frame says no-store and nosniff."""
    return send_file(BytesIO(house().files.get(sha256)), mimetype="image/jpeg")
