"""Did the visit take place? One tap on the booking of either side, and the office's list of what nobody said."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits import operations
from app.visits.queries.unsaid import unsaid_now
from app.visits.views import bp
from app.web.pages import do, needs, see_other, tell, work


@bp.post("/booking/<code>/took-place")
@needs(Permission.VISIT_SAY)
def took_place(code: str) -> ResponseReturnValue:
    yes = request.form.get("yes") == "1"
    try:
        do(operations.say_took_place, code=code, took_place=yes)
    except RuleBroken as broken:
        tell(broken.message, "bad")
    else:
        tell(N_("Thank you: it took place.") if yes else N_("Thank you: it did not take place."))
    if request.form.get("office"):
        return see_other(url_for("visits.nothing_said"))
    return see_other(url_for("visits.booking", code=code, _anchor="took-place"))


@bp.get("/office/unsaid")
@needs(Permission.WEEK_PLAN)
def nothing_said() -> ResponseReturnValue:
    return render_template("visits/office/unsaid.html", rows=unsaid_now(work()))
