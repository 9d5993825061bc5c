"""At the gate: a host says that the group is there and how many, by an account or by the link of the day."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base import throttle
from app.base.language import N_
from app.base.levels import BANDS, LEVELS
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import rules
from app.visits.models import ArrivalWord, Booking, VisitOffer, VisitSlot, WalkIn
from app.visits.operations.host import booking_at_company
from app.visits.operations.states import go_to, note_change
from app.visits.queries.gate import words_at_gate
from app.visits.rules import gate

TOO_LATE = N_("Taking back is possible for 15 minutes. You can still count again.")
WRONG_LINKS, MINUTES = 60, 60  # of one address: a company has one, and a mistake is a mail that broke the link


def confirm_arrival(work: Work, *, code: str, count: int | None = None) -> None:
    """The host: the group is there; and how many, once counted. Counted again when pressed again; sees no names.

    Raises:
        NotFound: not a booking at this company.
        RuleBroken: it was cancelled, comes on another day, or an impossible number.
    """
    kind = gate.HERE if count is None else gate.COUNT
    say_at_gate(work, code=code, kind=kind, count=count, client_id=str(work.chance_id()))


def undo_arrival(work: Work, *, code: str) -> None:
    """Take it back within 15 minutes; pressed twice, it counts once.

    Raises:
        NotFound: not a booking at this company.
        RuleBroken: too late.
    """
    say_at_gate(work, code=code, kind=gate.UNDONE, client_id=str(work.chance_id()))


def say_at_gate(
    work: Work,
    *,
    code: str,
    kind: str,
    client_id: str,
    count: int | None = None,
    adults: int | None = None,
    reason: str = "",
    ago: timedelta = timedelta(),
) -> None:
    """One tap. A word that comes twice counts once; what was said last holds, whatever came in last.

    Raises:
        NotFound: not this company's booking, or not that of the link.
        RuleBroken: cancelled, closed, another day, an impossible number, or too late to take back.
    """
    booking, slot, _ = _at_gate(work, code)
    gate.check_client(client_id)
    if _came_before(work, booking, client_id):
        return
    gate.check_not_closed(state=booking.state)
    rules.check_state(state=booking.state, allowed=(*rules.OPEN, rules.NO_SHOW))
    said_at = gate.said(starts_at=slot.starts_at, now=work.now, ago=ago)
    if work.actor.role is Role.GATE:
        gate.check_link_time(starts_at=slot.starts_at, now=work.now, said_at=said_at)
    rules.check_arrival(starts_at=slot.starts_at, now=work.now)
    word = gate.Word(kind, _at_its_own_moment(work, booking, said_at), count, adults, reason)
    gate.check_word(word, expected=booking.expected)
    if kind != gate.UNDONE or _may_take_back(work, booking, word):
        _keep(work, booking, word, client_id)


def note_walk_in(
    work: Work, *, code: str, client_id: str, school_name: str, level: str, count: int, ago: timedelta = timedelta()
) -> None:
    """A group that came without a booking, for the company's list and the coordinator. Sent twice, it is noted once.

    `code`: of the booking at whose gate the host stands.

    Raises: NotFound; RuleBroken at its field.
    """
    _, slot, offer = _at_gate(work, code)
    gate.check_client(client_id)
    same = select(WalkIn.id).where(WalkIn.company_id == offer.company_id, WalkIn.client_id == client_id)
    if work.db.scalars(same).first():
        return
    said_at = gate.said(starts_at=slot.starts_at, now=work.now, ago=ago)
    if work.actor.role is Role.GATE:
        gate.check_link_time(starts_at=slot.starts_at, now=work.now, said_at=said_at)
    rules.check_arrival(starts_at=slot.starts_at, now=work.now)
    gate.check_walk_in(school_name=school_name, count=count)
    work.db.add(
        WalkIn(
            id=work.new_id(),
            company_id=offer.company_id,
            slot_id=slot.id,
            client_id=client_id,
            school_name=" ".join(school_name.split()),
            level=level if level in (*LEVELS, *BANDS) else "",
            count=count,
            said_at=said_at,
            received_at=work.now,
        )
    )
    work.audit("walk_in.noted", offer.company_id, count=count)


def count_wrong_link(work: Work, *, address: str) -> None:
    """A link that opens nothing was tried from this address. Raises: TooMany."""
    key = work.seal.digest("tries", f"gate/{address}")
    throttle.count_try(work, key=key, limit=WRONG_LINKS, minutes=MINUTES)


def _at_gate(work: Work, code: str) -> tuple[Booking, VisitSlot, VisitOffer]:
    """The booking, locked: of the host's company, or the one of the link. Raises: NotFound."""
    if work.actor.role is not Role.GATE:
        return booking_at_company(work, code, Permission.ARRIVAL_CONFIRM)
    work.must(Permission.ARRIVAL_CONFIRM)
    mine = select(Booking).where(Booking.code == code, Booking.id == work.actor.user_id).with_for_update()
    booking = work.db.scalars(mine).one_or_none()
    if booking is None:
        raise NotFound("booking")
    work.must(Permission.ARRIVAL_CONFIRM, person=booking.id)
    slot = work.db.get_one(VisitSlot, booking.slot_id)
    return booking, slot, work.db.get_one(VisitOffer, slot.offer_id)


