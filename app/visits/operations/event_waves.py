"""Waves of arrival: the rule spreads the classes, and what a coordinator chose stays."""

from collections.abc import Sequence

from sqlalchemy import select

from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits.models import EventClass
from app.visits.operations.event_day import hold_event, touched
from app.visits.queries.event import EventNow
from app.visits.queries.event_day import ClassOnDay, classes_on
from app.visits.rules.waves import Arriving, Waves, waves_of


def make_waves(work: Work, *, code: str) -> Waves:
    """Spread the classes over waves of arrival; what was chosen by hand stays. Raises: NotFound."""
    row, event = hold_event(work, code)
    found = spread(work, event)
    touched(work, row, "event.waves")
    return found


def set_wave(work: Work, *, code: str, class_code: str, wave: int | None) -> None:
    """By hand; None leaves it to the rule. Raises: NotFound; RuleBroken: that wave is full."""
    row, event = hold_event(work, code)
    held = work.db.scalars(
        select(EventClass).where(EventClass.event_id == event.id, EventClass.code == class_code)
    ).one_or_none()
    if held is None or held.left_at is not None:
        raise NotFound("event class")
    held.wave, held.wave_fixed = wave, wave is not None
    work.db.flush()
    found = spread(work, event)
    if str(held.id) in found.unplaced:
        raise RuleBroken("wave", N_("There is no room in that wave. Choose another one."))
    touched(work, row, "event.wave", event_class=str(held.id))


def spread(work: Work, event: EventNow) -> Waves:
    """Part of others."""
    classes = classes_on(work, event, EventClass.event_id == event.id)
    found = waves_on(event, classes)
    rows = {one.id: one for one in work.db.scalars(select(EventClass).where(EventClass.event_id == event.id))}
    for one in classes:
        rows[one.id].wave = found.of.get(str(one.id))
    return found


def waves_on(event: EventNow, classes: Sequence[ClassOnDay]) -> Waves:
    """The rule for these classes; also asked by the page, to say who has no wave and why."""
    coming = [Arriving(str(o.id), o.way, o.pupils, o.km, o.wave if o.wave_fixed else None) for o in classes]
    plan = event.plan
    return waves_of(coming, bikes=plan.wave_bikes, coaches=plan.wave_coaches, waves=len(event.waves))
