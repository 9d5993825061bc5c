"""A thank-you to the host: the teacher chooses from what pupils wrote, mends it, and sends it without names."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments.queries import pupils_given
from app.base.language import N_
from app.base.problems import RuleBroken
from app.learning.for_host import first_names_in
from app.learning.forms import ThanksForm
from app.learning.thanks import Sentence, Thanks
from app.learning.thanks import thanks as thanks_of
from app.learning.views import bp
from app.people.queries import class_by_id
from app.visits.operations import send_thanks
from app.visits.rules.after import LONGEST_SENTENCE, MOST_SENTENCES
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/class/<code>/thanks")
@needs(Permission.ANSWER_REVIEW)
def thanks(code: str) -> ResponseReturnValue:
    return _page(code, thanks_of(work(), code=code), ThanksForm(formdata=None))


@bp.post("/class/<code>/thanks")
@needs(Permission.ANSWER_REVIEW)
def thank(code: str) -> ResponseReturnValue:
    form, found = ThanksForm(), thanks_of(work(), code=code)
    if not form.validate():
        return _page(code, found, form), 422
    chosen = [_typed(one) for one in found.sentences if one.key in (form.pick.data or ())]
    chosen += [text for text in [" ".join((form.own.data or "").split())] if text]
    try:
        if form.booking.data not in {booking.code for booking in found.bookings}:
            raise RuleBroken("booking", N_("Choose a visit that goes with this assignment."))
        _check_names(found, chosen, form)
        do(send_thanks, code=form.booking.data or "", sentences=chosen)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, found, form), 422
    tell(N_("Sent, without names. The host sees it with the booking."))
    return see_other(url_for("learning.thanks", code=code))


def _typed(sentence: Sentence) -> str:
    """As the teacher mended it."""
    return " ".join(request.form.get(f"text-{sentence.key}", sentence.text).split())


def _check_names(found: Thanks, chosen: list[str], form: ThanksForm) -> None:
    """A name goes out only when the teacher says that it is a word: Roos, Storm."""
    pupils = pupils_given(work(), assignment_id=found.given.id)
    named = [name for text in chosen for name in first_names_in(text, pupils)]
    if named and not form.anyway.data:
        message = N_("%(names)s is the name of a child in your class. Take it out, or say below that it is a word.")
        raise RuleBroken("anyway", message, names=", ".join(dict.fromkeys(named)))


def _page(code: str, found: Thanks, form: ThanksForm) -> str:
    return render_template(
        "learning/thanks.html",
        found=found,
        klass=class_by_id(work(), class_id=found.given.class_id),
        code=code,
        form=form,
        typed=_all_typed(found, form),
        picked=set(form.pick.data or ()),
        most=MOST_SENTENCES,
        longest=LONGEST_SENTENCE,
    )


def _all_typed(found: Thanks, form: ThanksForm) -> Mapping[str, str]:
    """What stands in the fields: what was typed, when it was refused."""
    return {one.key: _typed(one) if form.is_submitted() else one.text for one in found.sentences}
