"""What a class says to a company, looked at once more at the moment that the company reads it: who came into the class
since it was sent, or got another name, stands in no sentence. Names go no further than the sentences they keep back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from app.base.work import Work
from app.people.models import Enrolment, Pupil
from app.visits.models import Booking, BookingPupil
from app.visits.rules.from_class import that_may_pass


@dataclass(frozen=True, slots=True)
class FromClass:
    """What a company may read now of what was sent."""

    questions: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()


def from_class(work: Work, *, booking_ids: Sequence[UUID]) -> dict[UUID, FromClass]:
    """By booking. `work` reads pupils of the school; whoever asks found the bookings within its own reach."""
    names = first_names(work, booking_ids)
    rows = work.db.execute(
        select(Booking.id, Booking.questions, Booking.thanks).where(Booking.id.in_(booking_ids))
    ).all()
    return {
        key: FromClass(*(that_may_pass(one, names=names.get(key, set())) for one in (questions, thanks)))
        for key, questions, thanks in rows
    }


def first_names(work: Work, bookings: Sequence[UUID] | Select[UUID]) -> dict[UUID, set[str]]:
    """By booking: of whoever was ever in its class, and of who stands on its list."""
    in_class = (
        select(Booking.id, Pupil.first_name)
        .join(Enrolment, Enrolment.class_id == Booking.class_id)
        .join(Pupil, Pupil.id == Enrolment.pupil_id)
        .where(Booking.id.in_(bookings))
    )
    on_list = (
        select(BookingPupil.booking_id, Pupil.first_name)
        .join(Pupil, Pupil.id == BookingPupil.pupil_id)
        .where(BookingPupil.booking_id.in_(bookings))
    )
    found: dict[UUID, set[str]] = {}
    for wanted in (in_class, on_list):
        for key, name in work.db.execute(wanted.distinct()):
            found.setdefault(key, set()).add(name)
    return found
