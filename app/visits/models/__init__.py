"""Tables of visits: what is offered, what is booked, who was there."""

from app.visits.models.after import VisitReview
from app.visits.models.bookings import BOOKING_STATES, Attendance, Booking, BookingChange, BookingPupil
from app.visits.models.event import EventClass, EventPlan, EventRound, EventStand, EventStep
from app.visits.models.gate import ArrivalWord, WalkIn
from app.visits.models.hours import CompanyHours
from app.visits.models.offers import FORMS, PHOTOS, Edition, EditionDay, Location, VisitOffer, VisitSlot
from app.visits.models.office import OfficeMail
from app.visits.models.papers import ConsentSlip, SafetyCount, SafetyPass, TransportSheet
from app.visits.models.reminders import CalendarFeed, Reminder, ReminderSent
from app.visits.models.waiting import Waiting

__all__ = [
    "BOOKING_STATES",
    "FORMS",
    "PHOTOS",
    "ArrivalWord",
    "Attendance",
    "Booking",
    "BookingChange",
    "BookingPupil",
    "CalendarFeed",
    "CompanyHours",
    "ConsentSlip",
    "Edition",
    "EditionDay",
    "EventClass",
    "EventPlan",
    "EventRound",
    "EventStand",
    "EventStep",
    "Location",
    "OfficeMail",
    "Reminder",
    "ReminderSent",
    "SafetyCount",
    "SafetyPass",
    "TransportSheet",
    "VisitOffer",
    "VisitReview",
    "VisitSlot",
    "Waiting",
    "WalkIn",
]
