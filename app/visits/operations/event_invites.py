"""Part of others: an event day in agendas by mail, one appointment for the whole day whatever the number of rounds.

The UID is the one of the feed; SEQUENCE is the version of the plan, which only rises. Who was never invited is not
told to take anything out.
"""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import update

from app.base import language
from app.base.language import N_, gettext, gettext_for
from app.base.mail import Attachment, send_mail
from app.base.work import Work
from app.people.models import Staff
from app.visits.calendar import CANCEL, FOR_HOST, FOR_SCHOOL, REQUEST, Appointment, invitation
from app.visits.models import EventClass, EventStand
from app.visits.operations.letters import hosts_of
from app.visits.queries.event import classes_on, event_by_id, stands_of
from app.visits.queries.event_agenda import day_of_person, day_of_stand
from app.visits.queries.event_now import ClassOnDay, EventNow, StandNow

Words = tuple[str, str]
MOVED: Final[Words] = (
    N_("%(name)s has another time or place"),
    N_("%(name)s is now on %(when)s at %(venue)s, %(address)s. Open the file to put it right in your calendar."),
)
OFF: Final[Words] = (
    N_("Called off: %(title)s"),
    N_("This visit does not go on: %(title)s, %(when)s. Open the file to take it out of your calendar."),
)
FEWER: Final[Words] = (
    N_("%(name)s: fewer classes of yours go"),
    N_("In your calendar for %(name)s, %(when)s, stands now: %(classes)s. Open the file to put it right."),
)


def invite_teacher(work: Work, event: EventNow, staff: Staff, own: Sequence[ClassOnDay]) -> tuple[Attachment, ...]:
    """To go with a mail to who answers for these classes."""
    work.db.execute(
        update(EventClass)
        .where(EventClass.id.in_([one.id for one in own]))
        .values(is_invited=True)
        .execution_options(synchronize_session="fetch")
    )
    return _attached(work, staff, day_of_person(event, own, staff.id, at=work.now), REQUEST, FOR_SCHOOL)


def invite_host(work: Work, event: EventNow, staff: Staff, stands: Sequence[StandNow]) -> tuple[Attachment, ...]:
    """To go with a mail to a host of these stands: one company has one stand, or a few."""
    work.db.execute(
        update(EventStand)
        .where(EventStand.id.in_([one.id for one in stands]))
        .values(is_invited=True)
        .execution_options(synchronize_session="fetch")
    )
    with language.speaking(staff.language or "nl"):
        found = [day_of_stand(event, one, at=work.now) for one in stands]
    return tuple(file for one in found for file in _attached(work, staff, one, REQUEST, FOR_HOST))


def tell_moved(work: Work, before: EventNow) -> None:
    """Everybody in whose agenda the day stands, when its time or place became another."""
    event = event_by_id(work, before.id)
    if _where_and_when(before) == _where_and_when(event):
        return
    by_person: dict[UUID, list[ClassOnDay]] = {}
    for one in classes_on(work, event, EventClass.event_id == event.id, EventClass.is_invited.is_(True)):
        by_person.setdefault(one.booked_by, []).append(one)
    for staff_id, own in by_person.items():
        staff = work.db.get_one(Staff, staff_id)
        _send(work, staff, event, MOVED, invite_teacher(work, event, staff, own))
    for stand in stands_of(work, event.id, EventStand.is_invited.is_(True)):
        for staff in hosts_of(work, stand.company_id):
            _send(work, staff, event, MOVED, invite_host(work, event, staff, [stand]))


def tell_left(work: Work, event: EventNow, gone: Collection[EventClass]) -> None:
    """A class does not come: the day leaves the agenda of who answers, or stands there with the other classes.

    The rows are gone already (`left_at`), and the plan has its new version.
    """
    for staff_id in {one.booked_by for one in gone if one.is_invited}:
        event = event_by_id(work, event.id)
        staff = work.db.get_one(Staff, staff_id)
        mine = (EventClass.event_id == event.id, EventClass.booked_by == staff_id, EventClass.is_invited.is_(True))
        still = classes_on(work, event, *mine)
        if still:
            _send(work, staff, event, FEWER, invite_teacher(work, event, staff, still), classes=_names(still))
        else:
            one = day_of_person(event, (), staff_id, at=work.now)
            _send(work, staff, event, OFF, _attached(work, staff, one, CANCEL, FOR_SCHOOL))
    for row in gone:
        row.is_invited = False


def tell_stand_gone(work: Work, event: EventNow, stand: StandNow) -> None:
    """A company without a stand: the day leaves the agenda of its hosts. The plan has its new version."""
    one = day_of_stand(event_by_id(work, event.id), stand, at=work.now)
    for staff in hosts_of(work, stand.company_id):
        with language.speaking(staff.language or "nl"):  # a company may have another stand that day
            title = f"{event.name}, {gettext(N_('stand %(number)s'), number=stand.number)}"
        _send(work, staff, event, OFF, _attached(work, staff, one, CANCEL, FOR_HOST), title=title)


def _names(classes: Sequence[ClassOnDay]) -> str:
    return ", ".join(dict.fromkeys(one.class_name for one in classes))


def _where_and_when(event: EventNow) -> tuple[object, ...]:
    return event.starts_at, event.ends_at, event.venue, event.address, event.place


def _attached(work: Work, staff: Staff, one: Appointment, method: str, reader: str) -> tuple[Attachment, ...]:
    with language.speaking(staff.language or "nl"):
        made = invitation(one, reader=reader, method=method, name=staff.name, mail=staff.email, now=work.now)
    return (Attachment("openwerf.ics", "text/calendar", made, method),)


def _send(work: Work, staff: Staff, event: EventNow, words: Words, along: Sequence[Attachment], **more: str) -> None:
    if staff.disabled_at is not None:
        return
    spoken = staff.language or "nl"
    _ = gettext_for(spoken)
    with language.speaking(spoken):
        clock = f"{language.clock_time(event.starts_at)}–{language.clock_time(event.ends_at)}"
        when = f"{language.long_date(event.starts_at)}, {clock}"
    facts = {"name": event.name, "title": event.name, "when": when, "venue": event.venue}
    facts |= {"address": f"{event.address}, {event.place}", **more}
    subject, text = (_(one, **facts) for one in words)
    send_mail(work, address=staff.email, subject=subject, body=f"{text}\n\nOpenwerf\n", attachments=along)
