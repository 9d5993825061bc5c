"""What a teacher says of an answer and a moment later takes back; stamps; the dot that is there until it was seen."""

from datetime import timedelta

import pytest

from app.assignments.operations import open_after_steps
from app.base.problems import NotFound, RuleBroken
from app.learning.card import card_now
from app.learning.lesson import lesson_of_pupil
from app.learning.models import Answer, Mark, Review
from app.learning.operations import enter_step, review_answer, take_back
from app.learning.review import answers_page
from app.learning.rules import Place
from app.learning.stamps import STAMPS, all_stamps
from tests.conftest import BOTH, NOW
from tests.learning.published import cells, rows
from tests.learning.test_class_view import statements
from tests.learning.world import World, count, make_world, points


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def story(world, act, at):
    """The first pupil did everything, and the story waits for a word: the facts to say it with."""
    world.do_step_kijk(world.pupils[0])
    act(world.teacher.actor, open_after_steps, code=world.code)
    at(NOW + timedelta(minutes=1))
    world.answer(world.pupils[0], "verhaal", "ik keek naar de sluys", step="terug")
    at(NOW + timedelta(minutes=2))
    answer = next(row for row in rows(world, Answer) if row.question_id == "verhaal")
    return {"code": world.code, "answer_id": answer.id}


def lesson(world, look):
    return look(world.pupils[0].actor, lesson_of_pupil, code=world.code, language="nl")


def opened(world, act, number: int = 1) -> None:
    """The pupil has the screen with the story before them."""
    act(world.pupils[0].actor, enter_step, code=world.code, step_id="terug", number=number, language="nl")


def test_there_is_a_dot_at_the_screen_until_it_was_opened(world, act, look, story):
    assert lesson(world, look).said_at == ()
    act(world.teacher.actor, review_answer, text="Mooi gekeken.", **story)
    assert lesson(world, look).said_at == (Place("terug", 1),)
    act(world.pupils[0].actor, enter_step, code=world.code, step_id="kijk", number=1, language="nl")
    assert lesson(world, look).said_at == (Place("terug", 1),), "another screen was opened"
    opened(world, act)
    assert lesson(world, look).said_at == ()


def test_a_second_word_brings_the_dot_back(world, act, look, at, story):
    act(world.teacher.actor, review_answer, text="Mooi gekeken.", **story)
    opened(world, act)
    at(NOW + timedelta(minutes=3))
    act(world.teacher.actor, review_answer, text="En goed geschreven.", **story)
    assert lesson(world, look).said_at == (Place("terug", 1),)


def test_the_dot_goes_in_a_closed_assignment_too_and_the_minutes_stay(world, act, look, at, story):
    at(NOW + timedelta(days=60))
    act(world.teacher.actor, review_answer, text="Mooi gekeken.", **story)
    before = lesson(world, look)
    assert before.said_at
    assert not before.open_steps
    opened(world, act)
    after = lesson(world, look)
    assert after.said_at == ()
    assert after.progress.at_step_since == before.progress.at_step_since


def test_handing_in_anew_answers_what_was_said(world, act, look, at, story):
    act(world.teacher.actor, review_answer, text="Nog één voorbeeld?", again=True, **story)
    at(NOW + timedelta(minutes=3))
    world.answer(world.pupils[0], "verhaal", "de sluis was groot", step="terug", client="second")
    assert lesson(world, look).said_at == ()
    assert set(cells(world, world.pupils[0])["terug"]) == {"answered", "at", "done"}


def test_a_slip_is_taken_back_with_its_points_and_its_words_come_back(world, act, look, story):
    had = points(world, world.pupils[0]).get("verhaal")
    act(world.teacher.actor, review_answer, text="Mooi!", verdict="right", stamp="idea", **story)
    assert points(world, world.pupils[0])["verhaal"][0] > 0
    assert act(world.teacher.actor, take_back, **story) == "Mooi!"
    assert count(world.house, Review) == 0
    assert points(world, world.pupils[0]).get("verhaal") == had
    assert lesson(world, look).said_at == ()


def test_what_was_given_back_by_a_slip_is_handed_in_again(world, act, look, story):
    before = cells(world, world.pupils[0])
    act(world.teacher.actor, review_answer, text="Nog eens?", again=True, **story)
    assert lesson(world, look).next_place is not None
    act(world.teacher.actor, take_back, **story)
    after = cells(world, world.pupils[0])
    assert {**after["terug"], "at": ""} == {**before["terug"], "at": ""}
    assert lesson(world, look).next_place is None


