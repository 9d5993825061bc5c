"""All of the week in one go, beside the demo: once, the same every time but for its dates."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Role
from app.base.work import Work
from app.demo.days import school_year
from app.demo.week import plan
from app.demo.week.companies import add_companies, add_offers, add_slots
from app.demo.week.event import add_event
from app.demo.week.people import add_classes, add_schools
from app.people.models import Network, Post, School, SchoolYear

SEED = 98


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is there now, for a sentence on the terminal and for the bench."""

    schools: int
    classes: int
    companies: int
    bookings: int
    edition_id: UUID


def add_week(work: Work, *, password_hash: str) -> Loaded:
    """Schools, classes, children, companies, this year's week with bookings in many states, last year's closed."""
    chance = random.Random(SEED)  # noqa: S311 - invented on purpose
    name, since, _ends = school_year(work.today)
    year_id = work.db.scalars(select(SchoolYear.id).where(SchoolYear.name == name)).one()
    network_id = work.db.scalars(select(Network.id)).first()
    assert network_id is not None
    days = plan.week_of(work.today)
    schools = add_schools(work, chance, password_hash=password_hash, since=since)
    classes = add_classes(work, chance, schools, year_id=year_id, password_hash=password_hash, since=since)
    companies = add_companies(work, chance, password_hash=password_hash, since=since)
    this = plan.add_edition(work, network_id, days)
    before: tuple[date, ...] = tuple(day - timedelta(weeks=52) for day in days)
    last = plan.add_edition(work, network_id, before)
    places = add_slots(work, chance, add_offers(work, chance, companies, this), days)
    made = plan.book_classes(work, chance, classes, places)
    add_event(work, this, days[3])
    gone = add_slots(work, chance, add_offers(work, chance, companies, last, state="closed"), before)
    plan.add_last_year(work, chance, schools, _offices(work, [school.id for school in schools]), gone)
    return Loaded(len(schools), len(classes), len(companies), made, this)


def _offices(work: Work, school_ids: list[UUID]) -> list[UUID]:
    found = work.db.execute(select(Post.school_id, Post.staff_id).where(Post.role == Role.SCHOOL_ADMIN.value))
    held = {school_id: staff_id for school_id, staff_id in found if school_id}
    return [held[school_id] for school_id in school_ids]


def is_there(work: Work) -> bool:
    return work.db.scalars(select(School.id).where(School.brin.like("98%")).limit(1)).first() is not None
