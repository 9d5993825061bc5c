"""What is only for before the visit goes a week after it: slips that were in, and who knew the rules."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.access.matrix import Permission
from app.base.mail import see_undelivered
from app.base.work import Work
from app.visits.models import Booking, ConsentSlip, OfficeMail, SafetyPass, VisitSlot
from app.visits.rules.papers import slips_gone_before

FORGET_SLIPS = "visits.forget-slips"
MOST = 500  # rows in one go


def drop_slips(work: Work) -> int:
    """Of the school this work is about. Returns how many slips went; may run twice without harm."""
    slips, passes = _past(work, ConsentSlip), _past(work, SafetyPass)
    work.db.execute(delete(ConsentSlip).where(ConsentSlip.id.in_(slips)))
    work.db.execute(delete(SafetyPass).where(SafetyPass.id.in_(passes)))
    return len(slips)


def forget_mondays(work: Work, *, before: datetime) -> int:
    """The worker's: that the list of what is missing went out to whom, for weeks before this moment."""
    sent = select(OfficeMail.id).where(OfficeMail.kind == "missing", OfficeMail.at <= before)
    ids = list(work.db.scalars(sent.order_by(OfficeMail.id).limit(MOST)))
    work.db.execute(delete(OfficeMail).where(OfficeMail.id.in_(ids)))
    return len(ids)


def see_lost_mail(work: Work, *, ids: Collection[UUID]) -> int:
    """A coordinator looked at mail that did not arrive: a month later it goes. Returns how many."""
    work.must(Permission.WEEK_PLAN)
    seen = see_undelivered(work, ids=ids)
    work.audit("mail.seen", None, mails=seen)
    return seen


def _past(work: Work, table: type[ConsentSlip] | type[SafetyPass]) -> list[UUID]:
    return list(
        work.db.scalars(
            select(table.id)
            .join(Booking, Booking.id == table.booking_id)
            .join(VisitSlot, VisitSlot.id == Booking.slot_id)
            .where(VisitSlot.ends_at <= slips_gone_before(work.now))
        )
    )
