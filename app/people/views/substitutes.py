"""A substitute comes in: the link of the card, or its letters typed; one button, no account, until five o'clock."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.actor import NOBODY, Role
from app.base import clock
from app.base.doors import Passage
from app.people.operations import substitute_came
from app.people.queries.substitutes import class_to_lead, passage_of_pass, token_from
from app.people.views.blueprint import bp, start_session
from app.web.pages import at_door, do_as, look_as, needs, see_other


@bp.route("/inval", methods=["GET", "POST"])
@needs(None)
def substitute_code() -> ResponseReturnValue:
    """For a laptop without a camera: the letters under the QR code of the card."""
    typed = request.form.get("code", "")
    if token := token_from(typed):
        return see_other(url_for("people.substitute", token=token))
    page = render_template("people/substitute_code.html", typed=typed, wrong=bool(typed))
    return page, 422 if request.method == "POST" else 200


@bp.get("/inval/klaar")
@needs(None)
def substitute_over() -> ResponseReturnValue:
    """Where a substitute ends: at five o'clock, when the link was withdrawn, and after signing out."""
    return render_template("people/substitute_over.html", passage=None, waits=False)


@bp.route("/inval/<token>", methods=["GET", "POST"])
@bp.route("/I/<token>", methods=["GET", "POST"], endpoint="substitute_by_qr")  # capitals: a smaller QR code
@needs(None)
def substitute(token: str) -> ResponseReturnValue:
    """Looking signs nobody in: mail programs and chats look at links too."""
    passage = _behind(token)
    if passage is None:
        return render_template("people/substitute_over.html", passage=None, waits=False), 404
    if not passage.is_open:
        waits = passage.opens_at is not None and clock.now() < passage.opens_at
        return render_template("people/substitute_over.html", passage=passage, waits=waits), 410
    door = at_door(passage.school_id, passage.subject_id)
    klass = look_as(door, class_to_lead, class_id=passage.subject_id)
    if request.method == "POST" and passage.id:
        do_as(door, substitute_came, pass_id=passage.id)
        return start_session(passage.id, Role.SUBSTITUTE, passage.school_id)
    return render_template("people/substitute.html", klass=klass, passage=passage)


def _behind(typed: str) -> Passage | None:
    token = token_from(typed)
    return look_as(NOBODY, passage_of_pass, token=token) if token else None
