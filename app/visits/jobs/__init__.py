"""The worker's part of visits, gathered: what it can run, what is asked by the clock, what goes once a day."""

from collections.abc import Callable
from datetime import datetime

from app.base.house import House
from app.base.jobs import Handler
from app.visits.jobs import closing, event, line, monday, papers, reminding

HANDLERS: dict[str, Handler] = {
    **closing.HANDLERS,
    **event.HANDLERS,
    **line.HANDLERS,
    **monday.HANDLERS,
    **papers.HANDLERS,
    **reminding.HANDLERS,
}
TIMED: dict[str, Callable[[House, datetime], bool]] = {**event.TIMED, **reminding.TIMED}
DAILY: tuple[str, ...] = (*closing.DAILY, *line.DAILY, *monday.DAILY, *papers.DAILY)
