"""A school puts a class in line for a full visit, says yes or no to the place that came free, or leaves the line."""

from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, or_, select, update

from app.access.matrix import Permission
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import Staff
from app.visits import rules
from app.visits.models import VisitOffer, VisitSlot, Waiting
from app.visits.operations.booking import check_booking, enter_booking
from app.visits.operations.letters import LINE_OFFER, LINE_OVER, tell_person
from app.visits.operations.line import ended, lock_slot, offer_opened, places_came_free
from app.visits.operations.lists import own_class
from app.visits.operations.owners import must_own
from app.visits.operations.places import open_slot
from app.visits.rules.safety import check_read
from app.visits.rules.waiting import (
    EXPIRED,
    IN_LINE,
    LEFT,
    OFFERED,
    PASSED,
    TAKEN,
    WAITING,
    check_can_ever_fit,
    check_line,
)


def join_line(
    work: Work,
    *,
    slot_code: str,
    level: str,
    expected: int,
    request_id: str,
    class_code: str | None = None,
    needs: str = "",
    any_time: bool = False,
) -> str:
    """Wait for places for the whole class. Returns the code of the place in line; the same form twice waits once.

    When there is room after all, the places are kept at once.

    Raises:
        NotFound: slot or class out of reach.
        RuleBroken: too late, wrong level or size, or more than ever fits.
    """
    work.must(Permission.BOOKING_MAKE, school=work.school_id)
    slot, offer = open_slot(work, slot_code)
    class_id = own_class(work, class_code).id if class_code else None
    if held := _in_line_with(work, request_id, slot, class_id):
        return held
    sizes = rules.groups_of(pupils=expected, max_group=offer.max_group)
    check_booking(work, slot, offer, level=level, expected=min(sizes, default=0))
    check_line(starts_at=slot.starts_at, now=work.now, deadline_days=offer.deadline_days)
    check_can_ever_fit(pupils=expected, groups=len(sizes), most_pupils=slot.pupils, most_groups=slot.places)
    lock_slot(work, slot.id)
    row = _add(work, slot, offer, any_time=any_time, request_id=request_id, class_id=class_id)
    row.level, row.pupils, row.group_count, row.needs = level, expected, len(sizes), " ".join(needs.split())[:300]
    work.db.add(row)
    work.db.flush()
    work.audit("line.joined", row.id, pupils=expected)
    if any_time:
        offer_opened(work, offer.id)
    else:
        places_came_free(work, slot.id)
    return row.code


