"""A teacher's own sentences: to add, mend and take away."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.learning import operations
from app.learning.forms import SentenceForm
from app.learning.sentences import LONGEST, MOST, sentences
from app.learning.views import bp
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/sentences")
@needs(Permission.ANSWER_REVIEW)
def own_sentences() -> ResponseReturnValue:
    return _page(SentenceForm(formdata=None), None)


@bp.post("/sentences")
@needs(Permission.ANSWER_REVIEW)
def add_sentence() -> ResponseReturnValue:
    return _put(operations.keep_sentence, None, N_("Kept with your sentences."))


@bp.post("/sentences/<uuid:phrase_id>")
@needs(Permission.ANSWER_REVIEW)
def change_sentence(phrase_id: UUID) -> ResponseReturnValue:
    """Other words, or (`remove`) away with it."""
    if "remove" in request.form:
        do(operations.remove_phrase, phrase_id=phrase_id)
        tell(N_("Taken away. What you said with it stays."))
        return see_other(url_for("learning.own_sentences"))
    return _put(operations.change_phrase, phrase_id, N_("Saved."))


def _put(operation: Any, phrase_id: UUID | None, said: str) -> ResponseReturnValue:
    form = SentenceForm()
    which = {"phrase_id": phrase_id} if phrase_id else {}
    try:
        if not form.validate():
            return _page(form, phrase_id), 422
        do(operation, text=form.text.data or "", anyway=bool(form.anyway.data), **which)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(form, phrase_id), 422
    tell(said)
    return see_other(url_for("learning.own_sentences"))


def _page(form: SentenceForm, about: UUID | None) -> str:
    own = sentences(work())
    return render_template("learning/sentences.html", sentences=own, form=form, about=about, most=MOST, longest=LONGEST)
