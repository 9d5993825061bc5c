"""What a teacher can do with an assignment: give it, open the steps after the visit, change dates, withdraw it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments import rules
from app.assignments.models import Assignment, AssignmentTarget, AssignmentVisit
from app.assignments.queries import GIVEN, WITHDRAWN, assignment_for_staff, class_for_giving
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.curriculum.queries import newest_module
from app.visits.models import Booking


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
    pupil_ids: Collection[UUID] = (),
) -> str:
    """Give the newest edition of a module to a class, or to some of its pupils. Returns the assignment's code.

    The same form sent twice gives once.

    Raises:
        NotFound: the class, module or a booking is out of reach.
        RuleBroken: the dates or the steps cannot be.
    """
    klass = class_for_giving(work, class_code)
    held = work.db.scalars(select(Assignment.code).where(Assignment.request_id == request_id)).one_or_none()
    if held is not None:
        return held
    rules.check_dates(opens_on=opens_on, closes_on=closes_on, today=work.today)
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
        state=GIVEN,
        given_by=work.actor.user_id,
        given_at=work.now,
    )
    work.db.add(assignment)
    work.db.flush()
    _aim(work, assignment, pupil_ids)
    for booking_id in booking_ids:
        _tie(work, assignment, booking_id)
    work.audit("assignment.given", assignment.id, module=module_slug, edition=module.edition)
    return assignment.code


def tie_visit(work: Work, *, code: str, booking_id: UUID) -> None:
    """Say that a booking goes with an assignment, also long after it was given."""
    _tie(work, _mine(work, code), booking_id)


def open_after_steps(work: Work, *, code: str) -> None:
    """Open the steps after the visit now, whatever the clock of the visit says."""
    assignment = _mine(work, code)
    if assignment.after_opened_at is None:
        assignment.after_opened_at = work.now
        work.audit("assignment.after_opened", assignment.id)


def change_dates(work: Work, *, code: str, opens_on: date, closes_on: date) -> None:
    """Raises: RuleBroken when the dates cannot be."""
    assignment = _mine(work, code)
    rules.check_dates(opens_on=opens_on, closes_on=closes_on, today=min(work.today, closes_on))
    assignment.opens_on, assignment.closes_on = opens_on, closes_on
    work.audit("assignment.dates", assignment.id)


def withdraw(work: Work, *, code: str) -> None:
    """Take it from the pupils' pages. Nothing they did is lost; giving it back shows it again."""
    assignment = _mine(work, code)
    assignment.state = WITHDRAWN
    work.audit("assignment.withdrawn", assignment.id)


def give_back(work: Work, *, code: str) -> None:
    assignment = _mine(work, code)
    assignment.state = GIVEN
    work.audit("assignment.given_back", assignment.id)


def _mine(work: Work, code: str) -> Assignment:
    work.must(Permission.ASSIGNMENT_GIVE)
    given = assignment_for_staff(work, code)
    work.must(Permission.ASSIGNMENT_GIVE, classes={given.class_id}, school=given.school_id)
    return work.db.get_one(Assignment, given.id)


def _aim(work: Work, assignment: Assignment, pupil_ids: Collection[UUID]) -> None:
    """The whole class, or the pupils named. The composite key refuses a pupil of another school."""
    aims: list[tuple[UUID | None, UUID | None]] = [(None, pupil_id) for pupil_id in pupil_ids]
    for class_id, pupil_id in aims or [(assignment.class_id, None)]:
        work.db.add(
            AssignmentTarget(
                id=work.new_id(),
                school_id=assignment.school_id,
                assignment_id=assignment.id,
                class_id=class_id,
                pupil_id=pupil_id,
            )
        )


def _tie(work: Work, assignment: Assignment, booking_id: UUID) -> None:
    booking = work.db.get(Booking, booking_id)
    if booking is None or booking.school_id != assignment.school_id:
        raise NotFound("booking")
    there = work.db.scalars(
        select(AssignmentVisit.id).where(
            AssignmentVisit.assignment_id == assignment.id, AssignmentVisit.booking_id == booking_id
        )
    ).one_or_none()
    if there is None:
        work.db.add(
            AssignmentVisit(
                id=work.new_id(),
                school_id=assignment.school_id,
                assignment_id=assignment.id,
                booking_id=booking_id,
            )
        )
        work.audit("assignment.visit", assignment.id, booking=str(booking_id))
