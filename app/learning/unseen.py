"""What a teacher said of a pupil's work and the pupil has not seen yet, in the cells of a progress row. Pure.

`said` in a cell names the questions of which something was said; `back` those that were given back and not handed in
since. Both stand in the row that every page of the pupil reads anyway, so that a dot costs no statement.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

SAID, BACK = "said", "back"
TAKE_BACK = timedelta(minutes=10)  # a slip of the hand is seen at once, or it was none


def unseen_ids(cells: Mapping[str, Any]) -> frozenset[str]:
    """The questions with something new to read."""
    return frozenset(one for cell in cells.values() for one in cell.get(SAID, ()))


def was_given_back(cells: Mapping[str, Any], question_id: str) -> bool:
    return any(question_id in cell.get(BACK, ()) for cell in cells.values())


def has_given_back(cells: Mapping[str, Any]) -> bool:
    """There is something to do once more, also for who had done everything."""
    return any(cell.get(BACK) for cell in cells.values())


def may_take_back(now: datetime, at: datetime | None, cells: Mapping[str, Any], question_id: str) -> bool:
    """Words of `at` about the answer to a question: said a moment ago, and the pupil has not read them."""
    return at is not None and now - at <= TAKE_BACK and question_id in unseen_ids(cells)


def with_word(cells: Mapping[str, Any], step_id: str, question_id: str) -> dict[str, Any]:
    """Something was said of the answer to this question."""
    cell = cells.get(step_id, {})
    return {**cells, step_id: {**cell, SAID: sorted({*cell.get(SAID, ()), question_id})}}


def seen(cells: Mapping[str, Any], question_id: str) -> dict[str, Any]:
    """The pupil had it on the screen, or it was taken back."""
    return _without(cells, SAID, question_id)


def handed_in_anew(cells: Mapping[str, Any], question_id: str) -> dict[str, Any]:
    """What was said is answered, and it is no longer given back."""
    return _without(_without(cells, SAID, question_id), BACK, question_id)


def given_back(cell: Mapping[str, Any], question_id: str) -> dict[str, Any]:
    """One cell with a question that is to do once more, and was handed in before."""
    left = [one for one in cell["answered"] if one != question_id]
    return {**cell, "answered": left, BACK: sorted({*cell.get(BACK, ()), question_id})}


def _without(cells: Mapping[str, Any], name: str, question_id: str) -> dict[str, Any]:
    return {step_id: _less(cell, name, question_id) for step_id, cell in cells.items()}


def _less(cell: Mapping[str, Any], name: str, question_id: str) -> Mapping[str, Any]:
    if question_id not in cell.get(name, ()):
        return cell
    left = [one for one in cell[name] if one != question_id]
    return {**{key: held for key, held in cell.items() if key != name}, **({name: left} if left else {})}
