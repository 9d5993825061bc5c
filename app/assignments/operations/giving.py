"""Giving a module to a class, to instruction groups of it or to some of its pupils."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.assignments import rules
from app.assignments.models import Assignment
from app.assignments.operations.visits import days_of, own_bookings, tie
from app.assignments.operations.whom import aim
from app.assignments.queries import GIVEN, class_for_giving
from app.assignments.rules import WHOLE_CLASS, Whom
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.curriculum.queries import newest_module


def give_module(
    work: Work,
    *,
    class_code: str,
    module_slug: str,
    opens_on: date,
    closes_on: date,
    request_id: str,
    step_ids: Collection[str] | None = None,
    booking_ids: Collection[UUID] = (),
    whom: Whom = WHOLE_CLASS,
    pace: str = rules.FREE,
) -> str:
    """Give the newest edition of a module to a class, or to part of it. Returns the assignment's code.

    The same form sent twice gives once.

    Raises:
        NotFound: the class, module or a booking is out of reach.
        RuleBroken: the dates, the steps, the pupils or the pace cannot be.
    """
    klass = class_for_giving(work, class_code)
    held = work.db.scalars(select(Assignment.code).where(Assignment.request_id == request_id)).one_or_none()
    if held is not None:
        return held
    rules.check_dates(opens_on=opens_on, closes_on=closes_on, today=work.today)
    bookings = own_bookings(work, klass.school_id, booking_ids)
    rules.check_visits(closes_on=closes_on, visit_days=days_of(work, bookings))
    if pace not in rules.PACES:
        raise RuleBroken("pace", N_("Choose who opens the steps."))
    module = newest_module(work, slug=module_slug)
    known = {step.id for step in module.steps}
    if step_ids is not None and (not step_ids or not set(step_ids) <= known):
        raise RuleBroken("steps", N_("Choose at least one step."))
    assignment = Assignment(
        id=work.new_id(),
        school_id=klass.school_id,
        code=public_code(),
        request_id=request_id,
        class_id=klass.id,
        module_slug=module_slug,
        module_edition=module.edition,
        steps=None if step_ids is None or set(step_ids) == known else sorted(step_ids),
        opens_on=opens_on,
        closes_on=closes_on,
        pace=pace,
        state=GIVEN,
        given_by=work.actor.user_id,
        given_at=work.now,
    )
    work.db.add(assignment)
    work.db.flush()
    aim(work, assignment, whom)
    for booking in bookings:
        tie(work, assignment, klass, booking)
    work.audit("assignment.given", assignment.id, module=module_slug, edition=module.edition)
    return assignment.code
