"""The coordinator makes an edition, changes it, and says which of its days are no plain school days."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import Network
from app.visits.models import Edition, EditionDay
from app.visits.operations.event_day import check_unplanned
from app.visits.rules.editions import EVENT, check_day, check_edition

TAKEN = N_("There is an edition with this name. Choose another name.")


def make_edition(work: Work, *, name: str, starts_on: date, ends_on: date) -> UUID:
    """Raises: RuleBroken at its field."""
    work.must(Permission.WEEK_PLAN)
    check_edition(name=name, starts_on=starts_on, ends_on=ends_on)
    name = " ".join(name.split())
    if work.db.scalars(select(Edition.id).where(Edition.name == name)).first() is not None:
        raise RuleBroken("name", TAKEN)
    network_id = work.db.scalars(select(Network.id)).first()
    if network_id is None:
        raise NotFound("network")
    edition = Edition(id=work.new_id(), network_id=network_id, name=name, starts_on=starts_on, ends_on=ends_on)
    work.db.add(edition)
    work.audit("edition.made", edition.id)
    return edition.id


def change_edition(work: Work, *, edition_id: UUID, name: str, starts_on: date, ends_on: date) -> None:
    """Its special days outside the new days go. Raises: NotFound; RuleBroken at its field."""
    edition = _edition(work, edition_id)
    check_edition(name=name, starts_on=starts_on, ends_on=ends_on)
    name = " ".join(name.split())
    same = select(Edition.id).where(Edition.name == name, Edition.id != edition_id)
    if work.db.scalars(same).first() is not None:
        raise RuleBroken("name", TAKEN)
    edition.name, edition.starts_on, edition.ends_on = name, starts_on, ends_on
    for day in work.db.scalars(select(EditionDay).where(EditionDay.edition_id == edition_id)):
        if not starts_on <= day.day <= ends_on:
            check_unplanned(work, day_id=day.id)
            work.db.delete(day)
    work.audit("edition.changed", edition_id)


def set_day(work: Work, *, edition_id: UUID, day: date, kind: str, name: str) -> None:
    """A day with an event, or one without visits. Visits that were booked stay. Raises: NotFound; RuleBroken."""
    edition = _edition(work, edition_id)
    check_day(day=day, kind=kind, starts_on=edition.starts_on, ends_on=edition.ends_on)
    held = _day(work, edition_id, day)
    if held is None:
        held = EditionDay(id=work.new_id(), edition_id=edition_id, day=day, kind=kind, name="")
        work.db.add(held)
    elif kind != EVENT:
        check_unplanned(work, day_id=held.id)
    held.kind, held.name = kind, " ".join(name.split())[:60]
    work.audit("edition.day", edition_id, day=day.isoformat(), kind=kind)


def clear_day(work: Work, *, edition_id: UUID, day: date) -> None:
    """A plain school day again. Pressed twice, it counts once."""
    _edition(work, edition_id)
    held = _day(work, edition_id, day)
    if held is not None:
        check_unplanned(work, day_id=held.id)
        work.db.delete(held)
        work.audit("edition.day", edition_id, day=day.isoformat(), kind="week")


def _edition(work: Work, edition_id: UUID) -> Edition:
    work.must(Permission.WEEK_PLAN)
    edition = work.db.get(Edition, edition_id)
    if edition is None:
        raise NotFound("edition")
    return edition


def _day(work: Work, edition_id: UUID, day: date) -> EditionDay | None:
    question = select(EditionDay).where(EditionDay.edition_id == edition_id, EditionDay.day == day)
    return work.db.scalars(question).one_or_none()
