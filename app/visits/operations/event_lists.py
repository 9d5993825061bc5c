"""The worker puts the pupils of a class on the list of each round, school by school: a coordinator may not read one.

And what a teacher says of presence in one round is said of the whole day.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select

from app.base.work import Work
from app.visits.models import Booking, BookingPupil, EventClass, EventStep
from app.visits.operations.lists import put_on_list
from app.visits.operations.presence import mark_presence
from app.visits.rules import AHEAD_OF_IT, OPEN


def list_pupils(work: Work, *, event_id: UUID) -> int:
    """Of the school at hand. Runs twice without harm. Returns how many bookings got their list."""
    rows = work.db.scalars(
        select(Booking)
        .join(EventStep, EventStep.booking_id == Booking.id)
        .join(EventClass, EventClass.id == EventStep.event_class_id)
        .where(EventClass.event_id == event_id, EventClass.school_id == work.school_id)
        .where(Booking.state.in_(AHEAD_OF_IT), ~exists().where(BookingPupil.booking_id == Booking.id))
        .with_for_update(of=Booking)
    ).all()
    for booking in rows:
        put_on_list(work, booking, None)
    return len(rows)


def rounds_of_day(work: Work, *, code: str) -> list[str]:
    """The codes of all rounds of the class that this booking is a round of; of a visit of its own just that one."""
    same = (
        select(EventStep.event_class_id).join(Booking, Booking.id == EventStep.booking_id).where(Booking.code == code)
    ).scalar_subquery()
    found = work.db.scalars(
        select(Booking.code)
        .join(EventStep, EventStep.booking_id == Booking.id)
        .where(EventStep.event_class_id == same, Booking.state.in_(OPEN))
        .order_by(EventStep.round)
    ).all()
    return [code, *(one for one in found if one != code)]


def mark_day(
    work: Work,
    *,
    code: str,
    absent: Collection[UUID],
    seen: Collection[UUID],
    was: Collection[UUID] | None = None,
    client_id: str = "",
    ago: timedelta = timedelta(),
) -> int:
    """As `mark_presence`, for every round of the day of this class. Returns how many are present in this one."""
    facts = {"absent": absent, "seen": seen, "was": was, "client_id": client_id, "ago": ago}
    return [mark_presence(work, code=one, **facts) for one in rounds_of_day(work, code=code)][0]  # type: ignore[arg-type]  # noqa: RUF015 - all of them, in order
