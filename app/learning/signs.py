"""Signs of life of a pupil's device: what the teacher may be told of one that is silent. Values in, values out.

Known is when a device was heard last and how many answers it said to hold back. Not known is why: no wifi, a lid that
was shut, an empty battery. A device that says goodbye, or never gave a sign (no JavaScript), is not waited for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

EVERY = timedelta(seconds=60)  # how often a device gives one; a little late is no news
SLACK = timedelta(seconds=10)
SILENT = timedelta(seconds=150)  # two signs were missed
GONE = timedelta(minutes=90)  # longer ago is another lesson
MOST = 999  # answers that a device may say to hold


@dataclass(frozen=True, slots=True)
class Silence:
    """A device waits for wifi, as far as can be told. `since`: its last sign; `waiting`: answers it said to hold."""

    since: datetime
    waiting: int


def silence(heard_at: datetime | None, waiting: int, *, now: datetime, at_work: bool) -> Silence | None:
    """`at_work`: the pupil is on a step that is not done. Who is ready may have put the tablet away."""
    if heard_at is None or now - heard_at > GONE:
        return None
    is_silent = at_work and now - heard_at >= SILENT
    return Silence(heard_at, waiting) if waiting or is_silent else None


def is_news(heard_at: datetime | None, before: int, after: int, now: datetime) -> bool:
    """Must the teacher's page be drawn anew? A device that comes back, or that holds more or fewer answers."""
    return before != after or (heard_at is not None and now - heard_at >= SILENT)


def is_due(heard_at: datetime | None, now: datetime) -> bool:
    """Is it worth a write? Not when an answer came in meanwhile."""
    return heard_at is None or now - heard_at >= EVERY - SLACK
