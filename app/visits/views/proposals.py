"""A company proposes another time or number; the school says yes or no; the host says that nobody came."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.visits import operations, queries
from app.visits.forms.changes import ProposalForm
from app.visits.rules.safety import RulesChanged, version_of
from app.visits.views import bp
from app.visits.views.booking import host_page
from app.web.pages import do, needs, see_other, tell, work


@bp.post("/booking/<code>/propose")
@needs(Permission.BOOKING_PROPOSE)
def propose(code: str) -> ResponseReturnValue:
    form = ProposalForm()
    if not form.validate():
        return host_page(queries.booking_by_code(work(), code), form), 422
    facts: dict[str, Any] = {
        "slot_code": form.slot.data or "",
        "expected": form.expected.data or 0,
        "note": form.note.data or "",
    }
    try:
        do(operations.propose, code=code, **facts)
    except RuleBroken as broken:
        form.refuse(broken)
        return host_page(queries.booking_by_code(work(), code), form), 422
    tell(N_("The school gets a mail. The places are kept for two days."))
    return see_other(url_for("visits.booking", code=code))


@bp.post("/booking/<code>/proposal")
@needs(Permission.BOOKING_MAKE)
def answer_proposal(code: str) -> ResponseReturnValue:
    yes = request.form.get("yes") == "1"
    read = version_of(request.form.get("safety_version"))
    try:
        do(operations.answer_proposal, code=code, yes=yes, safety_version=read)
    except RulesChanged as broken:
        tell(broken.message, "bad")
        return see_other(url_for("visits.booking", code=code))
    tell(
        N_("Agreed. The company gets a mail.") if yes else N_("Refused. The company gets a mail, the places are free.")
    )
    return see_other(url_for("visits.booking", code=code))


@bp.post("/booking/<code>/no-show")
@needs(Permission.ARRIVAL_CONFIRM)
def no_show(code: str) -> ResponseReturnValue:
    do(operations.note_no_show, code=code)
    tell(N_("Noted. The school gets a mail."))
    return see_other(url_for("visits.booking", code=code))
