"""A class divided over several companies is booked in one act: each part at its own moment, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.base.problems import RuleBroken
from app.base.work import Work
from app.people.models import ClassLevel
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.operations.booking import book_visit
from app.visits.operations.lists import own_class
from app.visits.operations.places import open_slot
from app.visits.queries.parts import in_turn
from app.visits.rules import fits
from app.visits.rules.parts import NAMED, check_parts
from app.visits.rules.safety import RulesChanged
from app.visits.rules.waiting import Full


@dataclass(frozen=True, slots=True)
class Part:
    """So many pupils at this moment. `safety_version`: of the rules that stood on the page."""

    slot_code: str
    pupils: int
    safety_version: int | None = None


def book_parts(
    work: Work, *, class_code: str, parts: Sequence[Part], request_id: str, needs: str = ""
) -> tuple[str, ...]:
    """Returns the bookings' codes in the order of the parts. Who has no visit to come yet goes first, in list order.

    The same form twice books once.

    Raises:
        NotFound: class or moment out of reach.
        RuleBroken: (`parts`) more than the class counts, or a part that cannot be, named; nothing was booked.
    """
    work.must(Permission.BOOKING_MAKE, school=work.school_id)
    klass = own_class(work, class_code)
    if held := _booked_with(work, request_id):
        return held
    pupils = in_turn(work, class_id=klass.id)
    check_parts([one.pupils for one in parts], of=len(pupils))
    levels = work.db.scalars(select(ClassLevel.level).where(ClassLevel.class_id == klass.id).order_by(ClassLevel.level))
    known, codes, first = list(levels), [], 0
    for n, one in enumerate(parts):
        who = pupils[first : first + one.pupils]
        codes.append(_book(work, one, class_code, known, who, f"{request_id}/{n}", needs))
        first += one.pupils
    return tuple(codes)


def _book(
    work: Work, one: Part, class_code: str, levels: Sequence[str], who: Sequence[UUID], request_id: str, needs: str
) -> str:
    """One part; what is wrong with it is said with its name. What changed in its rules is for the page."""
    _, offer = open_slot(work, one.slot_code)
    level = next((level for level in levels if fits(level=level, levels=offer.levels)), next(iter(levels), ""))
    facts: dict[str, Any] = {
        "slot_code": one.slot_code,
        "class_code": class_code,
        "pupil_ids": who,
        "request_id": request_id,
    }
    try:
        return book_visit(
            work, level=level, expected=one.pupils, needs=needs, safety_version=one.safety_version, **facts
        )
    except RulesChanged:
        raise
    except RuleBroken as broken:
        raise _named(broken, offer) from None


def _named(broken: RuleBroken, offer: VisitOffer) -> RuleBroken:
    kind = Full if isinstance(broken, Full) else RuleBroken
    return kind("parts", NAMED, title=offer.title, why=broken.message, **broken.params)


def _booked_with(work: Work, request_id: str) -> tuple[str, ...]:
    held = select(Booking.code).join(VisitSlot, VisitSlot.id == Booking.slot_id)
    mine = held.where(Booking.request_id.startswith(f"{request_id}/", autoescape=True))
    return tuple(work.db.scalars(mine.order_by(Booking.request_id)))
