"""Load the demo once; the same every time but for its dates, which move along when it is started on a later day."""

from datetime import date, timedelta

from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock, ids, passwords
from app.base.audit import Audit
from app.base.house import House
from app.base.work import Work
from app.demo import story
from app.demo.days import last_school_day, next_school_day
from app.demo.move import move_along
from app.demo.setting import Days, add_all
from app.people import demo_accounts
from app.people.models import School

SEED = 20_260_921
LOADED = "demo.loaded"


def load(house: House) -> str:
    """Load, or bring to today. Returns a sentence for the terminal.

    A database that holds a school which is not of the demo is left alone.
    """
    today = clock.school_day(clock.now())
    with house.looking(NOBODY, clock.now()) as work:
        loaded_on = _loaded_on(work)
        schools = work.db.scalars(select(School.brin)).all()
    if loaded_on is not None:
        return _bring_to(house, loaded_on, today)
    if schools:
        return "This database holds schools of its own; the demo is not loaded into it."
    days = Days(today, last_school_day(today), next_school_day(today))
    password_hash = passwords.hashed(demo_accounts.PASSWORD)
    with ids.same_every_time(SEED):
        house.act_everywhere(NOBODY, days.before(24), add_all, days=days, password_hash=password_hash)
        story.tell(house, days, SEED)
    house.act(NOBODY, clock.now(), _remember, day=today)
    return "The demo is loaded."


def _bring_to(house: House, loaded_on: date, today: date) -> str:
    if today <= loaded_on:
        return "The demo is there."
    house.act_everywhere(NOBODY, clock.now(), move_along, was=loaded_on, today=today)
    house.act(NOBODY, clock.now(), _remember, day=today)
    return f"The demo moved along by {(today - loaded_on) // timedelta(days=1)} days."


def _loaded_on(work: Work) -> date | None:
    found = work.db.scalars(select(Audit.details).where(Audit.what == LOADED).order_by(Audit.id.desc())).first()
    return date.fromisoformat(found["day"]) if found else None


def _remember(work: Work, *, day: date) -> None:
    work.audit(LOADED, day=day.isoformat())
