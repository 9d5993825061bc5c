"""Decisions about progress: the screens of a step, when it is done, and where Verder leads. Values in, values out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.assignments import rules as giving
from app.base.language import N_
from app.base.problems import RuleBroken
from app.curriculum.marking import is_kept_apart, is_machine_marked
from app.curriculum.module import DURING, Part, Question, Step, Viewer
from app.learning.unseen import handed_in_anew

SCREEN, PAPER, BOARD, ACCEPTED = "screen", "paper", "board", "accepted"
HOWS = (PAPER, BOARD, ACCEPTED)
PHOTO = "photo"
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


def screens(step: Step, *, viewer: Viewer) -> tuple[Screen, ...]:
    """A step cut after each question, so that there is one question a screen; at least one screen."""
    found: list[Screen] = []
    held: list[Part] = []
    for part in step.shown_parts(viewer):
        if part.question is None:
            held.append(part)
        else:
            found.append(Screen(len(found) + 1, tuple(held), part.question))
            held = []
    if held or not found:
        found.append(Screen(len(found) + 1, tuple(held), None))
    return tuple(found)


def number_of(cut: Sequence[Screen], question_id: str) -> int:
    """The number of the screen with this question; 0 when it is on none."""
    return next((one.number for one in cut if one.question and one.question.id == question_id), 0)


def needed(step: Step, *, viewer: Viewer) -> tuple[str, ...]:
    """What has to be handed in before the step is done: its questions, or that it was read."""
    ids = tuple(screen.question.id for screen in screens(step, viewer=viewer) if screen.question)
    return ids or (READ,)


def minutes_by_hand(step: Step, *, viewer: Viewer) -> int:
    """How long a step takes in which something is made or tried: nobody touches the screen then. 0: no such step."""
    return step.minutes if _has_task(step.shown_parts(viewer)) else 0


def _has_task(parts: Sequence[Part]) -> bool:
    return any(part.kind == "task" or _has_task(part.parts) for part in parts)


def is_done(step: Step, answered: Collection[str], *, viewer: Viewer) -> bool:
    """Handed in, not: right."""
    return set(needed(step, viewer=viewer)) <= set(answered)


def how_done(cell: Mapping[str, Any] | None) -> str | None:
    """`screen`, `paper`, `board`, `accepted`, or None while it is not done."""
    return cell.get("done") if cell else None


def with_answer(cells: Mapping[str, Any], step: Step, question_id: str, *, viewer: Viewer, at: str) -> dict[str, Any]:
    """The cells of a progress row after one more answer. What is done stays done."""
    cells = handed_in_anew(cells, question_id)
    cell = dict(cells.get(step.id, {}))
    cell["answered"] = sorted({*cell.get("answered", ()), question_id})
    cell["at"] = at
    if not cell.get("done") and is_done(step, cell["answered"], viewer=viewer):
        cell["done"] = SCREEN
    return {**cells, step.id: cell}


def with_tick(cells: Mapping[str, Any], step: Step, how: str | None, *, viewer: Viewer, at: str) -> dict[str, Any]:
    """The cells after a teacher's tick. Taking a tick away leaves what the pupil handed in."""
    cell = dict(cells.get(step.id, {}))
    cell["at"] = at
    if how is None:
        cell.pop("done", None)
        if is_done(step, cell.get("answered", ()), viewer=viewer):
            cell["done"] = SCREEN
    elif cell.get("done") != SCREEN:
        cell["done"] = how
    return {**cells, step.id: cell}


def own_steps(
    steps: Sequence[Step], viewer: Viewer, cells: Mapping[str, Any], *, chosen: Collection[str] | None = None
) -> tuple[Step, ...]:
    """The steps such a pupil has to do. What was done stays the pupil's when the level changes half-way."""
    done = [step_id for step_id, cell in cells.items() if how_done(cell)]
    return giving.own_steps(steps, chosen=chosen, there=bool(viewer.present), band=viewer.band, done=done)


def all_done(steps: Sequence[Step], cells: Mapping[str, Any]) -> bool:
    return bool(steps) and all(how_done(cells.get(step.id)) for step in steps)


