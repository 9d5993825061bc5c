"""A stamp of the week board: another one whenever something changed that the board shows."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, func, select, true

from app.base import clock
from app.base.audit import Audit
from app.base.hot import SCHOOLS, checked
from app.base.work import Work
from app.visits.models import BookingChange, VisitSlot
from app.visits.queries.editions import EditionNow
from app.visits.queries.week import span_of

FIRST = 5  # letters of a name in the audit, by which it is known what it is about
OFFERS = frozenset({"compa", "offer", "site.", "slot.", "slots"})
CLASSES = frozenset({"class", "pupil", "schoo"})
BOOKINGS = frozenset({"booki", "editi"})
OVERLAP = timedelta(hours=1)  # an act that was asked for before midnight may be kept just after it


class Stamp(NamedTuple):
    """`offers`: of companies, sites, offers and moments; `classes`: of schools and classes; `booked`: of bookings and
    the places they take. What a process holds of one of these holds while this part is the same."""

    day: date
    offers: str
    classes: str
    booked: str
    taken: tuple[int, int]  # places and pupils in the whole edition

    def __str__(self) -> str:
        return f"{self.day:%y%m%d}-{self.offers}-{self.classes}-{self.booked}"


_KIND = func.substr(Audit.what, 1, FIRST)


def _noted(names: frozenset[str]) -> ColumnElement[int]:
    return func.count(case((_KIND.in_(sorted(names)), 1)))


_NOTED = (
    select(_noted(OFFERS).label("offers"), _noted(CLASSES).label("classes"), _noted(BOOKINGS).label("bookings"))
    .where(Audit.at >= bindparam("lately"))
    .subquery()
)
_HAPPENED = select(func.count().label("n")).where(BookingChange.school_id.in_(SCHOOLS)).subquery()
_PLACES = (
    select(
        func.count().label("moments"),
        func.coalesce(func.sum(VisitSlot.places), 0).label("places"),
        func.coalesce(func.sum(VisitSlot.pupils), 0).label("pupils"),
        func.coalesce(func.sum(VisitSlot.places_taken), 0).label("places_taken"),
        func.coalesce(func.sum(VisitSlot.pupils_taken), 0).label("pupils_taken"),
    )
    .where(VisitSlot.starts_at >= bindparam("since"), VisitSlot.starts_at < bindparam("until"))
    .subquery()
)
_STAMP = checked(
    select(
        _NOTED.c.offers,
        _PLACES.c.moments,
        _PLACES.c.places,
        _PLACES.c.pupils,
        _NOTED.c.classes,
        _NOTED.c.bookings,
        _HAPPENED.c.n,
        _PLACES.c.places_taken,
        _PLACES.c.pupils_taken,
    ).select_from(_NOTED.join(_HAPPENED, true()).join(_PLACES, true()))
)


def stamp_of(work: Work, edition: EditionNow) -> Stamp:
    """What was noted since yesterday evening, what happened to bookings, and the places themselves. One statement."""
    lately = clock.at(work.today, 0) - OVERLAP
    row = work.hot_over(_STAMP, lately=lately, **span_of(edition.starts_on, edition.ends_on)).one()
    noted = [str(one) for one in row]
    return Stamp(work.today, ".".join(noted[:4]), noted[4], ".".join(noted[5:]), (row[7], row[8]))
