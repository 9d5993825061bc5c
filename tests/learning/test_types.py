"""Every type of question is kept, marked as far as a machine knows, and shown again; on both databases."""

import itertools
from datetime import timedelta

import pytest

from app.assignments.queries import assignment_for_staff
from app.base import clock
from app.base.problems import NotFound, RuleBroken
from app.learning.models import Answer, Mark, Progress, Review
from app.learning.operations import review_answer
from app.learning.player import screen_now
from app.learning.queries import last_answers
from app.learning.review import answers_page
from tests.conftest import BOTH, NOW
from tests.learning import kinds
from tests.learning.world import World, count, make_world, points

pytestmark = BOTH


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=kinds.write)


@pytest.fixture(autouse=True)
def time_goes_on(monkeypatch, at):
    """A second for each look at the clock, because the last answer is the one that counts."""
    seconds = itertools.count()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=next(seconds)))


@pytest.fixture
def pupil(world):
    return world.pupils[0]


@pytest.fixture
def screen(world, pupil, look):
    """`screen(2)`: the second screen of the first step as the pupil sees it."""

    def see(number, step="denk", who=pupil):
        return look(who.actor, screen_now, code=world.code, step_id=step, number=number, language="nl")

    return see


@pytest.fixture
def say(world, act, look):
    """What the teacher says of a pupil's last answer to a question."""

    def speak(who, question, **word):
        act(
            world.teacher.actor, review_answer, code=world.code, answer_id=answer_of(world, look, who, question), **word
        )

    return speak


def answer_of(world, look, who, question):
    given = look(world.teacher.actor, assignment_for_staff, code=world.code)
    found = look(world.teacher.actor, last_answers, assignment_id=given.id, pupil_id=who.id, question_ids=[question])
    return found[0].id


def points_of(world, who):
    """Points and maximum, the best of each question counting."""
    best = points(world, who).values()
    return sum(score for score, _ in best), sum(out_of for _, out_of in best)


def answer(world, who, question, *letters, client="", step="denk"):
    return world.answer(who, question, *letters, client=client or f"{question}-{letters}"[:60], step=step)


def scores(world):
    with world.house.store.reading("everywhere") as db:
        return [(row.score, row.out_of) for row in db.query(Mark).order_by(Mark.id)]


def test_pairs_count_each_and_say_how_many_are_right_and_not_which(world, pupil, screen):
    assert answer(world, pupil, "paren", *"bac").again
    asked = screen(1).asked
    assert (asked.state, asked.hits, asked.explain) == ("again", 1, "")
    assert answer(world, pupil, "paren", *"abc").right
    assert screen(1).asked.state == "right"
    assert scores(world) == [(0.67, 2), (2, 2)]


def test_a_pair_that_is_missing_is_asked_again_and_nothing_is_kept(world, pupil):
    with pytest.raises(RuleBroken):
        world.house.act(
            pupil.actor, NOW, *_submit(world, "paren"), sent={"pair-x": ["y"]}, client_id="1", language="nl"
        )
    assert count(world.house, Answer) == 0


def test_a_gap_the_machine_does_not_know_is_tried_again_then_waits_with_its_sure_part(world, pupil, screen):
    first = answer(world, pupil, "gaten", "peil", "bak")
    assert (first.right, first.again) == (None, True)
    assert [one.is_known for one in screen(2).asked.kept.filled[:2]] == [True, False]
    second = answer(world, pupil, "gaten", "peil", "wachtbak")
    assert (second.right, second.again) == (None, False)
    asked = screen(2).asked
    assert (asked.state, asked.waits, asked.may_change) == ("kept", True, False)
    assert scores(world) == [(1, 2), (1, 2)]


def test_a_word_on_the_list_is_right_whatever_its_capitals_and_accents(world, pupil):
    assert answer(world, pupil, "woord", " Sluisměester. ").right


def test_what_waits_is_over_for_the_pupil_and_open_for_the_teacher(world, pupil, look):
    answer(world, pupil, "woord", "sluisbaas")
    with pytest.raises(RuleBroken):
        answer(world, pupil, "woord", "sluiswachter")
    page = look(world.teacher.actor, answers_page, code=world.code, question_id="", language="nl")
    assert page.now.question.id == "woord"
    assert [one.first.state for one in page.answers] == ["waits"]
    assert page.now.waiting == 1


def test_a_word_with_a_try_left_does_not_wait_for_the_teacher_yet(world, pupil, look):
    answer(world, pupil, "gaten", "peil", "bak")
    page = look(world.teacher.actor, answers_page, code=world.code, question_id="gaten", language="nl")
    assert page.now.waiting == 0


def test_the_teacher_says_right_and_the_points_follow(world, pupil, screen, say, look):
    answer(world, pupil, "woord", "sluisbaas")
    assert points_of(world, pupil) == (0, 2)
    say(pupil, "woord", verdict="right")
    assert screen(3).asked.state == "right"
    assert points_of(world, pupil) == (2, 2)


def test_partly_is_half_or_the_points_that_were_given(world, pupil, screen, say, look):
    answer(world, pupil, "woord", "sluisbaas")
    say(pupil, "woord", verdict="partly")
    assert (screen(3).asked.state, points_of(world, pupil)) == ("partly", (1, 2))
    say(pupil, "woord", score=1.5)
    assert points_of(world, pupil) == (1.5, 2)


