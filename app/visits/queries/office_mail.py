"""Whom the office writes to: the filters of the page, the bookings they give, and one mail a person."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base import language
from app.base.work import Work
from app.people.models import Company, Post, School, Staff
from app.visits.models import Booking, Edition, OfficeMail, VisitOffer
from app.visits.queries.bookings import BookingNow, bookings_that
from app.visits.rules import fits
from app.visits.rules.office_mail import HOSTS, SCHOOLS, About, subject_for, text_for

LAST = 60  # mails in the log


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters, as they stand in the address."""

    edition_id: UUID
    to: str = SCHOOLS
    states: tuple[str, ...] = ()
    company: str = ""  # its code
    municipality: str = ""
    level: str = ""  # a band
    without_class: bool = False
    without_safety: bool = False

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON, for the log."""
        return {name: value for name, value in asdict(self).items() if value and name not in ("edition_id", "to")}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets one mail about these bookings."""

    staff_id: UUID
    name: str
    place: str  # school or company
    address: str
    language: str
    bookings: tuple[BookingNow, ...]

    def written(self, *, subject: str, text: str) -> tuple[str, str]:
        """Subject and text as this person gets them."""
        with language.speaking(self.language):
            about = [_about(one) for one in self.bookings]
        return subject_for(subject, about), text_for(text, about)


@dataclass(frozen=True, slots=True)
class SentMail:
    subject: str
    text: str
    to: str
    edition: str
    people: int
    bookings: int
    by: str  # name of the coordinator
    at: datetime
    filters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EditionNow:
    id: UUID
    name: str
    starts_on: date
    ends_on: date


def editions(work: Work) -> tuple[EditionNow, ...]:
    """The one that goes on or comes next first, then the others, the newest first."""
    work.must(Permission.WEEK_PLAN)
    rows = work.db.scalars(select(Edition).order_by(Edition.starts_on.desc(), Edition.id))
    every = [EditionNow(one.id, one.name, one.starts_on, one.ends_on) for one in rows]
    ahead = [one for one in every if one.ends_on >= work.today]
    return (*reversed(ahead), *(one for one in every if one not in ahead))


def places_of(work: Work) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Companies (code, name) and municipalities to choose from."""
    work.must(Permission.WEEK_PLAN)
    companies = work.db.execute(select(Company.code, Company.name).order_by(Company.name, Company.code)).all()
    municipalities = work.db.scalars(select(School.municipality).distinct().order_by(School.municipality)).all()
    return tuple((code, name) for code, name in companies), tuple(municipalities)


def bookings_chosen(work: Work, *, chosen: Chosen) -> tuple[BookingNow, ...]:
    work.must(Permission.WEEK_PLAN)
    found = bookings_that(work, VisitOffer.edition_id == chosen.edition_id, *_conditions(chosen))
    return tuple(one for one in found if not chosen.level or fits(level=one.level, levels=[chosen.level]))


def _conditions(chosen: Chosen) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if chosen.states:
        wanted.append(Booking.state.in_(chosen.states))
    if chosen.company:
        wanted.append(Company.code == chosen.company)
    if chosen.municipality:
        wanted.append(School.municipality == chosen.municipality)
    if chosen.without_class:
        wanted.append(Booking.class_id.is_(None))
    if chosen.without_safety:
        wanted.append(Booking.safety_version < VisitOffer.safety_version)
    return wanted


def addressees(work: Work, *, chosen: Chosen) -> tuple[Addressee, ...]:
    """Everybody once, however many bookings; an account that was closed gets nothing. In order of name."""
    bookings = bookings_chosen(work, chosen=chosen)
    if chosen.to == HOSTS:
        people = _hosts(work, {one.company_id for one in bookings})
        own = [(staff, [one for one in bookings if one.company_id in at]) for staff, at in people]
    else:
        staff = _staff(work, {one.booked_by for one in bookings})
        own = [(one, [held for held in bookings if held.booked_by == one.id]) for one in staff]
    found = [_addressee(one, held, chosen.to) for one, held in own if held]
    return tuple(sorted(found, key=lambda one: (one.place, one.name, one.staff_id)))


def _staff(work: Work, ids: set[UUID]) -> Sequence[Staff]:
    return work.db.scalars(select(Staff).where(Staff.id.in_(ids), Staff.disabled_at.is_(None))).all()


def _hosts(work: Work, companies: set[UUID]) -> list[tuple[Staff, set[UUID]]]:
    """Each host once with the companies at which they are that today."""
    posts = work.db.execute(
        select(Post.staff_id, Post.company_id)
        .where(Post.role == Role.HOST.value, Post.company_id.in_(companies), Post.from_on <= work.today)
        .where(or_(Post.until_on.is_(None), Post.until_on > work.today))
    )
    at: dict[UUID, set[UUID]] = {}
    for staff_id, company_id in posts:
        if company_id is not None:
            at.setdefault(staff_id, set()).add(company_id)
    return [(one, at[one.id]) for one in _staff(work, set(at))]


def _addressee(one: Staff, held: Sequence[BookingNow], to: str) -> Addressee:
    places = dict.fromkeys(booking.company if to == HOSTS else booking.school for booking in held)
    return Addressee(one.id, one.name, ", ".join(places), one.email, one.language or "nl", tuple(held))


def _about(one: BookingNow) -> About:
    when = f"{language.long_date(one.starts_at)}, {language.clock_time(one.starts_at)}"
    return About(one.school, one.company, when, one.title, one.expected)


def mails_sent(work: Work) -> tuple[SentMail, ...]:
    """What was sent to many, the newest first."""
    work.must(Permission.WEEK_PLAN)
    rows = work.db.execute(
        select(OfficeMail, Edition.name, Staff.name)
        .outerjoin(Edition, Edition.id == OfficeMail.edition_id)
        .outerjoin(Staff, Staff.id == OfficeMail.by)
        .where(OfficeMail.kind == "bulk")
        .order_by(OfficeMail.id.desc())
        .limit(LAST)
    )
    return tuple(
        SentMail(m.subject, m.text, m.to, edition or "", m.people, m.bookings, by or "", m.at, m.filters)
        for m, edition, by in rows
    )
