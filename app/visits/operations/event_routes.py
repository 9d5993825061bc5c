"""The routes of an event day become bookings: all in one act, or nothing. Places move through `take_places` alone.

Who changes routes holds the plan of the day, so that two coordinators come one after the other.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import EventClass, EventStep
from app.visits.operations.event_bookings import Change, apply
from app.visits.operations.event_day import hold_event, touched
from app.visits.operations.event_waves import spread
from app.visits.queries.event import classes_on, stands_of
from app.visits.queries.event_now import ClassOnDay, EventNow, StandNow
from app.visits.rules.editions import check_seen
from app.visits.rules.plan import refusal
from app.visits.rules.route_ground import Routes, Stand, Walker
from app.visits.rules.routes import Step, check_step, routes_of

FREE = "-"  # in the form: no stand in this round, on purpose


def make_routes(work: Work, *, code: str, seen: int, anew: bool = False) -> int:
    """A route for each class; what was decided by hand stays, unless `anew`. Returns how many rounds are filled.

    Raises: NotFound; RuleBroken: the plan changed since the page was opened (`seen`), no stands or classes yet.
    """
    row, event = hold_event(work, code)
    check_seen(seen=str(seen), now=str(row.version))
    stands, classes = stands_of(work, event.id), classes_on(work, event, EventClass.event_id == event.id)
    if not stands or not classes:
        raise RuleBroken("", N_("First add stands and classes. Then the routes can be made."))
    if anew:
        _loosen_all(work, classes)
        classes = classes_on(work, event, EventClass.event_id == event.id)
    routes = planned(event, stands, classes)
    by_key = {str(one.id): one for one in stands}
    changes = []
    for klass in classes:
        for number, key in enumerate(routes.of[str(klass.id)], 1):
            held = klass.steps.get(number)
            wanted = by_key[key] if key else None
            if not (held and held.is_fixed) and (held.stand_id if held else None) != (wanted.id if wanted else None):
                changes.append(Change(klass, number, wanted))
    apply(work, event, {one.id: one for one in stands}, changes)
    spread(work, event)
    touched(work, row, "event.routes", filled=routes.filled, gaps=len(routes.gaps))
    return routes.filled


def planned(event: EventNow, stands: Sequence[StandNow], classes: Sequence[ClassOnDay]) -> Routes:
    """What the rule makes of the day as it is; also asked by the page, to say what has no place and why."""
    return routes_of([as_stand(event, one) for one in stands], map_walkers(classes), rounds=len(event.rounds))


def as_stand(event: EventNow, one: StandNow) -> Stand:
    rounds = range(1, len(event.rounds) + 1)
    closed = (n for n in rounds if not (one.is_offered and n in one.rooms and one.rooms[n].is_open))
    return Stand(
        str(one.id),
        str(one.company_id),
        one.levels,
        one.groups,
        one.pupils,
        one.min_group,
        one.max_group,
        one.column,
        one.row,
        frozenset(closed),
    )


def map_walkers(classes: Sequence[ClassOnDay]) -> list[Walker]:
    return [as_walker(one, classes) for one in classes]


def as_walker(one: ClassOnDay, classes: Sequence[ClassOnDay] = ()) -> Walker:
    """What was decided by hand, and what has begun, stays. `classes`: among which its other half is."""
    fixed = {
        number: str(step.stand_id or "")
        for number, step in one.steps.items()
        if step.is_fixed or step.state not in (*rules.AHEAD_OF_IT, "")
    }
    same = (held for held in classes if held.class_id == one.class_id and held.id != one.id)
    return Walker(str(one.id), (one.level,), one.pupils, fixed, next((str(held.id) for held in same), ""))


def set_step(work: Work, *, code: str, class_code: str, number: int, to: str, seen: str) -> None:
    """By hand: this class at this stand (its id) in this round, free (`-`), or left to the rule again (empty).

    `seen`: the stand's id as the page showed it, or empty.

    Raises: NotFound; RuleBroken: a check refuses, somebody was first.
    """
    row, event = hold_event(work, code)
    stands = {one.id: one for one in stands_of(work, event.id)}
    classes = classes_on(work, event, EventClass.event_id == event.id)
    klass = next((one for one in classes if one.code == class_code), None)
    if klass is None or not 1 <= number <= len(event.rounds):
        raise NotFound("step")
    held = klass.steps.get(number)
    check_seen(seen=seen, now=str(held.stand_id) if held and held.stand_id else FREE if held else "")
    stand = _chosen(stands, to)
    if stand is not None:
        said = checks_of(event, stands, classes, klass, number, stand)
        why = refusal(said)
        if why is not None:
            raise RuleBroken("", why.text, **why.params)
    apply(work, event, stands, [Change(klass, number, stand, is_fixed=bool(to))])
    touched(work, row, "event.step", event_class=str(klass.id), round=number)


def checks_of(
    event: EventNow,
    stands: Mapping[UUID, StandNow],
    classes: Sequence[ClassOnDay],
    klass: ClassOnDay,
    number: int,
    stand: StandNow,
) -> tuple[Any, ...]:
    """Every check of this class at this stand in this round, beside all others as they are."""
    step = Step(str(klass.id), number, str(stand.id))
    others = [
        Step(str(one.id), n, str(held.stand_id)) for one in classes for n, held in one.steps.items() if held.stand_id
    ]
    ground = {str(key): as_stand(event, one) for key, one in stands.items()}
    return check_step(step, others, ground, as_walker(klass, classes))


def _chosen(stands: Mapping[UUID, StandNow], to: str) -> StandNow | None:
    if to in ("", FREE):
        return None
    found = next((one for key, one in stands.items() if str(key) == to), None)
    if found is None:
        raise NotFound("stand")
    return found


def _loosen_all(work: Work, classes: Sequence[ClassOnDay]) -> None:
    work.db.execute(
        update(EventStep)
        .where(EventStep.event_class_id.in_([one.id for one in classes]), EventStep.booking_id.is_not(None))
        .values(is_fixed=False)
        .execution_options(synchronize_session="fetch")
    )
    work.db.execute(
        delete(EventStep)
        .where(EventStep.event_class_id.in_([one.id for one in classes]), EventStep.booking_id.is_(None))
        .execution_options(synchronize_session="fetch")
    )
