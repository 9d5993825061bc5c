"""A thank-you to the host: the teacher chooses from what pupils wrote, mends it, and sends it without names."""

from collections.abc import Mapping

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.learning.forms import ThanksForm
from app.learning.thanks import Thanks
from app.learning.thanks import thanks as thanks_of
from app.learning.views import bp
from app.learning.views.without_names import names_of_lesson, typed
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
    chosen = [typed(one.key, one.text) for one in found.sentences if one.key in (form.pick.data or ())]
    chosen += [text for text in [" ".join((form.own.data or "").split())] if text]
    try:
        if form.booking.data not in {booking.code for booking in found.bookings}:
            raise RuleBroken("booking", N_("Choose a visit that goes with this assignment."))
        names, is_word = names_of_lesson(found.given.id), bool(form.anyway.data)
        do(send_thanks, code=form.booking.data or "", sentences=chosen, is_word=is_word, names=names)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, found, form), 422
    tell(N_("Sent, without names. The host sees it with the booking."))
    return see_other(url_for("learning.thanks", code=code))


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
    return {one.key: typed(one.key, one.text) if form.is_submitted() else one.text for one in found.sentences}
