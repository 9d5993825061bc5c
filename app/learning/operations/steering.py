"""What a teacher says to the whole class in the lesson: pause, go on, open a step for all, shut it, who opens steps."""

from collections.abc import Mapping
from typing import Any

from app.access.matrix import Permission
from app.assignments import rules as giving
from app.assignments.models import Assignment
from app.assignments.queries import Given, assignment_for_staff, module_given, visits_of_assignment
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.module import AFTER, DURING, Step
from app.learning.queries import progress_of_assignment


def pause_class(work: Work, *, code: str) -> None:
    """Pupils of this assignment see "look at the board" instead of their screens. Answers that come in still count.

    It ends by itself. A pause in a pause changes nothing, so that a second click does not make it longer.
    """
    given = _given(work, code, Permission.LESSON_LEAD)
    if giving.is_paused(given, work.now):
        return
    row = _row(work, given)
    row.paused_at, row.paused_until = work.now, work.now + giving.PAUSE
    work.audit("assignment.paused", given.id)


def go_on(work: Work, *, code: str) -> None:
    """Everybody is back where they were."""
    given = _given(work, code, Permission.LESSON_LEAD)
    if giving.is_paused(given, work.now):
        _row(work, given).paused_until = work.now
        work.audit("assignment.went_on", given.id)


def open_step(work: Work, *, code: str, step_id: str) -> None:
    """Open a step for all: at the pace of the teacher, or one after a visit before that is over.

    Raises:
        NotFound: assignment or step out of reach.
    """
    given, step = _step(work, code, step_id)
    if given.opened_steps.get(step.id) is not True:
        _say(work, given, {step.id: True})
        work.audit("assignment.step_opened", given.id, step=step.id)


def shut_step(work: Work, *, code: str, step_id: str) -> None:
    """Shut what was opened by hand. What pupils did is kept, and answers that are on their way are still taken.

    Raises:
        NotFound: assignment or step out of reach.
        RuleBroken: nobody opened it, so nobody shuts it.
    """
    given, step = _step(work, code, step_id)
    was_opened = step.id in given.opened_steps or (given.after_opened_at is not None and step.phase == AFTER)
    if not was_opened:
        raise RuleBroken("", N_("This step is not opened by hand. Choose at the pace that you open each step."))
    if given.opened_steps.get(step.id) is not False:
        _say(work, given, {step.id: False})
        work.audit("assignment.step_shut", given.id, step=step.id)


def choose_pace(work: Work, *, code: str, pace: str) -> None:
    """Pupils go on by themselves, or the teacher opens each step from now on.

    Nobody is sent away from what was begun: those steps stay open.

    Raises:
        RuleBroken: (`pace`) no such pace.
    """
    given = _given(work, code, Permission.ASSIGNMENT_GIVE)
    if pace not in giving.PACES:
        raise RuleBroken("pace", N_("Choose who opens the steps."))
    row = _row(work, given)
    given = _given(work, code, Permission.ASSIGNMENT_GIVE)  # as it is now: a colleague may have opened a step
    if pace == given.pace:
        return
    if pace == giving.OPENED:
        _say(work, given, _as_it_stands(work, given))
    row.pace = pace
    work.audit("assignment.pace", given.id, pace=pace)


def _as_it_stands(work: Work, given: Given) -> dict[str, bool]:
    """What pupils began stays open; what else was open is shut, and takes the answers that wait for wifi.

    A step that was shut before, and opened by itself at a free pace since, is looked at again.
    """
    if work.today < given.opens_on:
        return {}
    begun: set[str | None] = set()
    for row in progress_of_assignment(work, assignment_id=given.id).values():
        begun |= {*row.steps, row.at_step}
    visits = [one for own in visits_of_assignment(work, assignment_id=given.id).values() for one in own]
    return {
        step.id: step.id in begun
        for step in _steps(work, given)
        if given.opened_steps.get(step.id) is not True
        and giving.is_open(step, given, today=given.opens_on, now=work.now, visits=visits)
    }


def _row(work: Work, given: Given) -> Assignment:
    """Locked on PostgreSQL: two teachers of a class may open two steps at once."""
    return work.db.get_one(Assignment, given.id, with_for_update=True)


def _say(work: Work, given: Given, steps: Mapping[str, bool]) -> None:
    row = _row(work, given)
    held: dict[str, Any] = {**row.opened_steps, **steps}
    row.opened_steps = held


def _steps(work: Work, given: Given) -> list[Step]:
    """Those that open and shut: not the step of a visit, which is on paper."""
    module = module_given(work, given, language="nl")
    chosen = [step for step in module.steps if given.steps is None or step.id in given.steps]
    return [step for step in chosen if step.phase != DURING]


def _step(work: Work, code: str, step_id: str) -> tuple[Given, Step]:
    given = _given(work, code, Permission.LESSON_LEAD)
    step = next((one for one in _steps(work, given) if one.id == step_id), None)
    if step is None:
        raise NotFound("step")
    return given, step


def _given(work: Work, code: str, permission: Permission) -> Given:
    work.must(permission)
    given = assignment_for_staff(work, code)
    work.must(permission, classes={given.class_id}, school=given.school_id)
    return given
