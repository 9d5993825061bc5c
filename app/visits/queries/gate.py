"""What a host reads at the gate, and what the school reads of its day: numbers, needs, whom to call."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base import doors
from app.base.ids import LETTERS
from app.base.levels import level_label
from app.base.problems import NotFound
from app.base.sealing import Seal
from app.base.work import Work
from app.people.models import Company, SchoolSettings
from app.visits.models import ArrivalWord, Booking, VisitOffer, VisitSlot, WalkIn
from app.visits.queries.bookings import BookingNow, _bookings
from app.visits.rules import UNDO, gate

TOKEN_LETTERS = 27


@dataclass(frozen=True, slots=True)
class GateNow:
    """A booking on its day. `phone` and `names` are empty on any other day, and `names` without both switches."""

    booking: BookingNow
    adults: int | None  # counted
    adults_asked: int | None  # by the company's ratio
    late_at: datetime | None
    broken_off: str
    is_absent: bool
    phone: str
    names: tuple[str, ...]
    undo_until: datetime | None

    @property
    def level(self) -> str:
        return level_label(self.booking.level)

    @property
    def can_be_counted(self) -> int:
        return self.booking.expected if self.booking.arrived_count is None else self.booking.arrived_count


@dataclass(frozen=True, slots=True)
class DayOfSchool:
    """What the school set for the day of a booking, and what was counted."""

    phone: str
    names_to_host: bool
    school_shows_names: bool
    present: int | None
    adults: int | None
    girls: int | None
    boys: int | None
    unknown: int | None
    broken_off: str
    late_at: datetime | None


@dataclass(frozen=True, slots=True)
class WalkInNow:
    """A group that came without a booking."""

    company: str
    school_name: str
    level: str
    count: int
    said_at: datetime


def link_token(seal: Seal, *, booking_id: UUID, version: int) -> str:
    """The secret of the link of the day, 27 letters: it follows from the booking, so that it is kept nowhere."""
    return seal.token(doors.GATE, f"{booking_id}/{version}")


def link_path(token: str) -> str:
    """Where the link of the day leads; the address of the site comes before it."""
    return f"/visits/gate/{token}"


def behind_link(work: Work, *, token: str) -> doors.Passage | None:
    """Which booking a link is for; None for one that was renewed, altered, or never was."""
    if len(token) != TOKEN_LETTERS or not set(token) <= set(LETTERS):
        return None
    return doors.find(work.db, doors.GATE, work.seal.digest(doors.GATE, token), work.now)


def holder_of(work: Work, *, door_id: UUID) -> tuple[doors.Passage, frozenset[UUID]] | None:
    """What a phone holds: the booking of its link, and the schools that come to the same company."""
    door = work.db.get(doors.Door, door_id)
    passage = doors.held(work.db, doors.GATE, door_id, work.now)
    if door is None or door.holder_id is None or passage is None:
        return None
    return passage, doors.schools_of_holder(work.db, doors.HOST, door.holder_id, work.now)


def gate_now(work: Work, *, code: str = "") -> GateNow:
    """The booking of the link (no `code` needed), or of the host's company.

    Raises: NotFound: another's.
    """
    work.must(Permission.ARRIVAL_CONFIRM)
    found = _bookings(work, Booking.code == code if code else Booking.id == work.actor.user_id)
    if not found:
        raise NotFound("booking")
    held = found[0]
    work.must(Permission.ARRIVAL_CONFIRM, person=held.id, company=held.company_id)
    row, offer = work.db.get_one(Booking, held.id), work.db.get_one(VisitOffer, held.offer_id)
    shows = _school_shows_names(work, held.school_id)
    shown = gate.is_shown(switches=(shows, row.names_to_host), starts_at=held.starts_at, now=work.now)
    return GateNow(
        held,
        row.adults_count,
        gate.enough_adults(pupils=held.expected, supervision=offer.supervision),
        row.late_at,
        row.broken_off,
        held.state == "no-show",
        row.phone if gate.is_on(starts_at=held.starts_at, now=work.now) else "",
        tuple(row.day_names) if shown else (),
        _undo_until(work, held.id),
    )


def _undo_until(work: Work, booking_id: UUID) -> datetime | None:
    touched = gate.gate_of(words_at_gate(work, booking_id=booking_id)).touched_at
    return touched + UNDO if touched else None


def words_at_gate(work: Work, *, booking_id: UUID) -> list[gate.Word]:
    """All taps of a booking, in the order in which they were said."""
    rows = work.db.scalars(
        select(ArrivalWord).where(ArrivalWord.booking_id == booking_id).order_by(ArrivalWord.said_at, ArrivalWord.id)
    )
    return [gate.Word(one.kind, one.said_at, one.count, one.adults, one.reason) for one in rows]


def link_in_force(work: Work, *, booking: BookingNow) -> str:
    """The token of the link of the day, or nothing: none was made, or it is not for this actor."""
    if not work.may(Permission.GATE_LINK, company=booking.company_id):
        return ""
    version = work.db.get_one(Booking, booking.id).gate_version
    return link_token(work.seal, booking_id=booking.id, version=version) if version else ""


def day_of_school(work: Work, *, booking: BookingNow) -> DayOfSchool:
    """For the school's own page of a booking. Raises: NotFound."""
    work.must(Permission.VISIT_CLOSE)
    row = work.db.get_one(Booking, booking.id)
    return DayOfSchool(
        row.phone,
        row.names_to_host,
        _school_shows_names(work, booking.school_id),
        row.present_count,
        row.adults_count,
        row.girls,
        row.boys,
        row.unknown,
        row.broken_off,
        row.late_at,
    )


def may_close(work: Work, *, booking: BookingNow) -> bool:
    classes = frozenset({booking.class_id} if booking.class_id else ())
    return work.may(Permission.VISIT_CLOSE, classes=classes, school=booking.school_id)


def booking_of_company_today(work: Work, *, code: str, company_id: UUID) -> UUID | None:
    """For who holds a link of today and scans the code of a class: the booking, if it is today's at this company.

    `work` reaches the schools with a booking there (views/gate.py).
    """
    rows = work.db.execute(
        select(Booking.id, VisitSlot.starts_at)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .where(Booking.code == code, VisitOffer.company_id == company_id)
    )
    return next((one for one, starts_at in rows if gate.is_on(starts_at=starts_at, now=work.now)), None)


def walk_ins(work: Work, *, company_id: UUID | None = None) -> tuple[WalkInNow, ...]:
    """The newest first: of one's company, or of all for a coordinator."""
    work.must(Permission.GATE_LINK, company=company_id)
    mine = [WalkIn.company_id == company_id] if company_id else []
    if not mine and work.actor.company_id:
        raise NotFound("company")
    rows = work.db.execute(
        select(WalkIn, Company.name)
        .join(Company, Company.id == WalkIn.company_id)
        .where(*mine)
        .order_by(WalkIn.said_at.desc(), WalkIn.id)
        .limit(100)
    )
    return tuple(
        WalkInNow(name, one.school_name, level_label(one.level) if one.level else "", one.count, one.said_at)
        for one, name in rows
    )


def _school_shows_names(work: Work, school_id: UUID) -> bool:
    held = select(SchoolSettings.names_to_host).where(SchoolSettings.school_id == school_id)
    return bool(work.db.scalars(held).one_or_none())
