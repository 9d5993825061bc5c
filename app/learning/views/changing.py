"""Other steps for a class that is at work: who did what of each stands beside it, before the click."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.language import N_, gettext, ngettext
from app.base.problems import RuleBroken
from app.learning import operations
from app.learning.changing import StepsNow, steps_now
from app.learning.views import bp
from app.people.queries import class_by_id
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/class/<code>/steps")
@needs(Permission.ASSIGNMENT_GIVE)
def steps_given(code: str) -> ResponseReturnValue:
    return _page(code)


@bp.post("/class/<code>/steps")
@needs(Permission.ASSIGNMENT_GIVE)
def change_steps(code: str) -> ResponseReturnValue:
    chosen, seen = request.form.getlist("steps"), request.form.get("seen", -1, type=int)
    try:
        changed = do(operations.change_steps, code=code, step_ids=chosen, seen=seen)
    except RuleBroken as broken:
        if broken.field == "seen":
            tell(broken.message, "note")
            return _page(code), 409
        return _page(code, wrong=gettext(broken.message)), 422
    tell(N_("The steps are changed. What pupils did is kept.") if changed else N_("Saved."))
    return see_other(url_for("assignments.given", code=code))


def _page(code: str, wrong: str = "") -> str:
    found = steps_now(work(), code=code, language=language.language())
    return render_template(
        "learning/change_steps.html",
        found=found,
        code=code,
        klass=class_by_id(work(), class_id=found.given.class_id),
        chosen=request.form.getlist("steps") if wrong else found.chosen,
        told={step.id: _told(found, step.id) for step in found.module.steps},
        wrong=wrong,
    )


def _told(found: StepsNow, step_id: str) -> str:
    done, begun = found.done[step_id], found.begun[step_id]
    parts = (
        ngettext("one did it", "%(n)s did it", done) if done else "",
        ngettext("one is half-way", "%(n)s are half-way", begun) if begun else "",
    )
    return ", ".join(part for part in parts if part)
