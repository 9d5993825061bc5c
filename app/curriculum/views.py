"""The pictures of modules, by the hash of their content: they never change, so a browser asks once."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.curriculum.queries import picture
from app.web.pages import needs, work

bp = Blueprint("curriculum", __name__)
FOREVER = "public, max-age=31536000, immutable"
# A drawing opened by itself runs nothing and fetches nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@bp.get("/media/<sha256>")
@needs(None)
def media(sha256: str) -> ResponseReturnValue:
    found = picture(work(), sha256=sha256)
    answer = Response(work().files.get(found.sha256), mimetype=found.media_type)
    answer.headers["Cache-Control"] = FOREVER
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.set_etag(found.sha256)
    return answer.make_conditional(request)
