"""The worker: runs jobs that the web left, and finds those whose worker went away. `python -m app.worker`."""

import logging
import signal
import threading

from flask import Flask
from huey.consumer import Consumer

from app import create_app
from app.base import clock
from app.base.house import House
from app.base.jobs import due_jobs, run_job
from app.base.queue import Queue, queue_at

REAP_SECONDS = 5.0


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app()
    house: House = app.extensions["house"]
    queue = queue_at(house.settings.queue_file)
    queue.run = lambda job_id: run_job(house, app.extensions["handlers"], job_id)
    stop = threading.Event()
    reaper = threading.Thread(target=_reap, args=(house, queue, stop), daemon=True)
    consumer = Consumer(queue.huey, workers=1, worker_type="thread", periodic=False, max_delay=0.5)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the supervisor says when
    reaper.start()
    try:
        consumer.run()  # SIGINT: finishes the job at hand, then returns
    finally:
        stop.set()


def drain(app: Flask) -> int:
    """Run all jobs that are due, here and now; for tests and the demo. Returns how many."""
    house: House = app.extensions["house"]
    ran = 0
    while due := due_jobs(house, clock.now()):
        ran += sum(run_job(house, app.extensions["handlers"], job_id) for job_id in due)
    return ran


def _reap(house: House, queue: Queue, stop: threading.Event) -> None:
    """At the start and every 5 s: what waits although nothing is in the queue is sent again."""
    while True:
        try:
            if not queue.pending():
                for job_id in due_jobs(house, clock.now()):
                    queue.send(str(job_id))
        except Exception as error:
            logging.getLogger(__name__).warning("reaper: %s", type(error).__name__)
        if stop.wait(REAP_SECONDS):
            return


if __name__ == "__main__":
    main()
