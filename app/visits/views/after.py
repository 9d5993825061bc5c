"""Looking back on a visit: three questions to the school, three to the company, and what the network reads of it."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits import operations, queries
from app.visits.forms.after import ReviewVisitForm
from app.visits.queries import BookingNow
from app.visits.queries.after import all_said, said_of
from app.visits.rules.after import ASKED, COMPANY, SCHOOL
from app.visits.views import bp
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/after/<code>")
@needs(Permission.BOOKING_READ)
def after(code: str) -> ResponseReturnValue:
    return _page(code)


@bp.post("/after/<code>")
@needs(Permission.VISIT_REVIEW)
def review(code: str) -> ResponseReturnValue:
    form = ReviewVisitForm()
    if not form.validate():
        return _page(code, form), 422
    say = operations.review_as_company if work().actor.company_id else operations.review_as_school
    first, second = (int(field.data or 0) for field in (form.first, form.second))
    try:
        do(say, code=code, first=first, second=second, words=form.words.data or "")
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(code, form), 422
    tell(N_("Thank you. This helps next year's visits."))
    return see_other(url_for("visits.booking", code=code))


@bp.get("/reviews")
@needs(Permission.WEEK_PLAN)
def reviews() -> ResponseReturnValue:
    return render_template("visits/after/all.html", all=all_said(work()), asked=ASKED, school=SCHOOL, company=COMPANY)


def _page(code: str, form: ReviewVisitForm | None = None) -> str:
    held = queries.booking_by_code(work(), code)
    if not work().may_any(Permission.VISIT_REVIEW):
        return _both(held)
    side = COMPANY if work().actor.company_id else SCHOOL
    said = said_of(work(), booking_id=held.id, side=side)
    if form is None:
        facts = {"first": str(said.first), "second": str(said.second), "words": said.words} if said else {}
        form = ReviewVisitForm(formdata=None, data=facts)
    asked = ASKED[side]
    form.first.label.text, form.second.label.text, form.words.label.text = asked.first, asked.second, asked.words
    is_over = held.starts_at <= work().now
    return render_template("visits/after/review.html", booking=held, form=form, said=said, is_over=is_over)


def _both(held: BookingNow) -> str:
    """The network's office reads what both said."""
    sides = [(ASKED[side], said_of(work(), booking_id=held.id, side=side)) for side in (SCHOOL, COMPANY)]
    return render_template("visits/after/both.html", booking=held, sides=[one for one in sides if one[1]])
