"""What changing the steps of an assignment would mean: how many pupils did or began each of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff, module_given
from app.base.work import Work
from app.curriculum.module import Module
from app.learning.queries import progress_of_assignment
from app.learning.rules import how_done


@dataclass(frozen=True, slots=True)
class StepsNow:
    """`chosen`: step ids. `done`, `begun`: step id -> pupils who did it, and who handed in a part."""

    given: Given
    module: Module
    chosen: tuple[str, ...]
    done: Mapping[str, int]
    begun: Mapping[str, int]


def steps_now(work: Work, *, code: str, language: str) -> StepsNow:
    """Raises: NotFound: out of reach."""
    given = assignment_for_staff(work, code)
    work.must(Permission.ASSIGNMENT_GIVE, classes={given.class_id}, school=given.school_id)
    module = module_given(work, given, language=language)
    rows = progress_of_assignment(work, assignment_id=given.id).values()
    done, begun = {}, {}
    for step in module.steps:
        cells = [row.steps[step.id] for row in rows if step.id in row.steps]
        done[step.id] = sum(1 for cell in cells if how_done(cell))
        begun[step.id] = sum(1 for cell in cells if not how_done(cell) and cell.get("answered"))
    chosen = tuple(step.id for step in module.steps if given.steps is None or step.id in given.steps)
    return StepsNow(given, module, chosen, done, begun)
