"""Is it earned, and what may stand on it? Values in, values out; a false line cannot come from here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.assignments.rules import Visit
from app.base.language import N_
from app.curriculum.marking import is_machine_marked
from app.curriculum.module import Module, Step
from app.learning.rules import ACCEPTED, SCREEN, how_done, screens


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing`: labels of steps not done. `why`: an English source text, or empty when earned."""

    earned: bool
    missing: tuple[str, ...] = ()
    why: str = ""


def required_steps(module: Module, *, chosen: Collection[str] | None, visits: Collection[Visit]) -> tuple[Step, ...]:
    """What this pupil has to have done: the chosen steps, those during a visit only for who was there."""
    proven = any(visit.present for visit in visits)
    return tuple(
        step
        for step in module.steps
        if (chosen is None or step.id in chosen) and (step.phase != "during" or proven)
    )


def verdict(
    module: Module,
    *,
    tone: str,
    chosen: Collection[str] | None,
    visits: Collection[Visit],
    cells: Mapping[str, Any],
    points: tuple[float, float],
) -> Verdict:
    """In primary points never decide; in secondary only when the module says so.

    A pupil on the list of a visit waits until the teacher has said who was there.
    """
    if any(visit.present is None for visit in visits) and not any(visit.present for visit in visits):
        return Verdict(False, why=N_("Say first who was there at the visit."))
    steps = required_steps(module, chosen=chosen, visits=visits)
    missing = tuple(step.label for step in steps if not how_done(cells.get(step.id)))
    if missing or not steps:
        return Verdict(False, missing, N_("Not done yet: %(steps)s."))
    if tone == "vo" and module.pass_points and not enough_points(module, steps, visits, cells, points):
        return Verdict(False, why=N_("Not enough points yet. Give back a question, or accept other work."))
    return Verdict(True)


def enough_points(
    module: Module,
    steps: Sequence[Step],
    visits: Collection[Visit],
    cells: Mapping[str, Any],
    points: tuple[float, float],
) -> bool:
    """Points are asked only of steps done on the screen: paper, board and other work have none."""
    there = any(visit.present for visit in visits)
    on_screen = [step for step in steps if how_done(cells.get(step.id)) == SCREEN]
    possible = sum(
        screen.question.points
        for step in on_screen
        for screen in screens(step, there=there)
        if screen.question and is_machine_marked(screen.question.type)
    )
    return not possible or points[0] / possible >= (module.pass_points or 0)


def done_steps(steps: Sequence[Step], cells: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps to name on paper: done by the pupil. Other work that was accepted is not called this step."""
    return tuple(step for step in steps if how_done(cells.get(step.id)) not in (None, ACCEPTED))