def _at_its_own_moment(work: Work, booking: Booking, said_at: datetime) -> datetime:
    """Two taps never stand at the same moment, so that their order is known for ever."""
    taken = {one.said_at for one in words_at_gate(work, booking_id=booking.id)}
    while said_at in taken:
        said_at += timedelta(microseconds=1)
    return said_at


def _came_before(work: Work, booking: Booking, client_id: str) -> bool:
    same = select(ArrivalWord.id).where(ArrivalWord.booking_id == booking.id, ArrivalWord.client_id == client_id)
    return work.db.scalars(same).first() is not None


def _may_take_back(work: Work, booking: Booking, word: gate.Word) -> bool:
    """False: there is nothing (any more) to take back. Raises: RuleBroken: too late."""
    before = gate.gate_of([one for one in words_at_gate(work, booking_id=booking.id) if one.said_at <= word.said_at])
    if before.touched_at is None:
        return False
    if not gate.may_take_back(before, at=word.said_at):
        raise RuleBroken("", TOO_LATE)
    return True


def _keep(work: Work, booking: Booking, word: gate.Word, client_id: str) -> None:
    work.db.add(
        ArrivalWord(
            id=work.new_id(),
            school_id=booking.school_id,
            booking_id=booking.id,
            client_id=client_id,
            kind=word.kind,
            count=word.count,
            adults=word.adults,
            reason=word.reason,
            by=None if work.actor.role is Role.GATE else work.actor.user_id,
            said_at=word.said_at,
            received_at=work.now,
        )
    )
    work.db.flush()
    _show(work, booking, gate.gate_of(words_at_gate(work, booking_id=booking.id)), word)
    work.audit(f"gate.{word.kind}", booking.id, count=word.count)


def _show(work: Work, booking: Booking, now: gate.Gate, word: gate.Word) -> None:
    """What the words say together stands on the booking, for every page that reads it."""
    was_broken = booking.broken_off
    booking.arrived_at, booking.arrived_count, booking.adults_count = now.arrived_at, now.count, now.adults
    booking.late_at, booking.broken_off = now.late_at, now.broken_off
    if now.arrived_at:
        booking.confirmed_at = booking.confirmed_at or work.now
    is_said = now.touched_at is not None or booking.state in (rules.HELD, rules.NO_SHOW)
    if is_said and now.state != booking.state:
        go_to(work, booking, now.state)
    elif now.broken_off != was_broken or word.kind == gate.LATE:
        note_change(work, booking, word.kind, note=now.broken_off)
