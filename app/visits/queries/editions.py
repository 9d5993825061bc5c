"""Editions with their special days, for who plans them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

from app.access.matrix import Permission
from app.base.hot import checked
from app.base.problems import NotFound
from app.base.work import Work
from app.visits.models import Edition, EditionDay
from app.visits.rules.editions import CLOSED_DAY, EVENT, edition_now

_ONE = checked(
    select(Edition.name, Edition.starts_on, Edition.ends_on, EditionDay.day, EditionDay.kind, EditionDay.name)
    .outerjoin(EditionDay, EditionDay.edition_id == Edition.id)
    .where(Edition.id == bindparam("edition"))
    .order_by(EditionDay.day)
)


@dataclass(frozen=True, slots=True)
class DayNow:
    day: date
    kind: str  # event or closed
    name: str


@dataclass(frozen=True, slots=True)
class EditionNow:
    id: UUID
    name: str
    starts_on: date
    ends_on: date
    days: tuple[DayNow, ...]  # only those that are no plain school day

    @property
    def closed(self) -> dict[date, str]:
        return {one.day: one.name for one in self.days if one.kind == CLOSED_DAY}

    @property
    def events(self) -> dict[date, str]:
        return {one.day: one.name for one in self.days if one.kind == EVENT}


def editions(work: Work) -> tuple[EditionNow, ...]:
    """The newest first."""
    work.must(Permission.WEEK_PLAN)
    rows = work.db.scalars(select(Edition).order_by(Edition.starts_on.desc(), Edition.name)).all()
    days = _days(work)
    return tuple(EditionNow(row.id, row.name, row.starts_on, row.ends_on, days.get(row.id, ())) for row in rows)


def edition_by_id(work: Work, edition_id: UUID) -> EditionNow:
    """One query. Raises: NotFound."""
    work.must(Permission.WEEK_PLAN)
    rows = work.hot_over(_ONE, edition=edition_id).all()
    if not rows:
        raise NotFound("edition")
    days = tuple(DayNow(day, kind, name) for *_, day, kind, name in rows if day is not None)
    name, starts_on, ends_on = rows[0][:3]
    return EditionNow(edition_id, name, starts_on, ends_on, days)


def edition_at_hand(work: Work) -> UUID | None:
    """The one that a coordinator works on: it goes on, or comes first. None: none was made yet."""
    work.must(Permission.WEEK_PLAN)
    held = {str(row.id): (row.starts_on, row.ends_on) for row in work.db.scalars(select(Edition))}
    key = edition_now(held, today=work.today)
    return UUID(key) if key else None


def _days(work: Work) -> dict[UUID, tuple[DayNow, ...]]:
    question = select(EditionDay.edition_id, EditionDay.day, EditionDay.kind, EditionDay.name).order_by(EditionDay.day)
    found: dict[UUID, tuple[DayNow, ...]] = {}
    for key, day, kind, name in work.db.execute(question):
        found[key] = (*found.get(key, ()), DayNow(day, kind, name))
    return found
