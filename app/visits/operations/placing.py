"""The coordinator puts a class on a moment, or moves a booking to another one; both sides are told by mail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base import clock
from app.base.ids import public_code
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.people.models import Post, Staff
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.operations.letters import Letter, tell_company, tell_school
from app.visits.operations.links import link_follows
from app.visits.operations.places import give_back, open_for_host, take_places
from app.visits.operations.states import go_to, note_change
from app.visits.queries.editions import edition_by_id
from app.visits.queries.fitting import Picked, Target, facts_of, picked_booking, picked_class, target
from app.visits.rules import PROPOSED
from app.visits.rules.booking import fits
from app.visits.rules.editions import HOLD, check_movable, check_seen, company_agrees_still
from app.visits.rules.plan import Check, Moment, checks, refusal, warning

MOVED = "moved"
PLACED: Final[Letter] = (
    N_("%(company)s keeps a visit for your class"),
    N_(
        "The network has a place for you: %(title)s at %(company)s, %(when)s, %(n)s pupils."
        " It is kept for 48 hours. Sign in and say whether your class comes."
    ),
)
TO_COMPANY: Final[Letter] = (
    N_("The network proposes a visit of %(school)s"),
    N_(
        "The network has put a group on your board: %(title)s, %(when)s, %(n)s pupils of %(school)s."
        " The school has 48 hours to say yes."
    ),
)
MOVED_AWAY: Final[Letter] = (
    N_("%(school)s goes to another moment"),
    N_("The network has moved this group: %(title)s, %(when)s, %(n)s pupils. The place is free for another group."),
)
MOVED_HERE: Final[Letter] = (
    N_("Your visit has another moment: %(company)s"),
    N_(
        "The network has moved your visit. It is now: %(title)s at %(company)s, %(when)s, %(n)s pupils."
        " It is kept for 48 hours. Sign in and say whether your class comes."
    ),
)


def place_class(
    work: Work,
    *,
    edition_id: UUID,
    class_code: str,
    slot_code: str,
    seen: str,
    request_id: str,
    expected: int,
    anyway: bool = False,
) -> str:
    """A proposal that keeps its places for 48 hours. Returns the booking's code; the same form twice places once.

    Raises:
        NotFound: edition, class or moment out of reach.
        RuleBroken: a check refuses, or warns and was not overruled; somebody was first.
    """
    work.must(Permission.WEEK_PLAN)
    edition = edition_by_id(work, edition_id)
    picked, there = picked_class(work, code=class_code), target(work, slot_code=slot_code, edition=edition)
    held = work.db.execute(
        select(Booking.code).where(Booking.request_id == request_id, Booking.school_id == picked.school_id)
    ).scalar_one_or_none()
    if held is not None:
        return str(held)
    check_seen(seen=seen, now=there.seen(picked))
    said = checks(picked.placed_on(there.slot.id, expected), facts_of(work.now, edition, picked, _only(there)))
    _must_fit(said, anyway=anyway)
    take_places(work, there.slot.id, places=1, pupils=expected)
    booking = _propose(work, picked, there, request_id=request_id, expected=expected)
    slot, offer = _rows(work, there)
    note_change(work, booking, booking.state, note=where(there.offer.company, slot.starts_at))
    open_for_host(work, booking, offer.company_id, slot)
    work.audit("booking.placed", booking.id, slot=str(slot.id), expected=expected, anyway=anyway)
    tell_company(work, booking, slot, offer, TO_COMPANY)
    tell_school(work, booking, slot, offer, PLACED)
    return booking.code


def move_booking(
    work: Work, *, edition_id: UUID, booking_code: str, slot_code: str, seen: str, anyway: bool = False
) -> None:
    """The new places are taken and the old given back, together or not at all; the school agrees again.

    Raises:
        NotFound: edition, booking or moment out of reach.
        RuleBroken: a check refuses, or warns and was not overruled; it ended or has begun; somebody was first.
    """
    work.must(Permission.WEEK_PLAN)
    edition = edition_by_id(work, edition_id)
    booking = work.db.scalars(select(Booking).where(Booking.code == booking_code).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound("booking")
    picked, there = picked_booking(work, code=booking_code), target(work, slot_code=slot_code, edition=edition)
    old_slot, old_offer = _slot_and_offer(work, booking.slot_id)
    check_seen(seen=seen, now=there.seen(picked))
    check_movable(slot_state=old_slot.state, state=booking.state, starts_at=old_slot.starts_at, now=work.now)
    if there.slot.id == booking.slot_id:
        raise RuleBroken("", N_("The class is there already. Choose another moment."))
    said = checks(picked.placed_on(there.slot.id), facts_of(work.now, edition, picked, _only(there)))
    _must_fit(said, anyway=anyway)
    take_places(work, there.slot.id, places=1, pupils=booking.expected)
    give_back(work, booking, old_slot)
    slot, offer = _rows(work, there)
    was, now = where(picked.origin.company if picked.origin else "", old_slot.starts_at), there.offer.company
    _move(work, booking, old_offer, offer, slot, note=f"{was} → {where(now, slot.starts_at)}")
    open_for_host(work, booking, offer.company_id, slot)
    work.audit("booking.moved", booking.id, slot=str(slot.id), anyway=anyway)
    tell_company(work, booking, old_slot, old_offer, MOVED_AWAY)
    tell_company(work, booking, slot, offer, TO_COMPANY)
    tell_school(work, booking, slot, offer, MOVED_HERE)


def where(company: str, moment: datetime) -> str:
    """For the list of changes, the same in every language: `De Zeesluis 06-10 9:30`."""
    here = moment.astimezone(clock.AMSTERDAM)
    return f"{company} {here:%d-%m} {here.hour}:{here:%M}"


def _must_fit(said: Sequence[Check], *, anyway: bool) -> None:
    why = refusal(said) or (None if anyway else warning(said))
    if why is not None:
        raise RuleBroken("", why.text, **why.params)


def _only(there: Target) -> dict[UUID, Moment]:
    return {there.slot.id: there.moment}


def _propose(work: Work, picked: Picked, there: Target, *, request_id: str, expected: int) -> Booking:
    level = next((one for one in picked.levels if fits(level=one, levels=there.offer.levels)), picked.levels[0])
    booking = Booking(
        id=work.new_id(),
        school_id=picked.school_id,
        code=public_code(),
        request_id=request_id,
        slot_id=there.slot.id,
        class_id=picked.class_id,
        level=level,
        expected=expected,
        needs="",
        state=PROPOSED,
        booked_by=who_answers(work, school_id=picked.school_id, class_id=picked.class_id),
        booked_at=work.now,
        hold_until=work.now + HOLD,
    )
    work.db.add(booking)
    work.db.flush()
    return booking


def _move(
    work: Work, booking: Booking, old_offer: VisitOffer, offer: VisitOffer, slot: VisitSlot, *, note: str
) -> None:
    same = old_offer.company_id == offer.company_id
    booking.slot_id = slot.id
    booking.school_yes_at = None
    booking.confirmed_at = company_agrees_still(same_company=same, confirmed_at=booking.confirmed_at)
    booking.hold_until = work.now + HOLD
    booking.safety_version = offer.safety_version
    if not same:
        link_follows(work, booking_id=booking.id, company_id=offer.company_id)
    go_to(work, booking, PROPOSED, note=note, what=MOVED)


def who_answers(work: Work, *, school_id: UUID, class_id: UUID | None) -> UUID:
    """A teacher of the class, who has had it longest; else the school's office. Raises: RuleBroken: nobody is there."""
    posts = (
        select(Post.staff_id)
        .join(Staff, Staff.id == Post.staff_id)
        .where(Post.school_id == school_id, Post.from_on <= work.today, Staff.disabled_at.is_(None))
        .where(or_(Post.until_on.is_(None), Post.until_on > work.today))
        .order_by(Post.from_on, Post.id)
    )
    teacher = posts.where(Post.role == Role.TEACHER.value, Post.class_id == class_id)
    office = posts.where(Post.role == Role.SCHOOL_ADMIN.value)
    for question in (teacher, office):
        if found := work.db.scalars(question).first():
            return found
    raise RuleBroken("", N_("Nobody of this school can answer yet. Ask the school to name a teacher for the class."))


def _rows(work: Work, there: Target) -> tuple[VisitSlot, VisitOffer]:
    return _slot_and_offer(work, there.slot.id)


def _slot_and_offer(work: Work, slot_id: UUID) -> tuple[VisitSlot, VisitOffer]:
    slot = work.db.get_one(VisitSlot, slot_id)
    return slot, work.db.get_one(VisitOffer, slot.offer_id)
