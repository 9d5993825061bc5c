"""Classes arrive in waves: spread by the rule, or one by hand."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits.models import EventClass
from app.visits.operations.event_day import hold_event, touched
from app.visits.queries.event import classes_on
from app.visits.queries.event_now import ClassOnDay, EventNow
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
    both = select(EventClass).where(EventClass.event_id == event.id, EventClass.class_id == held.class_id)
    for one in work.db.scalars(both.where(EventClass.left_at.is_(None))):  # halves of a class come together
        one.wave, one.wave_fixed = wave, wave is not None
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
    """The rule for these classes; also asked by the page, to say who has no wave and why. Halves come as one class."""
    whole: dict[tuple[UUID, UUID], list[ClassOnDay]] = {}
    for one in classes:
        whole.setdefault((one.school_id, one.class_id), []).append(one)
    coming = []
    for own in whole.values():
        first, pupils = own[0], sum(one.pupils for one in own)
        coming.append(Arriving(str(first.id), first.way, pupils, first.km, first.wave if first.wave_fixed else None))
    plan = event.plan
    found = waves_of(coming, bikes=plan.wave_bikes, coaches=plan.wave_coaches, waves=len(event.waves))
    firsts = {str(one.id): str(own[0].id) for own in whole.values() for one in own}
    return Waves(_for_all(found.of, firsts), _for_all(found.unplaced, firsts))


def _for_all(found: Mapping[str, Any], firsts: Mapping[str, str]) -> dict[str, Any]:
    return {key: found[first] for key, first in firsts.items() if first in found}
