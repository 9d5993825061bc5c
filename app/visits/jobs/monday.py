"""The worker's part of visits: on Monday at eight everybody hears what is still missing."""

from typing import Any

from app.base import clock
from app.base.jobs import Handler, Task, start_job
from app.people.identity import identify
from app.visits.operations.missing import tell_what_is_missing
from app.visits.queries.missing import readers_of_monday
from app.visits.rules.missing import monday_of, week_key

TURN, MISSING = "visits.missing-turn", "visits.missing"


def plan_monday(task: Task) -> dict[str, Any]:
    """Each day: leaves the mail of this week for its moment, or for now when the worker was away then."""
    moment = monday_of(clock.now())
    week = week_key(clock.school_day(moment))
    task.do(start_job, kind=MISSING, arguments={"week": week}, key=f"missing:{week}", after=moment)
    return {}


def send_monday(task: Task) -> dict[str, Any]:
    """One small work a person. Runs twice without harm: who has had the mail of this week gets no second."""
    week, sent = task.arguments["week"], 0
    readers = task.read(readers_of_monday)
    for done, one in enumerate(readers, 1):
        who = identify(task.house, one.staff_id, one.role, one.place_id, clock.now())
        if who is not None:
            site = task.house.settings.base_url
            sent += task.house.act(who.actor, clock.now(), tell_what_is_missing, week=week, site=site)
        if done % 20 == 0:
            task.progress(done, len(readers))
    return {"sent": sent}


HANDLERS: dict[str, Handler] = {TURN: plan_monday, MISSING: send_monday}
DAILY = (TURN,)
