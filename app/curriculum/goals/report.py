"""What a new release of goals changes, and which modules that touches. Values in, values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from app.curriculum.goals.release import Goal

SAID = ("sector", "number", "text", "status")  # what can change of a goal


@dataclass(frozen=True, slots=True)
class Change:
    """`what`: of a changed goal, each field with old and new. `modules`: slugs of modules that name the goal."""

    goal: Goal
    what: Mapping[str, tuple[str, str]]
    modules: tuple[str, ...]
    instead: tuple[str, ...] = ()  # of a withdrawn goal: codes of those that say they replace it


@dataclass(frozen=True, slots=True)
class Report:
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    withdrawn: tuple[Change, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.withdrawn)


def compare(held: Sequence[Goal], new: Sequence[Goal], modules: Mapping[UUID, Sequence[str]]) -> Report:
    """`held`: the goals of the same framework that are not withdrawn; `modules`: by goal, who names it."""
    before, after = ({goal.uuid: goal for goal in goals} for goals in (held, new))
    changed = [
        Change(goal, what, tuple(modules.get(goal.uuid, ())))
        for goal in new
        if goal.uuid in before and (what := _differences(before[goal.uuid], goal))
    ]
    withdrawn = [
        Change(goal, {}, tuple(modules.get(goal.uuid, ())), _instead(goal, new))
        for goal in held
        if goal.uuid not in after
    ]
    added = [Change(goal, {}, tuple(modules.get(goal.uuid, ()))) for goal in new if goal.uuid not in before]
    same = len(after) - len(added) - len(changed)
    return Report(tuple(added), tuple(changed), tuple(withdrawn), same)


def _differences(before: Goal, after: Goal) -> dict[str, tuple[str, str]]:
    names = [field.name for field in fields(Goal) if field.name in SAID]
    return {
        name: (getattr(before, name), getattr(after, name))
        for name in names
        if getattr(before, name) != getattr(after, name)
    }


def _instead(goal: Goal, new: Sequence[Goal]) -> tuple[str, ...]:
    return tuple(one.code for one in new if str(goal.uuid) in one.replaces)
