"""What a class said, as the company reads it: on its own page and wherever somebody else sees that page."""

from app.visits.queries import BookingNow
from app.visits.queries.from_class import FromClass, from_class
from app.web.pages import at_door, look_as


def said_by_class(held: BookingNow) -> FromClass:
    """A company reads no row of a pupil. So this looks with the eyes of the school, after the booking was found within
    reach, and what comes out has no name."""
    if held.questions_at is None and held.thanks_at is None:
        return FromClass()
    return look_as(at_door(held.school_id), from_class, booking_ids=[held.id])[held.id]
