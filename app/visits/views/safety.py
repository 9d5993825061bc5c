"""Safety rules: the pupil reads and answers, the class does it together, the host writes the questions."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits import operations, queries
from app.visits.forms.papers import LETTERS, SafetyQuestionsForm, TicksForm
from app.visits.queries import OfferNow
from app.visits.queries.papers import rules_ticks
from app.visits.queries.safety import answer_on_board, instruction_of, instruction_of_booking, own_visit
from app.visits.rules.papers import is_safety_near
from app.visits.views import bp
from app.visits.views.booking import ids
from app.web.forms import Form
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/safety/<code>")
@needs(Permission.LEARN)
def safety(code: str) -> ResponseReturnValue:
    return _pupil_page(code, {}, {})


@bp.post("/safety/<code>")
@needs(Permission.LEARN)
def answer_safety(code: str) -> ResponseReturnValue:
    given = {n: option for n in range(10) if (option := _whole(request.form.get(f"q{n}", ""))) is not None}
    form = Form(formdata=None)
    try:
        wrong = do(operations.pass_safety, code=code, given=given)
    except RuleBroken as broken:
        form.refuse(broken)
        return _pupil_page(code, given, {}, form), 422
    if wrong:
        return _pupil_page(code, given, wrong), 422
    return see_other(url_for("visits.safety", code=code))


@bp.get("/booking/<code>/safety")
@needs(Permission.PRESENCE_MARK)
def safety_of_class(code: str) -> ResponseReturnValue:
    return _class_page(code, TicksForm(formdata=None))


@bp.post("/booking/<code>/safety")
@needs(Permission.PRESENCE_MARK)
def safety_together(code: str) -> ResponseReturnValue:
    form = TicksForm()
    try:
        count = do(operations.pass_together, code=code, pupil_ids=ids(form.pupils.data))
    except RuleBroken as broken:
        form.refuse(broken)
        return _class_page(code, form), 422
    tell(N_("Saved: done together with %(n)s pupils."), n=count)
    return see_other(url_for("visits.safety_of_class", code=code))


@bp.get("/booking/<code>/safety/board")
@needs(Permission.PRESENCE_MARK)
def safety_on_board(code: str) -> ResponseReturnValue:
    """Without names. `step` 0: the rules; 1 and on: a question, with what the class chose in `option`."""
    booking = queries.booking_by_code(work(), code)
    rules_ticks(work(), booking=booking)
    told = instruction_of_booking(work(), booking=booking)
    step = min(_whole(request.args.get("step", "")) or 0, len(told.questions))
    chosen = _whole(request.args.get("option", "")) if step else None
    said = None if chosen is None else answer_on_board(work(), booking=booking, question=step - 1, option=chosen)
    return render_template(
        "visits/papers/safety_board.html", booking=booking, told=told, step=step, chosen=chosen, said=said
    )


@bp.route("/own/<code>/safety", methods=["GET", "POST"])
@needs(Permission.OFFER_EDIT)
def safety_questions(code: str) -> ResponseReturnValue:
    offer = _own(code)
    form = SafetyQuestionsForm() if request.method == "POST" else _as_it_is(offer)
    if request.method == "POST" and form.validate():
        try:
            do(operations.set_safety_questions, code=code, questions=form.as_plain())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            tell(N_("Saved. Pupils get these questions before they come."))
            return see_other(url_for("visits.own_offer", code=code))
    page = render_template("visits/papers/safety_questions.html", offer=offer, form=form, letters=LETTERS)
    return page, 422 if request.method == "POST" else 200


def _own(code: str) -> OfferNow:
    offer = queries.offer_by_code(work(), code)
    work().must(Permission.OFFER_EDIT, company=offer.company_id)
    return offer


def _as_it_is(offer: OfferNow) -> SafetyQuestionsForm:
    held = [{**one, "right": str(one["right"])} for one in offer.safety_questions]
    return SafetyQuestionsForm(formdata=None, data={"questions": held})


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _pupil_page(code: str, given: dict[int, int], wrong: dict[int, str], form: Form | None = None) -> str:
    found = own_visit(work(), code)
    told = instruction_of(found.offer, company=found.company, slot=found.slot)
    return render_template(
        "visits/papers/safety.html",
        code=code,
        told=told,
        given=given,
        wrong=wrong,
        form=form or Form(formdata=None),
        is_done=found.passed == told.version,
        is_near=is_safety_near(starts_at=told.starts_at, now=work().now),
    )


def _class_page(code: str, form: TicksForm) -> str:
    booking = queries.booking_by_code(work(), code)
    pupils = rules_ticks(work(), booking=booking)
    return render_template(
        "visits/papers/safety_class.html",
        booking=booking,
        told=instruction_of_booking(work(), booking=booking),
        pupils=pupils,
        form=form,
        count=sum(one.is_on for one in pupils),
    )
