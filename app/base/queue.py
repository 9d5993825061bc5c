"""The queue: Huey on a SQLite file of its own. It carries ids of job rows and nothing else, and may be thrown away."""

import logging
import signal
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from huey import SqliteHuey
from huey.consumer import Consumer

REAP_SECONDS = 5.0
PATIENCE = 2.5  # seconds that a job at hand gets to finish once the worker is told to stop
LONGEST_NAP = 0.5  # seconds between two looks into an empty queue

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Queue:
    """Huey with its one task. `run` is set by the worker; a web process only sends."""

    huey: SqliteHuey
    send: Callable[[str], object] = field(default=lambda job_id: None)
    run: Callable[[UUID], object] = field(default=lambda job_id: None)

    def pending(self) -> int:
        return int(self.huey.pending_count())


@lru_cache(maxsize=16)
def queue_at(file: Path) -> Queue:
    """One queue a file and process. Huey's own retries and results are off: the job row knows better."""
    queue = Queue(SqliteHuey("openwerf", filename=str(file), results=False))

    def run_job(job_id: str) -> None:
        queue.run(UUID(job_id))

    queue.send = queue.huey.task(name="run_job")(run_job)
    return queue


def wake_by(file: Path) -> Callable[[UUID], None]:
    """What is called after the commit. A queue that cannot be reached loses nothing: the reaper finds the row."""

    def wake(job_id: UUID) -> None:
        try:
            queue_at(file).send(str(job_id))
        except (sqlite3.Error, OSError) as error:
            log.warning("the queue cannot be reached (%s); the worker finds the job by itself", type(error).__name__)

    return wake


def consume(
    queue: Queue,
    *,
    run: Callable[[UUID], object],
    due: Callable[[], Sequence[UUID]],
    give_back: Callable[[UUID], object],
) -> None:
    """Run what the queue brings until SIGINT; the job at hand may finish, but not longer than `PATIENCE`.

    `due` tells the jobs that wait although nobody sent them, or whose worker went away; `give_back` frees a job that
    could not finish in time, so that the next worker takes it up at once and not when its lease has ended.
    """
    at_hand: set[UUID] = set()

    def carry(job_id: UUID) -> None:
        at_hand.add(job_id)
        try:
            run(job_id)
        finally:
            at_hand.discard(job_id)

    queue.run = carry
    stop = threading.Event()
    threading.Thread(target=_reap, args=(queue, due, stop), daemon=True).start()
    consumer = Consumer(
        queue.huey,
        workers=1,
        worker_type="thread",
        periodic=False,
        max_delay=LONGEST_NAP,
        shutdown_timeout=PATIENCE,
    )
    with suppress(KeyboardInterrupt):  # a SIGINT that came while we started
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # held back by the supervisor until here
        consumer.run()
    stop.set()
    for job_id in tuple(at_hand):
        give_back(job_id)


def _reap(queue: Queue, due: Callable[[], Sequence[UUID]], stop: threading.Event) -> None:
    """At the start and every `REAP_SECONDS`: what waits although nothing is in the queue is sent again."""
    while not stop.is_set():
        try:
            if not queue.pending():
                for job_id in due():
                    queue.send(str(job_id))
        except Exception as error:
            log.warning("looking for jobs that wait failed (%s); trying again", type(error).__name__)
        stop.wait(REAP_SECONDS)
