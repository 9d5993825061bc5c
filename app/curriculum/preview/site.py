"""The author's preview: a small site on this machine alone, without a database, accounts or a way to write anything."""

from pathlib import Path
from typing import Any

from flask import Flask, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.base import clock
from app.base import language as words
from app.base.levels import kind_of
from app.curriculum.checker.folder import Checked, check_module
from app.curriculum.checker.vocabulary import FILE, read_vocabulary
from app.curriculum.preview.stamp import stamp_of
from app.curriculum.preview.switches import asked_look, said, switches
from app.curriculum.preview.values import PUPIL, Look, Preview, picture_in, preview_of
from app.web.frame import POLICY, STATIC, Page, asset
from app.web.wire import Joined

TEMPLATES = Path(__file__).parents[3] / "templates"
HERE = "127.0.0.1"
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"  # a drawing runs and fetches nothing


def preview_site(lessons: Path, slug: str) -> Flask:
    """The site for one module of the folder. It listens to nothing by itself: the command serves it on 127.0.0.1."""
    site = Flask(__name__, template_folder=str(TEMPLATES), static_folder=str(STATIC), static_url_path="/static")
    site.config.update(TRUSTED_HOSTS=[HERE, "localhost"])  # no page from outside reads it through a name of its own
    site.jinja_env.trim_blocks = site.jinja_env.lstrip_blocks = True
    site.jinja_env.globals.update(asset=asset, _=words.gettext, gettext=words.gettext, ngettext=words.ngettext)
    site.jinja_env.filters.update(number=words.number)
    folder = lessons / slug

    def check() -> Checked:
        return check_module(folder, read_vocabulary(lessons), clock.school_day(clock.now()))

    def stamp() -> str:
        return stamp_of(folder, lessons / "_shared", lessons / FILE)

    @site.get("/")
    def page() -> ResponseReturnValue:
        spoken = "en" if request.args.get("say") == "en" else "nl"
        with words.speaking(spoken):
            seen = stamp()  # before reading: a file saved while we read is seen by the next question
            found = preview_of(check(), files_of(folder), asked_look(request.args))
            return render_template("curriculum/preview.html", **_around(found, spoken), stamp=seen)

    @site.get("/changed")
    def changed() -> ResponseReturnValue:
        return Response(stamp(), mimetype="text/plain")

    @site.get("/media/<sha256>")
    def media(sha256: str) -> ResponseReturnValue:
        content, media_type = picture_in(check(), sha256)
        answer = Response(content, status=200 if content else 404, mimetype=media_type)
        answer.headers["Content-Security-Policy"] = ALONE
        return answer

    site.after_request(_headers)
    site.wsgi_app = Joined(site.wsgi_app)  # type: ignore[assignment, method-assign]  # the sheets that go together as one file
    return site


def files_of(folder: Path) -> dict[str, bytes]:
    """The texts of a module by their path in it; what cannot be read is left out."""
    found: dict[str, bytes] = {}
    for file in sorted(folder.glob("*/*.md")):
        try:
            found[file.relative_to(folder).as_posix()] = file.read_bytes()
        except OSError:
            continue
    return found


def _around(found: Preview, spoken: str) -> dict[str, Any]:
    """What the frame of our pages asks for: nobody is signed in, nothing can be sent."""

    def address(look: Look, say: str = spoken) -> str:
        asked = said(look) | ({"say": say} if say != "nl" else {})
        return url_for("page", **asked)

    tone = kind_of(found.look.band or next(iter(found.levels), "vo-")) if found.look.mode == PUPIL else "adult"
    return {
        "found": found,
        "chosen": switches(found, address),
        "spoken": lambda say: address(found.look, say),
        "changed": url_for("changed"),
        "page": Page(tone, spoken, demo=False),
        "me": None,
        "csrf": "",
        "notices": [],
    }


def _headers(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers["Cache-Control"] = "no-store"
    return answer
