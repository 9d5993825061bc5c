"""The worker puts the pupils of a class on the list of each round, school by school: a coordinator may not read one.

And what a teacher says of presence in one round is said of the whole day.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.people.queries import pupils_of_class
from app.visits.models import Booking, BookingPupil, EventClass, EventPlan, EventStep
from app.visits.operations.event_halves import expect, halves_of
from app.visits.operations.lists import own_booking, put_on_list, set_pupils
from app.visits.operations.presence import mark_presence
from app.visits.rules import AHEAD_OF_IT, OPEN
from app.visits.rules.halves import half_of


def list_pupils(work: Work, *, event_id: UUID) -> int:
    """Of the school at hand. Runs twice without harm. Returns how many bookings got their list."""
    rows = work.db.execute(
        select(Booking, EventClass)
        .join(EventStep, EventStep.booking_id == Booking.id)
        .join(EventClass, EventClass.id == EventStep.event_class_id)
        .where(EventClass.event_id == event_id, EventClass.school_id == work.school_id)
        .where(Booking.state.in_(AHEAD_OF_IT), Booking.listed == 0)
        .order_by(EventClass.class_id, EventClass.part, EventStep.round)
        .with_for_update(of=Booking)
    ).all()
    for booking, held in rows:
        put_on_list(work, booking, _who(work, held))
        work.db.flush()
    return len(rows)


def set_day_pupils(work: Work, *, code: str, pupil_ids: Collection[UUID]) -> None:
    """As `set_pupils`, for every round of the day; who was in the other half of the class leaves it.

    Raises:
        NotFound: booking, class or pupil out of reach.
        RuleBroken: it was cancelled, too many at a stand, or nobody is left in the other half; then nothing changes.
    """
    booking = own_booking(work, code)
    step = work.db.scalars(select(EventStep).where(EventStep.booking_id == booking.id)).one_or_none()
    if step is None:
        set_pupils(work, code=code, pupil_ids=pupil_ids)
        return
    if not pupil_ids:
        raise RuleBroken("pupils", N_("Choose at least one pupil, or cancel the booking."))
    held = work.db.get_one(EventClass, step.event_class_id)
    work.must(Permission.CLASS_READ, classes={held.class_id}, school=held.school_id)
    work.db.get_one(EventPlan, held.event_id, with_for_update=True)
    for one in halves_of(work, held):
        if one.id != held.id and (there := _on_lists(work, one)):
            _put_on_day(work, one, there - set(pupil_ids))
    _put_on_day(work, held, set(pupil_ids))
    work.audit("event.pupils", held.id, pupils=len(set(pupil_ids)))


def _put_on_day(work: Work, held: EventClass, who: set[UUID]) -> None:
    """The number of the half follows its list, at every stand of its route."""
    if not who:
        raise RuleBroken("pupils", N_("Then nobody is left in the other half. Let the class go as one again."))
    for booking in _open_rounds(work, held):
        if len(who) < booking.expected:
            expect(work, booking, len(who))
        put_on_list(work, booking, who)
    held.pupils = len(who)
    work.db.flush()


def _who(work: Work, held: EventClass) -> Collection[UUID] | None:
    """The list of another round of this class or half; None: the whole class, as many as were said."""
    pupils = [one.id for one in pupils_of_class(work, class_id=held.class_id)]
    if same := _on_lists(work, held) & set(pupils):
        return same
    other = next((one for one in halves_of(work, held) if one.id != held.id), None)
    if other is None:
        return None
    elsewhere = _on_lists(work, other)
    return half_of(pupils, part=held.part, expected=held.pupils, other=other.pupils, elsewhere=elsewhere)


def _on_lists(work: Work, held: EventClass) -> set[UUID]:
    """Who is on the lists of this class or half that were made."""
    rounds = [one.id for one in _open_rounds(work, held) if one.listed]
    return set(work.db.scalars(select(BookingPupil.pupil_id).where(BookingPupil.booking_id.in_(rounds))))


def _open_rounds(work: Work, held: EventClass) -> list[Booking]:
    return list(
        work.db.scalars(
            select(Booking)
            .join(EventStep, EventStep.booking_id == Booking.id)
            .where(EventStep.event_class_id == held.id, Booking.state.in_(OPEN))
            .order_by(EventStep.round)
            .with_for_update(of=Booking)
        )
    )


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
