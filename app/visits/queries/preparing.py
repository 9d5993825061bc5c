"""What a school still has to arrange before a visit: how the class travels, and the letter to parents."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.base.audit import Audit
from app.base.work import Work
from app.people.models import School
from app.visits.models import Booking, ConsentSlip, Location, TransportSheet, VisitOffer, VisitSlot
from app.visits.queries.bookings import BookingNow
from app.visits.queries.transport import day_part
from app.visits.rules import LIVE
from app.visits.rules.plan import kilometres
from app.visits.rules.transport import COACH

PAPER, LETTER = "visit.paper", "letter"
WALK_KM = 1.0  # so near that a class walks: nobody fills in a sheet for it


@dataclass(frozen=True, slots=True)
class Arranged:
    """Of one booking. `asked_parents` is None for who may not know it."""

    travels: bool  # is there a way to go, farther than a walk?
    has_transport: bool
    asked_parents: bool | None


def arranged(work: Work, bookings: Sequence[BookingNow]) -> dict[UUID, Arranged]:
    """For bookings within reach; five statements for all of them."""
    ids = [one.id for one in bookings]
    sheets = select(TransportSheet.booking_id).where(TransportSheet.booking_id.in_(ids), TransportSheet.mode != "")
    filled = set(work.db.scalars(sheets)) | _in_coach_of_another(work, bookings)
    near, asked = _near(work, bookings), _asked(work, ids)
    return {
        one.id: Arranged(
            not one.stays and one.id not in near,
            one.id in filled,
            None if asked is None else one.stays or one.id in asked,
        )
        for one in bookings
    }


def _in_coach_of_another(work: Work, bookings: Sequence[BookingNow]) -> set[UUID]:
    """Whose coach was arranged by the other group in it, as long as that group goes in the same half of the day."""
    rows = work.db.execute(
        select(TransportSheet.shares_with, VisitSlot.starts_at)
        .join(Booking, Booking.id == TransportSheet.booking_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(TransportSheet.shares_with.in_([one.id for one in bookings]), TransportSheet.mode == COACH)
        .where(Booking.state.in_(LIVE))
    ).all()
    halves = {one.id: day_part(one.starts_at) for one in bookings}
    return {mine for mine, starts_at in rows if mine and halves[mine] == day_part(starts_at)}


def _near(work: Work, bookings: Sequence[BookingNow]) -> set[UUID]:
    """At walking distance; what nobody knows is not near."""
    schools = {
        one.id: (one.latitude, one.longitude)
        for one in work.db.scalars(select(School).where(School.id.in_({held.school_id for held in bookings})))
    }
    sites = {
        row[0]: (row[1], row[2])
        for row in work.db.execute(
            select(VisitOffer.id, Location.latitude, Location.longitude)
            .join(Location, Location.id == VisitOffer.location_id)
            .where(VisitOffer.id.in_({held.offer_id for held in bookings}))
        )
    }
    found = set()
    for one in bookings:
        (lat1, lon1), (lat2, lon2) = schools.get(one.school_id, (None, None)), sites.get(one.offer_id, (None, None))
        if lat1 is None or lon1 is None or lat2 is None or lon2 is None:
            continue
        if kilometres((lat1, lon1), (lat2, lon2)) <= WALK_KM:
            found.add(one.id)
    return found


def _asked(work: Work, ids: Sequence[UUID]) -> set[UUID] | None:
    """A letter was made, or a slip came in on a letter of the school's own."""
    if not work.actor.sees_pupils:
        return None
    made = select(Audit.subject_id, Audit.details).where(Audit.what == PAPER, Audit.subject_id.in_(ids))
    letters = {row[0] for row in work.db.execute(made) if row[1].get("paper") == LETTER and row[0] is not None}
    slips = set(work.db.scalars(select(ConsentSlip.booking_id).where(ConsentSlip.booking_id.in_(ids)).distinct()))
    return letters | slips
