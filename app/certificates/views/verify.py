"""For anyone: is this certificate real?"""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import NOBODY
from app.base import doors
from app.base.throttle import count_try, must_be_free
from app.certificates import queries
from app.certificates.views import bp
from app.web.incoming import address
from app.web.pages import at_door, do_as, house, look_as, needs, work

MISTAKES, MINUTES = 30, 10  # unknown codes from one address: a class that mistypes stays below


@bp.get("/v")
@bp.get("/v/")
@needs(None)
def verify_page() -> ResponseReturnValue:
    if typed := request.args.get("code", "").strip():
        last = typed.rstrip("/").rsplit("/", 1)[-1]  # who copies the whole address means its end
        return redirect(url_for("certificates.verify", code=_plain(last) or "-"), code=303)
    return render_template("certificates/verify.html", seen=None, asked=None)


@bp.get("/v/<code>")
@bp.get("/V/<code>")
@needs(None)
def verify(code: str) -> ResponseReturnValue:
    tries = f"verify:{house().seal.digest('verify', address())}"
    must_be_free(work(), key=tries, limit=MISTAKES, minutes=MINUTES)
    seen = _seen(_plain(code))
    if seen is None:  # only mistakes count: a hall full of parents may scan
        do_as(NOBODY, count_try, key=tries, limit=MISTAKES, minutes=MINUTES)
    page = render_template("certificates/verify.html", seen=seen, asked=_plain(code))
    answer = make_response(page, 200 if seen else 404)
    answer.headers["X-Robots-Tag"] = "noindex"  # a child's name, even shortened, is not for search engines
    return answer


def _seen(code: str) -> queries.Seen | None:
    digest = house().seal.digest(doors.CERTIFICATE, code)
    passage = doors.find(work().db, doors.CERTIFICATE, digest, work().now)
    if passage is None:
        return None
    return look_as(at_door(passage.school_id), queries.certificate_at_door, certificate_id=passage.subject_id)


def _plain(code: str) -> str:
    """As typed from paper: any case, dashes and spaces forgotten."""
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())[:60]
