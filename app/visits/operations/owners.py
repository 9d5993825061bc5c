"""Who may call off or change what a school asked for: not any colleague."""

from uuid import UUID

from app.base.work import Work
from app.visits.rules.terms import check_canceller


def must_own(work: Work, *, booked_by: UUID, class_id: UUID | None) -> None:
    """Part of others. Raises: RuleBroken for a colleague who has nothing to do with it."""
    actor = work.actor
    check_canceller(
        role=actor.role, person=actor.user_id, classes=actor.class_ids, booked_by=booked_by, class_id=class_id
    )
