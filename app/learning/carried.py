"""A pupil's progress under another edition of the module: what is carried, and what is to do again. Pure.

Nothing is taken out of a row but what would mean something else; moving back finds it again among the answers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.curriculum.module import Step, Viewer
from app.learning.rules import ACCEPTED, READ, SCREEN, all_done, how_done, is_done, needed
from app.learning.unseen import BACK, SAID

LISTS = ("answered", SAID, BACK)  # ids of questions in a cell


@dataclass(frozen=True, slots=True)
class Carried:
    """`undone`: steps that were done and are to do again. `accepted`: steps that count as done, because the pupil was
    ready with everything in the edition before."""

    cells: Mapping[str, Any]
    undone: tuple[str, ...]
    accepted: tuple[str, ...]
    complete: bool


def carried(
    cells: Mapping[str, Any],
    steps: Sequence[Step],
    *,
    viewer: Viewer,
    asked_before: Mapping[str, Collection[str]],
    handed_in: Collection[str],
    foreign: Collection[str],
    was_complete: bool,
    at: str,
) -> Carried:
    """`steps`: the pupil's own in the new edition. `asked_before`: per step what it needed in the edition before.
    `handed_in`: questions of it that this pupil answered to the end. `foreign`: ids that mean something else in it.

    A step is to do again only for what is new in it. What a teacher ticked stays ticked; who was complete stays so.
    """
    found = {step_id: _without(cell, foreign) for step_id, cell in cells.items()}
    undone, accepted = [], []
    for step in steps:
        cell = dict(found.get(step.id, {}))
        before = how_done(cell)
        asked = set(needed(step, viewer=viewer))
        cell["answered"] = sorted({*cell.get("answered", ()), *(asked & set(handed_in))})
        new = asked - (set(asked_before.get(step.id, ())) - set(foreign)) - {READ}
        if before == SCREEN and not was_complete and not new <= set(cell["answered"]):
            undone.append(step.id)
            del cell["done"]
        elif not before and is_done(step, cell["answered"], viewer=viewer):
            cell["done"] = SCREEN
        elif not before and was_complete:
            accepted.append(step.id)
            cell["done"] = ACCEPTED
        if cell != {"answered": [], **found.get(step.id, {})}:
            found[step.id] = {**cell, "at": at}
    return Carried(found, tuple(undone), tuple(accepted), all_done(steps, found))


def _without(cell: Mapping[str, Any], foreign: Collection[str]) -> dict[str, Any]:
    return {name: _known(held, foreign) if name in LISTS else held for name, held in cell.items()}


def _known(ids: Collection[str], foreign: Collection[str]) -> list[str]:
    return [one for one in ids if one not in foreign]
