"""The queue: Huey on a SQLite file of its own. It carries ids of job rows and nothing else, and may be thrown away."""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from huey import SqliteHuey

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
