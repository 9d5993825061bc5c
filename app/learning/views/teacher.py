"""The class page: pupils x steps live, hands, ticks, open answers and feedback, and the board."""

from uuid import UUID

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.assignments.queries import assignment_for_staff, bookings_of_assignment
from app.base import language
from app.base.language import N_
from app.base.problems import RuleBroken
from app.learning import operations, queries, review
from app.learning.class_view import class_view
from app.learning.forms import ReviewForm, TickForm
from app.learning.views import bp
from app.people.queries import class_by_id
from app.visits.queries import bookings_by_id
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/class/<code>")
@needs(Permission.PROGRESS_READ)
def class_page(code: str) -> ResponseReturnValue:
    """The whole page; the grid alone is asked again every few seconds."""
    return _class_page(code, TickForm())


@bp.get("/class/<code>/grid")
@needs(Permission.PROGRESS_READ)
def grid(code: str) -> ResponseReturnValue:
    """A conditional request: 304 without touching an answer when nothing changed in this minute."""
    given = assignment_for_staff(work(), code)
    stamp = queries.stamp(work(), assignment_id=given.id)
    tag = f"{stamp}-{work().now:%H%M}-{language.language()}"  # the minutes on a step move once a minute
    if request.if_none_match.contains(tag):
        return Response(status=304)
    view = class_view(work(), code=code, language=language.language())
    answer = make_response(render_template("learning/_grid.html", view=view, code=code))
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.post("/class/<code>/tick")
@needs(Permission.STEP_TICK)
def tick(code: str) -> ResponseReturnValue:
    form = TickForm()
    if not form.validate():
        return _class_page(code, form), 422
    try:
        changed = _tick(code, form)
    except RuleBroken as broken:
        form.refuse(broken)
        return _class_page(code, form), 422
    tell(N_("Ticked for %(n)s pupils."), n=changed)
    return see_other(url_for("learning.class_page", code=code))


@bp.get("/class/<code>/board")
@needs(Permission.PROGRESS_READ)
def board(code: str) -> ResponseReturnValue:
    """Code, QR and how many are in; never names or scores, because the whole room looks at it."""
    view = class_view(work(), code=code, language=language.language())
    return render_template("learning/board.html", view=view, head=class_by_id(work(), class_id=view.given.class_id))


@bp.get("/class/<code>/answers")
@needs(Permission.ANSWER_REVIEW)
def answers(code: str) -> ResponseReturnValue:
    found = review.answers_page(
        work(), code=code, question_id=request.args.get("question", ""), language=language.language()
    )
    return render_template("learning/answers.html", found=found, code=code, form=ReviewForm())


@bp.post("/class/<code>/answers/<uuid:answer_id>")
@needs(Permission.ANSWER_REVIEW)
def say(code: str, answer_id: UUID) -> ResponseReturnValue:
    form = ReviewForm()
    question = request.args.get("question", "")
    if not form.validate():
        found = review.answers_page(work(), code=code, question_id=question, language=language.language())
        return render_template(
            "learning/answers.html", found=found, code=code, form=form, about=answer_id
        ), 422
    do(operations.review_answer, code=code, answer_id=answer_id, text=form.text.data or "", again=form.again.data)
    tell(N_("Said. The pupil sees it."))
    return see_other(url_for("learning.answers", code=code, question=question, _anchor=f"a-{answer_id}"))


@bp.get("/class/<code>/pupil/<uuid:pupil_id>")
@needs(Permission.PROGRESS_READ)
def pupil(code: str, pupil_id: UUID) -> ResponseReturnValue:
    found = review.pupil_page(work(), code=code, pupil_id=pupil_id, language=language.language())
    return render_template("learning/pupil.html", found=found, code=code, form=TickForm())


def _tick(code: str, form: TickForm) -> int:
    pupils = [UUID(one) for one in form.pupils.data or [] if len(one) == 36]
    step_id, how = form.step.data or "", form.how.data or ""
    if how == "undone":
        return do(operations.untick_step, code=code, step_id=step_id, pupil_ids=pupils)
    return do(
        operations.tick_step, code=code, step_id=step_id, how=how, pupil_ids=pupils, reason=form.reason.data or ""
    )


def _class_page(code: str, form: TickForm) -> str:
    view = class_view(work(), code=code, language=language.language())
    bookings = bookings_by_id(work(), bookings_of_assignment(work(), assignment_id=view.given.id))
    head = class_by_id(work(), class_id=view.given.class_id)
    return render_template(
        "learning/class.html", view=view, code=code, head=head, bookings=bookings, form=form
    )
