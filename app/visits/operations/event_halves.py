"""A class too large for a stand, or whose teacher asks for it, walks an event day in two halves; and in one again.

A half is a class on the day like any other: a route, lists, a companion and presence of its own. What is of the class
as one (the way it comes, its wave, whether it comes at all) is said of both.
"""

from sqlalchemy import delete, select

from app.access.matrix import Permission
from app.base.ids import public_code
from app.base.jobs import start_job
from app.base.language import N_
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits.models import Booking, EventClass, EventPlan, EventStep, VisitOffer, VisitSlot
from app.visits.operations.event_bookings import LISTS, cancel_step, live_steps
from app.visits.operations.event_day import held_event, touched
from app.visits.operations.owners import must_own
from app.visits.operations.places import take_places
from app.visits.operations.states import note_change
from app.visits.queries.event import event_by_id
from app.visits.rules.halves import HALVES, WHOLE, sizes_of


def split_class(work: Work, *, code: str) -> str:
    """The first half keeps the route with fewer pupils, also when routes are made; the second gets one then. Pressed
    twice, it counts once. Returns the code of the second half.

    Raises: NotFound: another school's. RuleBroken: too few pupils, not this person's, the day has begun.
    """
    row, halves = own_class_on_day(work, code)
    if len(halves) > 1:
        return halves[1].code
    (first,) = halves
    here, there = sizes_of(first.pupils)
    _walk_as(work, first, HALVES[0], here)
    _keep_route(work, first)
    second = _second(work, first)
    second.part, second.pupils, second.left_at, second.since = HALVES[1], there, None, work.now
    for name in ("level", "way", "needs", "booked_by", "wave", "wave_fixed", "is_invited"):
        setattr(second, name, getattr(first, name))
    second.companion = ""
    work.db.flush()
    _again(work, row, "event.split", first)
    return second.code


def unite_class(work: Work, *, code: str) -> None:
    """The first half takes the second along on its route. Pressed twice, it counts once.

    Raises: NotFound: another school's. RuleBroken: so many do not fit at a stand of the route, the day has begun.
    """
    if _went_along(work, own_row(work, code)):
        return
    row, halves = own_class_on_day(work, code)
    if len(halves) < len(HALVES):
        return
    first, second = halves
    give_up_route(work, second)
    second.left_at, second.is_invited, second.companion = work.now, False, ""
    _walk_as(work, first, WHOLE, first.pupils + second.pupils)
    _again(work, row, "event.united", first)


def own_class_on_day(work: Work, code: str) -> tuple[EventPlan, list[EventClass]]:
    """Part of others: the plan, held, and the class or its halves, in order.

    Raises: NotFound: another school's. RuleBroken: not this person's, it does not come, the day has begun.
    """
    held = own_row(work, code)
    row, _ = held_event(work, event_by_id(work, held.event_id).code)
    halves = halves_of(work, held)
    if held not in halves:
        raise RuleBroken("", N_("This class does not come. Say first that it does."))
    return row, halves


def own_row(work: Work, code: str) -> EventClass:
    """Part of others. Raises: NotFound: another school's. RuleBroken: not this person's."""
    work.must(Permission.BOOKING_CANCEL)
    held = work.db.scalars(select(EventClass).where(EventClass.code == code)).one_or_none()
    if held is None:
        raise NotFound("event class")
    work.must(Permission.BOOKING_CANCEL, school=held.school_id)
    must_own(work, booked_by=held.booked_by, class_id=held.class_id)
    return held


def halves_of(work: Work, held: EventClass) -> list[EventClass]:
    """Part of others: this class on its day, or both halves of it; as they are once the plan is held."""
    return list(
        work.db.scalars(
            select(EventClass)
            .where(EventClass.event_id == held.event_id, EventClass.class_id == held.class_id)
            .where(EventClass.school_id == held.school_id, EventClass.left_at.is_(None))
            .order_by(EventClass.part)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def give_up_route(work: Work, held: EventClass) -> None:
    """Part of others: all places of a route come free."""
    for step, booking, slot in live_steps(work, [held.id]):
        cancel_step(work, step, booking, slot)
    work.db.execute(delete(EventStep).where(EventStep.event_class_id == held.id))


def expect(work: Work, booking: Booking, pupils: int) -> None:
    """Part of others: another number in one round, with its places. Raises: RuleBroken (`pupils`): too many there."""
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    offer = work.db.get_one(VisitOffer, slot.offer_id)
    if pupils > max(offer.max_group, booking.expected):
        raise RuleBroken(
            "pupils",
            N_("At %(title)s at most %(n)s pupils can stand. Let the class go in two halves, or choose another stand."),
            title=offer.title,
            n=offer.max_group,
        )
    take_places(work, booking.slot_id, places=0, pupils=pupils - booking.expected)
    note_change(work, booking, "pupils", note=f"{booking.expected} → {pupils}")
    booking.expected = pupils


def _went_along(work: Work, held: EventClass) -> bool:
    """A second half that was taken along already, of a class that comes."""
    return held.part == HALVES[1] and held.left_at is not None and bool(halves_of(work, held))


def _walk_as(work: Work, held: EventClass, part: int, pupils: int) -> None:
    """The rounds follow; the worker makes their lists anew."""
    for _, booking, _ in live_steps(work, [held.id]):
        if booking.expected != pupils:
            expect(work, booking, pupils)
        booking.part, booking.listed = part, 0
    held.part, held.pupils = part, pupils


def _keep_route(work: Work, held: EventClass) -> None:
    """Somebody chose by hand that this half goes where the class was to go, and perhaps was told so."""
    for step, _, _ in live_steps(work, [held.id]):
        step.is_fixed = True


def _second(work: Work, first: EventClass) -> EventClass:
    """One that walked in halves before does so again."""
    same = (EventClass.event_id == first.event_id, EventClass.class_id == first.class_id)
    held = work.db.scalars(select(EventClass).where(*same, EventClass.part == HALVES[1])).one_or_none()
    if held is None:
        facts = {"school_id": first.school_id, "event_id": first.event_id, "class_id": first.class_id}
        held = EventClass(id=work.new_id(), code=public_code(), **facts)
        work.db.add(held)
    return held


def _again(work: Work, row: EventPlan, what: str, first: EventClass) -> None:
    touched(work, row, what, event_class=str(first.id))
    start_job(work, kind=LISTS, arguments={"event": str(row.id)})