def accept_place(work: Work, *, code: str, safety_version: int | None = None) -> str:
    """Book what was kept, one booking for each group. Returns the code of the first; pressed twice, it books once.

    `safety_version`: of the rules that stood on the page; None: there was no page.

    Raises:
        NotFound: another school's, or none.
        RulesChanged: the company changed its safety rules meanwhile.
        RuleBroken: not this person's, or the time to answer is over.
    """
    row = _own_row(work, code)
    if row.state == TAKEN and row.booking_code:
        return row.booking_code
    check_read(read=safety_version, now=work.db.get_one(VisitOffer, row.offer_id).safety_version)
    moved: CursorResult[Any] = work.db.execute(  # type: ignore[assignment]  # an UPDATE returns a CursorResult
        update(Waiting)
        .where(Waiting.id == row.id, Waiting.state == OFFERED, Waiting.offered_until > work.now)
        .values(state=TAKEN, ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        raise RuleBroken("", N_("This place is not kept for you any more. Ask for another time, or wait again."))
    slot = work.db.get_one(VisitSlot, row.offered_slot_id)
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    size = -(-row.pupils // row.group_count)
    facts: dict[str, Any] = {"level": row.level, "class_id": row.class_id, "needs": row.needs}
    codes = [
        enter_booking(work, slot, offer, expected=part, request_id=f"line-{row.code}-{n}", **facts)
        for n, part in enumerate(rules.groups_of(pupils=row.pupils, max_group=size))
    ]
    row.booking_code = codes[0]
    work.audit("line.taken", row.id)
    return codes[0]


def pass_place(work: Work, *, code: str) -> None:
    """No, thank you: the next in line gets it. Pressed twice, it counts once. Raises: NotFound; RuleBroken."""
    row = _own_row(work, code)
    if row.state == OFFERED and ended(work, row, PASSED):
        work.audit("line.passed", row.id)


def leave_line(work: Work, *, code: str) -> None:
    """At any time; what was kept goes to the next. Raises: NotFound; RuleBroken: not this person's."""
    row = _own_row(work, code)
    if row.state in IN_LINE and ended(work, row, LEFT):
        work.audit("line.left", row.id)


def answer_ran_out(work: Work, *, waiting_id: UUID) -> bool:
    """The clock: who did not answer in time gives the places back, and the next is asked. Returns whether it did."""
    row = _now(work, waiting_id)
    if row.state != OFFERED or row.offered_until is None or row.offered_until > work.now:
        return False
    if not ended(work, row, EXPIRED, only_from=(OFFERED,)):
        return False
    work.audit("line.expired", row.id)
    return True


def line_is_over(work: Work, *, waiting_id: UUID) -> bool:
    """The clock: a visit that began, or is about to, has no line any more; who waited is told. Once."""
    row = _now(work, waiting_id)
    slot = _last_hope(work, row)
    if row.state != WAITING or slot is None or not ended(work, row, EXPIRED, only_from=(WAITING,)):
        return False
    offer, staff = work.db.get_one(VisitOffer, row.offer_id), work.db.get_one(Staff, row.staff_id)
    tell_person(work, staff, LINE_OVER, slot=slot, offer=offer, school_id=row.school_id, pupils=row.pupils)
    return True


def tell_offer(work: Work, *, waiting_id: UUID, until: str, site: str) -> None:
    """The mail about places that are kept, once for each time that they are."""
    row = _now(work, waiting_id)
    if row.state != OFFERED or row.offered_until is None or row.offered_until.isoformat() != until or row.told_at:
        return
    row.told_at = work.now
    slot = work.db.get_one(VisitSlot, row.offered_slot_id)
    offer, staff = work.db.get_one(VisitOffer, slot.offer_id), work.db.get_one(Staff, row.staff_id)
    facts: dict[str, Any] = {"until": row.offered_until, "link": f"{site}/visits/waiting/{row.code}"}
    tell_person(work, staff, LINE_OFFER, slot=slot, offer=offer, school_id=row.school_id, pupils=row.pupils, **facts)


def _now(work: Work, waiting_id: UUID) -> Waiting:
    return work.db.scalars(
        select(Waiting).where(Waiting.id == waiting_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _last_hope(work: Work, row: Waiting) -> VisitSlot | None:
    """The last time that could still have come, when it is over for that one too; None: there is hope."""
    wanted = VisitSlot.id == row.slot_id if row.slot_id else VisitSlot.offer_id == row.offer_id
    slot = work.db.scalars(select(VisitSlot).where(wanted).order_by(VisitSlot.starts_at.desc()).limit(1)).one()
    return slot if slot.starts_at <= work.now else None


def _own_row(work: Work, code: str) -> Waiting:
    work.must(Permission.BOOKING_MAKE)
    row = work.db.scalars(select(Waiting).where(Waiting.code == code).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("waiting")
    work.must(Permission.BOOKING_MAKE, school=row.school_id)
    must_own(work, booked_by=row.staff_id, class_id=row.class_id)
    return row


def _in_line_with(work: Work, request_id: str, slot: VisitSlot, class_id: UUID | None) -> str | None:
    """What this form put in line already, or this class for the same time."""
    mine = select(Waiting.code).where(Waiting.school_id == work.school_id)
    if held := work.db.scalars(mine.where(Waiting.request_id == request_id)).first():
        return held
    if class_id is None:
        return None
    same = or_(Waiting.slot_id.is_(None), Waiting.slot_id == slot.id)
    waits = mine.where(Waiting.class_id == class_id, Waiting.offer_id == slot.offer_id, Waiting.state.in_(IN_LINE))
    return work.db.scalars(waits.where(same)).first()


def _add(
    work: Work, slot: VisitSlot, offer: VisitOffer, *, any_time: bool, request_id: str, class_id: UUID | None
) -> Waiting:
    assert work.actor.user_id is not None
    return Waiting(
        id=work.new_id(),
        code=public_code(),
        request_id=request_id,
        school_id=work.school_id,
        class_id=class_id,
        staff_id=work.actor.user_id,
        offer_id=offer.id,
        slot_id=None if any_time else slot.id,
        since=work.now,
        state=WAITING,
    )
