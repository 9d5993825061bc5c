"""Answers side by side: a word back to each, taken back, and kept as a sentence to say again.

Each form is a plain one; the page's own script sends it in the background and gets the one card back.
"""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_
from app.base.problems import RuleBroken
from app.learning import operations, review
from app.learning.card import card_now
from app.learning.forms import ReviewForm
from app.learning.sentences import LONGEST, sentences
from app.learning.stamps import all_stamps, stamp_words
from app.learning.views import bp
from app.people.queries import class_by_id
from app.web.forms import keys_of
from app.web.pages import do, is_fragment, needs, see_other, tell, work


@bp.get("/class/<code>/answers")
@needs(Permission.ANSWER_REVIEW)
def answers(code: str) -> ResponseReturnValue:
    return _page(code, ReviewForm(formdata=None), None)


@bp.post("/class/<code>/answers/<uuid:answer_id>")
@needs(Permission.ANSWER_REVIEW)
def say(code: str, answer_id: UUID) -> ResponseReturnValue:
    form = ReviewForm()
    also = keys_of(form.also.data or [])
    if not form.validate():
        return _refused(code, answer_id, also, form)
    facts: dict[str, Any] = {"verdict": form.verdict.data or "", "score": form.score.data, "again": form.again.data}
    facts |= {"also": also, "stamp": form.stamp.data or "", "text": form.text.data or ""}
    try:
        do(operations.review_answer, code=code, answer_id=answer_id, **facts)
    except RuleBroken as broken:
        form.refuse(broken)
        return _refused(code, answer_id, also, form)
    if is_fragment():
        return _card(code, [answer_id, *also], ReviewForm(formdata=None))
    tell(N_("Said. The pupil sees it."))
    return _back_to(code, answer_id)


@bp.post("/class/<code>/answers/<uuid:answer_id>/back")
@needs(Permission.ANSWER_REVIEW)
def take_back(code: str, answer_id: UUID) -> ResponseReturnValue:
    """The words come back in the field, to be mended."""
    try:
        text = do(operations.take_back, code=code, answer_id=answer_id)
    except RuleBroken as broken:
        if not is_fragment():
            raise
        form = ReviewForm(formdata=None)
        form.refuse(broken)
        return _card(code, [answer_id], form), 422
    form = ReviewForm(formdata=None, text=text)
    if is_fragment():
        return _card(code, [answer_id], form)
    tell(N_("Taken back. The pupil never saw it."))
    return _back_to(code, answer_id)


@bp.post("/class/<code>/answers/<uuid:answer_id>/keep")
@needs(Permission.ANSWER_REVIEW)
def keep_said(code: str, answer_id: UUID) -> ResponseReturnValue:
    """What was said becomes a sentence of this teacher."""
    do(operations.keep_said, code=code, answer_id=answer_id)
    if is_fragment():
        return render_template("learning/_sentences.html", sentences=sentences(work(), question=_here(code, answer_id)))
    tell(N_("Kept with your sentences."))
    return _back_to(code, answer_id)


def _back_to(code: str, answer_id: UUID) -> ResponseReturnValue:
    question = request.args.get("question", "")
    return see_other(url_for("learning.answers", code=code, question=question, _anchor=f"a-{answer_id}"))


def _refused(code: str, answer_id: UUID, also: list[UUID], form: ReviewForm) -> ResponseReturnValue:
    return (_card(code, [answer_id, *also], form) if is_fragment() else _page(code, form, answer_id)), 422


def _here(code: str, answer_id: UUID) -> str:
    card = card_now(work(), code=code, answer_ids=[answer_id], language=language.language())
    return f"{card.given.module_slug}/{card.question.id}"


def _card(code: str, answer_ids: list[UUID], form: ReviewForm) -> str:
    card = card_now(work(), code=code, answer_ids=answer_ids, language=language.language())
    kept = sentences(work())
    return render_template(
        "learning/_answer.html", card=card, code=code, form=form, **_drawn(card.tone), kept_already=_texts(kept)
    )


def _page(code: str, form: ReviewForm, about: UUID | None) -> str:
    question_id = request.args.get("question", "")
    found = review.answers_page(work(), code=code, question_id=question_id, language=language.language())
    here = f"{found.given.module_slug}/{found.now.question.id}" if found.now else ""
    own = sentences(work(), question=here)
    return render_template(
        "learning/answers.html",
        found=found,
        klass=class_by_id(work(), class_id=found.given.class_id),
        code=code,
        form=form,
        about=about,
        sentences=own,
        kept_already=_texts(own),
        **_drawn(found.tone),
    )


def _drawn(tone: str) -> dict[str, Any]:
    return {
        "tone": tone,
        "stamps": all_stamps(tone),
        "stamp_words": stamp_words,
        "longest": LONGEST,
    }


def _texts(own: tuple[Any, ...]) -> frozenset[str]:
    return frozenset(one.text for one in own)
