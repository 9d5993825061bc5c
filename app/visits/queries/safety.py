"""The safety rules of a visit: for the pupil who reads them, the teacher who sees who, the host who sees how many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from app.access.matrix import Permission
from app.base.problems import NotFound
from app.base.work import Work
from app.people.models import Company
from app.visits.models import Booking, BookingPupil, SafetyCount, SafetyPass, VisitOffer, VisitSlot
from app.visits.queries.bookings import BookingNow
from app.visits.rules import LIVE
from app.visits.rules.papers import is_safety_near


@dataclass(frozen=True, slots=True)
class SafetyQuestion:
    """As it may be read before it is answered: which option is right is not in it."""

    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instruction:
    """What a group must know before it comes in."""

    title: str
    company: str
    starts_at: datetime
    ends_at: datetime
    lines: tuple[str, ...]  # the rules, a sentence or so each
    wear: tuple[str, ...]
    own: tuple[str, ...]  # what a pupil brings
    given: tuple[str, ...]  # what the company or the school has ready
    forbidden: tuple[str, ...]
    questions: tuple[SafetyQuestion, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Packing:
    """On the pupil's home: what to take along and leave at home, and whether the rules are read."""

    code: str
    own: tuple[str, ...]
    forbidden: tuple[str, ...]
    has_rules: bool  # something to read, and the visit is near
    is_done: bool


@dataclass(frozen=True, slots=True)
class OfferRow:
    """The offer behind a booking of the pupil at the keyboard, with what is kept of this pupil."""

    booking: Booking
    slot: VisitSlot
    offer: VisitOffer
    company: str
    passed: int | None  # which version of the rules this pupil knows


def instruction_of(offer: VisitOffer, *, company: str, slot: VisitSlot) -> Instruction:
    gear = [(one["what"], one.get("by")) for one in offer.gear]
    return Instruction(
        offer.title,
        company,
        slot.starts_at,
        slot.ends_at,
        tuple(line.strip() for line in offer.safety.splitlines() if line.strip()),
        tuple(offer.wear),
        tuple(what for what, by in gear if by == "pupil"),
        tuple(what for what, by in gear if by != "pupil"),
        tuple(offer.forbidden),
        tuple(SafetyQuestion(one["text"], tuple(one["options"])) for one in offer.safety_questions),
        offer.safety_version,
    )


def own_visit(work: Work, code: str) -> OfferRow:
    """A visit on whose list the pupil at the keyboard stands. Raises: NotFound."""
    work.must(Permission.LEARN, person=work.actor.user_id)
    found = _own_row(work, Booking.code == code)
    if found is None or found.booking.state not in LIVE:
        raise NotFound("booking")
    return found


def packing_of(work: Work, *, booking_id: UUID) -> Packing | None:
    """For the pupil at the keyboard; None when it is not this pupil's visit."""
    found = _own_row(work, Booking.id == booking_id)
    if found is None:
        return None
    offer = found.offer
    near = is_safety_near(starts_at=found.slot.starts_at, now=work.now)
    return Packing(
        found.booking.code,
        tuple(one["what"] for one in offer.gear if one.get("by") == "pupil"),
        tuple(offer.forbidden),
        near and has_rules(offer),
        found.passed == offer.safety_version,
    )


def has_rules(offer: VisitOffer) -> bool:
    return bool(offer.safety.strip() or offer.safety_questions or offer.forbidden)


def safety_ticks(work: Work, *, booking: BookingNow) -> set[UUID]:
    """Who knows the rules as they are now. Raises: NotFound for a class out of reach."""
    work.must(Permission.PRESENCE_MARK)
    classes = frozenset({booking.class_id} if booking.class_id else ())
    work.must(Permission.PRESENCE_MARK, classes=classes, school=booking.school_id)
    held = select(SafetyPass.pupil_id).where(
        SafetyPass.booking_id == booking.id, SafetyPass.version == booking.safety_now
    )
    return set(work.db.scalars(held))


def instruction_of_booking(work: Work, *, booking: BookingNow) -> Instruction:
    """For the teacher, and the class on the board."""
    work.must(Permission.BOOKING_READ, school=booking.school_id, company=booking.company_id)
    offer = work.db.get_one(VisitOffer, booking.offer_id)
    slot = work.db.scalars(select(VisitSlot).where(VisitSlot.code == booking.slot_code)).one()
    return instruction_of(offer, company=booking.company, slot=slot)


def answer_on_board(work: Work, *, booking: BookingNow, question: int, option: int) -> tuple[bool, str]:
    """What a class chose on the board: is it right, and if not why, as the company wrote it."""
    work.must(Permission.PRESENCE_MARK)
    offer = work.db.get_one(VisitOffer, booking.offer_id)
    asked = offer.safety_questions[question]
    is_right = option == asked["right"]
    return is_right, "" if is_right else str(asked.get("why") or "")


def know_rules(work: Work, *, booking: BookingNow) -> int | None:
    """How many of the group know the rules: a number for the host. None: there is nothing to know."""
    work.must(Permission.BOOKING_READ, school=booking.school_id, company=booking.company_id)
    if not has_rules(work.db.get_one(VisitOffer, booking.offer_id)):
        return None
    row = work.db.scalars(select(SafetyCount).where(SafetyCount.booking_id == booking.id)).one_or_none()
    return min(row.passed, booking.expected) if row and row.version == booking.safety_now else 0


def marked(questions: list[Any], *, wrong: tuple[int, ...]) -> dict[int, str]:
    """For each wrong answer why: what the company wrote, or nothing. Only said after answering."""
    return {n: str(questions[n].get("why") or "") for n in wrong}


def _own_row(work: Work, wanted: Any) -> OfferRow | None:
    row = work.db.execute(
        select(Booking, VisitSlot, VisitOffer, Company.name, SafetyPass.version)
        .join(BookingPupil, BookingPupil.booking_id == Booking.id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .join(VisitOffer, VisitOffer.id == VisitSlot.offer_id)
        .join(Company, Company.id == VisitOffer.company_id)
        .outerjoin(
            SafetyPass,
            and_(SafetyPass.booking_id == Booking.id, SafetyPass.pupil_id == BookingPupil.pupil_id),
        )
        .where(wanted, BookingPupil.pupil_id == work.actor.user_id)
    ).one_or_none()
    return OfferRow(*row) if row else None
