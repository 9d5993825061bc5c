"""Reading companies' offers with their slots, a school's bookings, a company's day, and presence."""

from app.visits.queries.bookings import (
    BookingNow,
    booking_by_code,
    bookings_by_id,
    bookings_in_window,
    bookings_of_company,
    bookings_of_school,
)
from app.visits.queries.choosing import ClassOnOffer, class_on_offer, likely_class
from app.visits.queries.offers import (
    OfferNow,
    SlotNow,
    company_kind,
    offer_by_code,
    offers_of_company,
    open_offers,
)
from app.visits.queries.presence import (
    ListPupil,
    PupilPresence,
    division,
    may_see_list,
    presence_list,
    presence_of,
    pupils_on_list,
    pupils_without_visit,
)

__all__ = [
    "BookingNow",
    "ClassOnOffer",
    "ListPupil",
    "OfferNow",
    "PupilPresence",
    "SlotNow",
    "booking_by_code",
    "bookings_by_id",
    "bookings_in_window",
    "bookings_of_company",
    "bookings_of_school",
    "class_on_offer",
    "company_kind",
    "division",
    "likely_class",
    "may_see_list",
    "offer_by_code",
    "offers_of_company",
    "open_offers",
    "presence_list",
    "presence_of",
    "pupils_on_list",
    "pupils_without_visit",
]
