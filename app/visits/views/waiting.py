"""The line for a full visit, and the week: what is open for a class, day by day."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import clock
from app.base.language import N_
from app.base.levels import level_label
from app.base.problems import RuleBroken
from app.people.queries import classes_of_actor
from app.visits import operations
from app.visits.forms import BookForm
from app.visits.queries import offer_by_code
from app.visits.queries.event_reading import open_events
from app.visits.queries.open_week import week_of
from app.visits.queries.waiting import waiting_by_code
from app.visits.rules.safety import version_of
from app.visits.views import bp
from app.visits.views.offer import again, booking_facts
from app.web.pages import do, needs, see_other, tell, work


@bp.get("/week")
@needs(Permission.BOOKING_MAKE)
def week() -> ResponseReturnValue:
    found = week_of(work(), class_code=request.args.get("class", ""), first=request.args.get("from", ""))
    events = open_events(work())
    return render_template("visits/week.html", week=found, classes=classes_of_actor(work()), event_days=events)


@bp.post("/<code>/wait")
@needs(Permission.BOOKING_MAKE)
def wait(code: str) -> ResponseReturnValue:
    form = BookForm()
    if not form.validate():
        return again(code, form)
    slot, any_time = (form.slot.data or [""])[0], request.form.get("any") == "1"
    try:
        made = do(operations.join_line, slot_code=slot, any_time=any_time, **booking_facts(form))
    except RuleBroken as broken:
        form.refuse(broken)
        return again(code, form)
    tell(N_("You are in line. As soon as there is room for the whole class you get a mail."))
    return see_other(url_for("visits.in_line", code=made))


@bp.get("/waiting/<code>")
@needs(Permission.BOOKING_MAKE)
def in_line(code: str) -> ResponseReturnValue:
    return _page(code)


@bp.post("/waiting/<code>/accept")
@needs(Permission.BOOKING_MAKE)
def accept(code: str) -> ResponseReturnValue:
    try:
        read = version_of(request.form.get("safety_version"))
        made = do(operations.accept_place, code=code, safety_version=read)
    except RuleBroken as broken:
        tell(broken.message, "bad", **broken.params)
        return _page(code), 422
    tell(N_("Asked. The company answers; you get a mail. Your places are kept until then."))
    return see_other(url_for("visits.booking", code=made))


@bp.post("/waiting/<code>/pass")
@needs(Permission.BOOKING_MAKE)
def pass_on(code: str) -> ResponseReturnValue:
    do(operations.pass_place, code=code)
    tell(N_("All right. The next class in line is asked."))
    return see_other(url_for("visits.offers"))


@bp.post("/waiting/<code>/leave")
@needs(Permission.BOOKING_MAKE)
def leave(code: str) -> ResponseReturnValue:
    do(operations.leave_line, code=code)
    tell(N_("You are out of the line."))
    return see_other(url_for("visits.offers"))


def _page(code: str) -> str:
    found = waiting_by_code(work(), code)
    day = clock.school_day(found.starts_at) if found.starts_at else None
    offer = offer_by_code(work(), found.offer_code) if found.is_kept else None
    facts = {"day": day, "level": level_label(found.level), "offer": offer}
    return render_template("visits/waiting.html", waiting=found, **facts)
