"""What can be changed of an assignment after it was given: days, steps, edition, withdraw and give back."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from app.assignments import rules
from app.assignments.models import AssignmentVisit
from app.assignments.operations.reach import own_assignment
from app.assignments.operations.visits import days_of, own_bookings
from app.assignments.queries import GIVEN, WITHDRAWN
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.curriculum.queries import module_of_edition
from app.visits.rules import LIVE


def open_after_steps(work: Work, *, code: str) -> None:
    """Open the steps after the visit now, whatever the clock of the visit says."""
    assignment = own_assignment(work, code)
    shut = {step_id for step_id, is_open in assignment.opened_steps.items() if not is_open}
    if assignment.after_opened_at is None:
        assignment.after_opened_at = work.now
        work.audit("assignment.after_opened", assignment.id)
    if shut:  # one of them was shut by hand before
        slug, edition = assignment.module_slug, assignment.module_edition
        module = module_of_edition(work, slug=slug, edition=edition, language="nl")
        again = [step.id for step in module.steps if step.phase == "after"]
        assignment.opened_steps = {**assignment.opened_steps, **dict.fromkeys(shut & set(again), True)}


def change_dates(work: Work, *, code: str, opens_on: date, closes_on: date) -> None:
    """Raises: RuleBroken when the dates cannot be."""
    assignment = own_assignment(work, code)
    rules.check_dates(opens_on=opens_on, closes_on=closes_on, today=min(work.today, closes_on))
    tied = select(AssignmentVisit.booking_id).where(AssignmentVisit.assignment_id == assignment.id)
    bookings = own_bookings(work, assignment.school_id, work.db.scalars(tied).all())
    live = [booking for booking in bookings if booking.state in LIVE]
    rules.check_visits(closes_on=closes_on, visit_days=days_of(work, live))
    assignment.opens_on, assignment.closes_on = opens_on, closes_on
    work.audit("assignment.dates", assignment.id)


def change_edition(work: Work, *, code: str, edition: int) -> None:
    """Put a class on another edition. What becomes of answers is decided upstairs (app/learning/operations/moving.py).

    Chosen steps stay chosen, also those the edition does not have: moving back finds them again. None left: all.

    Raises: NotFound: the assignment is out of reach, or the module has no such edition.
    """
    assignment = own_assignment(work, code)
    module = module_of_edition(work, slug=assignment.module_slug, edition=edition, language="nl")
    before, chosen = assignment.module_edition, assignment.steps
    if chosen is not None and not any(step.id in chosen for step in module.steps):
        assignment.steps = None
    assignment.module_edition = edition
    work.audit("assignment.edition", assignment.id, before=before, after=edition, steps=chosen)


def change_steps(work: Work, *, code: str, step_ids: Collection[str], seen: int) -> bool:
    """Other steps of the module. What becomes of progress is decided upstairs (app/learning/operations/changing.py).

    Answers stay where they are: a step that is chosen again is found as it was left. `seen`: `changes` as the page
    showed it. Returns whether anything changed; the same form twice changes once.

    Raises:
        NotFound: out of reach.
        RuleBroken: no step, a step of another module, or a colleague changed it meanwhile.
    """
    assignment = own_assignment(work, code)
    module = module_of_edition(work, slug=assignment.module_slug, edition=assignment.module_edition, language="nl")
    known, wanted = {step.id for step in module.steps}, set(step_ids)
    if not wanted or not wanted <= known:
        raise RuleBroken("steps", N_("Choose at least one step."))
    before = known if assignment.steps is None else set(assignment.steps)
    if wanted == before & known:
        return False
    rules.check_seen(seen, now=assignment.changes)
    after = wanted | (before - known)  # of an edition to which the class may move back
    off = (set(assignment.steps_off or ()) | before) - after
    assignment.steps = None if wanted == known else sorted(after)
    assignment.steps_off = sorted(off) or None
    assignment.changes += 1
    work.audit("assignment.steps", assignment.id, added=sorted(wanted - before), off=sorted(before & known - wanted))
    return True


def withdraw(work: Work, *, code: str) -> None:
    """Take it from the pupils' pages. Nothing they did is lost; giving it back shows it again."""
    assignment = own_assignment(work, code)
    assignment.state = WITHDRAWN
    work.audit("assignment.withdrawn", assignment.id)


def give_back(work: Work, *, code: str) -> None:
    assignment = own_assignment(work, code)
    assignment.state = GIVEN
    work.audit("assignment.given_back", assignment.id)
