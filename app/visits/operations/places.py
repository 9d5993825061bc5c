"""Places on a slot: taken and given back by one conditional UPDATE that decides, whoever else acts at this moment."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, select, update

from app.base import doors
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.models.offers import CALLED_OFF
from app.visits.rules.waiting import Full

FULL = N_("This visit is full. Choose another time, or a smaller group.")


def open_slot(work: Work, slot_code: str) -> tuple[VisitSlot, VisitOffer]:
    """Raises: NotFound; RuleBroken when it is not offered any more."""
    row = work.db.execute(
        select(VisitSlot, VisitOffer)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(VisitSlot.code == slot_code)
    ).one_or_none()
    if row is None or row[1].state == "draft":
        raise NotFound("slot")
    slot, offer = row
    if slot.state != "open" or offer.state != "open":
        raise RuleBroken("slot", N_("This visit is not offered any more. Choose another one."))
    return slot, offer


def take_places(work: Work, slot_id: UUID, *, places: int, pupils: int) -> None:
    """The decision about capacity: the row count of one UPDATE says yes or no. Below zero gives back: then the line
    is looked at (operations/line.py).

    Raises: Full when the slot has no room.
    """
    moved: CursorResult[Any] = work.db.execute(  # type: ignore[assignment]  # an UPDATE returns a CursorResult
        update(VisitSlot)
        .where(
            VisitSlot.id == slot_id,
            VisitSlot.places_taken + places <= VisitSlot.places,
            VisitSlot.pupils_taken + pupils <= VisitSlot.pupils,
            *([VisitSlot.state != CALLED_OFF] if places > 0 else []),
        )
        .values(places_taken=VisitSlot.places_taken + places, pupils_taken=VisitSlot.pupils_taken + pupils)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        raise Full("slot", FULL)


def give_back(work: Work, booking: Booking, slot: VisitSlot) -> None:
    """The places of a booking that does not go on, once: the booking was locked before its state was read.

    Raises: RuleBroken when it was ended meanwhile, or the visit has begun.
    """
    rules.check_state(state=booking.state, allowed=rules.AHEAD_OF_IT)
    rules.check_before(starts_at=slot.starts_at, now=work.now)
    take_places(work, booking.slot_id, places=-1, pupils=-booking.expected)
    closes_at = work.now + timedelta(days=rules.GONE_DAYS)
    work.db.execute(
        update(doors.Door)
        .where(
            doors.Door.kind == doors.HOST,
            doors.Door.subject_id == booking.id,
            doors.Door.closes_at > closes_at,
        )
        .values(closes_at=closes_at)
        .execution_options(synchronize_session=False)
    )


def move_places(work: Work, booking: Booking, *, to: VisitSlot, expected: int) -> None:
    """To another time, or to another number, all at once; the old places are free. The door of the host moves along.

    Raises: Full.
    """
    if to.id == booking.slot_id:
        take_places(work, to.id, places=0, pupils=expected - booking.expected)
    else:
        take_places(work, to.id, places=1, pupils=expected)
        take_places(work, booking.slot_id, places=-1, pupils=-booking.expected)
    booking.slot_id, booking.expected = to.id, expected
    work.db.execute(
        update(doors.Door)
        .where(doors.Door.kind == doors.HOST, doors.Door.subject_id == booking.id)
        .values(closes_at=to.ends_at + timedelta(days=rules.HOST_DAYS))
        .execution_options(synchronize_session=False)
    )


def open_for_host(work: Work, booking: Booking, company_id: UUID, slot: VisitSlot) -> None:
    """The company may see this booking, and so this school's name, from now until some weeks after the visit."""
    work.db.add(
        doors.Door(
            id=work.new_id(),
            kind=doors.HOST,
            holder_id=company_id,
            school_id=booking.school_id,
            subject_id=booking.id,
            opens_at=None,
            closes_at=slot.ends_at + timedelta(days=rules.HOST_DAYS),
        )
    )
