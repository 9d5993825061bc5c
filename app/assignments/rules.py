"""When steps are open, which of them a pupil has to do, and what a class needs for them. Values in, values out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from app.base.language import N_
from app.base.problems import RuleBroken
from app.people.rules import instruction

MAX_DAYS = 366
CLASS, GROUPS, PUPILS = "class", "groups", "pupils"
ALL_GROUPS = frozenset(instruction.GROUPS)
MEANWHILE = N_("A colleague changed this meanwhile. This is how it is now: look once more, then save.")
FREE, OPENED = "free", "opened"  # the pace: pupils go on by themselves, or the teacher opens each step
AHEAD, NOW, OVER = "ahead", "now", "over"
PACES = (FREE, OPENED)
PAUSE = timedelta(minutes=45)  # a lesson; a pause that was forgotten locks nobody out at home
S = TypeVar("S", bound="AStep")


class AStep(Protocol):
    """What these rules know of a step."""

    @property
    def id(self) -> str: ...

    @property
    def phase(self) -> str: ...

    def is_for(self, band: str | None) -> bool: ...


class HowGiven(Protocol):
    """What these rules know of an assignment: which steps its teacher lets pupils work on, and when."""

    @property
    def opens_on(self) -> date: ...

    @property
    def closes_on(self) -> date: ...

    @property
    def after_opened_at(self) -> datetime | None: ...

    @property
    def pace(self) -> str: ...

    @property
    def opened_steps(self) -> Mapping[str, bool]: ...

    @property
    def paused_at(self) -> datetime | None: ...

    @property
    def paused_until(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Visit:
    """One pupil's visit: when, and what the teacher said of presence (None: nothing yet)."""

    starts_at: datetime
    ends_at: datetime
    present: bool | None
    booking_id: UUID | None = None  # which visit: a class may be at two companies at the same time


def check_dates(*, opens_on: date, closes_on: date, today: date) -> None:
    """Raises: RuleBroken at the field that is off."""
    if closes_on < opens_on:
        raise RuleBroken("closes_on", N_("The last day is before the first day. Choose a later last day."))
    if closes_on < today:
        raise RuleBroken("closes_on", N_("This day is over. Choose today or later."))
    if closes_on - opens_on > timedelta(days=MAX_DAYS):
        raise RuleBroken("closes_on", N_("An assignment lasts at most a year. Choose an earlier last day."))


def check_visits(*, closes_on: date, visit_days: Collection[date]) -> None:
    """The steps after the visit need at least the day of the visit itself."""
    if visit_days and max(visit_days) > closes_on:
        late = N_("The visit comes after the last day. Choose a later last day for the steps after it.")
        raise RuleBroken("closes_on", late)


def was_there(visits: Collection[Visit]) -> bool:
    """Which version of a step after the visit a pupil gets.

    No visit: not there. Nothing said yet: there, because most are, and what is done is never taken back.
    """
    if not visits:
        return False
    said = [visit.present for visit in visits]
    return any(mark is not False for mark in said)


def proven_there(visits: Collection[Visit]) -> bool:
    """For paper: only what the teacher said."""
    return any(visit.present is True for visit in visits)


def own_steps(
    steps: Sequence[S],
    *,
    chosen: Collection[str] | None,
    there: bool,
    band: str | None = None,
    done: Collection[str] = (),
) -> tuple[S, ...]:
    """The steps this pupil has to do: those the teacher chose, for the pupil's level, during a visit only for who was
    there.

    A step that was `done` before the level changed stays the pupil's.
    """
    return tuple(
        step
        for step in steps
        if (chosen is None or step.id in chosen)
        and (step.phase != "during" or there)
        and (step.is_for(band) or step.id in done)
    )


def stands(given: HowGiven, today: date) -> str:
    """Is its first day still to come, does it go on, or is its last day over?"""
    return AHEAD if today < given.opens_on else OVER if today > given.closes_on else NOW


def is_open(step: AStep, given: HowGiven, *, today: date, now: datetime, visits: Collection[Visit]) -> bool:
    """May a pupil with these visits work on the step now?

    What the teacher opened by hand is open. Else: at a free pace everything but the steps after a visit, which wait for
    its end; at the pace of the teacher nothing. A step of the visit itself is on paper, and nobody runs ahead on it.
    """
    if stands(given, today) != NOW:
        return False
    if step.phase == "during" or given.opened_steps.get(step.id):
        return True
    if _opened_with_the_others(step, given, now) and step.id not in given.opened_steps:
        return True
    return given.pace == FREE and opens_by_itself(step, now=now, visits=visits)


@dataclass(frozen=True, slots=True)
class Whom:
    """To whom it is given: `class` (all of it, also who comes later), `groups` of it, or `pupils` one by one."""

    kind: str = CLASS
    groups: frozenset[str] = frozenset()
    pupil_ids: frozenset[UUID] = frozenset()


WHOLE_CLASS = Whom()


def check_seen(seen: int, *, now: int) -> None:
    """Was this decided on what is there now? Raises: RuleBroken (`seen`) when somebody came between."""
    if seen != now:
        raise RuleBroken("seen", MEANWHILE)


def opens_by_itself(step: AStep, *, now: datetime, visits: Collection[Visit]) -> bool:
    """At a free pace, without a word of the teacher."""
    return step.phase != "after" or (bool(visits) and min(visit.ends_at for visit in visits) <= now)


def takes_answers(step: AStep, given: HowGiven, *, today: date, now: datetime, visits: Collection[Visit]) -> bool:
    """An answer to a step that was opened and shut again was written while it was open: it may have waited for wifi."""
    if is_open(step, given, today=today, now=now, visits=visits):
        return True
    return stands(given, today) == NOW and step.id in given.opened_steps


def is_paused(given: HowGiven, now: datetime) -> bool:
    """Pupils look at the board: their screens wait. Their answers still count."""
    return bool(given.paused_at and given.paused_until and given.paused_at <= now < given.paused_until)


def paused_since(given: HowGiven, since: datetime, now: datetime) -> timedelta:
    """How much of the time since then was the last pause."""
    if not given.paused_at or not given.paused_until:
        return timedelta(0)
    return max(min(given.paused_until, now) - max(given.paused_at, since), timedelta(0))


def _opened_with_the_others(step: AStep, given: HowGiven, now: datetime) -> bool:
    """The teacher opened all steps after the visit at once."""
    return step.phase == "after" and given.after_opened_at is not None and given.after_opened_at <= now
