"""Mail around an event day: one for each teacher and one for each host, whatever the number of rounds."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select, update

from app.base import language
from app.base.language import N_, gettext_for
from app.base.mail import Attachment, send_mail
from app.base.problems import RuleBroken
from app.base.work import Work
from app.people.models import Staff
from app.visits.models import Booking, EventClass, EventPlan
from app.visits.operations.event_day import hold_event
from app.visits.operations.event_invites import invite_host, invite_teacher
from app.visits.operations.letters import hosts_of
from app.visits.operations.links import day_link
from app.visits.queries.event import classes_on, event_by_id, stands_of
from app.visits.queries.event_now import ClassOnDay, EventNow, StandNow
from app.visits.queries.event_reading import days_of, stand_lists

Words = tuple[str, str]
PROGRAMME: Final[Words] = (
    N_("The programme of %(name)s is there"),
    N_("%(name)s is on %(day)s at %(venue)s. Your timetable, when to arrive and the map:"),
)
PROGRAMME_HOST: Final[Words] = (
    N_("Who comes to your stand: %(name)s"),
    N_("%(name)s is on %(day)s at %(venue)s. Who comes to your stand in which round:"),
)
TOMORROW: Final[Words] = (
    N_("Soon: %(name)s, %(day)s"),
    N_("Your class is expected at %(venue)s, %(address)s. Your timetable, when to arrive and the map:"),
)
TOMORROW_HOST: Final[Words] = (
    N_("Soon: %(name)s, %(day)s"),
    N_("You receive classes at %(venue)s, %(address)s. Who comes in which round, and the page for at your stand:"),
)
LOOK_BACK: Final[Words] = (
    N_("How was %(name)s?"),
    N_("Say who was there, look back with your class, and thank the companies. Your class's day:"),
)
ARRIVES = N_("%(name)s: arrive between %(from_)s and %(until)s, first stand at %(start)s")
COMES = N_("%(name)s: first stand at %(start)s")
AT_STAND = N_("Stand %(number)s: %(n)s groups, the first at %(start)s")


def tell_programme(work: Work, *, code: str, site: str) -> int:
    """To everybody who brings a class or has a stand, one mail each. Returns how many.

    Raises: NotFound; RuleBroken: there are no routes yet.
    """
    row, event = hold_event(work, code)
    classes = classes_on(work, event, EventClass.event_id == event.id)
    if not any(one.stands for one in classes):
        raise RuleBroken("", N_("There are no routes yet. Make them first, then tell everybody."))
    row.told_at = work.now
    sent = _to_teachers(work, event, classes, PROGRAMME, site) + _to_hosts(work, event, PROGRAMME_HOST, site)
    work.audit("event.told", row.id, mails=sent)
    return sent


def remind_event(work: Work, *, event_id: UUID, site: str) -> int:
    """The worker, the school day before: once. Returns how many mails."""
    if not _first(work, event_id, "reminded_at"):
        return 0
    event = event_by_id(work, event_id)
    classes = classes_on(work, event, EventClass.event_id == event.id)
    with_link = _to_hosts(work, event, TOMORROW_HOST, site, with_gate=True)
    return _to_teachers(work, event, classes, TOMORROW, site) + with_link


def ask_back(work: Work, *, event_id: UUID, site: str) -> int:
    """The worker, the school day after: once, to teachers. Returns how many mails."""
    if not _first(work, event_id, "asked_at"):
        return 0
    event = event_by_id(work, event_id)
    classes = [one for one in classes_on(work, event, EventClass.event_id == event.id) if one.stands]
    return _to_teachers(work, event, classes, LOOK_BACK, site)


def _first(work: Work, event_id: UUID, column: str) -> bool:
    """Whether this work is the first to do it: the row count of one UPDATE says so."""
    moment = getattr(EventPlan, column)
    moved = work.db.execute(
        update(EventPlan)
        .where(EventPlan.id == event_id, moment.is_(None))
        .values({column: work.now})
        .execution_options(synchronize_session=False)
    )
    return moved.rowcount == 1  # type: ignore[attr-defined,no-any-return]  # an UPDATE returns a CursorResult


def _to_teachers(work: Work, event: EventNow, classes: Sequence[ClassOnDay], words: Words, site: str) -> int:
    by_person: dict[UUID, list[ClassOnDay]] = {}
    for one in classes:
        by_person.setdefault(one.booked_by, []).append(one)
    for staff_id, own in by_person.items():
        staff = work.db.get_one(Staff, staff_id)
        if staff.disabled_at is not None:
            continue
        along = invite_teacher(work, event, staff, own) if words == PROGRAMME else ()
        _send(work, staff, event, words, [_of_class(work, event, one, staff, site) for one in own], along)
    return len(by_person)


def _to_hosts(work: Work, event: EventNow, words: Words, site: str, *, with_gate: bool = False) -> int:
    by_company: dict[UUID, list[StandNow]] = {}
    for one in (held for held in stands_of(work, event.id) if not held.is_off):
        by_company.setdefault(one.company_id, []).append(one)
    sent = 0
    for company_id, stands in by_company.items():
        for staff in hosts_of(work, company_id):
            parts = [_of_stand(work, event, one, staff, site, with_gate=with_gate) for one in stands]
            along = invite_host(work, event, staff, stands) if words == PROGRAMME_HOST else ()
            _send(work, staff, event, words, [*parts, f"{site}/visits/event/{event.code}/stand"], along)
            sent += 1
    return sent


def _of_class(work: Work, event: EventNow, one: ClassOnDay, staff: Staff, site: str) -> str:
    _ = gettext_for(staff.language or "nl")
    day = days_of(work, event, EventClass.id == one.id)[0]
    with language.speaking(staff.language or "nl"):
        name = one.name
    start = next((visit.starts_at for visit in day.visits if visit.stand), event.starts_at)
    facts = {"name": name, "start": language.clock_time(start)}
    said = _(COMES, **facts)
    if day.wave is not None:
        times = {"from_": language.clock_time(day.wave.starts_at), "until": language.clock_time(day.wave.ends_at)}
        said = _(ARRIVES, **facts, **times)
    return f"{said}\n{site}/visits/event/class/{one.code}"


def _of_stand(work: Work, event: EventNow, one: StandNow, staff: Staff, site: str, *, with_gate: bool) -> str:
    _ = gettext_for(staff.language or "nl")
    (day,) = stand_lists(work, event, [one])
    groups = [group for held in day.rounds for group in held.groups]
    first = next((held.starts_at for held in day.rounds if held.groups), event.starts_at)
    said = _(AT_STAND, number=one.number, n=len(groups), start=language.clock_time(first))
    if not with_gate or not groups:
        return said
    booking = _first_booking(work, groups[0].booking_code)
    return f"{said}\n{site}{day_link(work, booking_id=booking)}"


def _first_booking(work: Work, code: str) -> UUID:
    return work.db.scalars(select(Booking.id).where(Booking.code == code)).one()


def _send(
    work: Work,
    staff: Staff,
    event: EventNow,
    words: Words,
    parts: Sequence[str],
    along: Sequence[Attachment] = (),
) -> None:
    spoken = staff.language or "nl"
    _ = gettext_for(spoken)
    with language.speaking(spoken):
        day = language.long_date(event.starts_at)
    facts = {"name": event.name, "day": day, "venue": event.venue, "address": f"{event.address}, {event.place}"}
    subject, text = (_(one, **facts) for one in words)
    body = "\n\n".join((text, *parts))
    send_mail(work, address=staff.email, subject=subject, body=f"{body}\n\nOpenwerf\n", attachments=along)
