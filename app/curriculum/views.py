"""The pictures of modules, by the hash of their content: they never change, so a browser asks once."""

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from app.curriculum.queries import picture
from app.web.pages import needs, work

bp = Blueprint("curriculum", __name__)
FOREVER = "public, max-age=31536000, immutable"
# A drawing opened by itself runs nothing and fetches nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@bp.get("/media/<sha256>")
@needs(None)
def media(sha256: str) -> Response:
    found = picture(work(), sha256=sha256)
    place = work().files.path(found.sha256)
    answer = send_file(place, mimetype=found.media_type, etag=found.sha256, conditional=True, max_age=None)
    answer.headers["Cache-Control"] = FOREVER
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
