"""What was printed before a visit is settled for good once the visit is closed or called off: a later purge or change
of the list takes nothing away and gives nothing."""

from collections.abc import Collection

from sqlalchemy import select

from app.base.work import Work
from app.certificates import rules
from app.certificates.models import Certificate
from app.certificates.queries import bookings_ahead, worths
from app.visits.models import Booking
from app.visits.rules import OPEN

SETTLE = "certificates.settle"
MOST = 2000  # certificates of one school in one go


def settle_ahead(work: Work) -> int:
    """The worker's, for one school: of visits on which nothing can be changed any more. Returns how many."""
    rows = work.db.scalars(
        select(Certificate)
        .where(Certificate.state == rules.ISSUED, Certificate.ahead_of.is_not(None), Certificate.settled_at.is_(None))
        .order_by(Certificate.id)
        .limit(MOST)
        .with_for_update()
    ).all()
    waited_for = set(
        work.db.scalars(select(Booking.id).where(Booking.id.in_(bookings_ahead(rows)), Booking.state.in_(OPEN)))
    )
    over = [row for row in rows if not bookings_ahead([row]) & waited_for]
    settle(work, over)
    return len(over)


def settle(work: Work, rows: Collection[Certificate]) -> None:
    """Part of others: what these are worth now holds for good. One of whom nobody said anything was never valid."""
    worth = worths(work, rows)
    for row in rows:
        if row.ahead_of is None or row.settled_at is not None or row.state != rules.ISSUED:
            continue
        row.settled_at = work.now
        if worth[row.id].is_now != rules.VALID:
            row.state, row.revoked_at = rules.VOID, work.now
            work.audit("certificate.void", row.id)
