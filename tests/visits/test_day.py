"""Arrival at the gate and presence in the hall, on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.base import clock
from app.base.db import OutOfReach
from app.base.house import House
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.base.work import Work
from app.visits import operations, queries
from app.visits.models import Attendance, Booking, BookingPupil
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person
from tests.visits import makers as v

pytestmark = BOTH
Act = Callable[..., Any]
At = Callable[[datetime], None]


@pytest.fixture
def visit(makers: Makers) -> Any:
    """A visit of six pupils, now, with its teacher and host."""

    class Visit:
        school = makers.school()
        klass = makers.school_class(school)
        pupils = makers.pupils(klass, 6)
        teacher = makers.teacher(school, klass)
        slot = v.slot(makers, starts_at=NOW + timedelta(minutes=10))
        booking = v.booking(makers, school, teacher, slot, klass=klass, pupils=pupils, expected=6)
        host = makers.host(slot.offer.company_id, guest_schools=[school])
        everybody = frozenset(one.id for one in pupils)

    return Visit


def held(look: Act, who: Person, code: str) -> queries.BookingNow:
    return look(who.actor, queries.booking_by_code, code=code)  # type: ignore[no-any-return]


def words(look: Act, visit: Any) -> dict[Any, bool | None]:
    def read(work: Work) -> dict[Any, bool | None]:
        booking = queries.booking_by_code(work, visit.booking.code)
        return {one.pupil_id: one.present for one in queries.presence_list(work, booking=booking)}

    return look(visit.teacher.actor, read)  # type: ignore[no-any-return]


def test_the_host_says_the_group_is_there_then_counts(visit: Any, act: Act, look: Act, at: At) -> None:
    act(visit.host.actor, operations.confirm_arrival, code=visit.booking.code)
    at(NOW + timedelta(minutes=3))
    act(visit.host.actor, operations.confirm_arrival, code=visit.booking.code, count=5)
    now = held(look, visit.host, visit.booking.code)
    assert (now.state, now.arrived_at, now.arrived_count) == ("held", NOW, 5)


def test_an_arrival_is_undone_within_fifteen_minutes_and_not_after(visit: Any, act: Act, look: Act, at: At) -> None:
    act(visit.host.actor, operations.confirm_arrival, code=visit.booking.code, count=5)
    for _ in range(2):
        act(visit.host.actor, operations.undo_arrival, code=visit.booking.code)
    now = held(look, visit.host, visit.booking.code)
    assert (now.state, now.arrived_at, now.arrived_count) == ("confirmed", None, None)
    act(visit.host.actor, operations.confirm_arrival, code=visit.booking.code, count=5)
    at(NOW + timedelta(minutes=16))
    with pytest.raises(RuleBroken):
        act(visit.host.actor, operations.undo_arrival, code=visit.booking.code)
    act(visit.host.actor, operations.confirm_arrival, code=visit.booking.code, count=6)
    assert held(look, visit.host, visit.booking.code).arrived_count == 6


def test_a_group_is_not_counted_before_its_day_nor_absurdly(visit: Any, act: Act, at: At) -> None:
    with pytest.raises(RuleBroken):
        act(visit.host.actor, operations.confirm_arrival, code=visit.booking.code, count=400)
    at(NOW - timedelta(days=1))
    with pytest.raises(RuleBroken):
        act(visit.host.actor, operations.confirm_arrival, code=visit.booking.code, count=5)


def test_another_company_counts_nobody(visit: Any, makers: Makers, act: Act) -> None:
    other = makers.host(makers.company(), guest_schools=[visit.school])
    with pytest.raises(NotFound):
        act(other.actor, operations.confirm_arrival, code=visit.booking.code, count=5)
    with pytest.raises(NotAllowed):
        act(visit.teacher.actor, operations.confirm_arrival, code=visit.booking.code, count=5)


def test_a_host_never_reads_a_row_about_a_pupil(visit: Any, look: Act, act: Act) -> None:
    for table in (BookingPupil, Attendance):
        with pytest.raises(OutOfReach):
            look(visit.host.actor, lambda work, table=table: work.db.scalars(select(table)).all())
    booking = held(look, visit.host, visit.booking.code)
    with pytest.raises(NotAllowed):
        look(visit.host.actor, queries.presence_list, booking=booking)
    with pytest.raises(NotAllowed):
        act(visit.host.actor, operations.mark_presence, code=visit.booking.code, absent=[], seen=[])


def test_everybody_is_present_but_the_ticked(visit: Any, act: Act, look: Act) -> None:
    ill = visit.pupils[2].id
    present = act(
        visit.teacher.actor,
        operations.mark_presence,
        code=visit.booking.code,
        absent={ill},
        seen=visit.everybody,
    )
    assert present == 5
    assert words(look, visit) == {one: one != ill for one in visit.everybody}


def test_the_last_word_counts_and_all_words_are_kept(visit: Any, act: Act, look: Act, at: At, house: House) -> None:
    ill = visit.pupils[2].id
    facts = {"code": visit.booking.code, "seen": visit.everybody}
    act(visit.teacher.actor, operations.mark_presence, absent={ill}, **facts)
    at(NOW + timedelta(minutes=30))
    act(visit.teacher.actor, operations.mark_presence, absent=set(), **facts)
    act(visit.teacher.actor, operations.mark_presence, absent=set(), **facts)
    assert words(look, visit)[ill] is True
    with house.looking(visit.teacher.actor, clock.now()) as work:
        kept = work.db.execute(select(Attendance.present).where(Attendance.pupil_id == ill).order_by(Attendance.id))
        assert list(kept.scalars()) == [False, True]
        assert work.db.scalar(select(func.count(Attendance.id))) == 7


def test_a_pupil_who_was_not_on_the_page_is_not_touched(visit: Any, act: Act, look: Act, makers: Makers) -> None:
    late = makers.pupil(visit.klass, first="Zeb")
    makers.row(BookingPupil, school_id=visit.school.id, booking_id=visit.booking.id, pupil_id=late.id)
    present = act(
        visit.teacher.actor,
        operations.mark_presence,
        code=visit.booking.code,
        absent=set(),
        seen=visit.everybody,
    )
    assert present == 6
    assert words(look, visit)[late.id] is None


def test_a_strangers_key_is_left_out(visit: Any, act: Act, look: Act, makers: Makers) -> None:
    stranger = makers.pupil(makers.school_class(makers.school()))
    facts = {"absent": {stranger.id}, "seen": {stranger.id, *visit.everybody}}
    assert act(visit.teacher.actor, operations.mark_presence, code=visit.booking.code, **facts) == 6
    assert set(words(look, visit)) == visit.everybody


def test_presence_waits_for_the_morning_of_the_visit(visit: Any, act: Act, at: At) -> None:
    at(clock.at(clock.school_day(NOW), 5, 59))
    with pytest.raises(RuleBroken):
        act(
            visit.teacher.actor,
            operations.mark_presence,
            code=visit.booking.code,
            absent=set(),
            seen=visit.everybody,
        )


def test_a_colleague_of_another_class_sees_the_visit_but_no_names(
    visit: Any, makers: Makers, look: Act, act: Act
) -> None:
    colleague = makers.teacher(visit.school, makers.school_class(visit.school))
    booking = held(look, colleague, visit.booking.code)
    assert not look(colleague.actor, queries.may_see_list, booking=booking)
    with pytest.raises(NotFound):
        look(colleague.actor, queries.presence_list, booking=booking)
    with pytest.raises(NotFound):
        act(colleague.actor, operations.mark_presence, code=visit.booking.code, absent=[], seen=[])


def test_presence_of_another_school_does_not_exist(visit: Any, makers: Makers, act: Act) -> None:
    school = makers.school()
    stranger = makers.teacher(school, makers.school_class(school))
    with pytest.raises(NotFound):
        act(stranger.actor, operations.mark_presence, code=visit.booking.code, absent=[], seen=[])


def test_a_cancelled_visit_takes_no_presence_and_no_arrival(visit: Any, act: Act, makers: Makers) -> None:
    makers.write(lambda work: setattr(work.db.get_one(Booking, visit.booking.id), "state", "cancelled"))
    with pytest.raises(RuleBroken):
        act(visit.teacher.actor, operations.mark_presence, code=visit.booking.code, absent=[], seen=[])
    with pytest.raises(RuleBroken):
        act(visit.host.actor, operations.confirm_arrival, code=visit.booking.code, count=5)
