"""The facts the demo begins with: network, schools, classes, pupils, staff, companies, offers and slots."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Actor, Role
from app.access.actor import Post as Held
from app.base import clock, doors, ids
from app.base.house import House
from app.base.names import sort_key
from app.base.work import Work
from app.demo import cast, street, told
from app.demo.days import school_day_from, school_year
from app.demo.safety import SAFETY
from app.people import demo_accounts, keys
from app.people.models import (
    ClassLevel,
    Company,
    Enrolment,
    Network,
    Post,
    Pupil,
    School,
    SchoolClass,
    SchoolSettings,
    SchoolYear,
    Staff,
)
from app.visits.models import Edition, Location, VisitOffer, VisitSlot


@dataclass(frozen=True, slots=True)
class Days:
    """The school days the demo hangs on: in a long holiday the last and the next one are weeks away."""

    today: date
    last: date
    next: date

    def before(self, days: int) -> datetime:
        """So many days before the last school day, at a quarter past nine."""
        return clock.at(self.last - timedelta(days=days), 9, 15)

    @property
    def since(self) -> date:
        """When everybody came: at the start of the school year, or earlier when the story began before it."""
        return min(school_year(self.today)[1], clock.school_day(self.before(24)))

    @property
    def later(self) -> tuple[date, date]:
        """School days a week or more apart, for visits that can still be booked."""
        first = school_day_from(self.next + timedelta(weeks=1))
        return first, school_day_from(first + timedelta(weeks=1))


def add_all(work: Work, *, days: Days, password_hash: str) -> None:
    """Everything that no operation of the product makes: who and what there is."""
    bring_year(work, days.today - timedelta(days=365))
    network = Network(id=work.new_id(), name=cast.NETWORK[0], region=cast.NETWORK[1], funder_line=cast.NETWORK[2])
    work.db.add(network)
    schools = {one.brin: _school(work, one) for one in cast.SCHOOLS}
    companies = {one.code: _company(work, one) for one in (*cast.COMPANIES, *street.OTHERS)}
    work.db.flush()
    year = bring_year(work, days.today)
    edition = Edition(id=work.new_id(), network_id=network.id, **about_edition(year))
    work.db.add(edition)
    work.db.flush()
    classes = {one.name: _class(work, one, schools[one.brin], year, days) for one in cast.CLASSES}
    for account in demo_accounts.STAFF:
        _staff(work, account, password_hash, {**schools, **companies}, classes, days.since)
    for company in (*cast.COMPANIES, *street.OTHERS):
        _offer(work, company, companies[company.code], edition.id, days)


def actor_of(house: House, email: str, now: datetime) -> Actor:
    """A member of staff of the demo, as when signed in."""

    def find(work: Work) -> Actor:
        staff = work.db.query(Staff).filter_by(email=email).one()
        post = work.db.query(Post).filter_by(staff_id=staff.id).one()
        role = Role(post.role)
        if role is Role.HOST and post.company_id:
            guests = doors.schools_of_holder(work.db, doors.HOST, post.company_id, now)
            return Actor(staff.id, (Held(role, company_id=post.company_id),), guests)
        classes = frozenset({post.class_id}) if post.class_id else frozenset()
        return Actor(staff.id, (Held(role, school_id=post.school_id, class_ids=classes),))

    with house.looking(Actor(None), now) as work:
        return find(work)


def bring_year(work: Work, today: date) -> SchoolYear:
    """The school year of this day; made when the demo has come so far."""
    name, starts_on, ends_on = school_year(today)
    year = work.db.scalars(select(SchoolYear).where(SchoolYear.name == name)).one_or_none()
    if year is None:
        year = SchoolYear(id=work.new_id(), name=name, starts_on=starts_on, ends_on=ends_on)
        work.db.add(year)
        work.db.flush()
    return year


def about_edition(year: SchoolYear) -> dict[str, Any]:
    return {"name": f"Techniekjaar {year.name}", "starts_on": year.starts_on, "ends_on": year.ends_on}


def _school(work: Work, one: cast.DemoSchool) -> UUID:
    school = School(
        id=work.new_id(), brin=one.brin, name=one.name, kind=one.kind, place=one.place, municipality=one.municipality
    )
    school.latitude, school.longitude = told.PLACES.get(one.brin, (None, None))
    school.address = told.ADDRESSES.get(one.brin, "")
    work.db.add(school)
    if one.photos:
        work.db.flush()
        work.db.add(SchoolSettings(id=work.new_id(), school_id=school.id, photos=True))
    return school.id


def _company(work: Work, one: cast.DemoCompany) -> UUID:
    company = Company(id=work.new_id(), code=one.code, name=one.name, place=one.place, kind=one.kind)
    for name, value in told.COMPANIES.get(one.code, {}).items():
        setattr(company, name, value)
    work.db.add(company)
    return company.id


def _class(work: Work, one: cast.DemoClass, school_id: UUID, year: SchoolYear, days: Days) -> UUID:
    klass = SchoolClass(
        id=work.new_id(),
        school_id=school_id,
        code=one.code,
        class_code=one.class_code,
        school_year_id=year.id,
        name=one.name,
        open_until=work.now + timedelta(days=800),  # the door of the demo stays open
        size=len(one.pupils),
    )
    work.db.add(klass)
    work.db.flush()
    for level in one.levels:
        work.db.add(ClassLevel(id=work.new_id(), school_id=school_id, class_id=klass.id, level=level))
    digest = work.seal.digest(doors.CLASS_CODE, one.class_code)
    work.db.add(
        doors.Door(id=work.new_id(), kind=doors.CLASS_CODE, digest=digest, school_id=school_id, subject_id=klass.id)
    )
    klass.link_version = 1
    keys.hang_link_door(work, school_id=school_id, class_id=klass.id, version=1)
    for first, last in one.pupils:
        _pupil(work, klass, first, last, one.levels[0], days.since)
    return klass.id


def _pupil(work: Work, klass: SchoolClass, first: str, last: str, level: str, since: date) -> None:
    pupil = Pupil(
        id=work.new_id(),
        school_id=klass.school_id,
        first_name=first,
        last_name=last,
        sort_key=sort_key(first, last),
        level=level,
        secret_locked=work.seal.lock(keys.fresh_secret(level[:2])),
    )
    work.db.add(pupil)
    work.db.flush()
    work.db.add(
        Enrolment(id=work.new_id(), school_id=klass.school_id, pupil_id=pupil.id, class_id=klass.id, from_on=since)
    )
    keys.hang_card_door(work, school_id=klass.school_id, pupil_id=pupil.id, version=1)


def _staff(
    work: Work,
    account: demo_accounts.DemoAccount,
    password_hash: str,
    places: dict[str, UUID],
    classes: dict[str, UUID],
    since: date,
) -> None:
    staff = Staff(id=work.new_id(), email=account.email, name=account.name, password_hash=password_hash)
    work.db.add(staff)
    work.db.flush()
    place, class_name = cast.PLACES[account.email]
    at_school = account.role in (Role.TEACHER, Role.SCHOOL_ADMIN)
    work.db.add(
        Post(
            id=work.new_id(),
            staff_id=staff.id,
            role=account.role.value,
            school_id=places[place] if place and at_school else None,
            company_id=places[place] if place and account.role is Role.HOST else None,
            class_id=classes[class_name] if class_name else None,
            from_on=since,
        )
    )


def _offer(work: Work, company: cast.DemoCompany, company_id: UUID, edition_id: UUID, days: Days) -> None:
    said = company.offer
    location = Location(
        id=work.new_id(), company_id=company_id, address=company.address, place=company.place, entrance=company.entrance
    )
    work.db.add(location)
    work.db.flush()
    offer = VisitOffer(
        id=work.new_id(),
        code=said.code,
        company_id=company_id,
        location_id=location.id,
        edition_id=edition_id,
        kind=company.kind,
        title=said.title,
        summary=said.summary,
        see=said.see,
        do=said.do,
        meet=said.meet,
        levels=list(said.levels),
        wear=list(said.wear),
        min_group=said.min_group,
        max_group=said.max_group,
        contact=said.contact,
        state="open",
        **SAFETY,
    )
    told.tell(company.code, location, offer)
    work.db.add(offer)
    work.db.flush()
    times = [(day, *time) for day in (days.last, days.next, *days.later) for time in ((9, 30), (11, 0))]
    for letter, (day, hour, minute) in zip(ids.LETTERS, times, strict=False):
        _slot(work, offer, f"{offer.code[:5]}{letter}", clock.at(day, hour, minute))


def _slot(work: Work, offer: VisitOffer, code: str, starts: datetime) -> None:
    """The code says nothing of the day, because the day moves along."""
    work.db.add(
        VisitSlot(
            id=work.new_id(),
            code=code,
            offer_id=offer.id,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=80),
            places=1,
            pupils=offer.max_group,
            places_taken=0,
            pupils_taken=0,
        )
    )
