"""What is missing of visits in the next weeks, for whoever can do something about it; and who hears of it on Monday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base import clock
from app.base.language import N_, gettext, ngettext
from app.base.sheets.table import Table
from app.base.work import Work
from app.people.models import Post, Staff
from app.visits.models import Booking, Edition, VisitOffer, VisitSlot
from app.visits.queries.bookings import BookingNow, bookings_that
from app.visits.queries.preparing import Arranged, arranged
from app.visits.queries.unplaced import lacking_of
from app.visits.rules import AHEAD_OF_IT
from app.visits.rules.event import IS_EVENT
from app.visits.rules.missing import BY_COMPANY, BY_SCHOOL, PART, WORDS, ToCome, concerns, missing_of

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
    lacking: int = 0  # how many of the class go on no visit

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(self._part() if one == PART else gettext(WORDS[one]) for one in self.missing)

    def _part(self) -> str:
        return ngettext(
            "partly placed: one pupil has no visit yet", "partly placed: %(n)s pupils have no visit yet", self.lacking
        )


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
    editions = _editions(work, bookings)
    lacks, ready = lacking_of(work, bookings), arranged(work, bookings)
    found = (
        Missing(
            one,
            editions.get(one.offer_id, ""),
            _missing(work, one, lacks.get(one.id, 0), ready[one.id]),
            lacks.get(one.id, 0),
        )
        for one in bookings
    )
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


def _missing(work: Work, one: BookingNow, lacks: int, ready: Arranged) -> tuple[str, ...]:
    found = missing_of(
        ToCome(
            one.state,
            one.confirmed_at is not None,
            one.school_yes_at is not None,
            one.class_id is not None,
            not one.must_read_safety,
            one.hold_until,
            one.has_list,
            lacks,
            ready.travels,
            ready.has_transport,
            ready.asked_parents,
        ),
        now=work.now,
    )
    if work.actor.role is Role.COORDINATOR:
        return found
    return concerns(found, who=BY_COMPANY if work.actor.role is Role.HOST else BY_SCHOOL)


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
