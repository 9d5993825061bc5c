"""The outbox of a pupil's browser, as the server meets it: whose it is, what may send it, and pages kept on the device.

docs/decisions/0014-the-outbox.md tells why it is done so.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from app.access.actor import Actor, Role
from app.base.problems import Problem
from app.web.identity import actor_now, locked_identity
from app.web.pages import P, View, house, needs
from app.web.replies import wants_words, words

STATIC = Path(__file__).parent.parent / "static"
TEMPLATES = Path(__file__).parents[2] / "templates"
OWNER = "X-Owner"
KEEP = "X-Keep"
bp = Blueprint("outbox", __name__)


class OtherOwner(Problem):
    """An answer of one pupil, sent by the session of another person."""


def owner_now() -> str:
    """The key of the pupil at the keyboard: what its entries and kept pages carry on the device. Empty for others.

    It follows from the pupil and the secret of the house, names nobody, and opens nothing.
    """
    if "owner" not in g:
        actor = actor_now()
        is_pupil = actor.role is Role.PUPIL and actor.user_id is not None
        g.owner = _key(actor) if is_pupil else ""
    return str(g.owner)


def _key(actor: Actor) -> str:
    return house().seal.token("outbox", str(actor.user_id))


def key_of_adult() -> str:
    """The same for an adult whose phone sends later (visits): whose words they are. Empty for who has no account."""
    actor = actor_now()
    return _key(actor) if actor.user_id is not None else ""


def asks_itself(view: View[P]) -> View[P]:
    """Say on the route that scripts of adults post here too, and that it asks `must_be_owner`; below `needs`."""
    view.asks_itself = True  # type: ignore[attr-defined]  # read before any view begins
    return view


def must_be_owner() -> None:
    """What a phone kept is sent by the session that said it, and no other. A form without a script says nothing.

    Raises:
        OtherOwner: somebody else is signed in now.
    """
    if wants_words() and request.form.get("owner", "") != key_of_adult():
        raise OtherOwner


def is_kept() -> bool:
    """Is this page fetched to be kept on the device? Then it holds no name, no token and no id of an answer."""
    return KEEP in request.headers


@lru_cache(maxsize=1)
def digest() -> str:
    """Another look is another digest: of styles, scripts, icons and templates as they were when the process began."""
    whole = hashlib.sha256()
    for folder in (STATIC / "css", STATIC / "js", STATIC / "img", TEMPLATES):
        for file in sorted(folder.rglob("*.*")):
            whole.update(file.read_bytes())
    return whole.hexdigest()[:12]


@bp.get("/sw.js")
@needs(None)
def worker() -> ResponseReturnValue:
    """The service worker. It stands at the root, so that it may look after the pupil's home too."""
    text = (STATIC / "js" / "sw.js").read_text(encoding="utf-8")
    answer = Response(f'const DIGEST = "{digest()}";\n{text}', mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/offline")
@needs(None)
def offline() -> ResponseReturnValue:
    """Shown by the device when it has no wifi and not the page that was asked for."""
    return render_template("_layout/offline.html")


def _sent_by_its_owner() -> None:
    """Each entry says whose it is. Checked before any view, so that none can forget.

    Raises:
        OtherOwner: another pupil, or an adult, is signed in.
    """
    if request.method != "POST" or not wants_words() or actor_now().user_id is None:
        return
    if getattr(current_app.view_functions.get(request.endpoint or ""), "asks_itself", False):
        return
    if not owner_now() or request.form.get("owner", "") != owner_now():
        raise OtherOwner


def _say_whose(answer: Response) -> Response:
    if owner := owner_now():
        answer.headers[OWNER] = owner
    elif locked := locked_identity():  # the pages stay on the device: the same pupil goes on, or nobody does
        answer.headers[OWNER] = _key(locked.actor)
    return answer


def init_app(app: Flask) -> None:
    """After the frame: what carries no good token is refused before anything else."""
    app.register_blueprint(bp)
    app.before_request(_sent_by_its_owner)
    app.after_request(_say_whose)
    app.register_error_handler(OtherOwner, lambda _: words("other", 409))
