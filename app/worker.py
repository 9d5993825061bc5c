"""The worker: runs jobs that the web left, and finds those whose worker went away. `python -m app.worker`."""

import logging

from flask import Flask

from app import create_app
from app.base import clock
from app.base.house import House
from app.base.jobs import due_jobs, give_back, run_job
from app.base.queue import consume, queue_at


def main() -> None:
    """Run jobs until the supervisor says stop (SIGINT)."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app()
    house: House = app.extensions["house"]
    consume(
        queue_at(house.settings.queue_file),
        run=lambda job_id: run_job(house, app.extensions["handlers"], job_id),
        due=lambda: due_jobs(house, clock.now()),
        give_back=lambda job_id: give_back(house, job_id),
    )


def drain(app: Flask) -> int:
    """Run all jobs that are due, here and now; for tests and the demo. Returns how many."""
    house: House = app.extensions["house"]
    ran = 0
    while due := due_jobs(house, clock.now()):
        ran += sum(run_job(house, app.extensions["handlers"], job_id) for job_id in due)
    return ran


if __name__ == "__main__":
    main()
