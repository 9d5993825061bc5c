"""For anyone: is this certificate real? Without a cookie, in the language of the phone, and no use to who guesses."""

import re

from flask import g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.access.actor import NOBODY
from app.base import doors
from app.base.language import LANGUAGES, speaking
from app.base.problems import TooMany
from app.certificates import queries
from app.certificates.operations import guessing
from app.certificates.views import bp
from app.web.incoming import address, neighbourhood
from app.web.pages import at_door, do_as, house, look_as, needs, work

NUMBER = re.compile(r"OW\s*\d\d[-\s]*\w{4}[-\s]*\w{4}(\s*/\s*\d{1,2})?[\s/]*$", re.ASCII)
LONGEST_ASKED = 2000  # letters that are looked at: a long address with the code at its end


@bp.get("/v")
@bp.get("/v/")
@needs(None)
def verify_page() -> ResponseReturnValue:
    if typed := request.args.get("code", "").strip():
        to = url_for("certificates.verify", code=_typed(typed) or "-", language=_chosen().get("language"))
        return _bare(redirect(to, code=303))
    return _page(None, None)


@bp.get("/v/<path:code>")
@bp.get("/V/<path:code>")
@needs(None)
def verify(code: str) -> ResponseReturnValue:
    """Only mistakes count: a hall full of parents may scan, and who scans is let in whoever guessed before."""
    asked = _typed(code)
    counted = _limits()
    try:
        if len(asked) < guessing.SECRET:
            guessing.must_not_guess(work(), limits=counted)
        seen = _seen(asked)
        if seen is None:
            do_as(NOBODY, guessing.count_guess, limits=counted)
    except TooMany as wait:
        return _page(None, asked, status=429, minutes=-(-wait.seconds // 60), seconds=wait.seconds)
    return _page(seen, asked, status=200 if seen else 404)


def _limits() -> tuple[guessing.Limit, ...]:
    return guessing.limits(lambda said: house().seal.digest("verify", said), address(), neighbourhood())


def _seen(code: str) -> queries.Seen | None:
    digest = house().seal.digest(doors.CERTIFICATE, code)
    passage = doors.find(work().db, doors.CERTIFICATE, digest, work().now)
    if passage is None:
        return None
    return look_as(at_door(passage.school_id), queries.certificate_at_door, certificate_id=passage.subject_id)


def _page(
    seen: queries.Seen | None, asked: str | None, *, status: int = 200, minutes: int = 0, seconds: int = 0
) -> Response:
    g.csrf_once = ""  # nothing is sent from this page, so that no cookie is needed
    with speaking(_language()):
        page = render_template("certificates/verify.html", seen=seen, asked=asked, minutes=minutes, chosen=_chosen())
    answer = _bare(make_response(page, status))
    if seconds:
        answer.headers["Retry-After"] = str(seconds)
    return answer


def _bare(answer: Response) -> Response:
    """Nothing of it is kept on the way, told to another site, or found by a search engine: it names a child, if only
    by half."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.add("Accept-Language")
    return answer


def _chosen() -> dict[str, str]:
    """The language as the link of the switch says it; it goes along in the address instead of in a cookie."""
    said = request.args.get("language", "")
    return {"language": said} if said in LANGUAGES else {}


def _language() -> str:
    said = _chosen().get("language") or session.get("language")
    return said or request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]) or LANGUAGES[0]


def _typed(text: str) -> str:
    """As typed from paper or scanned: any case, dashes and spaces forgotten. Of a whole address its end."""
    upper = text[-LONGEST_ASKED:].upper()
    number = NUMBER.search(upper)
    last = number.group() if number else upper.rstrip("/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isascii() and letter.isalnum())[:60]
