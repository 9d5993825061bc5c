"""Who goes where in the week, told through the product's own operations; and last year's week, which is over."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from app.access.actor import Actor, Post, Role
from app.base import clock, ids
from app.base.jobs import Job
from app.base.levels import band_of
from app.base.mail import OutgoingMail
from app.base.work import Work
from app.demo.days import is_school_day
from app.demo.week.companies import WeekOffer, WeekSlot
from app.demo.week.people import WeekClass, WeekSchool
from app.visits import rules
from app.visits.models import Booking, BookingChange, Edition, EditionDay, VisitOffer, VisitSlot
from app.visits.operations import answer_booking, book_visit

NAME, PAST, EVENT = "Techniekweek", "(vorige)", "Dag op de kade"
WITHOUT = 11  # classes that have no visit yet, the last ones
SAID_YES = 0.72  # of the bookings a company has answered
AHEAD = timedelta(weeks=3)
Place = tuple[WeekSlot, WeekOffer]


def week_of(today: date) -> tuple[date, ...]:
    """The five school days of the first whole school week three weeks from now."""
    monday = today + AHEAD
    monday += timedelta(days=-monday.weekday() % 7)
    while not all(is_school_day(monday + timedelta(days=n)) for n in range(5)):
        monday += timedelta(weeks=1)
    return tuple(monday + timedelta(days=n) for n in range(5))


def add_edition(work: Work, network_id: UUID, days: Sequence[date]) -> UUID:
    """A week with an event on its Thursday."""
    edition_id = work.new_id()
    name = _name(days[0], is_last=days[0] <= work.today)
    work.db.add(Edition(id=edition_id, network_id=network_id, name=name, starts_on=days[0], ends_on=days[-1]))
    work.db.flush()
    work.db.add(EditionDay(id=work.new_id(), edition_id=edition_id, day=days[3], kind="event", name=EVENT))
    return edition_id


def book_classes(work: Work, chance: random.Random, classes: Sequence[WeekClass], places: Sequence[Place]) -> int:
    """All classes but the last eleven ask for a visit; too large a class is divided. Returns the bookings made.

    The mail they cause is taken away: 300 letters about what never happened help nobody who tries the demo.
    """
    free, made = list(places), 0
    before = {table: list(work.db.scalars(select(table.id))) for table in (OutgoingMail, Job)}
    chance.shuffle(free)
    for klass in classes[:-WITHOUT]:
        for part in _parts(klass, free):
            free.remove(part)
            made += 1
            _book(work, chance, klass, part, number=made)
    work.db.flush()
    for table, kept in before.items():
        work.db.execute(delete(table).where(table.id.not_in(kept)))
    work.woken.clear()
    return made


def _parts(klass: WeekClass, free: Iterable[Place]) -> tuple[Place, ...]:
    """One place for all of it, or two of one company for its halves."""
    band = band_of(klass.levels[0])
    fit = [place for place in free if band in place[1].levels]
    whole = next((place for place in fit if place[1].max_group >= klass.pupils), None)
    if whole:
        return (whole,)
    half = next((place for place in fit if place[1].max_group * 2 >= klass.pupils), None)
    second = half and next((place for place in fit if place[1] == half[1] and place[0] != half[0]), None)
    return (half, second) if half and second else ()


def _book(work: Work, chance: random.Random, klass: WeekClass, place: Place, *, number: int) -> None:
    slot, offer = place
    asked = work.now - timedelta(days=chance.randint(3, 20), minutes=chance.randint(0, 300))
    teacher = Actor(klass.teacher_id, (Post(Role.TEACHER, school_id=klass.school_id, class_ids=frozenset({klass.id})),))
    expected = min(klass.pupils, offer.max_group) if offer.max_group >= klass.pupils else klass.pupils // 2
    code = book_visit(
        replace(work, actor=teacher, now=asked),
        slot_code=slot.code, level=klass.levels[0], expected=expected, request_id=ids.public_code(12),
        class_code=klass.code, needs="een rolstoel" if number % 17 == 5 else "",
    )  # fmt: skip
    work.db.flush()
    if chance.random() < SAID_YES:
        host = Actor(offer.host_id, (Post(Role.HOST, company_id=offer.company_id),), frozenset({klass.school_id}))
        yes = number % 37 != 9
        answer_booking(replace(work, actor=host, now=asked + timedelta(days=2)), code=code, yes=yes)
        work.db.flush()


def add_last_year(
    work: Work, chance: random.Random, schools: Sequence[WeekSchool], offices: Sequence[UUID], places: Sequence[Place]
) -> None:
    """Bookings that are closed: the classes are gone, the counts stand."""
    bookings: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    taken: dict[UUID, int] = {}
    for number, (slot, offer) in enumerate(places):
        if chance.random() > 0.62:
            continue
        school = schools[number % len(schools)]
        level = next((one for one in ("po-7", "po-6", "vo-1-kb", "vo-1-havo") if band_of(one) in offer.levels), None)
        if level is None or (school.kind == "po") != level.startswith("po"):
            continue
        expected = offer.max_group - chance.randint(0, 4)
        taken[slot.id] = expected
        booking = _closed(work, school, offices[number % len(schools)], slot, level, expected, chance)
        bookings.append(booking)
        changes.append(
            {
                "id": work.new_id(), "school_id": school.id, "booking_id": booking["id"], "what": rules.CLOSED,
                "by": None, "role": None, "note": "", "at": booking["closed_at"],
            }
        )  # fmt: skip
    work.db.execute(insert(Booking), bookings)
    work.db.execute(insert(BookingChange), changes)
    for slot_id, expected in taken.items():
        work.db.execute(update(VisitSlot).where(VisitSlot.id == slot_id).values(places_taken=1, pupils_taken=expected))


def _closed(
    work: Work, school: WeekSchool, office: UUID, slot: WeekSlot, level: str, expected: int, chance: random.Random
) -> dict[str, Any]:
    asked: datetime = slot.starts_at - timedelta(days=90)
    return {
        "id": work.new_id(), "school_id": school.id, "code": ids.public_code(), "request_id": ids.public_code(12),
        "slot_id": slot.id, "class_id": None, "level": level, "expected": expected, "needs": "",
        "state": rules.CLOSED, "booked_by": office, "booked_at": asked, "confirmed_at": asked + timedelta(days=3),
        "school_yes_at": asked, "arrived_at": slot.starts_at + timedelta(minutes=4),
        "arrived_count": expected - chance.randint(0, 2), "closed_at": slot.starts_at + timedelta(days=14),
        "safety_version": 1, "cancel_reason": "", "questions": [],
    }  # fmt: skip


def move_week(work: Work) -> None:
    """On a later day the week moves along by whole weeks, so that its Monday stays a Monday."""
    for edition in work.db.query(Edition).filter(Edition.name.like(f"{NAME} %")).all():
        is_last = edition.name.endswith(PAST)
        days = week_of(work.today)
        monday = days[0] - timedelta(weeks=52) if is_last else days[0]
        by = monday - edition.starts_on
        if by.days <= 0:
            continue
        _shift(work, edition, by)


def _name(monday: date, *, is_last: bool) -> str:
    return f"{NAME} {monday:%Y}{' ' + PAST if is_last else ''}"


def _shift(work: Work, edition: Edition, by: timedelta) -> None:
    edition.starts_on, edition.ends_on = edition.starts_on + by, edition.ends_on + by
    edition.name = _name(edition.starts_on, is_last=edition.name.endswith(PAST))
    for one in work.db.query(EditionDay).filter_by(edition_id=edition.id):
        one.day += by
    slots = work.db.query(VisitSlot).join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
    for slot in slots.filter(VisitOffer.edition_id == edition.id).order_by(VisitSlot.starts_at.desc()):
        slot.starts_at, slot.ends_at = (_by_days(one, by) for one in (slot.starts_at, slot.ends_at))
    work.db.flush()


def _by_days(moment: datetime, by: timedelta) -> datetime:
    local = moment.astimezone(clock.AMSTERDAM)
    return clock.at(local.date() + by, local.hour, local.minute)
