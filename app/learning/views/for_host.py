"""Questions for the host: the teacher chooses from what pupils wrote, mends the words, and sends them without names."""

from collections.abc import Mapping
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_, gettext
from app.base.problems import RuleBroken
from app.learning.for_host import ForHost, for_host
from app.learning.forms import QuestionsForm
from app.learning.views import bp
from app.learning.views.without_names import names_of_lesson, typed
from app.people.queries import class_by_id
from app.visits.operations import send_questions
from app.visits.rules import LONGEST_QUESTION, MOST_QUESTIONS
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/class/<code>/questions")
@needs(Permission.ANSWER_REVIEW)
def host_questions(code: str) -> ResponseReturnValue:
    return _page(code, _found(code), QuestionsForm(formdata=None))


@bp.post("/class/<code>/questions")
@needs(Permission.ANSWER_REVIEW)
def send_host_questions(code: str) -> ResponseReturnValue:
    form, found = QuestionsForm(), _found(code)
    if not form.validate():
        return _page(code, found, form), 422
    chosen = [
        typed(wish.answer_id, wish.text) for wish in found.wishes if str(wish.answer_id) in (form.pick.data or ())
    ]
    chosen += [text for text in [" ".join((form.own.data or "").split())] if text]
    try:
        if form.booking.data not in {booking.code for booking in found.bookings}:
            raise RuleBroken("booking", N_("Choose a visit that goes with this assignment."))
        names, is_word = names_of_lesson(found.given.id), bool(form.anyway.data)
        do(send_questions, code=form.booking.data or "", questions=chosen, is_word=is_word, names=names)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, found, form), 422
    tell(N_("Sent, without names. The host sees them with the booking."))
    return see_other(url_for("learning.host_questions", code=code))


def _found(code: str) -> ForHost:
    return for_host(work(), code=code, language=language.language())


def _page(code: str, found: ForHost, form: QuestionsForm) -> str:
    return render_template(
        "learning/for_host.html",
        found=found,
        klass=class_by_id(work(), class_id=found.given.class_id),
        code=code,
        form=form,
        typed=_all_typed(found, form),
        picked=set(form.pick.data or ()),
        most=MOST_QUESTIONS,
        longest=LONGEST_QUESTION,
        label=gettext("Question"),
    )


def _all_typed(found: ForHost, form: QuestionsForm) -> Mapping[UUID, str]:
    """What stands in the fields: what was typed, when it was refused."""
    return {
        wish.answer_id: typed(wish.answer_id, wish.text) if form.is_submitted() else wish.text for wish in found.wishes
    }
