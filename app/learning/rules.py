"""Decisions about progress: the screens of a step, when it is done, and where Verder leads. Values in, values out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.marking import is_machine_marked
from app.curriculum.module import Part, Question, Step, Viewer

SCREEN, PAPER, BOARD, ACCEPTED = "screen", "paper", "board", "accepted"
HOWS = (PAPER, BOARD, ACCEPTED)
READ = "read"  # stands among the answered questions of a step without questions: it was looked at to the end


@dataclass(frozen=True, slots=True)
class Screen:
    """One view of a step: what is read, then at most one question."""

    number: int  # from 1
    parts: tuple[Part, ...]
    question: Question | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pupil is: a step and a screen of it."""

    step_id: str
    screen: int


def screens(step: Step, *, there: bool) -> tuple[Screen, ...]:
    """A step cut after each question, so that there is one question a screen; at least one screen."""
    found: list[Screen] = []
    held: list[Part] = []
    for part in step.shown_parts(Viewer(present=there)):
        if part.question is None:
            held.append(part)
        else:
            found.append(Screen(len(found) + 1, tuple(held), part.question))
            held = []
    if held or not found:
        found.append(Screen(len(found) + 1, tuple(held), None))
    return tuple(found)


def needed(step: Step, *, there: bool) -> tuple[str, ...]:
    """What has to be handed in before the step is done: its questions, or that it was read."""
    ids = tuple(screen.question.id for screen in screens(step, there=there) if screen.question)
    return ids or (READ,)


def is_done(step: Step, answered: Collection[str], *, there: bool) -> bool:
    """Handed in, not: right."""
    return set(needed(step, there=there)) <= set(answered)


def how_done(cell: Mapping[str, Any] | None) -> str | None:
    """`screen`, `paper`, `board`, `accepted`, or None while it is not done."""
    return cell.get("done") if cell else None


def with_answer(cells: Mapping[str, Any], step: Step, question_id: str, *, there: bool, at: str) -> dict[str, Any]:
    """The cells of a progress row after one more answer. What is done stays done."""
    cell = dict(cells.get(step.id, {}))
    cell["answered"] = sorted({*cell.get("answered", ()), question_id})
    cell["at"] = at
    if not cell.get("done") and is_done(step, cell["answered"], there=there):
        cell["done"] = SCREEN
    return {**cells, step.id: cell}


def with_tick(cells: Mapping[str, Any], step: Step, how: str | None, *, there: bool, at: str) -> dict[str, Any]:
    """The cells after a teacher's tick. Taking a tick away leaves what the pupil handed in."""
    cell = dict(cells.get(step.id, {}))
    cell["at"] = at
    if how is None:
        cell.pop("done", None)
        if is_done(step, cell.get("answered", ()), there=there):
            cell["done"] = SCREEN
    elif cell.get("done") != SCREEN:
        cell["done"] = how
    return {**cells, step.id: cell}


def all_done(steps: Sequence[Step], cells: Mapping[str, Any]) -> bool:
    return bool(steps) and all(how_done(cells.get(step.id)) for step in steps)


def next_place(
    steps: Sequence[Step], cells: Mapping[str, Any], *, open_steps: Collection[str], there: bool
) -> Place | None:
    """Where Verder leads: the first screen not handed in of the first open step that is not done.

    Steps during the visit are on paper and never stand in the way. None: nothing to do now.
    """
    for step in steps:
        if step.id not in open_steps or step.phase == "during" or how_done(cells.get(step.id)):
            continue
        answered = set(cells.get(step.id, {}).get("answered", ()))
        for screen in screens(step, there=there):
            if screen.question is None or screen.question.id not in answered:
                return Place(step.id, screen.number)
    return None


def check_tries(question: Question, *, given: int) -> None:
    """Questions a machine marks take `tries` answers; others may be changed as long as the assignment is open."""
    if not is_machine_marked(question.type):
        return
    if given >= max(1, question.tries):
        raise RuleBroken("", N_("You have handed this one in already. Go on with the next."))


def best_points(marks: Sequence[tuple[str, float, float]]) -> tuple[float, float]:
    """(question, score, out of) of all marks -> points and maximum, the best of each question counting."""
    best: dict[str, tuple[float, float]] = {}
    for question_id, score, out_of in marks:
        held = best.get(question_id)
        if held is None or score > held[0]:
            best[question_id] = (score, out_of)
    return sum(score for score, _ in best.values()), sum(out_of for _, out_of in best.values())
