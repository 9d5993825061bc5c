"""The line, terms, repeated times and the hour that does not exist: decided without a database."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest

from app.access.actor import Role
from app.base.problems import RuleBroken
from app.visits.rules.slots import check_room, days_of, rounds_of
from app.visits.rules.terms import check_deadline, check_notice, hold_until, may_cancel
from app.visits.rules.times import check_hour
from app.visits.rules.waiting import InLine, answer_until, deal, first_that_fits
from tests.makers import moment

NOW = moment(2026, 10, 8, 10, 0)


def waits(n: int, pupils: int, groups: int = 1) -> InLine:
    return InLine(UUID(int=n), pupils, groups)


def test_the_first_gets_it_for_whom_the_whole_class_fits() -> None:
    line = [waits(1, 26, 2), waits(2, 14), waits(3, 12)]
    assert first_that_fits(line, places=2, pupils=26) == line[0]
    assert first_that_fits(line, places=2, pupils=25) == line[1], "26 or nothing"
    assert first_that_fits(line, places=1, pupils=26) == line[1], "two groups need two places"
    assert first_that_fits(line, places=1, pupils=11) is None


def test_an_answer_is_waited_for_a_day_and_never_up_to_the_start() -> None:
    assert answer_until(now=NOW, starts_at=NOW + timedelta(days=5)) == NOW + timedelta(hours=24)
    soon = NOW + timedelta(hours=4)
    until = answer_until(now=NOW, starts_at=soon)
    assert until is not None
    assert until < soon
    assert answer_until(now=NOW, starts_at=NOW + timedelta(hours=2)) is None
    assert answer_until(now=NOW, starts_at=NOW - timedelta(hours=2)) is None


def test_after_the_last_day_to_book_nobody_in_line_is_asked() -> None:
    starts_at = moment(2026, 10, 10, 10)
    assert answer_until(now=NOW, starts_at=starts_at, deadline_days=3) is None
    assert answer_until(now=moment(2026, 10, 7, 22), starts_at=starts_at, deadline_days=3) == moment(2026, 10, 8, 0)


def test_a_class_is_dealt_over_the_times_that_were_ticked_or_not_at_all() -> None:
    assert deal(pupils=26, max_group=15, rooms=[(2, 30)]) == ((0, 13), (0, 13))
    assert deal(pupils=26, max_group=15, rooms=[(2, 30), (1, 15)]) == ((0, 13), (1, 13))
    assert deal(pupils=44, max_group=15, rooms=[(1, 15), (2, 30)]) == ((0, 15), (1, 14), (1, 15)) or deal(
        pupils=44, max_group=15, rooms=[(1, 15), (2, 30)]
    ) == ((0, 15), (1, 15), (1, 14))
    assert deal(pupils=26, max_group=15, rooms=[(1, 15)]) is None
    assert deal(pupils=26, max_group=15, rooms=[(2, 25)]) is None


def test_who_may_call_it_off() -> None:
    booker, other, klass = UUID(int=1), UUID(int=2), UUID(int=3)

    def may(role: Role, person: UUID, classes: set[UUID] | None = None) -> bool:
        return may_cancel(role=role, person=person, classes=classes or set(), booked_by=booker, class_id=klass)

    assert may(Role.TEACHER, booker)
    assert may(Role.TEACHER, other, {klass})
    assert may(Role.SCHOOL_ADMIN, other)
    assert may(Role.COORDINATOR, other)
    assert not may(Role.TEACHER, other, {UUID(int=9)})
    assert not may(Role.HOST, other)
    assert not may_cancel(role=Role.TEACHER, person=other, classes=set(), booked_by=booker, class_id=None)


def test_too_late_says_whom_to_call() -> None:
    facts = {"starts_at": moment(2026, 10, 12, 9), "contact": "Koen, 06 0000 0012"}
    check_deadline(now=moment(2026, 10, 9, 23), deadline_days=3, **facts)
    with pytest.raises(RuleBroken) as broken:
        check_deadline(now=moment(2026, 10, 10, 1), deadline_days=3, **facts)
    assert broken.value.params["who"] == "Koen, 06 0000 0012"
    check_notice(now=moment(2026, 10, 12, 8), notice_days=0, **facts)
    with pytest.raises(RuleBroken):
        check_notice(now=moment(2026, 10, 11, 8), notice_days=3, **facts)


def test_a_hold_lasts_two_days_and_not_beyond_the_start() -> None:
    assert hold_until(now=NOW, starts_at=NOW + timedelta(days=9)) == NOW + timedelta(hours=48)
    assert hold_until(now=NOW, starts_at=NOW + timedelta(hours=5)) == NOW + timedelta(hours=5)


def test_an_hour_that_is_skipped_or_comes_twice_is_refused() -> None:
    spring, autumn = date(2027, 3, 28), date(2027, 10, 31)
    with pytest.raises(RuleBroken, match="does not exist"):
        check_hour(day=spring, hour=time(2, 30), field="starts")
    with pytest.raises(RuleBroken, match="comes twice"):
        check_hour(day=autumn, hour=time(2, 30), field="starts")
    for day in (spring, autumn):
        for hour in (time(1, 59), time(3, 0), time(10, 0)):
            check_hour(day=day, hour=hour, field="starts")


def test_repeated_days_leave_out_what_is_closed() -> None:
    facts = {"first": date(2026, 10, 5), "last": date(2026, 10, 23), "weekdays": {1, 3}}
    every = days_of(closed=(), **facts)
    assert [day.day for day in every] == [6, 8, 13, 15, 20, 22]
    assert [day.day for day in days_of(closed={date(2026, 10, 13), date(2026, 10, 15)}, **facts)] == [6, 8, 20, 22]
    with pytest.raises(RuleBroken, match="before the first"):
        days_of(first=date(2026, 10, 9), last=date(2026, 10, 8), weekdays={1}, closed=())
    with pytest.raises(RuleBroken, match="no such day"):
        days_of(first=date(2026, 10, 9), last=date(2026, 10, 9), weekdays={1}, closed=())


def test_groups_one_after_the_other_have_the_gap_between_them() -> None:
    found = rounds_of(day=date(2026, 10, 8), starts=time(9), minutes=60, rounds=3, gap_minutes=15)
    assert [one[0] for one in found] == [moment(2026, 10, 8, *at) for at in ((9, 0), (10, 15), (11, 30))]
    with pytest.raises(RuleBroken, match="do not fit"):
        rounds_of(day=date(2026, 10, 8), starts=time(21), minutes=60, rounds=3, gap_minutes=15)
    with pytest.raises(RuleBroken, match="does not exist"):
        rounds_of(day=date(2027, 3, 28), starts=time(2, 15), minutes=60, rounds=1, gap_minutes=0)


def test_room_is_never_less_than_was_promised() -> None:
    check_room(places=2, pupils=20, places_taken=2, pupils_taken=20)
    for facts in ({"places": 1, "pupils": 30}, {"places": 3, "pupils": 19}):
        with pytest.raises(RuleBroken):
            check_room(places_taken=2, pupils_taken=20, **facts)
