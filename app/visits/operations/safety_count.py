"""The number that a host may know follows who of the list knows the rules."""

from sqlalchemy import func, select

from app.base.work import Work
from app.visits.models import Booking, BookingPupil, SafetyCount, SafetyPass


def count_again(work: Work, booking: Booking, *, version: int) -> None:
    """After somebody knows the rules, or the list changed. The booking is locked by who calls."""
    work.db.flush()
    passed = work.db.scalar(
        select(func.count())
        .select_from(SafetyPass)
        .join(
            BookingPupil,
            (BookingPupil.booking_id == SafetyPass.booking_id) & (BookingPupil.pupil_id == SafetyPass.pupil_id),
        )
        .where(SafetyPass.booking_id == booking.id, SafetyPass.version == version)
    )
    row = work.db.scalars(select(SafetyCount).where(SafetyCount.booking_id == booking.id)).one_or_none()
    if row is None:
        row = SafetyCount(id=work.new_id(), school_id=booking.school_id, booking_id=booking.id)
        work.db.add(row)
    row.version, row.passed = version, passed or 0
