"""What is only for before the visit goes a week after it: slips that were in, and who knew the rules."""

from uuid import UUID

from sqlalchemy import delete, select

from app.base.work import Work
from app.visits.models import Booking, ConsentSlip, SafetyPass, VisitSlot
from app.visits.rules.papers import slips_gone_before

FORGET_SLIPS = "visits.forget-slips"


def drop_slips(work: Work) -> int:
    """Of the school this work is about. Returns how many slips went; may run twice without harm."""
    slips, passes = _past(work, ConsentSlip), _past(work, SafetyPass)
    work.db.execute(delete(ConsentSlip).where(ConsentSlip.id.in_(slips)))
    work.db.execute(delete(SafetyPass).where(SafetyPass.id.in_(passes)))
    return len(slips)


def _past(work: Work, table: type[ConsentSlip] | type[SafetyPass]) -> list[UUID]:
    return list(
        work.db.scalars(
            select(table.id)
            .join(Booking, Booking.id == table.booking_id)
            .join(VisitSlot, VisitSlot.id == Booking.slot_id)
            .where(VisitSlot.ends_at <= slips_gone_before(work.now))
        )
    )
