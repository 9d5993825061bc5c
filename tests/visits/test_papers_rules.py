"""Decisions about papers and travelling, without a database."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.base.problems import RuleBroken
from app.visits.prints.names import file_name
from app.visits.rules import papers, transport
from app.visits.rules.transport import Travel
from tests.conftest import NOW

START, END = NOW + timedelta(days=2), NOW + timedelta(days=2, hours=2)


def whole(**facts: Any) -> Travel:
    """A sheet on which nothing is missing."""
    told = {"mode": "bike", "payer": "nobody", "leaves_at": START, "back_at": END, "adults": 4, "phone": "06 0000 0012"}
    return Travel(**{**told, **facts})


def messages(travel: Travel, **facts: Any) -> list[tuple[str, int]]:
    said = {"needed": 4, "riders": [30], **facts}
    return [(one.message, one.n) for one in transport.still_missing(travel, **said)]


@pytest.mark.parametrize(
    ("pupils", "ratio", "adults"), [(26, 8, 4), (24, 8, 3), (25, 8, 4), (1, 8, 1), (26, 1, 26), (26, None, None)]
)
def test_adults_are_rounded_up_because_nobody_leaves_half_an_adult_at_school(
    pupils: int, ratio: int | None, adults: int | None
) -> None:
    assert transport.adults_needed(pupils=pupils, ratio=ratio) == adults


def test_two_classes_in_one_coach_add_up() -> None:
    own = transport.riders_of(pupils=26, adults=4, needed=4)
    other = transport.riders_of(pupils=24, adults=None, needed=3)
    assert transport.seats_left(seats=57, riders=[own, other]) == 0
    assert transport.seats_left(seats=50, riders=[own, other]) == -7


def test_a_class_rides_slower_than_the_crow_flies_and_nobody_guesses_without_a_place() -> None:
    here, there = (52.46, 4.62), (52.46, 4.65)  # 2 km
    assert transport.bike_minutes(here, there) == 15
    assert transport.bike_minutes(here, here) == 5
    assert transport.bike_minutes(None, there) is None


def test_a_sheet_says_plainly_what_is_missing() -> None:
    assert messages(whole()) == []
    assert [n for _, n in messages(whole(adults=1))] == [3]
    assert messages(Travel())[0][0] == "How do you travel?"
    assert len(messages(Travel())) == 4
    coach = whole(mode="coach", payer="school", seats=50)
    assert messages(coach, riders=[30, 27]) == [("The coach is too small: seats short: %(n)s.", 7)]
    assert messages(coach, riders=[30, 20]) == []
    assert messages(coach, takes_coach=False)[0][0].startswith("A coach cannot turn")
    assert messages(whole(mode="coach", seats=50)) == [("Who pays for it?", 0)]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"leaves_at": START}, "leaves"),
        ({"back_at": END}, "back"),
        ({"mode": "rocket"}, "mode"),
        ({"payer": "king"}, "payer"),
    ],
)
def test_a_time_that_cannot_be_is_said_at_its_field(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        transport.check_travel(Travel(**facts), starts_at=START, ends_at=END)
    assert broken.value.field == field


def test_half_a_sheet_may_be_kept() -> None:
    transport.check_travel(Travel(adults=3), starts_at=START, ends_at=END)


@pytest.mark.parametrize(
    ("days", "back"), [(30, 23), (8, 1), (7, 1), (2, 1), (1, 0), (0, 0)], ids=lambda days: str(days)
)
def test_slips_are_wanted_a_week_before_or_as_soon_as_can_be(days: int, back: int) -> None:
    today = date(2026, 10, 8)
    assert papers.slip_back_by(day=today + timedelta(days=days), today=today) == today + timedelta(days=back)


@pytest.mark.parametrize(("days", "back"), [(3, 3), (4, 3), (6, 3)])
def test_no_slip_is_wanted_in_a_weekend(days: int, back: int) -> None:
    friday = date(2026, 11, 27)
    assert papers.slip_back_by(day=friday + timedelta(days=days), today=friday) == friday + timedelta(days=back)


def test_the_letter_takes_two_sentences_and_not_a_page() -> None:
    papers.check_addition("x" * 240)
    with pytest.raises(RuleBroken):
        papers.check_addition("x" * 241)


def test_an_answer_that_is_not_given_is_not_right() -> None:
    assert papers.wrong_answers(right=[1, 0, 2], given={0: 1, 2: 1}) == (1, 2)
    assert papers.wrong_answers(right=[], given={}) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"options": ["een"]},
        {"options": ["een", "twee", "drie", "vier", "vijf"]},
        {"options": ["een", "een"]},
        {"right": 2},
        {"right": -1},
        {"text": "x" * 161},
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(change: dict[str, Any]) -> None:
    good = {"text": "Ren je?", "options": ["Ja", "Nee"], "right": 1, "why": ""}
    papers.check_safety_questions([good] * 5)
    for questions in ([good | change], [good] * 6):
        with pytest.raises(RuleBroken):
            papers.check_safety_questions(questions)


def test_a_file_is_called_what_it_is() -> None:
    name = file_name("brief ouders", "7B", "Sluis & Zn. Çelik", day=date(2026, 10, 8))
    assert name == "brief-ouders-7b-sluis-zn-celik-2026-10-08.pdf"


def test_a_shared_coach_that_leaves_too_late_for_the_own_visit_is_not_taken_over() -> None:
    late = Travel("coach", "school", leaves_at=NOW + timedelta(hours=1), back_at=NOW + timedelta(hours=2))
    now = transport.shared(Travel(), late, starts_at=NOW, ends_at=NOW + timedelta(hours=3))
    assert (now.mode, now.leaves_at, now.back_at) == ("coach", None, None)
    assert transport.shared(Travel("bike"), late, starts_at=NOW, ends_at=NOW) == Travel("bike"), (
        "said by the group itself"
    )
