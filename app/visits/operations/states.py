"""A booking goes to another state in one place, and who did it and when is kept."""

from app.access.actor import Role
from app.base.work import Work
from app.visits.models import Booking, BookingChange


def go_to(work: Work, booking: Booking, state: str, *, note: str = "", what: str = "") -> None:
    """The booking is locked by who calls; its state was checked. `note`: why, without a pupil's name.

    `what`: the word that says more than the state does (a move is one act, and one line of the account).
    """
    booking.state = state
    note_change(work, booking, what or state, note=note)


def note_change(work: Work, booking: Booking, what: str, *, note: str = "") -> None:
    """What else happened to it: moved, another class, other pupils, safety rules read again."""
    work.db.add(
        BookingChange(
            id=work.new_id(),
            school_id=booking.school_id,
            booking_id=booking.id,
            what=what,
            by=None if work.actor.role is Role.GATE else work.actor.user_id,
            role=work.actor.role.value if work.actor.role else None,
            note=" ".join(note.split())[:300],
            at=work.now,
        )
    )
