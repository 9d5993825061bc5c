"""Visits as iCalendar (RFC 5545): a feed that calendar programs look at, and an invitation in a mail (RFC 5546).

No pupil's name, nothing of what a group needs, and in a feed of a class no phone number: such a file lies with others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from app.base.clock import AMSTERDAM
from app.base.language import gettext, ngettext
from app.base.levels import level_label
from app.base.mail import ORGANIZER
from app.visits.rules import CANCELLED, DECLINED, NO_SHOW, PROPOSED, REQUESTED
from app.visits.rules.where import AT_SCHOOL, ONLINE, Where

FOR_SCHOOL, FOR_HOST, FOR_CLASS = "school", "host", "class"
REQUEST, CANCEL = "REQUEST", "CANCEL"
_STATUS = dict.fromkeys((REQUESTED, PROPOSED), "TENTATIVE") | dict.fromkeys((CANCELLED, DECLINED, NO_SHOW), "CANCELLED")
_MAKER = "-//Openwerf//Visits//NL"
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booking as an agenda knows it. `sequence` rises with each change; `changed_at` is the last one."""

    id: UUID
    sequence: int
    changed_at: datetime
    state: str
    starts_at: datetime
    ends_at: datetime
    title: str
    company: str
    where: Where
    form: str
    contact: str
    school: str
    class_name: str
    expected: int
    level: str


def feed(name: str, appointments: Sequence[Appointment], *, reader: str) -> bytes:
    """All of them, in the language that is spoken now. The same visits are the same bytes."""
    calendar = _calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", AMSTERDAM.key)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in appointments:
        calendar.add_component(_event(one, reader, stamped=one.changed_at))
    return bytes(calendar.to_ical())


def invitation(one: Appointment, *, reader: str, method: str, name: str, mail: str, now: datetime) -> bytes:
    """One visit for one person. A CANCEL takes it out of the agenda again: same UID, higher SEQUENCE."""
    calendar = _calendar()
    calendar.add("method", method)
    event = _event(one, reader, stamped=now)
    event.add("organizer", vCalAddress(f"mailto:{ORGANIZER}"))
    guest = vCalAddress(f"mailto:{mail}")
    guest.params["CN"] = vText(name)
    guest.params["ROLE"], guest.params["PARTSTAT"], guest.params["RSVP"] = "REQ-PARTICIPANT", "ACCEPTED", "FALSE"
    event.add("attendee", guest)
    if method == CANCEL:
        event.pop("STATUS")
        event.add("status", "CANCELLED")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add_component(Timezone.from_ical(_ZONE.replace("\n", "\r\n")))
    return calendar


def _event(one: Appointment, reader: str, *, stamped: datetime) -> Event:
    event = Event()
    event.add("uid", f"{one.id}@openwerf")
    event.add("dtstamp", stamped)
    event.add("last-modified", one.changed_at)
    event.add("sequence", one.sequence)
    event.add("dtstart", one.starts_at.astimezone(AMSTERDAM))
    event.add("dtend", one.ends_at.astimezone(AMSTERDAM))
    event.add("status", _STATUS.get(one.state, "CONFIRMED"))
    event.add("summary", _summary(one, reader))
    event.add("location", _location(one, reader))
    event.add("description", "\n".join(_lines(one, reader)))
    return event


def _location(one: Appointment, reader: str) -> str:
    """A link into an online visit is for who leads it, not for all with whom the agenda of a class lies."""
    if one.form == ONLINE:
        return ONLINE if reader == FOR_CLASS else one.where.line
    return one.where.line if reader == FOR_HOST or one.form == AT_SCHOOL else f"{one.company}, {one.where.line}"


def _summary(one: Appointment, reader: str) -> str:
    if reader == FOR_HOST and not one.level:  # a whole day with groups of several levels
        pupils = ngettext("%(n)s pupil", "%(n)s pupils", one.expected)
        return f"{one.title}: {one.school}, {pupils}" if one.expected else one.title
    if reader == FOR_HOST:
        return f"{one.school}, {ngettext('%(n)s pupil', '%(n)s pupils', one.expected)}, {level_label(one.level)}"
    return f"{one.class_name}: {one.company}" if one.class_name and reader == FOR_SCHOOL else one.company


def _lines(one: Appointment, reader: str) -> list[str]:
    said = [one.title]
    if one.state in (REQUESTED, PROPOSED):
        said.append(gettext("Not certain yet: somebody still has to say yes."))
    if reader == FOR_HOST:
        return said
    if one.where.entrance:
        said.append(gettext("You report here: %(entrance)s", entrance=one.where.entrance))
    if reader == FOR_SCHOOL and one.contact:
        said.append(gettext("Late or lost? Ring %(contact)s", contact=one.contact))
    return said
