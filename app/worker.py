"""The worker: runs jobs that the web left, and finds those whose worker went away. `python -m app.worker`."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import Flask

from app import IsTime, create_app, daily_jobs, timed_jobs
from app.access.actor import NOBODY
from app.base import clock
from app.base.db import SIZES_HOLD
from app.base.house import House
from app.base.jobs import due_jobs, give_back, run_job, start_job
from app.base.queue import consume, queue_at

MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Calendar:
    """Starts each day's jobs once: when the worker begins, and when the school day changes while it runs.

    Kept in memory alone: such a job does no harm when a worker that begins again runs it twice on one day.
    """

    kinds: Sequence[str]
    day: date | None = None

    def turn(self, house: House) -> None:
        today = clock.school_day(clock.now())
        if today == self.day:
            return
        for kind in self.kinds:
            house.act(NOBODY, clock.now(), start_job, kind=kind, arguments={})
        self.day = today


@dataclass(slots=True)
class Clock:
    """Asks every minute whether the time of a job has come (a reminder), and starts it then; never one twice at once.

    What was done stands with what was done, so a worker that begins again, or a second one, does no harm.
    """

    asked: Mapping[str, IsTime]
    next: datetime | None = None

    def turn(self, house: House) -> None:
        now = clock.now()
        if self.next and now < self.next:
            return
        self.next = now + MINUTE
        for kind, is_time in self.asked.items():
            if is_time(house, now):
                house.act(NOBODY, now, start_job, kind=kind, arguments={}, key=f"timed:{kind}")


@dataclass(slots=True)
class Sizes:
    """When the worker begins and every quarter: SQLite looks how large its tables are (docs/decisions/0036)."""

    next: datetime | None = None

    def turn(self, house: House) -> None:
        now = clock.now()
        if self.next is None or now >= self.next:
            house.store.learn_sizes()
            self.next = now + timedelta(seconds=SIZES_HOLD)


def main() -> None:
    """Run jobs until the supervisor says stop (SIGINT)."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app()
    house: House = app.extensions["house"]
    calendar, minutes, sizes = Calendar(daily_jobs()), Clock(timed_jobs()), Sizes()
    consume(
        queue_at(house.settings.queue_file),
        run=lambda job_id: run_job(house, app.extensions["handlers"], job_id),
        due=lambda: _due(house, sizes, calendar, minutes),
        give_back=lambda job_id: give_back(house, job_id),
    )


def _due(house: House, sizes: Sizes, calendar: Calendar, minutes: Clock) -> Sequence[UUID]:
    calendar.turn(house)
    minutes.turn(house)
    sizes.turn(house)
    return due_jobs(house, clock.now())


def drain(app: Flask) -> int:
    """Run all jobs that are due, here and now; for tests and the demo. Returns how many."""
    house: House = app.extensions["house"]
    ran = 0
    while due := due_jobs(house, clock.now()):
        ran += sum(run_job(house, app.extensions["handlers"], job_id) for job_id in due)
    return ran


if __name__ == "__main__":
    main()
