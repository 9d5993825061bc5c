"""An event day as it stands: its plan, the stands, the classes with their routes and waves."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.visits.models import (
    Edition,
    EditionDay,
    EventPlan,
)
from app.visits.rules.event import DayPlan, rounds_on
from app.visits.rules.waves import Wave, waves_before


@dataclass(frozen=True, slots=True)
class EventNow:
    """The plan of a day. `rounds`: when each begins and ends; `waves`: the last to come first."""

    id: UUID
    code: str
    edition_id: UUID
    edition: str
    day: date
    name: str
    venue: str
    address: str
    place: str
    latitude: float | None
    longitude: float | None
    bikes_at: str
    coaches_at: str
    bring: str
    phone: str
    plan: DayPlan
    version: int
    told_at: datetime | None

    @property
    def rounds(self) -> tuple[tuple[datetime, datetime], ...]:
        return rounds_on(self.day, self.plan)

    @property
    def starts_at(self) -> datetime:
        return self.rounds[0][0]

    @property
    def ends_at(self) -> datetime:
        return self.rounds[-1][1]

    @property
    def waves(self) -> tuple[Wave, ...]:
        return waves_before(self.starts_at, minutes=self.plan.wave_minutes)


def event_by_code(work: Work, code: str) -> EventNow:
    """Shared: for whoever may read bookings. Raises: NotFound."""
    work.must(Permission.BOOKING_READ)
    return _one(work, EventPlan.code == code)


def event_by_id(work: Work, event_id: UUID) -> EventNow:
    """Part of others. Raises: NotFound."""
    return _one(work, EventPlan.id == event_id)


def event_on(work: Work, *, edition_id: UUID, day: date) -> EventNow | None:
    """The plan of this day; None: there is none yet."""
    work.must(Permission.WEEK_PLAN)
    found = _events(work, EditionDay.edition_id == edition_id, EditionDay.day == day)
    return found[0] if found else None


def events_of(work: Work, *, edition_id: UUID) -> dict[date, EventNow]:
    """day -> its plan."""
    work.must(Permission.WEEK_PLAN)
    return {one.day: one for one in _events(work, EditionDay.edition_id == edition_id)}


def events_to_come(work: Work) -> tuple[EventNow, ...]:
    """From today on, soonest first: schools can say that a class comes."""
    work.must(Permission.BOOKING_READ)
    return _events(work, EditionDay.day >= work.today)


def _one(work: Work, *wanted: ColumnElement[bool]) -> EventNow:
    found = _events(work, *wanted)
    if not found:
        raise NotFound("event")
    return found[0]


def _events(work: Work, *wanted: ColumnElement[bool]) -> tuple[EventNow, ...]:
    rows = work.db.execute(
        select(EventPlan, EditionDay, Edition.name)
        .join(EditionDay, EditionDay.id == EventPlan.edition_day_id)
        .join(Edition, Edition.id == EditionDay.edition_id)
        .where(*wanted)
        .order_by(EditionDay.day, EventPlan.id)
    )
    return tuple(_event(*row) for row in rows)


def _event(row: EventPlan, day: EditionDay, edition: str) -> EventNow:
    starts: time = row.starts
    plan = DayPlan(
        starts,
        row.rounds,
        row.round_minutes,
        row.gap_minutes,
        row.wave_minutes,
        row.wave_bikes,
        row.wave_coaches,
    )
    return EventNow(
        row.id,
        row.code,
        day.edition_id,
        edition,
        day.day,
        day.name or row.venue,
        row.venue,
        row.address,
        row.place,
        row.latitude,
        row.longitude,
        row.bikes_at,
        row.coaches_at,
        row.bring,
        row.phone,
        plan,
        row.version,
        row.told_at,
    )
