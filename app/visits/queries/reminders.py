"""Reminders of an edition, and which bookings have one to be sent now."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.visits.models import Booking, Edition, EditionDay, Reminder, ReminderSent, VisitOffer, VisitSlot
from app.visits.rules import CONFIRMED, HELD, REQUESTED
from app.visits.rules.event import IS_EVENT
from app.visits.rules.reminders import DEFAULTS, LATE, LATEST, Due, Plan, When, due

_STATES = (REQUESTED, CONFIRMED, HELD)
_OVER = timedelta(days=2 * LATEST) + LATE  # after a visit of so long ago nothing is sent, also over the holidays


@dataclass(frozen=True, slots=True)
class EditionNow:
    id: UUID
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Plans:
    """The reminders of all editions, and the days on which nobody goes anywhere."""

    own: dict[UUID, tuple[Plan, ...]]
    closed: dict[UUID, frozenset[date]]

    def of(self, edition_id: UUID | None) -> Sequence[Plan]:
        return self.own.get(edition_id, tuple(DEFAULTS)) if edition_id else DEFAULTS

    def closed_in(self, edition_id: UUID | None) -> Collection[date]:
        return self.closed.get(edition_id, frozenset()) if edition_id else frozenset()


def editions(work: Work) -> tuple[EditionNow, ...]:
    """The latest first."""
    work.must(Permission.WEEK_PLAN)
    rows = work.db.scalars(select(Edition).order_by(Edition.starts_on.desc(), Edition.id))
    return tuple(EditionNow(one.id, one.name, one.starts_on, one.ends_on) for one in rows)


def edition_by_id(work: Work, edition_id: UUID) -> EditionNow:
    """Raises: NotFound."""
    found = next((one for one in editions(work) if one.id == edition_id), None)
    if found is None:
        raise NotFound("edition")
    return found


def reminders_of(work: Work, *, edition_id: UUID) -> tuple[Plan, ...]:
    """What is sent around the visits of an edition, also what is switched off."""
    work.must(Permission.WEEK_PLAN)
    return tuple(all_plans(work).of(edition_id))


def all_plans(work: Work) -> Plans:
    """Part of others."""
    own: dict[UUID, list[Plan]] = defaultdict(list)
    for row in work.db.scalars(select(Reminder).order_by(Reminder.id)):
        own[row.edition_id].append(plan_of(row))
    closed: dict[UUID, set[date]] = defaultdict(set)
    for edition_id, day in work.db.execute(
        select(EditionDay.edition_id, EditionDay.day).where(EditionDay.kind == "closed")
    ):
        closed[edition_id].add(day)
    return Plans(
        {edition: tuple(plans) for edition, plans in own.items()},
        {edition: frozenset(days) for edition, days in closed.items()},
    )


def plan_of(row: Reminder) -> Plan:
    when = When(row.unit, row.days, row.hour, row.minute, row.day)
    return Plan(row.key, row.to, row.about, when, row.is_on, row.subject, row.text)


def bookings_with_reminders(work: Work) -> tuple[tuple[UUID, UUID], ...]:
    """(school, booking) of those to be reminded now. The worker's: it looks at all schools, at no pupil."""
    plans, sent = all_plans(work), _sent(work)
    rows = work.db.execute(
        select(Booking.school_id, Booking.id, Booking.state, VisitSlot.starts_at, VisitOffer.edition_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(Booking.state.in_(_STATES), VisitSlot.starts_at > work.now - _OVER, VisitSlot.state != IS_EVENT)
        .order_by(VisitSlot.starts_at, Booking.id)
    )
    return tuple(
        (school_id, booking_id)
        for school_id, booking_id, state, starts_at, edition_id in rows
        if unsent(plans, sent.get(booking_id, set()), edition_id, state, starts_at, work.now)
    )


def unsent(
    plans: Plans,
    sent: Collection[tuple[str, datetime]],
    edition_id: UUID | None,
    state: str,
    starts_at: datetime,
    now: datetime,
) -> tuple[Due, ...]:
    """What is due of one booking and was not sent yet."""
    every = due(plans.of(edition_id), state=state, starts_at=starts_at, now=now, closed=plans.closed_in(edition_id))
    return tuple(one for one in every if (one.plan.key, one.moment) not in sent)


def sent_of(work: Work, booking_id: UUID) -> set[tuple[str, datetime]]:
    return _sent(work, booking_id).get(booking_id, set())


def _sent(work: Work, booking_id: UUID | None = None) -> dict[UUID, set[tuple[str, datetime]]]:
    found: dict[UUID, set[tuple[str, datetime]]] = defaultdict(set)
    wanted = select(ReminderSent.booking_id, ReminderSent.reminder, ReminderSent.moment)
    if booking_id:
        wanted = wanted.where(ReminderSent.booking_id == booking_id)
    else:
        ahead = select(Booking.id).join(VisitSlot, VisitSlot.id == Booking.slot_id)
        wanted = wanted.where(ReminderSent.booking_id.in_(ahead.where(VisitSlot.starts_at > work.now - _OVER)))
    for booking, reminder, moment in work.db.execute(wanted):
        found[booking].add((reminder, moment))
    return found
