"""Questions for the host: the teacher chooses from what pupils wrote, mends the words, and sends them without names."""

from collections.abc import Mapping
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments.queries import pupils_given
from app.base import language
from app.base.language import N_, gettext
from app.base.problems import RuleBroken
from app.learning.for_host import ForHost, Wish, first_names_in, for_host
from app.learning.forms import QuestionsForm
from app.learning.views import bp
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
    chosen = [_typed(wish) for wish in found.wishes if str(wish.answer_id) in (form.pick.data or ())]
    chosen += [text for text in [" ".join((form.own.data or "").split())] if text]
    try:
        if form.booking.data not in {booking.code for booking in found.bookings}:
            raise RuleBroken("booking", N_("Choose a visit that goes with this assignment."))
        _check_names(found, chosen, form)
        do(send_questions, code=form.booking.data or "", questions=chosen)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, found, form), 422
    tell(N_("Sent, without names. The host sees them with the booking."))
    return see_other(url_for("learning.host_questions", code=code))


def _found(code: str) -> ForHost:
    return for_host(work(), code=code, language=language.language())


def _typed(wish: Wish) -> str:
    """As the teacher mended it."""
    return " ".join(request.form.get(f"text-{wish.answer_id}", wish.text).split())


def _check_names(found: ForHost, chosen: list[str], form: QuestionsForm) -> None:
    """A name goes out only when the teacher says that it is a word: Roos, Storm."""
    pupils = pupils_given(work(), assignment_id=found.given.id)
    named = [name for text in chosen for name in first_names_in(text, pupils)]
    if named and not form.anyway.data:
        message = N_("%(names)s is the name of a child in your class. Take it out, or say below that it is a word.")
        raise RuleBroken("anyway", message, names=", ".join(dict.fromkeys(named)))


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
    return {wish.answer_id: _typed(wish) if form.is_submitted() else wish.text for wish in found.wishes}
