"""When a reminder is due: on a Dutch clock, over weekends and holidays, and not when it makes no sense any more."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.base import clock
from app.base.problems import RuleBroken
from app.visits.rules import CANCELLED, CLOSED, CONFIRMED, HELD, REQUESTED
from app.visits.rules.reminders import (
    DATE,
    DAYS,
    DEFAULTS,
    HOST,
    LATE,
    OWN,
    SCHOOLDAYS,
    TEACHER,
    WHERE,
    WHO_COMES,
    Plan,
    When,
    check_when,
    check_words,
    due,
    due_at,
)

VISIT = clock.at(date(2026, 10, 8), 10)  # a Thursday


def keys(plans=DEFAULTS, *, now, state=CONFIRMED, starts_at=VISIT, closed=()) -> list[str]:
    return [one.plan.key for one in due(plans, state=state, starts_at=starts_at, now=now, closed=closed)]


def test_eight_o_clock_stays_eight_o_clock_when_the_clocks_go_back_in_between():
    visit = clock.at(date(2026, 10, 29), 10)  # winter time since the 25th
    said = due_at(When(DAYS, 7, 8), starts_at=visit)
    assert said == datetime(2026, 10, 22, 6, tzinfo=UTC)
    assert due_at(When(DAYS, 1, 8), starts_at=visit) == datetime(2026, 10, 28, 7, tzinfo=UTC)


def test_eight_o_clock_stays_eight_o_clock_when_the_clocks_go_forward_in_between():
    visit = clock.at(date(2027, 3, 30), 10)  # summer time since the 28th
    assert due_at(When(DAYS, 7, 8), starts_at=visit) == datetime(2027, 3, 23, 7, tzinfo=UTC)
    assert due_at(When(DAYS, 1, 8), starts_at=visit) == datetime(2027, 3, 29, 6, tzinfo=UTC)


def test_school_days_leave_out_the_weekend_and_the_holidays():
    monday = clock.at(date(2026, 10, 12), 10)
    assert due_at(When(SCHOOLDAYS, 1, 8), starts_at=monday) == clock.at(date(2026, 10, 9), 8)
    assert due_at(When(SCHOOLDAYS, 2, 8), starts_at=monday) == clock.at(date(2026, 10, 8), 8)
    after = due_at(When(SCHOOLDAYS, -1, 16), starts_at=clock.at(date(2026, 10, 9), 10))
    assert after == clock.at(date(2026, 10, 12), 16)
    off = {date(2026, 10, 9)}
    assert due_at(When(SCHOOLDAYS, 1, 8), starts_at=monday, closed=off) == clock.at(date(2026, 10, 8), 8)


def test_a_reminder_with_a_date_is_due_at_that_moment_wherever_the_visit_is():
    plan = Plan("x", TEACHER, OWN, When(DATE, 0, 9, 0, date(2026, 10, 1)))
    (found,) = due([plan], state=CONFIRMED, starts_at=VISIT, now=clock.at(date(2026, 10, 1), 9))
    assert found.moment == found.at == clock.at(date(2026, 10, 1), 9)


def test_everybody_hears_what_is_usual_at_the_usual_times():
    said = {}
    for hour in range(24 * 20):
        now = VISIT - timedelta(days=12) + timedelta(hours=hour)
        for key in keys(now=now):
            said.setdefault(key, now)
    at = clock.at
    assert said == {
        "teacher-prepare": at(date(2026, 9, 28), 8),
        "host-week": at(date(2026, 10, 1), 9),
        "teacher-day": at(date(2026, 10, 7), 8),
        "host-day": at(date(2026, 10, 7), 9),
        "teacher-after": at(date(2026, 10, 9), 8),
    }


def test_a_server_that_was_off_for_a_week_skips_what_is_too_late_and_sends_what_still_helps():
    assert keys(now=clock.at(date(2026, 10, 7), 20)) == ["host-day", "teacher-day"]
    week = clock.at(date(2026, 10, 1), 9)
    assert keys(now=week + LATE - timedelta(seconds=1)) == ["host-week"]
    assert keys(now=week + LATE) == []


def test_nothing_that_prepares_a_visit_is_sent_once_it_has_begun():
    assert keys(now=VISIT - timedelta(hours=2, minutes=1)) == ["host-day", "teacher-day"]
    late = [Plan("x", TEACHER, WHERE, When(SCHOOLDAYS, 0, 9))]
    assert keys(late, now=VISIT - timedelta(minutes=1)) == ["x"]
    assert keys(late, now=VISIT) == []


def test_who_called_off_hears_nothing_more_and_who_did_not_answer_is_asked():
    week = clock.at(date(2026, 10, 1), 9)
    assert keys(now=week, state=CANCELLED) == []
    assert keys(now=week, state=REQUESTED) == ["host-week"]
    before = clock.at(date(2026, 10, 7), 9)
    assert keys(now=before, state=REQUESTED) == []
    after = clock.at(date(2026, 10, 9), 8)
    assert [keys(now=after, state=one) for one in (CONFIRMED, HELD, CLOSED)] == [["teacher-after"]] * 2 + [[]]


def test_one_that_is_switched_off_is_never_due():
    plan = Plan("x", HOST, WHO_COMES, When(DAYS, 7, 9), is_on=False)
    assert keys([plan], now=clock.at(date(2026, 10, 1), 9)) == []


@pytest.mark.parametrize("when", [When("weeks", 1, 9), When(DATE, 0, 9), When(DAYS, 61, 9), When(DAYS, -15, 9)])
def test_a_time_that_cannot_be_is_refused(when):
    with pytest.raises(RuleBroken):
        check_when(when)


@pytest.mark.parametrize(
    "said",
    [
        {"to": "parent", "about": OWN},
        {"to": TEACHER, "about": WHO_COMES},
        {"to": HOST, "about": WHERE},
        {"to": HOST, "about": OWN, "subject": "", "text": "x"},
        {"to": HOST, "about": "anything"},
    ],
)
def test_a_letter_for_somebody_else_or_without_words_is_refused(said):
    with pytest.raises(RuleBroken):
        check_words(**{"subject": "a", "text": "b", **said})
