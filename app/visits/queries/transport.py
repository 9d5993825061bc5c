"""How a group of the school travels, what it still lacks, and with whom it may share a coach."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from app.access.matrix import Permission
from app.base import clock
from app.base.language import N_, gettext
from app.base.work import Work
from app.people.models import School
from app.visits.models import Location, TransportSheet, VisitOffer
from app.visits.queries.bookings import BookingNow, bookings_of_school
from app.visits.queries.event_agenda import as_whole_day, event_of, rounds_beside
from app.visits.queries.event_now import EventNow
from app.visits.rules import LIVE
from app.visits.rules.transport import (
    COACH,
    Still,
    Travel,
    adults_needed,
    bike_minutes,
    riders_of,
    seats_left,
    shared,
    still_missing,
)

NOON = 12.5  # hours: before it starts in the morning


@dataclass(frozen=True, slots=True)
class Sharing:
    """The other group in the coach."""

    booking_id: UUID
    code: str
    label: str
    riders: int


@dataclass(frozen=True, slots=True)
class TransportNow:
    """A sheet as it stands. `seats_left`: None without a coach or a number of seats; below 0: too small."""

    travel: Travel
    needed: int | None
    ratio: int | None
    bike: int | None  # minutes
    how: str  # what the company says of getting there
    takes_coach: bool
    riders: int
    sharing: Sharing | None
    seats_left: int | None
    still: tuple[Still, ...]


def transport_of(work: Work, *, booking: BookingNow) -> TransportNow:
    """For staff of the school; of a round of an event day: how the class comes to the day. Raises: NotFound."""
    work.must(Permission.BOOKING_MAKE, school=booking.school_id)
    event = event_of(work, booking)
    booking = as_trip(work, booking)
    sheets = _sheets(work, booking)
    offer = work.db.get_one(VisitOffer, booking.offer_id)
    place = event or work.db.get_one(Location, offer.location_id)
    takes_coach = event is not None or offer.takes_coach
    school = work.db.get_one(School, booking.school_id)
    needed = adults_needed(pupils=booking.expected, ratio=offer.supervision)
    sharing = _sharing(work, booking, sheets)
    travel = _travel(booking, sheets, sharing)
    riders = riders_of(pupils=booking.expected, adults=travel.adults, needed=needed)
    together = [riders, sharing.riders] if sharing else [riders]
    in_coach = travel.mode == COACH and travel.seats is not None
    return TransportNow(
        travel,
        needed,
        offer.supervision,
        bike_minutes(_point(school), _point(place)),
        _stops(event) if event else offer.travel,
        takes_coach,
        riders,
        sharing,
        seats_left(seats=travel.seats or 0, riders=together) if in_coach else None,
        () if booking.stays else still_missing(travel, needed=needed, riders=together, takes_coach=takes_coach),
    )


def may_share(work: Work, *, booking: BookingNow) -> tuple[BookingNow, ...]:
    """Other groups of the school on the same half of the same day: they could be in one coach."""
    here = as_trip(work, booking)
    coming = bookings_of_school(work, since=clock.at(booking.day, 0))
    that_day = (one for one in coming if one.state in LIVE and one.day == booking.day)
    trips = {one.id: one for one in (as_trip(work, held) for held in that_day)}
    return tuple(
        one for one in trips.values() if one.id != here.id and day_part(one.starts_at) == day_part(here.starts_at)
    )


def as_trip(work: Work, booking: BookingNow) -> BookingNow:
    """Part of others. A class travels once to an event day: its rounds are one trip, under the key of its sheet."""
    return replace(as_whole_day(work, booking), id=sheet_key(work, booking.id)) if booking.is_round else booking


def sheet_key(work: Work, booking_id: UUID) -> UUID:
    """Part of others. Under which booking the sheet of this trip is kept."""
    rounds = rounds_beside(work, booking_id)
    held = set(work.db.scalars(select(TransportSheet.booking_id).where(TransportSheet.booking_id.in_(rounds))))
    return next((one for one in rounds if one in held), rounds[0])


def day_part(moment: datetime) -> tuple[str, bool]:
    """The day on a Dutch clock, and whether it is the morning."""
    here = moment.astimezone(clock.AMSTERDAM)
    return here.date().isoformat(), here.hour + here.minute / 60 < NOON


def _sheets(work: Work, booking: BookingNow) -> Sequence[TransportSheet]:
    """The own sheet, and those that share a coach with it."""
    own = work.db.scalars(
        select(TransportSheet).where(
            or_(TransportSheet.booking_id == booking.id, TransportSheet.shares_with == booking.id)
        )
    ).all()
    other = next((one.shares_with for one in own if one.booking_id == booking.id and one.shares_with), None)
    if other is None:
        return own
    more = work.db.scalars(select(TransportSheet).where(TransportSheet.booking_id == other)).all()
    return [*own, *(one for one in more if one not in own)]


def _travel(booking: BookingNow, sheets: Sequence[TransportSheet], sharing: Sharing | None) -> Travel:
    """What this group said; what it shares with its partner (the coach, when it goes, who pays) needs saying once."""
    said = {one.booking_id: _said(one) for one in sheets}
    own = said.get(booking.id, Travel())
    other = said.get(sharing.booking_id) if sharing else None
    return shared(own, other, starts_at=booking.starts_at, ends_at=booking.ends_at) if other else own


def _said(sheet: TransportSheet) -> Travel:
    return Travel(sheet.mode, sheet.payer, sheet.leaves_at, sheet.back_at, sheet.adults, sheet.seats, sheet.phone)


def _sharing(work: Work, booking: BookingNow, sheets: Sequence[TransportSheet]) -> Sharing | None:
    other = partner_of(booking.id, sheets)
    if other is None:
        return None
    found = next((one for one in may_share(work, booking=booking) if one.id == other), None)
    if found is None:
        return None  # moved or called off meanwhile
    ratio = work.db.get_one(VisitOffer, found.offer_id).supervision
    adults = next((one.adults for one in sheets if one.booking_id == other), None)
    needed = adults_needed(pupils=found.expected, ratio=ratio)
    label = found.class_name or found.title
    return Sharing(found.id, found.code, label, riders_of(pupils=found.expected, adults=adults, needed=needed))


def partner_of(booking_id: UUID, sheets: Sequence[TransportSheet]) -> UUID | None:
    """The booking it shares with, whichever of both said so."""
    said = next((one.shares_with for one in sheets if one.booking_id == booking_id and one.shares_with), None)
    return said or next((one.booking_id for one in sheets if one.shares_with == booking_id), None)


def _stops(event: EventNow) -> str:
    """Where bikes and coaches go on the day."""
    places = ((event.bikes_at, N_("Bikes: %(place)s")), (event.coaches_at, N_("Coaches: %(place)s")))
    return ". ".join(gettext(text, place=place) for place, text in places if place)


def _point(place: School | Location | EventNow) -> tuple[float, float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude
