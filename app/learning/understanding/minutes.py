"""How long pupils were at a step, from the times of their answers: nothing else is kept of it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

PAUSE = 30  # minutes between two answers, or twice those of the step: longer is a pause, or another lesson
LEAST = 3  # so many pupils before a median says something
LONG, LONG_MINUTES = 1.5, 5  # as the ring in the class view


def minutes_of_pupil(moments: Sequence[tuple[datetime, str]], planned: Mapping[str, int]) -> dict[str, float]:
    """Step -> minutes. `moments`: (when, step) of the answers of one pupil, in order.

    The time up to an answer belongs to its step. Before the first answer of a lesson nothing is known, so it is a
    little too low, never too high.
    """
    found: dict[str, float] = {}
    for (before, _), (at, step_id) in pairwise(moments):
        minutes = (at - before).total_seconds() / 60
        if 0 <= minutes <= max(PAUSE, 2 * planned.get(step_id, 0)):
            found[step_id] = found.get(step_id, 0.0) + minutes
    return found


def middle_of(minutes: Sequence[float], *, asked: int) -> int | None:
    """The median in whole minutes; None for too few to say."""
    return round(median(minutes)) if minutes and len(minutes) >= min(LEAST, asked) else None


def is_long(minutes: int | None, planned: int) -> bool:
    return minutes is not None and minutes >= max(LONG_MINUTES, LONG * planned)
