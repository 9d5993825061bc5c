"""Load the demo once; the same every time but for its dates, which move along when it is started on a later day."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.access.actor import NOBODY
from app.base import clock, ids, passwords
from app.base.audit import Audit
from app.base.db import Table
from app.base.house import House
from app.base.work import Work
from app.curriculum.models import CurriculumModule, Media, ModuleVersion
from app.demo import story
from app.demo.cast import SCHOOLS
from app.demo.days import last_school_day, next_school_day
from app.demo.move import move_along
from app.demo.setting import Days, add_all
from app.demo.week.load import Loaded, add_week, is_there
from app.demo.week.plan import move_week
from app.people import demo_accounts
from app.people.models import School, Staff

SEED = 20_260_921
BEGUN, LOADED = "demo.begun", "demo.loaded"
OURS = {one.brin for one in SCHOOLS} | {one.email for one in demo_accounts.STAFF}
PUBLISHED = frozenset(table.__tablename__ for table in (CurriculumModule, ModuleVersion, Media))


def load(house: House) -> str:
    """Load, or bring to today. Returns a sentence for the terminal.

    A database that holds a school or an account which is not of the demo is left alone. What an interrupted
    loading left behind is cleared away first.
    """
    with house.looking(NOBODY, clock.now()) as work:
        loaded_at, is_half = _last(work, LOADED), _last(work, BEGUN) is not None
        there = {*work.db.scalars(select(School.brin)), *work.db.scalars(select(Staff.email))}
        has_lessons = work.db.scalars(select(CurriculumModule.id).limit(1)).first() is not None
    if loaded_at is not None:
        return _bring_to_today(house, loaded_at) + _week(house)
    if there and not (is_half and there <= OURS):
        return "This database holds schools or accounts of its own; the demo is not loaded into it."
    if not has_lessons:
        return "No lesson is published yet, so the demo is not loaded. First: flask lessons publish"
    if is_half:
        house.act_everywhere(NOBODY, clock.now(), _clear)
    return _load(house) + _week(house)


def _week(house: House) -> str:
    """The whole week beside it, when it was asked for: in one go, or not at all. Returns a sentence, or nothing."""
    with house.looking(NOBODY, clock.now()) as work:
        if not house.settings.demo_week or is_there(work):
            return ""
    password_hash = passwords.hashed(demo_accounts.PASSWORD)
    with ids.same_every_time(SEED + 1):
        made: Loaded = house.act_everywhere(NOBODY, clock.now(), add_week, password_hash=password_hash)
    return (
        f"\nThe week is loaded: {made.schools} schools, {made.classes} classes, {made.companies} companies and "
        f"{made.bookings} bookings beside those of the demo."
    )


def _load(house: House) -> str:
    today = clock.school_day(clock.now())
    days = Days(today, last_school_day(today), next_school_day(today))
    password_hash = passwords.hashed(demo_accounts.PASSWORD)
    with ids.same_every_time(SEED):
        house.act(NOBODY, clock.now(), _remember, what=BEGUN)
        house.act_everywhere(NOBODY, days.before(24), add_all, days=days, password_hash=password_hash)
        story.tell(house, days, SEED)
    house.act(NOBODY, clock.now(), _remember, what=LOADED)
    return "The demo is loaded."


def _bring_to_today(house: House, loaded_at: datetime) -> str:
    by = clock.school_day(clock.now()) - clock.school_day(loaded_at)
    if by <= timedelta(0):
        return "The demo is there."
    house.act_everywhere(NOBODY, clock.now(), move_along, was=loaded_at)
    house.act_everywhere(NOBODY, clock.now(), move_week)
    house.act(NOBODY, clock.now(), _remember, what=LOADED)
    return f"The demo moved along by {by.days} days."


def _last(work: Work, what: str) -> datetime | None:
    return work.db.scalars(select(Audit.at).where(Audit.what == what).order_by(Audit.id.desc()).limit(1)).first()


def _remember(work: Work, *, what: str) -> None:
    work.audit(what, day=work.today.isoformat())


def _clear(work: Work) -> None:
    """All rows but the published lessons: a loading that was broken off left half a story."""
    for table in reversed(Table.metadata.sorted_tables):
        if table.name not in PUBLISHED:
            work.db.execute(delete(table))