def test_an_earlier_word_stays_and_so_does_an_earlier_giving_back(world, act, look, at, story):
    act(world.teacher.actor, review_answer, text="Nog één voorbeeld?", again=True, **story)
    at(NOW + timedelta(minutes=3))
    act(world.teacher.actor, review_answer, text="Of twee?", again=True, **story)
    act(world.teacher.actor, take_back, **story)
    assert [one.text for one in rows(world, Review)] == ["Nog één voorbeeld?"]
    assert lesson(world, look).next_place is not None
    assert lesson(world, look).said_at


@pytest.mark.parametrize("why", ["read", "late", "colleague", "anew"])
def test_nothing_that_was_read_is_ever_taken_back(world, act, at, makers, story, why):
    act(world.teacher.actor, review_answer, text="Mooi!", verdict="right", **story)
    who = world.teacher
    if why == "read":
        opened(world, act)
    elif why == "late":
        at(NOW + timedelta(minutes=13))
    elif why == "colleague":
        who = makers.teacher(world.school, world.klass)
    else:
        at(NOW + timedelta(minutes=3))
        world.answer(world.pupils[0], "verhaal", "nog een verhaal", step="terug", client="second")
    marks = count(world.house, Mark)
    with pytest.raises(RuleBroken):
        act(who.actor, take_back, **story)
    assert (count(world.house, Review), count(world.house, Mark)) == (1, marks)


def test_of_two_teachers_both_words_are_kept_and_the_last_is_shown(world, act, look, at, makers, story):
    colleague = makers.teacher(world.school, world.klass)
    act(world.teacher.actor, review_answer, text="Mooi gekeken.", **story)
    at(NOW + timedelta(minutes=3))
    act(colleague.actor, review_answer, text="Ik mis de schipper.", **story)
    assert count(world.house, Review) == 2
    facts = {"code": world.code, "answer_ids": [story["answer_id"]], "language": "nl"}
    shown = look(world.teacher.actor, card_now, **facts).same.first
    assert shown.answer.review == "Ik mis de schipper."
    assert not shown.mine
    assert not shown.slip


def test_a_stamp_alone_is_enough_and_stays_when_more_is_said(world, act, look, at, story):
    act(world.teacher.actor, review_answer, stamp="looked", **story)
    at(NOW + timedelta(minutes=3))
    act(world.teacher.actor, review_answer, text="Mooi gekeken.", **story)
    page = look(world.teacher.actor, answers_page, code=world.code, question_id="verhaal", language="nl")
    assert page.answers[0].first.answer.stamp == "looked"
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, review_answer, stamp="gold", **story)
    assert broken.value.field == "stamp"


def test_the_words_of_a_stamp_fit_the_school() -> None:
    assert len(STAMPS) == 8
    assert not any("!" in words for _, words in all_stamps("vo"))
    assert {name for name, _ in all_stamps("po")} == set(STAMPS)


def test_a_card_of_another_class_or_of_nothing_is_not_there(world, look, makers, story):
    stranger = makers.teacher(world.school, makers.school_class(world.school))
    facts = {"code": world.code, "answer_ids": [story["answer_id"]], "language": "nl"}
    with pytest.raises(NotFound):
        look(stranger.actor, card_now, **facts)
    with pytest.raises(NotFound):
        look(world.teacher.actor, card_now, **(facts | {"answer_ids": []}))


WHO = 3  # asked anew at every act of staff
SAYING = 8  # assignment, answer, key, what was said last, review, mark, and progress read and moved along
CARD = 7  # assignment, who gave it, module, pupils, answers, progress, own sentences


@BOTH
def test_saying_something_in_the_background_costs_the_same_for_three_and_for_thirty(
    world, act, at, makers, client, sign_in
):
    act(world.teacher.actor, open_after_steps, code=world.code)
    at(NOW + timedelta(minutes=1))
    costs = []
    for pupils in (world.pupils, makers.pupils(world.klass, 27)):
        for pupil in pupils:
            world.answer(pupil, "verhaal", "ik zag een boot", step="terug")
        teacher = sign_in(client, world.teacher)
        teacher.get(f"/class/{world.code}/answers?question=verhaal")
        ids = {row.pupil_id: row.id for row in rows(world, Answer)}
        address = f"/class/{world.code}/answers/{ids[pupils[0].id]}"
        with statements(world.house) as sent:
            said = teacher.post(address, data={"verdict": "right"}, headers={"HX-Request": "true"})
        assert said.status_code == 200
        assert said.text.count("<article") == 1
        costs.append(len([one for one in sent if not one.startswith("BEGIN") and "set_config" not in one]))
    assert costs == [WHO + SAYING + CARD] * 2, costs
