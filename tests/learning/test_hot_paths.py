"""How many statements the pages cost that are asked thousands of times a day; on both databases. Time is for the bench.

Counted is what a page asks for: not BEGIN, nor what tells PostgreSQL which schools a transaction may see.
"""

from dataclasses import replace

import pytest

from app.assignments.operations import choose_visits
from app.base import clock
from app.learning.lesson import lesson_of_pupil
from app.learning.models import Answer, Mark, Progress
from app.learning.operations import ask_help
from app.learning.operations.progress import change
from tests.assignments.makers import visit_of
from tests.conftest import BOTH
from tests.learning.test_class_view import statements
from tests.learning.world import World, count, make_world

ANSWER = 5  # lesson, what was sent before, answer, mark, progress
IDENTITY = 1  # asked at most every 5 s
PAGE = 2  # lesson, last answers
GRID = 5  # assignment, stamp, pupils, visits, progress
UNCHANGED = 2  # assignment, stamp
NEWS = 1  # lesson: all that a pupil's page asks every five seconds


@pytest.fixture(autouse=True)
def remembered(monkeypatch) -> None:
    """Who it is stays in memory, however long a test takes on a busy machine."""
    monkeypatch.setattr("app.web.identity.KEPT_SECONDS", 3600.0)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", pupils=5)


@pytest.fixture
def pupil(world, client, sign_in):
    """The first pupil in a browser, in the middle of the lesson: begun, and everything read before is in memory."""
    signed_in = sign_in(client, world.pupils[0])
    world.answer(world.pupils[0], "delen", *"ab")
    signed_in.get(f"/learn/{world.code}/kijk/1")
    return signed_in


def asked(house, call) -> list[str]:
    with statements(house) as sent:
        call()
    return [one for one in sent if not one.startswith("BEGIN") and "set_config" not in one]


def hand_in(world: World, pupil, question: str, *letters: str, client: str = "one"):
    form = {"question": question, "client": client, **world.sent(question, *letters)}
    return lambda: pupil.post(f"/learn/{world.code}/kijk/1/answer", data=form)


@BOTH
def test_an_answer_that_is_marked_costs_five_statements(world, pupil):
    sent = asked(world.house, hand_in(world, pupil, "waarom", "b"))
    assert [count(world.house, table) for table in (Answer, Mark, Progress)] == [2, 2, 1]
    assert len(sent) == ANSWER, sent


@BOTH
def test_who_it_is_costs_one_statement_more_when_five_seconds_have_passed(world, pupil, app):
    app.extensions["identities"].clear()
    assert len(asked(world.house, hand_in(world, pupil, "waarom", "b"))) == ANSWER + IDENTITY


@BOTH
def test_the_same_answer_again_is_known_by_what_was_read_already(world, pupil):
    hand_in(world, pupil, "waarom", "b")()
    sent = asked(world.house, hand_in(world, pupil, "waarom", "b"))
    assert len(sent) == 2
    assert not any(one.startswith(("INSERT", "UPDATE")) for one in sent)
    assert count(world.house, Answer) == 2


@BOTH
def test_a_page_costs_two_statements_answered_or_not(world, pupil):
    def page() -> None:
        assert pupil.get(f"/learn/{world.code}/kijk/1").status_code == 200

    fresh = asked(world.house, page)
    hand_in(world, pupil, "waarom", "b")()
    assert len(fresh) == len(asked(world.house, page)) == PAGE


@BOTH
def test_the_grid_costs_the_same_for_five_pupils_and_for_thirty(world, makers, act, client, sign_in):
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[booking.id])
    teacher = sign_in(client, world.teacher)
    address = f"/class/{world.code}/grid"

    def grid() -> None:
        assert teacher.get(address).status_code == 200

    grid()
    few = len(asked(world.house, grid))
    for one in makers.pupils(world.klass, 25):
        world.do_step_kijk(one)
    assert len(asked(world.house, grid)) == few == GRID


@BOTH
def test_nothing_new_costs_two_statements_and_reads_no_answer(world, client, sign_in):
    teacher = sign_in(client, world.teacher)
    world.do_step_kijk(world.pupils[0])
    address = f"/class/{world.code}/grid"
    tag = teacher.get(address).headers["ETag"]

    def again() -> None:
        assert teacher.get(address, headers={"If-None-Match": tag}).status_code == 304

    sent = asked(world.house, again)
    assert len(sent) == UNCHANGED
    assert not any("answer" in one.lower() for one in sent)


@BOTH
def test_a_pupils_page_asks_for_news_with_one_statement_changed_or_not(world, pupil):
    address = f"/learn/{world.code}/now?step=kijk"
    tag = pupil.get(address).headers["ETag"]

    def again() -> None:
        assert pupil.get(address, headers={"If-None-Match": tag}).status_code == 304

    sent = asked(world.house, again)
    assert len(sent) == NEWS == len(asked(world.house, lambda: pupil.get(address)))
    assert not any("from answer" in one.lower() for one in sent)


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_who_came_between_reading_and_writing_is_not_overwritten(world, act):
    """On PostgreSQL two may act at once; on SQLite one acts at a time."""
    pupil = world.pupils[0]
    world.answer(pupil, "waarom", "b")

    def slowly(work) -> None:
        lesson = lesson_of_pupil(work, code=world.code, language="nl")
        act(pupil.actor, ask_help, code=world.code, step_id="kijk", language="nl")
        change(work, lesson, lambda now: replace(now, completed_at=work.now))

    world.house.act(pupil.actor, clock.now(), slowly)
    with world.house.looking(pupil.actor, clock.now()) as work:
        now = lesson_of_pupil(work, code=world.code, language="nl").progress
    assert now.help_since is not None
    assert now.completed_at is not None
    assert now.version == 3
