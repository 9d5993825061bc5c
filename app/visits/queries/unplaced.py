"""Classes without a visit, or with one for a part of them: the office all, a school its own. No pupil's row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.access.matrix import Permission
from app.base import clock
from app.base.language import N_, gettext
from app.base.levels import level_label
from app.base.problems import NotFound
from app.base.sheets.table import Table
from app.base.work import Work
from app.people.models import ClassLevel, School, SchoolClass, SchoolYear
from app.visits.models import Booking, Edition, VisitSlot
from app.visits.queries.alternatives import Alternative, alternatives_to
from app.visits.queries.bookings import BookingNow
from app.visits.rules import LIVE, fits, groups_of
from app.visits.rules.alternatives import Wanted
from app.visits.rules.unplaced import LACKING, LEVEL, NONE, PARTLY, is_unplaced, lacking

HEADS = (
    N_("School"),
    N_("Class"),
    N_("Level"),
    N_("Pupils"),
    N_("With a visit"),
    N_("Without a visit"),
    N_("Municipality"),
)
PARTS = (1, 2, 3)  # a class that fits nowhere whole is tried in so many groups


@dataclass(frozen=True, slots=True)
class Edit:
    """An edition to choose."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Looking:
    """What stands in the address; empty: everything."""

    level: str = ""  # a band
    school: str = ""  # its BRIN
    how: str = ""  # NONE or PARTLY
    order: str = ""  # ORDERS; by school


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A class that looks for a visit. `size`: as somebody outside the school may know it; None: no list yet."""

    id: UUID
    code: str
    name: str
    school_id: UUID
    school: str
    brin: str
    municipality: str
    levels: tuple[str, ...]
    size: int | None
    booked: int

    @property
    def is_partly(self) -> bool:
        return self.booked > 0

    @property
    def lacks(self) -> int | None:
        """How many pupils have no visit; None: nobody knows how many there are."""
        return lacking(size=self.size, booked=self.booked) if self.is_partly else self.size

    @property
    def levels_label(self) -> str:
        return ", ".join(map(level_label, self.levels))


def editions_to_choose(work: Work) -> tuple[Edit, ...]:
    """The one that goes on or comes next first, then the others, the newest first."""
    work.must(Permission.UNPLACED_READ)
    rows = work.db.scalars(select(Edition).order_by(Edition.starts_on.desc(), Edition.id))
    every = [Edit(one.id, one.name, one.starts_on, one.ends_on) for one in rows]
    ahead = [one for one in every if one.ends_on >= work.today]
    return (*reversed(ahead), *(one for one in every if one not in ahead))


def unplaced(work: Work, *, edition: Edit, looking: Looking) -> tuple[Unplaced, ...]:
    """Within reach, three statements however many classes there are."""
    work.must(Permission.UNPLACED_READ)
    found = [one for one in _classes(work, edition) if is_unplaced(size=one.size, booked=one.booked)]
    found = [one for one in found if _is_wanted(one, looking)]
    if looking.order == LACKING:
        found.sort(key=lambda one: -(one.lacks or 0))
    elif looking.order == LEVEL:
        found.sort(key=lambda one: one.levels)
    return tuple(found)


def unplaced_count(work: Work) -> int:
    """In the edition at hand."""
    every = editions_to_choose(work)
    return len(unplaced(work, edition=every[0], looking=Looking())) if every else 0


def unplaced_table(work: Work, *, edition: Edit, looking: Looking) -> Table:
    """The same as a list to take along."""
    rows = tuple(
        (one.school, one.name, one.levels_label, one.size, one.booked, one.lacks, one.municipality)
        for one in unplaced(work, edition=edition, looking=looking)
    )
    return Table(gettext(N_("Classes without a visit"))[:31], tuple(gettext(head) for head in HEADS), rows)


def unplaced_by_code(work: Work, *, edition: Edit, code: str) -> Unplaced:
    """Also a class that got its visit meanwhile. Raises: NotFound: out of reach, or of another year."""
    work.must(Permission.UNPLACED_READ)
    found = next((one for one in _classes(work, edition) if one.code == code), None)
    if found is None:
        raise NotFound("class")
    return found


def proposals_for(work: Work, *, edition: Edit, one: Unplaced) -> tuple[int, tuple[Alternative, ...]]:
    """(for how many pupils, at most three moments): all that look for one together, else the largest part that fits."""
    work.must(Permission.WEEK_PLAN)
    pupils = one.lacks or 1
    if not is_unplaced(size=one.size, booked=one.booked):
        return 0, ()
    for parts in PARTS:
        part = groups_of(pupils=pupils, max_group=-(-pupils // parts))[0]
        wanted = Wanted(one.id, one.levels[0] if one.levels else "", part, clock.at(edition.starts_on, 12), edition.id)
        days = (max(edition.starts_on, work.today), edition.ends_on)
        if found := alternatives_to(work, wanted, levels=one.levels, days=days):
            return part, found
    return pupils, ()


def lacking_of(work: Work, bookings: Sequence[BookingNow]) -> dict[UUID, int]:
    """booking -> how many of its class have no visit, in the edition of its day; without one, at the same offer."""
    classes = {one.class_id for one in bookings if one.class_id}
    if not classes:
        return {}
    sizes = {row[0]: row[1] for row in work.db.execute(_sizes(classes))}
    spans = [(one.starts_on, one.ends_on) for one in work.db.scalars(select(Edition).order_by(Edition.starts_on))]
    live = work.db.execute(
        select(Booking.class_id, Booking.expected, VisitSlot.starts_at, VisitSlot.offer_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(Booking.class_id.in_(classes), Booking.state.in_(LIVE))
    ).all()
    booked: dict[tuple[object, ...], int] = {}
    for class_id, expected, starts_at, offer_id in live:
        key = _where(class_id, clock.school_day(starts_at), offer_id, spans)
        booked[key] = booked.get(key, 0) + expected
    found = {}
    for one in bookings:
        if one.class_id is not None:
            there = booked.get(_where(one.class_id, one.day, one.offer_id, spans), 0)
            found[one.id] = lacking(size=sizes.get(one.class_id), booked=there)
    return found


def _where(class_id: UUID | None, day: date, offer_id: UUID, spans: Sequence[tuple[date, date]]) -> tuple[object, ...]:
    return class_id, next((one for one in spans if one[0] <= day <= one[1]), offer_id)


def _sizes(classes: Collection[UUID | None]):  # type: ignore[no-untyped-def]  # a statement of two columns
    return select(SchoolClass.id, SchoolClass.size).where(SchoolClass.id.in_(classes))


def _is_wanted(one: Unplaced, looking: Looking) -> bool:
    return (
        (not looking.level or any(fits(level=level, levels=[looking.level]) for level in one.levels))
        and (not looking.school or one.brin == looking.school)
        and (not looking.how or looking.how == (PARTLY if one.is_partly else NONE))
    )


def _classes(work: Work, edition: Edit) -> list[Unplaced]:
    """Of the school year in which the edition begins, by school and name."""
    this_year = (SchoolYear.starts_on <= edition.starts_on, SchoolYear.ends_on >= edition.starts_on)
    rows = work.db.execute(
        select(SchoolClass, School)
        .join(School, School.id == SchoolClass.school_id)
        .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
        .where(*this_year, SchoolClass.is_group.is_(False), SchoolClass.left_on.is_(None), School.left_on.is_(None))
        .order_by(School.name, SchoolClass.name, SchoolClass.id)
    ).all()
    levels, booked = _levels(work), _booked(work, edition)
    return [
        Unplaced(
            klass.id, klass.code, klass.name, school.id, school.name, school.brin, school.municipality,
            levels.get(klass.id, ()), klass.size, booked.get(klass.id, 0),
        )
        for klass, school in rows
    ]  # fmt: skip


def _levels(work: Work) -> Mapping[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    for class_id, level in work.db.execute(select(ClassLevel.class_id, ClassLevel.level).order_by(ClassLevel.level)):
        found[class_id] = (*found.get(class_id, ()), level)
    return found


def _booked(work: Work, edition: Edit) -> dict[UUID | None, int]:
    """class -> pupils in its live bookings of these days."""
    rows = work.db.execute(
        select(Booking.class_id, func.sum(Booking.expected))
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(Booking.class_id.is_not(None), Booking.state.in_(LIVE))
        .where(VisitSlot.starts_at >= clock.at(edition.starts_on, 0))
        .where(VisitSlot.starts_at < clock.at(edition.ends_on + timedelta(days=1), 0))
        .group_by(Booking.class_id)
    )
    return {row[0]: int(row[1]) for row in rows}
