"""A host on an event day: who comes to the stand in which round, on a phone and on paper, also by the link of the
day."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base import language
from app.base.jobs import job_of
from app.base.levels import level_label
from app.base.problems import NotFound
from app.visits import operations
from app.visits.queries.event_reading import stand_at_gate, stand_days
from app.visits.views import bp
from app.visits.views.event_routes import printed
from app.visits.views.gate import _behind
from app.visits.views.groups import holder
from app.web.forms import key_of
from app.web.pages import do, look_as, needs, see_other, work


@bp.get("/event/<event>/stand")
@needs(Permission.BOOKING_CONFIRM)
def stand_day(event: str) -> ResponseReturnValue:
    days = stand_days(work(), event)
    job = job_of(work(), key_of(request.args["job"])) if "job" in request.args else None
    to = url_for("visits.stand_print", event=event, job_id=job.id) if job else ""
    facts = {"level_label": level_label, "is_day": days[0].event.day == work().today}
    return render_template("visits/event/stand_day.html", days=days, event=days[0].event, job=job, to=to, **facts)


@bp.post("/event/<event>/stand")
@needs(Permission.BOOKING_CONFIRM)
def make_stand_paper(event: str) -> ResponseReturnValue:
    job = do(operations.start_stand_paper, code=event, language=language.language())
    return see_other(url_for("visits.stand_day", event=event, job=job, _anchor="job"))


@bp.get("/event/<event>/stand/<uuid:job_id>.pdf")
@needs(Permission.BOOKING_CONFIRM)
def stand_print(event: str, job_id: UUID) -> ResponseReturnValue:
    stand_days(work(), event)
    return printed(event, job_id)


@bp.get("/gate/<token>/stand")
@needs(None)
def gate_stand(token: str) -> ResponseReturnValue:
    """By the link of one group: all groups at this stand today; each opens by its own code."""
    passage = _behind(token)
    held = holder(str(passage.id)) if passage and passage.id else None
    if held is None:
        raise NotFound("link")
    day = look_as(held, stand_at_gate)
    if day is None:  # a visit of its own
        return see_other(url_for("visits.gate_link", token=token))
    return render_template("visits/event/gate.html", day=day, token=token, level_label=level_label)
