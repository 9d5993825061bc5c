"""A visit is closed by the school, or by the clock two weeks later; from then on its counts stand."""

from sqlalchemy import or_, select

from app.access.matrix import Permission
from app.base import clock
from app.base.problems import NotFound
from app.base.work import Work
from app.visits import rules
from app.visits.models import Booking, EditionDay, EventClass, EventPlan, VisitSlot
from app.visits.operations.states import go_to
from app.visits.rules import closing, gate

BY_CLOCK = "visits.close_past"
MOST = 500  # bookings of one school in one go


def close_visit(
    work: Work, *, code: str, girls: int | None = None, boys: int | None = None, unknown: int | None = None
) -> None:
    """Close it, with the numbers somebody typed, or none. Pressed twice, the first counts.

    Raises:
        NotFound: out of reach.
        RuleBroken: it did not go on, has not begun, or the numbers cannot be.
    """
    booking = _booking(work, code)
    if booking.state == rules.CLOSED:
        return
    rules.check_state(state=booking.state, allowed=(rules.CONFIRMED, rules.HELD))
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    closing.check_begun(starts_at=slot.starts_at, now=work.now)
    closing.check_typed(typed=(girls, boys, unknown), present=_came(booking))
    booking.girls, booking.boys, booking.unknown = girls, boys, unknown
    _close(work, booking)
    work.audit("booking.closed", booking.id)


def close_past(work: Work) -> int:
    """The worker's, for one school: visits of two weeks ago that took place, by somebody's word. Returns how many."""
    rows = work.db.execute(
        select(Booking, VisitSlot.ends_at)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(
            Booking.state.in_((rules.CONFIRMED, rules.HELD)),
            or_(Booking.present_count.is_not(None), Booking.arrived_at.is_not(None), Booking.state == rules.HELD),
            VisitSlot.ends_at <= work.now - closing.CLOSES_AFTER,
        )
        .order_by(Booking.id)
        .limit(MOST)
        .with_for_update(of=Booking)
    ).all()
    for booking, _ in rows:
        _close(work, booking)
    return len(rows)


def forget_day(work: Work) -> int:
    """The worker's, for one school: names and phone numbers that were for a day that is over. Returns how many."""
    today = clock.at(work.today, 0)
    held = work.db.scalars(
        select(Booking)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(VisitSlot.starts_at < today, VisitSlot.starts_at >= today - gate.REMEMBERED)
    )
    gone = [one for one in held if one.day_names or one.phone]
    for one in gone:
        one.day_names, one.phone = [], ""
    companions = work.db.scalars(
        select(EventClass)
        .join(EventPlan, EventPlan.id == EventClass.event_id)
        .join(EditionDay, EditionDay.id == EventPlan.edition_day_id)
        .where(EventClass.companion != "", EditionDay.day < work.today)
    ).all()
    for klass in companions:
        klass.companion = ""
    return len(gone) + len(companions)


def _close(work: Work, booking: Booking) -> None:
    booking.closed_at = work.now
    booking.day_names = []
    go_to(work, booking, rules.CLOSED)


def _came(booking: Booking) -> int:
    """The teacher's list counts; without it what the host counted, or else who was expected."""
    for counted in (booking.present_count, booking.arrived_count):
        if counted is not None:
            return counted
    return booking.expected


def _booking(work: Work, code: str) -> Booking:
    work.must(Permission.VISIT_CLOSE)
    booking = work.db.scalars(select(Booking).where(Booking.code == code).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound("booking")
    classes = frozenset({booking.class_id} if booking.class_id else ())
    work.must(Permission.VISIT_CLOSE, classes=classes, school=booking.school_id)
    return booking