def test_nothing_a_teacher_says_takes_points_or_a_verdict_away(world, pupil, screen, say, look):
    answer(world, pupil, "gaten", "peil", "bak")
    answer(world, pupil, "gaten", "peil", "wachtbak")
    say(pupil, "gaten", verdict="not")
    assert points_of(world, pupil) == (1, 2), "the sure part stays"
    say(pupil, "gaten", verdict="right")
    say(pupil, "gaten", verdict="not", text="Toch niet.")
    asked = screen(2).asked
    assert (asked.state, asked.review, points_of(world, pupil)) == ("right", "Toch niet.", (2, 2))


@pytest.mark.parametrize("word", [{"verdict": "great"}, {"score": -1}, {"score": 2.5}, {"score": float("nan")}, {}])
def test_a_verdict_that_is_none_and_points_that_are_not_there_are_refused(world, pupil, say, word):
    answer(world, pupil, "woord", "sluisbaas")
    with pytest.raises(RuleBroken):
        say(pupil, "woord", **word)
    assert count(world.house, Review) == 0


def test_the_same_verdict_twice_is_said_once(world, pupil, say):
    answer(world, pupil, "woord", "sluisbaas")
    for _ in range(2):
        say(pupil, "woord", verdict="partly")
    assert (count(world.house, Review), count(world.house, Mark)) == (1, 2)  # the machine's mark and the teacher's


def test_no_points_are_given_by_hand_where_a_machine_has_the_last_word(world, pupil, say):
    answer(world, pupil, "paren", *"abc")
    with pytest.raises(NotFound):
        say(pupil, "paren", verdict="not")
    assert count(world.house, Review) == 0


def test_pupils_who_wrote_the_same_word_are_judged_with_one_click(world, act, look):
    first, second, third = world.pupils
    for who, word in ((first, "Sluisbaas"), (second, "sluisbaas"), (third, "kapitein")):
        answer(world, who, "woord", word)
    page = look(world.teacher.actor, answers_page, code=world.code, question_id="woord", language="nl")
    assert [[one.answer.pupil_id for one in same.all] for same in page.answers] == [[first.id, second.id], [third.id]]
    one, other = (said.answer.id for said in page.answers[0].all)
    act(world.teacher.actor, review_answer, code=world.code, answer_id=one, also=[other], verdict="right")
    page = look(world.teacher.actor, answers_page, code=world.code, question_id="woord", language="nl")
    assert [same.first.state for same in page.answers] == ["waits", "right", "right"]  # what waits stands first


def test_the_same_is_not_said_of_answers_to_another_question(world, act, look):
    first, second, _ = world.pupils
    answer(world, first, "woord", "sluisbaas")
    answer(world, second, "meer", "veel")
    ids = [answer_of(world, look, first, "woord"), answer_of(world, look, second, "meer")]
    with pytest.raises(NotFound):
        act(world.teacher.actor, review_answer, code=world.code, answer_id=ids[0], also=ids[1:], verdict="right")
    assert count(world.house, Review) == 0


def test_the_teacher_reads_all_words_that_are_right(world, look):
    for question, words in (("woord", "sluiswachter / sluismeester"), ("gaten", "peil / waterpeil; kolk")):
        page = look(world.teacher.actor, answers_page, code=world.code, question_id=question, language="nl")
        assert page.right == words


def test_a_word_given_back_takes_one_more_answer(world, pupil, say, screen):
    answer(world, pupil, "woord", "sluisbaas")
    say(pupil, "woord", verdict="not", text="Denk aan wachten.", again=True)
    assert screen(3).asked.state == "again"
    assert answer(world, pupil, "woord", "sluiswachter").right
    assert screen(3).asked.state == "right"


def test_what_is_right_takes_no_other_answer_although_a_try_is_left(world, pupil):
    answer(world, pupil, "wijs", "a")
    with pytest.raises(RuleBroken):
        answer(world, pupil, "wijs", "b")


def test_a_place_on_the_drawing_is_tried_twice(world, pupil, screen):
    assert answer(world, pupil, "wijs", "b").again
    asked = screen(4).asked
    assert (asked.state, asked.tried, bool(asked.laid.drawing)) == ("again", asked.chosen, True)
    assert not answer(world, pupil, "wijs", "b", client="two").again
    assert screen(4).asked.state == "wrong"


def test_measurements_come_back_as_they_are_written_here_with_a_graph_and_may_be_changed(world, pupil, screen):
    answer(world, pupil, "meten", "0|8", "1,5|7,25", "|", "3|", step="bouw")
    asked = screen(1, "bouw").asked
    assert (asked.state, asked.may_change) == ("kept", True)
    assert asked.filled["cell-2-b"] == "7,25"
    assert asked.kept.table.rows == (("0", "8"), ("1,5", "7,25"), ("", ""), ("3", ""))
    assert [len(graph.dots) for graph in asked.kept.graphs] == [2]
    answer(world, pupil, "meten", "0|9", step="bouw")
    assert screen(1, "bouw").asked.kept.table.rows == (("0", "9"),)


def test_words_in_the_table_are_asked_again(world, pupil):
    with pytest.raises(RuleBroken):
        answer(world, pupil, "meten", "0|veel", step="bouw")
    assert (count(world.house, Answer), count(world.house, Progress)) == (0, 0)


def _submit(world, question, step="denk"):
    from functools import partial

    from app.learning.operations import submit_answer

    return (partial(submit_answer, code=world.code, step_id=step, question_id=question),)
