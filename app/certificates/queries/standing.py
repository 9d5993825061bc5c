"""What issued certificates are worth now: what was printed ahead rests on presence, until that is settled."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select

from app.base.clock import school_day
from app.base.work import Work
from app.certificates import rules
from app.certificates.design import from_snapshot
from app.certificates.models import Certificate
from app.certificates.queries.day import last_words
from app.visits.models import Booking, VisitSlot
from app.visits.rules import LIVE


def is_open(row: Certificate) -> bool:
    """Printed ahead, and not settled yet: presence says what it is worth."""
    return row.state == rules.ISSUED and row.ahead_of is not None and row.settled_at is None


def worths(work: Work, rows: Collection[Certificate]) -> dict[UUID, rules.Worth]:
    """For each certificate: valid, ahead of its visit, or void. Of a revoked or replaced one nothing is asked.

    Two queries, whatever the number of certificates; none when nothing was printed ahead.
    """
    found = {row.id: rules.Worth(rules.VOID if row.state == rules.VOID else rules.VALID) for row in rows}
    open_ones = [row for row in rows if is_open(row)]
    if open_ones:
        bookings = _bookings(work, open_ones)
        said = last_words(work, bookings)
        for row in open_ones:
            found[row.id] = rules.worth(_expected(row, bookings, said))
    return found


def _expected(
    row: Certificate, bookings: dict[UUID, tuple[Booking, VisitSlot]], said: dict[tuple[UUID, UUID], bool | None]
) -> list[rules.Expected]:
    """The visits on the paper stand in the order of `ahead_of`."""
    expected = []
    for text, visit in zip(row.ahead_of or (), from_snapshot(row.snapshot).visits, strict=True):
        key = UUID(text)
        booking, slot = bookings.get(key, (None, None))
        about = (key, row.pupil_id) if row.pupil_id else None
        expected.append(
            rules.Expected(
                printed_day=visit.day,
                day=school_day(slot.starts_at) if slot else None,
                goes_on=bool(booking and booking.state in LIVE),
                listed=about in said,
                present=said.get(about) if about else None,
            )
        )
    return expected


def bookings_ahead(rows: Iterable[Certificate]) -> set[UUID]:
    """The bookings that decide over these."""
    return {UUID(text) for row in rows for text in row.ahead_of or ()}


def _bookings(work: Work, rows: Collection[Certificate]) -> dict[UUID, tuple[Booking, VisitSlot]]:
    asked = (
        select(Booking, VisitSlot)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(Booking.id.in_(bookings_ahead(rows)))
    )
    return {booking.id: (booking, slot) for booking, slot in work.db.execute(asked)}
