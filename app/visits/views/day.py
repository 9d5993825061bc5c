"""The host's list: who asks, who comes, who came."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.visits import queries, rules
from app.visits.queries.event_reading import events_of_company
from app.visits.queries.gate import walk_ins
from app.visits.views import bp
from app.web.pages import needs, work


@bp.get("/day")
@needs(Permission.BOOKING_CONFIRM)
def day() -> ResponseReturnValue:
    company_id = work().actor.company_id
    if company_id is None:
        raise NotFound("company")
    bookings = queries.bookings_of_company(work(), company_id=company_id)
    coming = [one for one in bookings if one.day >= work().today and one.state != rules.REQUESTED]
    asked = [one for one in bookings if one.state == rules.REQUESTED and one.starts_at > work().now]
    past = [one for one in bookings if one.day < work().today and one.state != rules.CANCELLED]
    return render_template(
        "visits/day.html",
        asked=asked,
        coming=coming,
        past=past[::-1],
        today=work().today,
        event_days=events_of_company(work()),
        walk_ins=len(walk_ins(work(), company_id=company_id)),
    )
