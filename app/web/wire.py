"""What goes over the wire: sheets and scripts that always go together as one file, and pages made small.

The files of `static/css` and `static/js` stay apart for who writes them. A family is put together when it is first
asked for and kept in this process; nothing is built beforehand (docs/decisions/0022).
"""

import gzip
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
from flask import Flask, Response, request
from werkzeug.wrappers import Request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STATIC = Path(__file__).parent.parent / "static"
JOINED = "joined/"
FRAME = ("css/tokens.css", "css/base.css", "css/parts.css")
ALWAYS = ("js/patience.js", "js/text-size.js", "js/frame.js", "js/submit-once.js")
CONTROLS = ("js/order.js", "js/number-echo.js", "js/match.js", "js/hotspot.js", "js/below.js", "js/back-here.js")
OUTBOX = ("js/outbox.js", "js/lock.js", "js/together.js", "js/leave.js", "js/saving.js", "js/keep.js")
LIVE = ("js/lesson-now.js", "js/help.js", "js/enter.js")

FAMILIES: dict[str, tuple[str, ...]] = {
    "frame-po.css": ("css/fonts-po.css", *FRAME),
    "frame-vo.css": ("css/fonts-vo.css", *FRAME),
    "lesson.css": ("css/lesson.css", "css/questions.css", "css/along.css", "css/pause.css", "css/print.css"),
    "home.css": ("css/home.css", "css/along.css", "css/pause.css", "css/print.css"),
    "safety.css": ("css/home.css", "css/papers.css", "css/along.css", "css/pause.css", "css/print.css"),
    "door.css": ("css/sign-in.css", "css/people.css", "css/home.css", "css/print.css"),
    "frame.js": ALWAYS,
    "door.js": (*ALWAYS, "js/read-aloud.js", "js/picture-keypad.js"),
    "try.js": (*ALWAYS, "js/read-aloud.js", *CONTROLS),
    "pupil.js": (*ALWAYS, "js/read-aloud.js", *CONTROLS, "js/photo.js", *OUTBOX, *LIVE),
    "icons.svg": ("icons.svg",),  # alone, and made small on the way also where nothing was made small beforehand
}
"""Name -> its files in order. A sheet named `print.css` holds on paper alone, wherever it stands."""

KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
NEVER = re.compile(rb"(?!)")
REMARKS = {"css": re.compile(rb"/\*.*?\*/", re.DOTALL), "js": re.compile(rb"^\s*//.*\n", re.MULTILINE)}
"""What is for who writes a file, and not for who reads it: a fifth of the bytes. In scripts only whole lines."""
SMALLEST = 800  # bytes; a smaller page gains nothing
QUICK = 4  # of 11: a page of a lesson becomes a third in less than half a millisecond
LONG = 40_000  # bytes; a page as long is a table, which is small at once: at 3 of 9 in a quarter of the time of 6


def stamp(family: str) -> float:
    """Moves when one of the files does."""
    return max((STATIC / part).stat().st_mtime for part in FAMILIES[family])


def digest_of(family: str) -> str:
    """Of the whole content: twelve letters that stand in the address."""
    return hashlib.sha256(_whole(family, stamp(family))).hexdigest()[:12]


def packed(family: str, how: str) -> bytes:
    """The bytes that go over the wire. `how`: br, gzip or nothing."""
    return _packed(family, stamp(family), how)


class Joined:
    """Answers `/static/joined/<family>` before any session is looked at; all else is for the application behind it."""

    def __init__(self, behind: "WSGIApplication") -> None:
        self.behind = behind

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        family = environ["PATH_INFO"].removeprefix(f"/static/{JOINED}")
        if family not in FAMILIES or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.behind(environ, start)
        how = _how(Request(environ))
        answer = Response(packed(family, how))
        answer.mimetype = KINDS[family.rpartition(".")[2]]
        answer.headers.update({"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"})
        answer.headers["X-Content-Type-Options"] = "nosniff"
        if how:
            answer.headers["Content-Encoding"] = how
        return answer(environ, start)


@lru_cache(maxsize=64)
def _whole(family: str, _moved: float) -> bytes:
    remark = REMARKS.get(family.rpartition(".")[2], NEVER)
    parts = ((part, remark.sub(b"", (STATIC / part).read_bytes())) for part in FAMILIES[family])
    return b"\n".join(b"@media print {\n%s}\n" % text if part == "css/print.css" else text for part, text in parts)


@lru_cache(maxsize=64)
def _packed(family: str, moved: float, how: str) -> bytes:
    return _made_small(_whole(family, moved), how, brotli_quality=11)


def _made_small(body: bytes, how: str, *, brotli_quality: int) -> bytes:
    if how == "br":
        return bytes(brotli.compress(body, quality=brotli_quality))
    return gzip.compress(body, 3 if len(body) > LONG else 6, mtime=0) if how == "gzip" else body


def _how(asked: Request) -> str:
    """br before gzip, as WhiteNoise chooses for the other files; browsers ask for br over https alone."""
    return next((one for one in ("br", "gzip") if asked.accept_encodings[one] > 0), "")


def _pack_page(answer: Response) -> Response:
    """A page of ours. What has an ETag, or was told apart by another layer, stays as it is."""
    if answer.mimetype != "text/html" or answer.direct_passthrough or answer.is_streamed:
        return answer
    if "Content-Encoding" in answer.headers or "ETag" in answer.headers or request.method == "HEAD":
        return answer
    how = _how(request)
    answer.vary.add("Accept-Encoding")
    body = answer.get_data()
    if how and len(body) >= SMALLEST:
        answer.set_data(_made_small(body, how, brotli_quality=QUICK))
        answer.headers["Content-Encoding"] = how
    return answer


def init_app(app: Flask) -> None:
    """Registered first, so that it runs last: after_request goes backwards."""
    app.after_request(_pack_page)
    app.wsgi_app = Joined(app.wsgi_app)  # type: ignore[assignment, method-assign]  # the documented way to add one
