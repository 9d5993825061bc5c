"""What the teacher steers in the lesson, as the class page shows it: the pause, and the steps that wait for a hand."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.assignments import rules as giving
from app.assignments.queries import Given
from app.assignments.rules import NOW, Visit
from app.curriculum.module import AFTER, DURING, Step

HAND, VISIT, TICK = "hand", "visit", "tick"


@dataclass(frozen=True, slots=True)
class Gate:
    """A step that does not open by itself, for all pupils of the class. `by_hand`: the teacher opened it, and may shut
    it again."""

    step: Step
    by_hand: bool


def gates(
    steps: Sequence[Step], given: Given, visits: Collection[tuple[Visit, ...]], now: datetime
) -> tuple[Gate, ...]:
    """`visits`: of each pupil. A step that opens by itself for some of them only still waits for the others."""
    return tuple(
        Gate(step, was_opened(step, given))
        for step in steps
        if step.phase != DURING
        and (
            given.pace == giving.OPENED
            or not all(giving.opens_by_itself(step, now=now, visits=own) for own in visits or ((),))
        )
    )


def was_opened(step: Step, given: Given) -> bool:
    """By hand: this one, or all after the visit at once."""
    said = given.opened_steps.get(step.id)
    return bool(said) or (said is None and step.phase == AFTER and given.after_opened_at is not None)


def is_locked(step: Step, given: Given, *, is_open: bool) -> bool:
    """Does a pupil wait for the teacher's hand, and for nothing else?"""
    return not is_open and step.phase != DURING and (given.pace == giving.OPENED or step.id in given.opened_steps)


def steering_stamp(given: Given, now: datetime) -> str:
    """Changes with everything that the teacher steers."""
    facts = (given.pace, sorted(given.opened_steps.items()), given.after_opened_at, giving.is_paused(given, now))
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:8]


def waits_for(
    left: Sequence[Step],
    given: Given,
    *,
    open_steps: Collection[str],
    visits: Collection[Visit],
    today: date,
    now: datetime,
) -> str:
    """What a pupil waits for who has nothing to do on the screen while these steps are `left`: nothing more, the lesson
    is OVER; its first day, which is still AHEAD; the teacher's HAND; the VISIT; the teacher's TICK for what is on
    paper. Empty: all is done."""
    if not left:
        return ""
    stands = giving.stands(given, today)
    if stands != NOW:
        return stands
    if any(is_locked(step, given, is_open=step.id in open_steps) for step in left):
        return HAND
    if visits and min(visit.ends_at for visit in visits) > now:
        return VISIT
    return TICK if all(step.phase == DURING for step in left) else HAND
