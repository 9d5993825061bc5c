"""Tables of visits: what is offered, what is booked, who was there."""

from app.visits.models.bookings import BOOKING_STATES, Attendance, Booking, BookingChange, BookingPupil
from app.visits.models.offers import FORMS, PHOTOS, Edition, EditionDay, Location, VisitOffer, VisitSlot
from app.visits.models.office import OfficeMail

__all__ = [
    "BOOKING_STATES",
    "FORMS",
    "PHOTOS",
    "Attendance",
    "Booking",
    "BookingChange",
    "BookingPupil",
    "Edition",
    "EditionDay",
    "Location",
    "OfficeMail",
    "VisitOffer",
    "VisitSlot",
]