def next_place(
    steps: Sequence[Step],
    cells: Mapping[str, Any],
    *,
    open_steps: Collection[str],
    viewer: Viewer,
    together: bool = False,
) -> Place | None:
    """Where Verder leads: the first screen not handed in of the first open step that is not done.

    Steps during the visit are on paper and never stand in the way. `together`: what each does alone waits, else a group
    comes back to it for ever. None: nothing to do now.
    """
    for step in steps:
        if step.id not in open_steps or step.phase == DURING or how_done(cells.get(step.id)):
            continue
        answered = set(cells.get(step.id, {}).get("answered", ()))
        cut = screens(step, viewer=viewer)
        for screen in cut:
            if together and (len(cut) > 1 if screen.question is None else is_kept_apart(screen.question.type)):
                continue
            if screen.question is None or screen.question.id not in answered:
                return Place(step.id, screen.number)
    return None


def check_open(step: Step, open_steps: Collection[str]) -> None:
    """Raises: RuleBroken when the step takes no answers on the screen now."""
    if step.id not in open_steps:
        raise RuleBroken("", N_("This step is closed. What you did before is kept. Ask your teacher."))
    if step.phase == DURING:
        raise RuleBroken("", N_("This step is done on paper, during the visit. Your teacher ticks it."))


def is_handed_in(cells: Mapping[str, Any], question_id: str) -> bool:
    """Nothing is left to do for it. What was given back is not."""
    return any(question_id in cell.get("answered", ()) for cell in cells.values())


def check_not_over(question: Question, *, handed_in: bool) -> None:
    """What a machine marks is over once it is right or no try is left, until a teacher gives it back.

    Other answers may be changed as long as the step is open.
    """
    if handed_in and is_machine_marked(question.type):
        raise RuleBroken("", N_("You have handed this one in already. Go on with the next."))


def may_try_again(question: Question, *, right: bool | None, given: int) -> bool:
    """After `given` answers, the last of them `right` or not. What the machine does not know goes to the teacher only
    when no try is left: a slip of the pen is the pupil's to see first."""
    return is_machine_marked(question.type) and right is not True and given < max(1, question.tries)


SUMMER = 8  # a school year begins on the first of August
VERDICTS = ("not", "partly", "right")  # what a teacher may say of an answer, from least to most
LEAST_SHOWN = 10  # so many answers to an item before anything of it is shown
LEAST_CHANGE = 5  # so many new or changed ones before what is shown moves again


def best_verdict(said: Sequence[str]) -> str:
    """What counts of all that was said of an answer: nothing ever goes down."""
    return max(said, key=VERDICTS.index, default="")


def points_said(points: float, *, verdict: str, score: float | None) -> float | None:
    """The points a teacher gives: as said, or what follows from the verdict. None: no points are given.

    Raises: RuleBroken at the field that is off.
    """
    if verdict and verdict not in VERDICTS:
        raise RuleBroken("verdict", N_("Say whether it is right, partly right or not right yet."))
    if score is None:
        return points * VERDICTS.index(verdict) / 2 if verdict else None
    if not 0 <= score <= points:  # also refuses what is no number at all
        raise RuleBroken("score", N_("Give at least 0 and at most %(most)s points."), most=f"{points:g}")
    return score


def verdict_said(points: float, *, verdict: str, score: float | None) -> str:
    """Right, partly or not, also when only points were given."""
    if score is None or not points:
        return verdict
    return "right" if score == points else "partly" if score else "not"


def item_of(slug: str, question: Question) -> str:
    """What is asked, the same before and after; a question without a set is known within its own module."""
    return question.item or f"{slug}/{question.id}"


def may_follow(rows: Sequence[tuple[int, int | None]]) -> bool:
    """(value, shown) of all answers to an item: may what is shown follow what was answered?

    Nobody who looks before and after can then tell the answer of one pupil from the difference.
    """
    changed = sum(value != shown for value, shown in rows)
    is_first = all(shown is None for _, shown in rows)
    return changed >= (LEAST_SHOWN if is_first else LEAST_CHANGE)


def photo_goes_on(day: date) -> date:
    """The first day after the school year in which a photo was handed in: it is gone then."""
    return date(day.year + (day.month >= SUMMER), SUMMER, 1)


def school_year_of(day: date) -> date:
    """The first of August on or before this day."""
    return date(day.year - (day.month < SUMMER), SUMMER, 1)


def worth_a_look(question_type: str) -> bool:
    """After handing in there is something to see here: what was right, the photo, the graph."""
    return is_machine_marked(question_type) or question_type in (PHOTO, "measure")
