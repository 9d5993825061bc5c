"""What the parts of a lesson do to each other: together in a pause, on a step taken off, a lock while answers wait, a
substitute who steers, a lesson that some pupils have. Each part has tests of its own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from app.assignments.operations import change_whom, open_after_steps
from app.assignments.rules import OPENED, PUPILS, Whom
from app.base import clock
from app.base.problems import NotFound
from app.certificates.queries import candidates
from app.learning.class_view import class_view
from app.learning.lesson import lesson_of_pupil
from app.learning.models import Answer, Photo, Review
from app.learning.operations import (
    change_steps,
    choose_pace,
    go_on,
    make_card,
    open_step,
    pause_class,
    review_answer,
    shut_step,
    take_back,
)
from app.learning.rules import Place
from app.learning.sheets.book import mark_book
from app.learning.understanding.page import understanding
from app.people.operations import hold_door_open
from tests.conftest import BOTH, NOW
from tests.learning import kinds
from tests.learning.makers import substitute
from tests.learning.test_exports import records
from tests.learning.test_outbox import owner
from tests.learning.test_together import JSON, RIGHT, hand_in, join, progress, rows, send, ticket
from tests.learning.world import World, count, make_world

pytestmark = BOTH
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(house, makers, tmp_path, act) -> World:
    made = make_world(house, makers, tmp_path / "lessons", pupils=4)
    act(made.teacher.actor, hold_door_open, code=made.klass.code)
    return made


@pytest.fixture
def steer(world, act):
    return lambda operation, **facts: act(world.teacher.actor, operation, code=world.code, **facts)


@pytest.fixture
def pupil(world, client, sign_in) -> FlaskClient:
    return sign_in(client, world.pupils[0])


@pytest.fixture
def held(world) -> list[str]:
    """The ticket of the second pupil, for the device of the first."""
    return [ticket(world, world.pupils[0], world.pupils[1])]


def kept(world: World) -> list[list[str]]:
    return [[row.question_id for row in rows(world, one)] for one in world.pupils[:2]]


def test_together_in_a_pause_an_answer_from_the_outbox_counts_for_both(world, pupil, steer, held):
    steer(pause_class)
    assert send(pupil, world, held).json["state"] == "counted"
    assert send(pupil, world, held).json["state"] == "there"
    assert kept(world) == [["waarom"], ["waarom"]]
    assert "Even pauze" in pupil.get(f"/learn/{world.code}/kijk/1").text


def test_together_through_a_pause_they_are_still_together(world, pupil, steer):
    join(pupil, world, world.pupils[1])
    steer(pause_class)
    pupil.get(f"/learn/{world.code}/kijk/1")
    steer(go_on)
    hand_in(pupil, world, "b")
    assert kept(world) == [["waarom"], ["waarom"]]


def test_together_on_a_step_just_taken_off_the_answer_is_kept_for_both_once_and_found_by_both(
    world, pupil, steer, held, look
):
    steer(change_steps, step_ids=["terug"], seen=0)
    for _ in "two times":
        assert send(pupil, world, held).json["state"] == "counted"
    assert kept(world) == [["waarom"], ["waarom"]]
    first, second = (rows(world, one)[0] for one in world.pupils[:2])
    assert first.together == second.together is not None
    steer(change_steps, step_ids=["kijk", "terug"], seen=1)
    for one in world.pupils[:2]:
        found = look(one.actor, lesson_of_pupil, code=world.code, language="nl")
        assert found.cells["kijk"]["answered"] == ["waarom"]


def test_together_at_the_pace_of_the_teacher_what_was_open_takes_for_both_and_what_never_was_for_nobody(
    world, pupil, steer, held
):
    steer(choose_pace, pace=OPENED)
    form = {"question": "verhaal", "client": "story", "answer": "Een boot.", "together": held, "owner": owner(pupil)}
    said = pupil.post(f"/learn/{world.code}/terug/1/answer", data=form, headers=JSON).json
    assert (said["state"], kept(world)) == ("refused", [[], []])
    assert "Deze stap is dicht." in said["message"]
    assert send(pupil, world, held).json["state"] == "counted", "it was open a moment ago, and may have waited"
    steer(open_step, step_id="kijk")
    steer(shut_step, step_id="kijk")
    join(pupil, world, world.pupils[1])
    assert hand_in(pupil, world, *"ab", question="delen", client_id="two").status_code == 303
    assert [sorted(one) for one in kept(world)] == [["delen", "waarom"]] * 2


def test_together_with_photos_off_both_showed_it_and_one_click_is_for_one(
    house, makers, tmp_path, act, client, sign_in, app
):
    made = make_world(house, makers, tmp_path / "kinds", write=kinds.write, photos=False, pupils=3)
    noor, sem = made.pupils[:2]
    pupil = sign_in(client, noor)
    with pupil.session_transaction() as session:
        session["together"] = [ticket(made, noor, sem)]
    form = {"question": "foto", "client": "one", "show": "1", "together": [ticket(made, noor, sem)]}
    assert pupil.post(f"/learn/{made.code}/bouw/2/answer", data=form).status_code == 303
    mine, theirs = rows(made, noor)[0], rows(made, sem)[0]
    assert (mine.value, theirs.value, count(house, Photo)) == ({"shown": True}, {"shown": True}, 0)
    act(made.teacher.actor, review_answer, code=made.code, answer_id=mine.id, text="", verdict="right")
    assert count(house, Review) == 1
    waits = sign_in(app.test_client(), made.teacher).get(f"/class/{made.code}/answers?question=foto").text
    assert waits.count("kom kijken") == 1


def test_a_word_about_an_answer_given_together_is_a_dot_for_who_it_was_said_to(world, pupil, steer, held, look, at):
    noor, sem = world.pupils[:2]
    steer(open_after_steps)
    at(NOW + MINUTE)
    with pupil.session_transaction() as session:
        session["together"] = held
    form = {"question": "verhaal", "client": "one", "answer": "Een boot.", "together": held}
    assert pupil.post(f"/learn/{world.code}/terug/1/answer", data=form).status_code == 303
    first, second = rows(world, noor)[0], rows(world, sem)[0]
    at(NOW + 2 * MINUTE)

    def dots() -> list[tuple[Place, ...]]:
        return [look(one.actor, lesson_of_pupil, code=world.code, language="nl").said_at for one in (noor, sem)]

    steer(review_answer, answer_id=second.id, text="Mooi gekeken.")
    assert dots() == [(), (Place("terug", 1),)]
    steer(review_answer, answer_id=first.id, text="Nog één voorbeeld?", again=True)
    assert dots() == [(Place("terug", 1),)] * 2
    assert steer(take_back, answer_id=first.id) == "Nog één voorbeeld?"
    assert dots() == [(), (Place("terug", 1),)]
    assert set(progress(world, noor).steps["terug"]["answered"]) == {"verhaal"}


def test_what_was_given_back_to_one_is_made_better_together_and_answers_it(world, pupil, steer, held, look, at):
    noor, sem = world.pupils[:2]
    steer(open_after_steps)
    form = {"question": "verhaal", "client": "one", "answer": "Een boot.", "together": held}
    pupil.post(f"/learn/{world.code}/terug/1/answer", data={**form, "owner": owner(pupil)}, headers=JSON)
    at(NOW + MINUTE)
    steer(review_answer, answer_id=rows(world, sem)[0].id, text="Nog één voorbeeld?", again=True)
    at(NOW + 2 * MINUTE)
    better = {**form, "client": "two", "answer": "Een grote boot.", "owner": owner(pupil)}
    assert pupil.post(f"/learn/{world.code}/terug/1/answer", data=better, headers=JSON).json["state"] == "counted"
    assert [[row.value["text"] for row in rows(world, one)] for one in (noor, sem)] == [
        ["Een boot.", "Een grote boot."]
    ] * 2
    assert look(sem.actor, lesson_of_pupil, code=world.code, language="nl").said_at == ()


def test_a_lock_while_answers_wait_sends_them_for_nobody_else_and_for_their_own_pupil_afterwards(
    world, pupil, held, at
):
    """The device holds an answer of the first, given together; it locks, and another child comes in by card."""
    noor, sem, third = world.pupils[:3]
    mine = owner(pupil)
    form = {"question": "waarom", "client": "one", **world.sent("waarom", "b"), "owner": mine, "together": held}
    url = f"/learn/{world.code}/kijk/1/answer"
    pupil.post("/learn/lock/now")
    assert pupil.post(url, data=form, headers=JSON).json["state"] == "locked"
    pupil.post(f"/card/{third.card}")
    assert pupil.post(url, data=form, headers=JSON).json["state"] == "other"
    assert count(world.house, Answer) == 0
    pupil.post(f"/card/{noor.card}")
    assert pupil.post(url, data=form, headers=JSON).json["state"] == "counted"
    assert [len(rows(world, one)) for one in (noor, sem, third)] == [1, 1, 0]


def test_after_the_pictures_open_a_lock_what_waited_goes_with_who_was_there_then(world, pupil, held):
    form = {"question": "waarom", "client": "one", **world.sent("waarom", "b"), "owner": owner(pupil)}
    pupil.post("/learn/lock/now")
    pupil.post("/learn/lock", data=RIGHT)
    url = f"/learn/{world.code}/kijk/1/answer"
    assert pupil.post(url, data={**form, "together": held}, headers=JSON).json["state"] == "counted"
    assert kept(world) == [["waarom"], ["waarom"]]


def test_a_substitute_pauses_opens_and_shuts_and_the_pupils_see_it(world, pupil, act, app, sign_in, steer):
    facts = {"key": uuid4(), "day": clock.school_day(NOW), "step_ids": ["kijk"], "site": "https://werf.example"}
    who = substitute(steer(make_card, **facts), world.klass)
    browser = sign_in(app.test_client(), who)
    assert browser.post(f"/class/{world.code}/pause").status_code == 303
    assert "Even pauze" in pupil.get(f"/learn/{world.code}/kijk/1").text
    assert browser.post(f"/class/{world.code}/pause", data={"on": ""}).status_code == 303
    assert 'id="f"' in pupil.get(f"/learn/{world.code}/kijk/1").text
    assert pupil.get(f"/learn/{world.code}/terug/1").status_code == 404
    assert browser.post(f"/class/{world.code}/open/terug").status_code == 303
    assert pupil.get(f"/learn/{world.code}/terug/1").status_code == 200
    for path in ("answers", "understanding", "whom", "steps"):
        assert browser.get(f"/class/{world.code}/{path}").status_code in (403, 404), path


@pytest.fixture
def some(world, steer) -> list[Any]:
    """Everybody began; then it is for the first two alone."""
    for one in world.pupils:
        world.answer(one, "waarom", "b")
    chosen = world.pupils[:2]
    steer(change_whom, whom=Whom(PUPILS, pupil_ids=frozenset(one.id for one in chosen)), seen=0)
    return chosen


def test_a_lesson_for_some_counts_them_alone_in_view_understanding_book_and_certificates(world, some, look):
    asked = {"code": world.code, "language": "nl"}
    wanted = {one.id for one in some}
    assert {row.pupil_id for row in look(world.teacher.actor, class_view, **asked).rows} == wanted
    found = look(world.teacher.actor, understanding, **asked)
    question = next(one for one in found.questions if one.question.id == "waarom")
    assert (question.asked, question.answered, question.first) == (2, 2, 2)
    book = look(world.teacher.actor, mark_book, **asked)
    names = str(records(book.pupils))
    assert [one.name.split()[0] in names for one in world.pupils] == [True, True, False, False]
    who = look(world.teacher.actor, candidates, code=world.code)
    assert {one.pupil.id for one in who.pupils} == wanted


def test_who_it_is_not_given_to_any_more_gets_no_credit_together_and_keeps_what_was_done(world, some, pupil):
    noor, third = world.pupils[0], world.pupils[2]
    held = [ticket(world, noor, third)]
    form = {"question": "inhoud", "client": "x", "answer": "35000", "owner": owner(pupil), "together": held}
    assert pupil.post(f"/learn/{world.code}/kijk/4/answer", data=form, headers=JSON).json["state"] == "counted"
    assert {row.question_id for row in rows(world, noor)} == {"waarom", "inhoud"}
    assert {row.question_id for row in rows(world, third)} == {"waarom"}
    with pytest.raises(NotFound):
        world.answer(third, "inhoud", "35000")
