"""The line for a full visit: whole classes in order, one deadline after the other, no place lost or given twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.jobs import due_jobs, run_job
from app.base.mail import OutgoingMail
from app.base.problems import NotFound, RuleBroken
from app.base.work import Work
from app.visits import operations, queries
from app.visits.jobs import HANDLERS
from app.visits.models import VisitSlot, Waiting
from app.visits.queries.waiting import waiting_by_code, waiting_of_school
from app.visits.rules.waiting import Full
from tests.conftest import BOTH, NOW
from tests.makers import Makers
from tests.visits import makers as v

pytestmark = BOTH
Act = Callable[..., Any]
At = Callable[[datetime], None]


class GroupThatAsks:
    """A class of a school of its own, with its teacher."""

    def __init__(self, makers: Makers, n: int = 14) -> None:
        self.school = makers.school()
        self.klass = makers.school_class(self.school)
        self.pupils = makers.pupils(self.klass, n)
        self.teacher = makers.teacher(self.school, self.klass)
        self.actor, self.n = self.teacher.actor, n

    def asks(self, slot: v.MadeSlot, **facts: Any) -> dict[str, Any]:
        told = {"level": "po-7", "expected": self.n, "request_id": "one", "class_code": self.klass.code}
        return {"slot_code": slot.code, **told, **facts}


def taken(house: House, slot: v.MadeSlot) -> tuple[int, int]:
    with house.looking(NOBODY, clock.now()) as work:
        row = work.db.get_one(VisitSlot, slot.id)
        return row.places_taken, row.pupils_taken


def states(house: House) -> list[str]:
    """Of all in line, the first that joined first."""
    with house.looking(NOBODY, clock.now()) as work:
        return list(work.db.scalars(select(Waiting.state).order_by(Waiting.since, Waiting.id)))


def mails(house: House) -> list[str]:
    with house.looking(NOBODY, clock.now()) as work:
        return [f"{one.address} {one.subject} {one.body}" for one in work.db.scalars(select(OutgoingMail))]


def work_off(house: House) -> None:
    """What the worker would do now about the line."""
    for job in due_jobs(house, clock.now()):
        run_job(house, {**HANDLERS, "mail.send": lambda _: {}}, job)


@pytest.fixture
def line(makers: Makers, act: Act, at: At) -> Any:
    """A slot of one group that is full, and three classes in line for it, a minute apart."""

    class Line:
        slot = v.slot(makers, places=1, pupils=15, starts_at=NOW + timedelta(days=5))
        first = GroupThatAsks(makers)
        booking = act(first.actor, operations.book_visit, **first.asks(slot))
        waits = [GroupThatAsks(makers) for _ in range(3)]
        codes: list[str] = []  # noqa: RUF012

    for n, one in enumerate(Line.waits):
        at(NOW + timedelta(minutes=n))
        Line.codes.append(act(one.actor, operations.join_line, **one.asks(Line.slot)))
    return Line


def test_a_place_that_comes_free_is_kept_for_the_first_in_line_who_gets_a_mail(
    line: Any, act: Act, house: House, look: Act
) -> None:
    act(line.first.actor, operations.cancel_booking, code=line.booking)
    assert states(house) == ["offered", "waiting", "waiting"]
    assert taken(house, line.slot) == (1, 14)
    work_off(house)
    work_off(house)
    told = [one for one in mails(house) if f"http://werf.test/visits/waiting/{line.codes[0]}" in one]
    assert len(told) == 1
    assert line.waits[0].teacher.email in told[0]
    code = act(line.waits[0].actor, operations.accept_place, code=line.codes[0])
    assert act(line.waits[0].actor, operations.accept_place, code=line.codes[0]) == code, "pressed twice"
    assert taken(house, line.slot) == (1, 14)
    held = look(line.waits[0].actor, queries.booking_by_code, code=code)
    assert (held.state, held.expected) == ("requested", 14)
    assert len(look(line.waits[0].actor, queries.presence_list, booking=held)) == 14


def test_a_no_goes_to_the_next_at_once_and_the_place_is_given_back_once(line: Any, act: Act, house: House) -> None:
    act(line.first.actor, operations.cancel_booking, code=line.booking)
    for _ in range(2):
        act(line.waits[0].actor, operations.pass_place, code=line.codes[0])
    assert states(house) == ["passed", "offered", "waiting"]
    assert taken(house, line.slot) == (1, 14)
    for one, code in zip(line.waits[1:], line.codes[1:], strict=True):
        act(one.actor, operations.leave_line, code=code)
    assert states(house) == ["passed", "left", "left"]
    assert taken(house, line.slot) == (0, 0)


def test_who_does_not_answer_in_time_loses_it_to_the_next_by_the_clock(
    line: Any, act: Act, house: House, at: At
) -> None:
    at(NOW + timedelta(hours=1))
    act(line.first.actor, operations.cancel_booking, code=line.booking)
    work_off(house)
    assert states(house)[0] == "offered", "not before its time"
    at(NOW + timedelta(hours=25, minutes=1))
    with pytest.raises(RuleBroken, match="not kept"):
        act(line.waits[0].actor, operations.accept_place, code=line.codes[0])
    work_off(house)
    work_off(house)
    assert states(house) == ["expired", "offered", "waiting"]
    assert taken(house, line.slot) == (1, 14)


def test_what_a_worker_that_was_away_did_not_do_is_done_once(
    line: Any, act: Act, house: House, at: At, app: Any
) -> None:
    from app.base.jobs import start_job

    act(line.first.actor, operations.cancel_booking, code=line.booking)
    at(NOW + timedelta(days=6))
    for _ in range(2):
        house.act(NOBODY, clock.now(), start_job, kind="visits.overdue", arguments={})
    work_off(house)
    assert states(house) == ["expired", "expired", "expired"], "never after the start"
    assert sum("came free" in one or "vrijgekomen" in one for one in mails(house)) == 2


def test_a_big_class_is_not_offered_half_its_places(makers: Makers, act: Act, house: House) -> None:
    slot = v.slot(makers, places=2, pupils=30, starts_at=NOW + timedelta(days=5))
    one, other, big = GroupThatAsks(makers), GroupThatAsks(makers), GroupThatAsks(makers, 26)
    codes = [act(who.actor, operations.book_visit, **who.asks(slot)) for who in (one, other)]
    with pytest.raises(Full):
        act(big.actor, operations.book_class, slot_codes=[slot.code], level="po-7", expected=26, request_id="x")
    place = act(big.actor, operations.join_line, **big.asks(slot))
    act(one.actor, operations.cancel_booking, code=codes[0])
    assert states(house) == ["waiting"], "26 or nothing"
    assert taken(house, slot) == (1, 14)
    act(other.actor, operations.cancel_booking, code=codes[1])
    assert states(house) == ["offered"]
    assert taken(house, slot) == (2, 26)
    act(big.actor, operations.accept_place, code=place)
    assert taken(house, slot) == (2, 26)


def test_more_room_wakes_the_line_and_a_small_class_may_go_before_a_big_one(
    makers: Makers, act: Act, house: House
) -> None:
    slot = v.slot(makers, places=2, pupils=28, places_taken=2, pupils_taken=28, starts_at=NOW + timedelta(days=5))
    host, big, small = makers.host(slot.offer.company_id), GroupThatAsks(makers, 28), GroupThatAsks(makers, 12)
    for who in (big, small):
        act(who.actor, operations.join_line, **who.asks(slot))
    act(host.actor, operations.change_room, code=slot.code, places=3, pupils=45)
    assert sorted(states(house)) == ["offered", "waiting"]
    assert taken(house, slot) == (3, 40)
    with pytest.raises(RuleBroken):
        act(host.actor, operations.change_room, code=slot.code, places=2, pupils=45)


def test_nobody_is_asked_shortly_before_the_start(line: Any, act: Act, house: House, at: At) -> None:
    at(line.slot.starts_at - timedelta(hours=2))
    act(line.first.actor, operations.cancel_booking, code=line.booking)
    assert set(states(house)) == {"waiting"}
    assert taken(house, line.slot) == (0, 0)


def test_any_time_will_do(makers: Makers, act: Act, house: House) -> None:
    offer = v.offer(makers)
    full = [v.slot(makers, offer, places=1, pupils=15, starts_at=NOW + timedelta(days=n)) for n in (4, 5)]
    there = [GroupThatAsks(makers) for _ in full]
    codes = [act(who.actor, operations.book_visit, **who.asks(slot)) for who, slot in zip(there, full, strict=True)]
    who = GroupThatAsks(makers)
    place = act(who.actor, operations.join_line, **who.asks(full[0], any_time=True))
    act(there[1].actor, operations.cancel_booking, code=codes[1])
    act(there[0].actor, operations.cancel_booking, code=codes[0])
    assert [taken(house, slot) for slot in full] == [(0, 0), (1, 14)], "kept at one time only"
    act(who.actor, operations.leave_line, code=place)
    assert [taken(house, slot) for slot in full] == [(0, 0), (0, 0)]


def test_a_place_in_line_says_how_many_are_before_and_is_nobody_elses(line: Any, act: Act, look: Act) -> None:
    assert [
        look(one.actor, waiting_by_code, code=code).ahead for one, code in zip(line.waits, line.codes, strict=True)
    ] == [0, 1, 2]
    assert len(look(line.waits[1].actor, waiting_of_school)) == 1
    for operation in (operations.accept_place, operations.pass_place, operations.leave_line):
        with pytest.raises(NotFound):
            act(line.waits[0].actor, operation, code=line.codes[1])
    with pytest.raises(NotFound):
        look(line.waits[0].actor, waiting_by_code, code=line.codes[1])


def test_the_same_form_or_the_same_class_waits_once(line: Any, act: Act, house: House) -> None:
    one = line.waits[0]
    assert act(one.actor, operations.join_line, **one.asks(line.slot)) == line.codes[0]
    assert act(one.actor, operations.join_line, **one.asks(line.slot, request_id="two")) == line.codes[0]
    with ThreadPoolExecutor(4) as pool:
        new = GroupThatAsks(line_makers(house))
        asked = [pool.submit(act, new.actor, operations.join_line, **new.asks(line.slot)) for _ in range(4)]
        assert len({one.result() for one in asked}) == 1


def line_makers(house: House) -> Makers:
    return Makers(house)


def test_two_who_free_places_at_once_ask_two_classes_and_lose_none(makers: Makers, act: Act, house: House) -> None:
    slot = v.slot(makers, places=4, pupils=60, starts_at=NOW + timedelta(days=5))
    there = [GroupThatAsks(makers) for _ in range(4)]
    codes = [act(who.actor, operations.book_visit, **who.asks(slot)) for who in there]
    new = [GroupThatAsks(makers) for _ in range(3)]
    for who in new:
        act(who.actor, operations.join_line, **who.asks(slot))
    with ThreadPoolExecutor(4) as pool:
        done = [
            pool.submit(act, who.actor, operations.cancel_booking, code=code)
            for who, code in zip(there, codes, strict=True)
        ]
        for one in done:
            one.result()
    assert states(house) == ["offered"] * 3
    assert taken(house, slot) == (3, 42)


def test_yes_and_the_clock_at_once_give_the_place_to_one(line: Any, act: Act, house: House, at: At) -> None:
    act(line.first.actor, operations.cancel_booking, code=line.booking)

    def ended(work: Work) -> Any:
        return work.db.scalars(select(Waiting.id).where(Waiting.code == line.codes[0])).one()

    with house.looking(NOBODY, clock.now()) as work:
        key = ended(work)
    with ThreadPoolExecutor(2) as pool:
        yes = pool.submit(act, line.waits[0].actor, operations.accept_place, code=line.codes[0])
        no = pool.submit(act, line.waits[0].actor, operations.pass_place, code=line.codes[0])
        clocked = pool.submit(
            house.act, NOBODY, clock.now() + timedelta(days=2), operations.answer_ran_out, waiting_id=key
        )
        for one in (yes, no, clocked):
            one.exception()
    assert states(house)[0] in ("taken", "passed", "expired")
    assert taken(house, line.slot) == (1, 14)


def test_a_class_that_shrinks_makes_room_for_the_line(makers: Makers, act: Act, house: House) -> None:
    slot = v.slot(makers, places=2, pupils=26, starts_at=NOW + timedelta(days=5))
    one, small = GroupThatAsks(makers, 15), GroupThatAsks(makers, 12)
    code = act(one.actor, operations.book_visit, **one.asks(slot))
    act(small.actor, operations.join_line, **small.asks(slot))
    assert states(house) == ["waiting"]
    act(one.actor, operations.set_pupils, code=code, pupil_ids=[pupil.id for pupil in one.pupils[:14]])
    assert states(house) == ["offered"]
    assert taken(house, slot) == (2, 26)
