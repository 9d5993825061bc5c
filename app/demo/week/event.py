"""The event on the Thursday of the week: stands on a quay, classes that come, routes; told through the operations."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from uuid import UUID

from sqlalchemy import Select, delete, or_, select

from app.access.actor import Actor, Post, Role
from app.base import clock
from app.base.mail import OutgoingMail
from app.base.work import Work
from app.people.models import Company, School, SchoolClass, Staff
from app.people.models import Post as PostRow
from app.visits.models import Booking, EventClass, EventPlan, EventRound, EventStand, VisitOffer, VisitSlot
from app.visits.operations import add_classes, add_stands, make_event, make_routes, make_waves
from app.visits.operations.event_day import DayText
from app.visits.rules.event import DayPlan
from app.visits.rules.plan import kilometres

STANDS, CLASSES = 24, 36
ALWAYS = ("samira@devlieger.example", "joost@hetbaken.example")  # who tries the demo brings a class
FIRST_STAND = "De Zeesluis"
QUAY = DayText(
    "Loods 6 aan de kade", "Kadeweg 60", "Havenmond", DayPlan(time(9, 0), 3, 40, 10, 15, 200, 4), 52.4605, 4.5921,
    "In de rekken langs de Kadeweg, bij de blauwe vlag", "Keerlus voor loods 6", "dichte schoenen, jas, drinken",
    "06 0000 0600",
)  # fmt: skip


def add_event(work: Work, edition_id: UUID, day: date) -> None:
    """24 stands, 36 classes, made and spread. The mail that this would send is not there: nobody was told yet."""
    mail = list(work.db.scalars(select(OutgoingMail.id)))
    work = replace(work, actor=_coordinator(work))
    code = make_event(work, edition_id=edition_id, day=day, told=QUAY)
    work.db.flush()
    offers = _offers(work, edition_id, day)
    own = work.db.scalars(select(VisitOffer).where(VisitOffer.code == offers[0])).one()
    own.max_group = max(own.max_group, 28)  # on the quay there is room for a whole class
    work.db.flush()
    add_stands(work, code=code, offer_codes=offers)
    for stand in work.db.scalars(select(EventStand).order_by(EventStand.id)).all():
        stand.groups, stand.pupils = 2, 2 * stand.pupils
        for slot in work.db.scalars(select(VisitSlot).where(VisitSlot.id.in_(_rounds(stand)))):
            slot.places, slot.pupils = stand.groups, stand.pupils
    add_classes(work, code=code, class_codes=_classes(work, day))
    work.db.flush()
    coming = work.db.scalars(select(EventClass).order_by(EventClass.id)).all()
    for one in coming:
        one.way = _way(work.db.get_one(School, one.school_id))
    version = work.db.scalars(select(EventPlan.version)).one()
    make_routes(work, code=code, seen=version)
    make_waves(work, code=code)
    work.db.execute(delete(OutgoingMail).where(OutgoingMail.id.not_in(mail)))


def _way(school: School) -> str:
    """As a school would: who is round the corner walks, and nobody of nine cycles fifteen kilometres."""
    km = kilometres((school.latitude or 0, school.longitude or 0), (QUAY.latitude or 0, QUAY.longitude or 0))
    return "foot" if km < 1.5 else "bike" if km < 12 else "coach"


def _rounds(stand: EventStand) -> Select[UUID]:
    return select(EventRound.slot_id).where(EventRound.stand_id == stand.id)


def _coordinator(work: Work) -> Actor:
    person = work.db.scalars(
        select(PostRow.staff_id).where(PostRow.role == Role.COORDINATOR.value).order_by(PostRow.id)
    ).first()
    return Actor(person, (Post(Role.COORDINATOR),), frozenset(work.db.scalars(select(School.id))))


def _offers(work: Work, edition_id: UUID, day: date) -> list[str]:
    """Of companies that take a whole class, first those that receive nobody at home that morning."""
    at_home = select(VisitSlot.offer_id).where(
        VisitSlot.starts_at >= clock.at(day, 0), VisitSlot.starts_at < clock.at(day, 12)
    )
    rows = work.db.execute(
        select(Company.name, VisitOffer.code, VisitOffer.id.in_(at_home))
        .join(VisitOffer, VisitOffer.company_id == Company.id)
        .where(VisitOffer.edition_id == edition_id, VisitOffer.state == "open")
        .where(or_(VisitOffer.max_group >= 26, Company.name == FIRST_STAND))
        .order_by(Company.name)
    ).all()
    rows = sorted(rows, key=lambda row: (row[0] != FIRST_STAND, row[2]))
    return [row[1] for row in rows][:STANDS]


def _classes(work: Work, day: date) -> Sequence[str]:
    """Every so many of those that are nowhere else on that day; of who tries the demo always."""
    since, until = clock.at(day, 0), clock.at(day, 23)
    busy = (
        select(Booking.class_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(VisitSlot.starts_at >= since, VisitSlot.starts_at < until, Booking.class_id.is_not(None))
    )
    own = (
        select(PostRow.class_id)
        .join(Staff, Staff.id == PostRow.staff_id)
        .where(Staff.email.in_(ALWAYS), PostRow.class_id.is_not(None))
    )
    fit = select(SchoolClass.code).where(SchoolClass.is_group.is_(False), SchoolClass.left_on.is_(None))
    placed = select(Booking.class_id).where(Booking.class_id.is_not(None))
    first = work.db.scalars(fit.where(SchoolClass.id.in_(own)).order_by(SchoolClass.id)).all()
    rest = work.db.scalars(
        fit.where(SchoolClass.id.not_in(busy), SchoolClass.id.in_(placed), SchoolClass.code.not_in(first))
        .where(SchoolClass.size <= 30)
        .order_by(SchoolClass.id)
    ).all()
    return [*first, *rest[:: max(1, len(rest) // CLASSES)]][:CLASSES]
