"""The worker's part of keeping nothing too long: once a day what is past its term goes, each by its own feature."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.access.actor import NOBODY
from app.base import clock, mail, terms
from app.base.house import House
from app.base.job_results import forget_jobs
from app.base.jobs import Handler, Task
from app.visits.jobs.monday import MISSING, TURN
from app.visits.operations.forgetting import forget_mondays
from app.visits.operations.importing import PREVIEW

FORGET = "privacy.forget"
SMALL = (mail.KIND, MISSING, TURN, PREVIEW, FORGET)  # jobs whose row nobody looks at again


def forget(task: Task) -> dict[str, Any]:
    return forget_past(task.house, clock.now())


def forget_past(house: House, now: datetime) -> dict[str, int]:
    """Returns how many rows of each went. Some at a time, so that nobody waits; may run twice without harm."""
    return {
        "mails": _all(house, now, mail.forget_mail, before=now - terms.MAIL),
        "mondays": _all(house, now, forget_mondays, before=now - terms.MONDAY),
        "jobs": _all(house, now, forget_jobs, before=now - terms.JOBS, kinds=SMALL),
    }


def _all(house: House, now: datetime, operation: Callable[..., int], **facts: Any) -> int:
    gone = 0
    while some := house.act(NOBODY, now, operation, **facts):
        gone += some
    return gone


HANDLERS: dict[str, Handler] = {FORGET: forget}
DAILY = (FORGET,)
