"""The teacher says who is there; two teachers may both, also without a network, and both words are kept."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base import ids
from app.base.names import short_name
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Pupil, SchoolSettings
from app.visits import rules
from app.visits.models import Attendance, Booking, BookingPupil, VisitSlot
from app.visits.operations.states import note_change
from app.visits.queries.presence import presence_of, words_on
from app.visits.rules import gate


def mark_presence(
    work: Work,
    *,
    code: str,
    absent: Collection[UUID],
    seen: Collection[UUID],
    was: Collection[UUID] | None = None,
    client_id: str = "",
    ago: timedelta = timedelta(),
) -> int:
    """The teacher: of the pupils on the page (`seen`) these were absent, all others there. Returns how many present.

    Only what this teacher touched is added (`was`: who was ticked when the page came; None: all of it), and what
    nobody said yet; all words are kept, in order of when they were said (`ago` before now: a phone without a network).
    The same save (`client_id`) counts once. A pupil put on the list meanwhile by somebody else is not touched,
    because the teacher did not see the name; one taken off it is left out.

    Raises:
        NotFound: the booking, or its class, is out of reach.
        RuleBroken: it is not yet the morning of the visit, it was cancelled, or closed.
    """
    booking, slot = marked_booking(work, code)
    if client_id and _came_before(work, booking.id, client_id):
        return booking.present_count or 0
    gate.check_not_closed(state=booking.state)
    rules.check_state(state=booking.state, allowed=rules.OPEN)
    rules.check_presence_time(starts_at=slot.starts_at, now=work.now)
    said_at = gate.said(starts_at=slot.starts_at, now=work.now, ago=ago)
    listed, gone = _listed(work, booking.id), set(absent)
    then = {one.pupil_id: one.present for one in words_on(work, booking_id=booking.id) if one.at <= said_at}
    for pupil_id in sorted(listed & set(seen)):
        present, held = pupil_id not in gone, then.get(pupil_id)
        is_touched = was is None or (pupil_id in was) is present
        if held is None or (is_touched and held is not present):
            _say(work, booking, pupil_id, present=present, client_id=client_id, said_at=said_at)
    work.db.flush()
    there = {pupil_id for pupil_id, is_there in presence_of(work, booking_id=booking.id).items() if is_there} & listed
    booking.present_count = len(there)
    keep_names(work, booking, slot)
    work.audit("presence.marked", booking.id, present=len(there), absent=len(listed) - len(there))
    return len(there)


def show_names(work: Work, *, code: str, on: bool) -> None:
    """This booking's own switch: may the host read first names on the day? It works only beside the school's.

    Raises: NotFound: out of reach. RuleBroken: closed.
    """
    booking, slot = marked_booking(work, code)
    gate.check_not_closed(state=booking.state)
    if booking.names_to_host is on:
        return
    booking.names_to_host = on
    keep_names(work, booking, slot)
    note_change(work, booking, "names", note="on" if on else "off")
    work.audit("booking.names_to_host", booking.id, on=on)


def set_phone(work: Work, *, code: str, phone: str) -> None:
    """The number at which the teacher is on the day; the host reads it on that day, and it goes the day after.

    Raises: NotFound: out of reach. RuleBroken: closed.
    """
    booking, _ = marked_booking(work, code)
    gate.check_not_closed(state=booking.state)
    booking.phone = " ".join(phone.split())[:30]
    work.audit("booking.phone", booking.id)


def keep_names(work: Work, booking: Booking, slot: VisitSlot) -> None:
    """Part of others: plain strings of who is there, on the day itself and only while both switches are on.

    A host never reads a row about a pupil; these strings are what the teacher let go, and the worker erases them.
    """
    school = work.db.scalars(select(SchoolSettings.names_to_host)).one_or_none() or False
    if not gate.is_shown(switches=(school, booking.names_to_host), starts_at=slot.starts_at, now=work.now):
        booking.day_names = []
        return
    there = [pupil_id for pupil_id, present in presence_of(work, booking_id=booking.id).items() if present]
    rows = work.db.execute(
        select(Pupil.first_name, Pupil.last_name)
        .join(BookingPupil, BookingPupil.pupil_id == Pupil.id)
        .where(BookingPupil.booking_id == booking.id, Pupil.id.in_(there))
        .order_by(Pupil.sort_key, Pupil.id)
    )
    booking.day_names = [short_name(first, last) for first, last in rows]


def marked_booking(work: Work, code: str) -> tuple[Booking, VisitSlot]:
    """A booking of a class whose presence is this actor's to say, locked. Raises: NotFound."""
    work.must(Permission.PRESENCE_MARK)
    booking = work.db.scalars(select(Booking).where(Booking.code == code).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound("booking")
    classes = frozenset({booking.class_id} if booking.class_id else ())
    work.must(Permission.PRESENCE_MARK, classes=classes, school=booking.school_id)
    return booking, work.db.get_one(VisitSlot, booking.slot_id)


def _listed(work: Work, booking_id: UUID) -> set[UUID]:
    return set(work.db.scalars(select(BookingPupil.pupil_id).where(BookingPupil.booking_id == booking_id)))


def _came_before(work: Work, booking_id: UUID, client_id: str) -> bool:
    gate.check_client(client_id)
    same = select(Attendance.id).where(Attendance.booking_id == booking_id, Attendance.client_id == client_id)
    return work.db.scalars(same.limit(1)).first() is not None


def _say(work: Work, booking: Booking, pupil_id: UUID, *, present: bool, client_id: str, said_at: datetime) -> None:
    assert work.actor.user_id is not None
    work.db.add(
        Attendance(
            id=ids.new_key(said_at),  # so that the greatest is what was said last, whatever came in last
            school_id=booking.school_id,
            booking_id=booking.id,
            pupil_id=pupil_id,
            present=present,
            by=work.actor.user_id,
            at=work.now,
            said_at=said_at,
            client_id=client_id or None,
        )
    )
