"""Tables of visits: what is offered, what is booked, who was there."""

from app.visits.models.bookings import BOOKING_STATES, Attendance, Booking, BookingChange, BookingPupil
from app.visits.models.offers import FORMS, PHOTOS, Edition, EditionDay, Location, VisitOffer, VisitSlot
from app.visits.models.papers import ConsentSlip, SafetyCount, SafetyPass, TransportSheet

__all__ = [
    "BOOKING_STATES",
    "FORMS",
    "PHOTOS",
    "Attendance",
    "Booking",
    "BookingChange",
    "BookingPupil",
    "ConsentSlip",
    "Edition",
    "EditionDay",
    "Location",
    "SafetyCount",
    "SafetyPass",
    "TransportSheet",
    "VisitOffer",
    "VisitSlot",
]
