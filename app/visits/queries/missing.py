"""What is missing of visits in the next weeks, for whoever can do something about it; and who hears of it on Monday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base import clock
from app.base.language import N_, gettext
from app.base.sheets.table import Table
from app.base.work import Work
from app.people.models import Post, Staff
from app.visits.models import Booking, BookingPupil, Edition, VisitOffer, VisitSlot
from app.visits.queries.bookings import BookingNow, bookings_that
from app.visits.rules import AHEAD_OF_IT
from app.visits.rules.event import IS_EVENT
from app.visits.rules.missing import BY_COMPANY, BY_SCHOOL, WORDS, ToCome, concerns, missing_of

HEADS = (
    N_("Day"),
    N_("From"),
    N_("School"),
    N_("Class"),
    N_("Company"),
    N_("Visit"),
    N_("Pupils"),
    N_("What is missing"),
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A booking with what is still to be done."""

    booking: BookingNow
    edition: str  # its name; empty outside an edition
    missing: tuple[str, ...]  # words of rules/missing.py

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(gettext(WORDS[one]) for one in self.missing)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets the list on Monday, in one role at one place."""

    post_id: UUID
    staff_id: UUID
    role: Role
    place_id: UUID | None


def missing_now(work: Work, *, weeks: int, what: str = "") -> tuple[Missing, ...]:
    """In order of time: a coordinator's of all, a host's of the company, a school's of the school.

    `what`: only bookings that lack this.
    """
    work.must(Permission.BOOKING_READ)
    until = clock.at(work.today + timedelta(days=7 * weeks + 1), 0)
    wanted: list[ColumnElement[bool]] = [
        Booking.state.in_(AHEAD_OF_IT),
        VisitSlot.starts_at > work.now,
        VisitSlot.starts_at < until,
        VisitSlot.state != IS_EVENT,  # what a route lacks stands on the page of the day
    ]
    if work.actor.role is Role.HOST:
        wanted.append(VisitOffer.company_id == work.actor.company_id)
    bookings = bookings_that(work, *wanted)
    listed, editions = _listed(work, bookings), _editions(work, bookings)
    found = (Missing(one, editions.get(one.offer_id, ""), _missing(work, one, listed)) for one in bookings)
    return tuple(one for one in found if (what in one.missing if what else one.missing))


def missing_table(work: Work, *, weeks: int, what: str = "") -> Table:
    """The same as a list to take along. No names of pupils."""
    rows = tuple(
        (
            one.booking.day,
            f"{one.booking.starts_at.astimezone(clock.AMSTERDAM):%H:%M}",
            one.booking.school,
            one.booking.class_name or "",
            one.booking.company,
            one.booking.title,
            one.booking.expected,
            ", ".join(one.said),
        )
        for one in missing_now(work, weeks=weeks, what=what)
    )
    return Table(gettext(N_("Missing")), tuple(gettext(head) for head in HEADS), rows)


def _missing(work: Work, one: BookingNow, listed: dict[UUID, int] | None) -> tuple[str, ...]:
    found = missing_of(
        ToCome(
            one.state,
            one.confirmed_at is not None,
            one.school_yes_at is not None,
            one.class_id is not None,
            not one.must_read_safety,
            one.hold_until,
            None if listed is None else listed.get(one.id, 0),
        ),
        now=work.now,
    )
    if work.actor.role is Role.COORDINATOR:
        return found
    return concerns(found, who=BY_COMPANY if work.actor.role is Role.HOST else BY_SCHOOL)


def _listed(work: Work, bookings: Sequence[BookingNow]) -> dict[UUID, int] | None:
    """How many pupils stand on each list; None for who may not read rows about pupils."""
    if not work.actor.sees_pupils:
        return None
    ids = [one.id for one in bookings]
    counted = select(BookingPupil.booking_id, func.count()).where(BookingPupil.booking_id.in_(ids))
    return {row[0]: row[1] for row in work.db.execute(counted.group_by(BookingPupil.booking_id))}


def _editions(work: Work, bookings: Sequence[BookingNow]) -> dict[UUID, str]:
    rows = work.db.execute(
        select(VisitOffer.id, Edition.name)
        .join(Edition, Edition.id == VisitOffer.edition_id)
        .where(VisitOffer.id.in_({one.offer_id for one in bookings}))
    )
    return {row[0]: row[1] for row in rows}


def readers_of_monday(work: Work) -> tuple[Reader, ...]:
    """Coordinators, hosts and school offices with a post today and an account that is open."""
    roles = (Role.COORDINATOR.value, Role.HOST.value, Role.SCHOOL_ADMIN.value)
    rows = work.db.scalars(
        select(Post)
        .join(Staff, Staff.id == Post.staff_id)
        .where(Staff.disabled_at.is_(None), Post.role.in_(roles), Post.from_on <= work.today)
        .where(or_(Post.until_on.is_(None), Post.until_on > work.today))
        .order_by(Post.id)
    )
    return tuple(Reader(one.id, one.staff_id, Role(one.role), one.company_id or one.school_id) for one in rows)
