"""When steps open, who has to do them, and what a class needs."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from app.assignments import rules
from app.assignments.rules import Visit
from app.base.problems import RuleBroken
from app.curriculum.module import Step
from tests.makers import moment

DAY = date(2026, 10, 8)
NOW = moment(2026, 10, 8, 12)
VISIT = Visit(moment(2026, 10, 8, 10), moment(2026, 10, 8, 11, 30), None)


def step(phase: str) -> Step:
    return Step(phase, phase, 10, "eye", phase.title(), phase.title(), ())


def given(**facts: object) -> SimpleNamespace:
    """An assignment of a week, as its rules know it."""
    held = {"opens_on": DAY, "closes_on": DAY + timedelta(days=7), "after_opened_at": None, "pace": rules.FREE}
    return SimpleNamespace(**{**held, "opened_steps": {}, "paused_at": None, "paused_until": None, **facts})


def asked(rule: Callable[..., bool], phase: str, **facts: object) -> bool:
    now = {name: facts.pop(name) for name in ("today", "now", "visits") if name in facts}
    return rule(step(phase), given(**facts), **{"today": DAY, "now": NOW, "visits": (), **now})


def is_open(phase: str, **facts: object) -> bool:
    return asked(rules.is_open, phase, **facts)


def test_a_step_before_the_visit_is_open_from_the_first_to_the_last_day_of_the_assignment():
    assert is_open("before")
    assert is_open("before", today=DAY + timedelta(days=7))
    assert not is_open("before", today=DAY - timedelta(days=1))
    assert not is_open("before", today=DAY + timedelta(days=8))


def test_a_step_after_the_visit_opens_at_the_end_of_the_slot():
    assert not is_open("after", visits=(VISIT,), now=VISIT.ends_at - timedelta(seconds=1))
    assert is_open("after", visits=(VISIT,), now=VISIT.ends_at)


def test_a_step_after_the_visit_stays_closed_without_a_visit_until_the_teacher_opens_it():
    assert not is_open("after")
    assert is_open("after", after_opened_at=NOW)


def test_the_teacher_opens_it_before_the_visit_too():
    assert is_open("after", visits=(VISIT,), now=VISIT.starts_at, after_opened_at=VISIT.starts_at)


def test_a_pupil_with_two_visits_goes_on_after_the_first():
    later = Visit(VISIT.starts_at + timedelta(days=1), VISIT.ends_at + timedelta(days=1), None)
    assert is_open("after", visits=(later, VISIT))


def test_at_the_pace_of_the_teacher_only_what_was_opened_is_open_and_the_sheet_of_the_visit():
    own = {"pace": rules.OPENED}
    assert not is_open("before", **own)
    assert not is_open("after", **own, visits=(VISIT,), now=VISIT.ends_at)
    assert is_open("during", **own)
    assert is_open("before", **own, opened_steps={"before": True})
    assert not is_open("before", **own, opened_steps={"before": True}, today=DAY - timedelta(days=1))


def test_a_step_that_was_shut_again_shows_nothing_and_takes_what_is_on_its_way():
    shut = {"pace": rules.OPENED, "opened_steps": {"before": False}}
    assert not is_open("before", **shut)
    assert asked(rules.takes_answers, "before", **shut)
    assert not asked(rules.takes_answers, "before", **shut, today=DAY + timedelta(days=8))
    assert not asked(rules.takes_answers, "before", pace=rules.OPENED)


def test_at_a_free_pace_a_step_after_the_visit_is_opened_by_hand_and_shut_again_until_the_visit_is_over():
    assert is_open("after", opened_steps={"after": True})
    assert not is_open("after", opened_steps={"after": False}, after_opened_at=NOW)
    assert is_open("after", opened_steps={"after": False}, visits=(VISIT,), now=VISIT.ends_at)


def test_a_pause_ends_by_itself_and_no_minute_of_it_counts():
    paused = given(paused_at=NOW, paused_until=NOW + rules.PAUSE)
    assert not rules.is_paused(paused, NOW - timedelta(seconds=1))
    assert rules.is_paused(paused, NOW)
    assert not rules.is_paused(paused, NOW + rules.PAUSE)
    before, after = NOW - timedelta(minutes=5), NOW + timedelta(minutes=9)
    assert rules.paused_since(paused, before, after) == timedelta(minutes=9)
    assert rules.paused_since(paused, NOW + timedelta(minutes=3), after) == timedelta(minutes=6)
    assert rules.paused_since(paused, before, NOW + timedelta(hours=2)) == rules.PAUSE
    assert rules.paused_since(given(), before, after) == timedelta(0)


def test_nobody_is_absent_until_the_teacher_says_so_but_paper_wants_it_said():
    absent = Visit(VISIT.starts_at, VISIT.ends_at, present=False)
    present = Visit(VISIT.starts_at, VISIT.ends_at, present=True)
    assert rules.was_there([VISIT])
    assert not rules.proven_there([VISIT])
    assert not rules.was_there([absent])
    assert rules.was_there([absent, present])
    assert not rules.was_there([])


def test_who_was_not_there_does_not_have_the_step_of_the_visit_to_do():
    steps = [step("before"), step("during"), step("after")]
    assert [one.id for one in rules.own_steps(steps, chosen=None, there=False)] == ["before", "after"]
    assert [one.id for one in rules.own_steps(steps, chosen={"during"}, there=True)] == ["during"]


@pytest.mark.parametrize(
    ("opens", "closes"), [(0, -1), (-9, -1), (0, 367)], ids=["turned round", "over", "longer than a year"]
)
def test_days_that_cannot_be_are_said_at_the_last_day(opens, closes):
    with pytest.raises(RuleBroken) as broken:
        rules.check_dates(opens_on=DAY + timedelta(opens), closes_on=DAY + timedelta(closes), today=DAY)
    assert broken.value.field == "closes_on"


def test_a_visit_after_the_last_day_is_refused():
    rules.check_visits(closes_on=DAY, visit_days={DAY})
    with pytest.raises(RuleBroken):
        rules.check_visits(closes_on=DAY, visit_days={DAY, DAY + timedelta(days=1)})
