"""The page of an event day for who plans it: what stands in each round, what has no place and why, who may be added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.levels import level_label
from app.base.work import Work
from app.people.models import Company, School, SchoolClass, SchoolYear
from app.visits.models import VisitOffer
from app.visits.queries.editions import edition_by_id
from app.visits.queries.event_now import ClassOnDay, WholeDay
from app.visits.rules.editions import short_school


@dataclass(frozen=True, slots=True)
class OfferToAdd:
    code: str
    company: str
    title: str
    levels: str


class ClassRow(NamedTuple):
    """`size`: as somebody outside the school may know it; None: no list yet."""

    id: UUID
    code: str
    name: str
    size: int | None
    school: str
    municipality: str


@dataclass(frozen=True, slots=True)
class ClassToAdd:
    row: ClassRow
    label: str


def offers_to_add(work: Work, day: WholeDay) -> tuple[OfferToAdd, ...]:
    """Open offers of companies without a stand on this day, those of its edition first."""
    work.must(Permission.WEEK_PLAN)
    there = {one.company_id for one in day.stands}
    rows = work.db.execute(
        select(VisitOffer, Company.name)
        .join(Company, Company.id == VisitOffer.company_id)
        .where(VisitOffer.state == "open", Company.left_on.is_(None), Company.id.not_in(there))
        .order_by(Company.name, VisitOffer.title)
    ).all()
    first = sorted(rows, key=lambda row: row[0].edition_id != day.event.edition_id)
    return tuple(
        OfferToAdd(offer.code, company, offer.title, ", ".join(map(level_label, offer.levels)))
        for offer, company in first
    )


def classes_to_add(work: Work, day: WholeDay) -> tuple[ClassToAdd, ...]:
    """Classes of the edition that do not come yet, by school."""
    there = {one.class_id for one in day.classes}
    first = edition_by_id(work, day.event.edition_id).starts_on
    rows = work.db.execute(
        select(SchoolClass.id, SchoolClass.code, SchoolClass.name, SchoolClass.size, School.name, School.municipality)
        .join(School, School.id == SchoolClass.school_id)
        .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
        .where(SchoolYear.starts_on <= first, SchoolYear.ends_on >= first)
        .where(SchoolClass.is_group.is_(False), SchoolClass.left_on.is_(None), School.left_on.is_(None))
        .order_by(School.name, SchoolClass.name, SchoolClass.id)
    )
    found = (ClassRow(*row) for row in rows)
    return tuple(ClassToAdd(row, f"{row.name} {short_school(row.school)}") for row in found if row.id not in there)


class Kept(NamedTuple):
    klass: ClassOnDay
    rounds: tuple[int, ...]


def kept_by_hand(day: WholeDay) -> tuple[Kept, ...]:
    """What the making of routes leaves alone, by class."""
    found = (Kept(one, tuple(sorted(n for n, step in one.steps.items() if step.is_fixed))) for one in day.classes)
    return tuple(one for one in found if one.rounds)


def load_of(day: WholeDay) -> Mapping[tuple[UUID, int], int]:
    """(stand, round) -> how many classes."""
    found: dict[tuple[UUID, int], int] = {}
    for klass in day.classes:
        for step in klass.steps.values():
            if step.stand_id:
                found[step.stand_id, step.round] = found.get((step.stand_id, step.round), 0) + 1
    return found


def schools_on(day: WholeDay) -> Sequence[tuple[UUID, str]]:
    return tuple(dict.fromkeys((one.school_id, one.school) for one in day.classes))
