"""What the outbox of a pupil's browser asks: a token for the session of now, and which pages to keep for later."""

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.learning.keeping import kept_for_pupil
from app.learning.views import bp
from app.web.frame import csrf
from app.web.identity import seconds_left
from app.web.outbox import owner_now
from app.web.pages import needs, work


@bp.get("/learn/pass")
@needs(Permission.LEARN)
def outbox_pass() -> ResponseReturnValue:
    """Who is signed in, as a key, and the token of this session: a waiting answer holds none, and outlives many.
    `left`: seconds until the session ends, because the clock of a device may be wrong."""
    return jsonify(owner=owner_now(), token=csrf(), left=seconds_left())


@bp.get("/learn/pages")
@needs(Permission.LEARN)
def kept_pages() -> ResponseReturnValue:
    """[address, stamp] of each page, in the order in which they are needed."""
    speech = language.language()
    kept = kept_for_pupil(work(), language=speech)
    pages = [[url_for("outbox.offline"), speech], [url_for("home.index"), kept.stamp]]
    pages += [[url_for("learning.lesson", code=code), stamp] for code, stamp in kept.entrances]
    if kept.looks:
        pages.append([url_for("learning.dossier_page"), kept.stamp])
    pages += [[url_for("learning.reflect_page", code=code), stamp] for code, stamp in kept.looks]
    pages += [
        [url_for("learning.screen", code=one.code, step_id=one.step_id, number=one.number), one.stamp]
        for one in kept.screens
    ]
    return jsonify(owner=owner_now(), pages=pages)
