"""Places that come free go to the first in line for whom the whole class fits, in the same work that frees them.

The slot is locked first, so that whoever gives places back and whoever joins the line come one after the other.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, or_, select, update

from app.base.jobs import start_job
from app.base.work import Work
from app.visits.models import VisitOffer, VisitSlot, Waiting
from app.visits.operations.places import take_places
from app.visits.rules.waiting import IN_LINE, OFFERED, WAITING, InLine, answer_until, first_that_fits

TELL = "visits.line-tell"
CLOCK = "visits.line-clock"


def places_came_free(work: Work, slot_id: UUID) -> None:
    """Keep the places of this slot for who waits, in order, as long as a whole class fits; each is told by mail."""
    if not _line(work, slot_id):
        return
    slot = lock_slot(work, slot_id)
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    until = answer_until(now=work.now, starts_at=slot.starts_at, deadline_days=offer.deadline_days)
    if until is None or slot.state != "open" or offer.state != "open":
        return
    line = _line(work, slot_id)
    places, pupils = slot.places - slot.places_taken, slot.pupils - slot.pupils_taken
    while first := first_that_fits(line, places=places, pupils=pupils):
        line.remove(first)
        if _keep_for(work, first, slot_id, until):
            places, pupils = places - first.groups, pupils - first.pupils


def offer_opened(work: Work, offer_id: UUID) -> None:
    """Each time of it that is still to come, soonest first."""
    ahead = select(VisitSlot.id).where(VisitSlot.offer_id == offer_id, VisitSlot.starts_at > work.now)
    for slot_id in work.db.scalars(ahead.order_by(VisitSlot.starts_at, VisitSlot.id)).all():
        places_came_free(work, slot_id)


def lock_slot(work: Work, slot_id: UUID) -> VisitSlot:
    """The slot as it is now, and nobody moves its places until the end of this work."""
    return work.db.scalars(
        select(VisitSlot).where(VisitSlot.id == slot_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def ended(work: Work, row: Waiting, state: str, *, only_from: tuple[str, ...] = IN_LINE) -> bool:
    """Take a class out of the line, once; what was kept goes to the next. False: it was out already."""
    held_on = row.offered_slot_id
    moved: CursorResult[Any] = work.db.execute(  # type: ignore[assignment]  # an UPDATE returns a CursorResult
        update(Waiting)
        .where(Waiting.id == row.id, Waiting.state.in_(only_from), Waiting.state == row.state)
        .values(state=state, ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        return False
    if row.state == OFFERED and held_on is not None:
        take_places(work, held_on, places=-row.group_count, pupils=-row.pupils)
        places_came_free(work, held_on)
    return True


def _line(work: Work, slot_id: UUID) -> list[InLine]:
    """Who waits for this slot or for any time of its offer, the longest first."""
    rows = work.db.execute(
        select(Waiting.id, Waiting.pupils, Waiting.group_count)
        .join(VisitSlot, VisitSlot.offer_id == Waiting.offer_id)
        .where(VisitSlot.id == slot_id, Waiting.state == WAITING)
        .where(or_(Waiting.slot_id.is_(None), Waiting.slot_id == slot_id))
        .order_by(Waiting.since, Waiting.id)
    )
    return [InLine(row.id, row.pupils, row.group_count) for row in rows]


def _keep_for(work: Work, first: InLine, slot_id: UUID, until: datetime) -> bool:
    """The places are really taken. False: another time of the same offer was kept for this class just now."""
    moved: CursorResult[Any] = work.db.execute(  # type: ignore[assignment]  # an UPDATE returns a CursorResult
        update(Waiting)
        .where(Waiting.id == first.id, Waiting.state == WAITING)
        .values(state=OFFERED, offered_slot_id=slot_id, offered_until=until, told_at=None)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        return False
    take_places(work, slot_id, places=first.groups, pupils=first.pupils)
    work.audit("line.offered", first.id, slot=str(slot_id))
    facts = {"waiting": str(first.id), "until": until.isoformat()}
    start_job(work, kind=TELL, arguments=facts)
    start_job(work, kind=CLOCK, arguments=facts, after=until)
    return True
