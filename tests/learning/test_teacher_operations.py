"""What a teacher says of pupils' work: ticks, other work, feedback, a hand that goes down; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assignments.operations import choose_visits, open_after_steps
from app.base.audit import Audit
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.learning.lesson import lesson_of_pupil
from app.learning.models import Answer, Progress, Review, StepTick
from app.learning.operations import (
    ask_help,
    lower_hand,
    review_answer,
    tick_present,
    tick_step,
    untick_step,
)
from app.visits.operations import mark_presence
from tests.assignments.makers import visit_of
from tests.conftest import BOTH, NOW
from tests.learning.world import World, count, make_world

pytestmark = BOTH


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


def rows(world: World, table: type) -> list:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(table).order_by(table.id)))


def how(world: World, pupil, step: str) -> str | None:
    for row in rows(world, Progress):
        if row.pupil_id == pupil.id:
            return row.steps.get(step, {}).get("done")
    return None


def went(world: World, makers, act, at, *, absent=()) -> None:
    """A visit two days from now that is over, with presence said."""
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[booking.id])
    at(NOW + timedelta(days=2, hours=3))
    everybody = [one.id for one in world.pupils]
    act(world.teacher.actor, mark_presence, code=booking.code, absent=list(absent), seen=everybody)


def test_a_step_done_together_counts_for_the_whole_class_and_says_how(world, act):
    assert act(world.teacher.actor, tick_step, code=world.code, step_id="kijk", how="board") == 3
    assert [how(world, one, "kijk") for one in world.pupils] == ["board"] * 3
    assert {(one.how, one.by) for one in rows(world, StepTick)} == {("board", world.teacher.id)}


def test_the_same_tick_twice_is_one_tick(world, act):
    for _ in range(2):
        act(world.teacher.actor, tick_step, code=world.code, step_id="kijk", how="paper")
    assert count(world.house, StepTick) == 3


def test_what_a_pupil_did_on_the_screen_stays_so_under_ticks(world, act):
    done, other = world.pupils[:2]
    world.do_step_kijk(done)
    act(world.teacher.actor, tick_step, code=world.code, step_id="kijk", how="board")
    assert (how(world, done, "kijk"), how(world, other, "kijk")) == ("screen", "board")
    act(world.teacher.actor, untick_step, code=world.code, step_id="kijk")
    assert (how(world, done, "kijk"), how(world, other, "kijk")) == ("screen", None)


def test_a_tick_taken_away_is_kept_in_the_list_of_ticks(world, act, at):
    pupil = [world.pupils[0].id]
    act(world.teacher.actor, tick_step, code=world.code, step_id="kijk", how="paper", pupil_ids=pupil)
    at(NOW + timedelta(minutes=1))
    act(world.teacher.actor, untick_step, code=world.code, step_id="kijk", pupil_ids=pupil)
    assert [one.how for one in rows(world, StepTick)] == ["paper", "undone"]


def test_a_pupil_made_complete_by_a_slip_of_the_hand_is_not_complete_after_it(world, act):
    act(world.teacher.actor, open_after_steps, code=world.code)
    for step in ("kijk", "terug"):
        act(world.teacher.actor, tick_step, code=world.code, step_id=step, how="board")
    assert all(row.completed_at for row in rows(world, Progress))
    act(world.teacher.actor, untick_step, code=world.code, step_id="kijk")
    assert not any(row.completed_at for row in rows(world, Progress))


def test_nobody_chosen_is_asked_again_and_never_the_whole_class(world, act):
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, tick_step, code=world.code, step_id="kijk", how="paper", pupil_ids=[])
    assert broken.value.field == "pupils"
    assert count(world.house, StepTick) == 0


def test_other_work_wants_a_reason_that_only_the_log_keeps(world, act):
    facts = {"code": world.code, "step_id": "kijk", "how": "accepted", "pupil_ids": [world.pupils[0].id]}
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, tick_step, **facts, reason=" ")
    assert broken.value.field == "reason"
    act(world.teacher.actor, tick_step, **facts, reason="eigen programma")
    assert how(world, world.pupils[0], "kijk") == "accepted"
    kept = [row.what for row in rows(world, Audit) if row.details.get("reason") == "eigen programma"]
    assert kept == ["step.ticked"]
    for row in (*rows(world, StepTick), *rows(world, Progress)):
        assert "eigen programma" not in str(vars(row))


def test_the_step_of_a_visit_is_not_ticked_while_no_visit_goes_with_it(world, act):
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, tick_step, code=world.code, step_id="bezoek", how="paper")
    assert broken.value.field == "step"


def test_one_click_ticks_the_step_of_the_visit_for_who_was_there(world, makers, act, at):
    ill = world.pupils[1]
    went(world, makers, act, at, absent=[ill.id])
    assert act(world.teacher.actor, tick_present, code=world.code) == 2
    assert [how(world, one, "bezoek") for one in world.pupils] == ["paper", None, "paper"]
    assert act(world.teacher.actor, tick_present, code=world.code) == 0


def test_presence_is_said_before_the_visit_is_ticked(world, makers, act):
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[booking.id])
    with pytest.raises(RuleBroken):
        act(world.teacher.actor, tick_present, code=world.code)
    assert count(world.house, StepTick) == 0


def test_the_whole_class_ticked_passes_by_who_was_not_there(world, makers, act, at):
    ill = world.pupils[1]
    went(world, makers, act, at, absent=[ill.id])
    assert act(world.teacher.actor, tick_step, code=world.code, step_id="bezoek", how="paper") == 2
    assert how(world, ill, "bezoek") is None


def test_a_pupil_of_another_class_and_an_unknown_step_are_not_found(world, makers, act):
    other = makers.pupil(makers.school_class(world.school))
    for facts in ({"step_id": "kijk", "pupil_ids": [other.id]}, {"step_id": "bestaat-niet"}):
        with pytest.raises(NotFound):
            act(world.teacher.actor, tick_step, code=world.code, how="paper", **facts)
    assert count(world.house, StepTick) == 0


def test_only_teachers_of_this_class_tick(world, makers, act):
    elsewhere = makers.school()
    facts = {"code": world.code, "step_id": "kijk", "how": "paper"}
    for stranger in (
        makers.teacher(world.school, makers.school_class(world.school)),
        makers.teacher(elsewhere, makers.school_class(elsewhere)),
    ):
        with pytest.raises(NotFound):
            act(stranger.actor, tick_step, **facts)
    for other in (world.pupils[0], makers.school_admin(world.school), makers.coordinator()):
        with pytest.raises(NotAllowed):
            act(other.actor, tick_step, **facts)


@pytest.fixture
def story(world, act, at):
    """The id of an open answer of the first pupil, and the pupil."""
    pupil = world.pupils[0]
    world.do_step_kijk(pupil)
    act(world.teacher.actor, open_after_steps, code=world.code)
    at(NOW + timedelta(minutes=1))
    world.answer(pupil, "verhaal", "ik keek naar de sluys", step="terug")
    at(NOW + timedelta(minutes=2))
    answer = next(row for row in rows(world, Answer) if row.question_id == "verhaal")
    return answer.id, pupil


def test_an_answer_given_back_is_where_verder_leads_and_may_be_answered_again(world, act, look, at, story):
    answer_id, pupil = story
    assert look(pupil.actor, lesson_of_pupil, code=world.code, language="nl").next_place is None
    said = {"code": world.code, "answer_id": answer_id, "text": "Schrijf er een voorbeeld bij?"}
    act(world.teacher.actor, review_answer, **said, again=True)
    place = look(pupil.actor, lesson_of_pupil, code=world.code, language="nl").next_place
    assert place is not None
    assert place.step_id == "terug"
    at(NOW + timedelta(minutes=3))
    world.answer(pupil, "verhaal", "ik keek naar de sluis, hij was groot", step="terug", client="second")
    assert look(pupil.actor, lesson_of_pupil, code=world.code, language="nl").next_place is None
    assert count(world.house, Answer) == 6  # the first is kept


def test_a_word_without_giving_back_leaves_the_step_done(world, act, story):
    answer_id, pupil = story
    act(world.teacher.actor, review_answer, code=world.code, answer_id=answer_id, text="Mooi gekeken.")
    assert how(world, pupil, "terug") == "screen"


def test_the_same_word_twice_is_said_once(world, act, story):
    for _ in range(2):
        act(world.teacher.actor, review_answer, code=world.code, answer_id=story[0], text="Mooi gekeken.")
    assert count(world.house, Review) == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_nothing_or_too_much_is_not_said(world, act, story, text):
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, review_answer, code=world.code, answer_id=story[0], text=text)
    assert broken.value.field == "text"
    assert count(world.house, Review) == 0


def test_a_closed_assignment_gives_nothing_back(world, act, at, story):
    at(NOW + timedelta(days=60))
    said = {"code": world.code, "answer_id": story[0], "text": "Nog eens?"}
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, review_answer, **said, again=True)
    assert broken.value.field == "again"
    act(world.teacher.actor, review_answer, **said)  # a word is always possible
    assert count(world.house, Review) == 1


def test_an_answer_of_another_assignment_is_not_found(world, makers, act, story):
    other = makers.school_class(world.school)
    stranger = makers.teacher(world.school, other)
    with pytest.raises(NotFound):
        act(stranger.actor, review_answer, code=world.code, answer_id=story[0], text="Mooi")
    assert count(world.house, Review) == 0


def test_the_teacher_lowers_a_hand_and_twice_is_no_harm(world, act):
    pupil = world.pupils[0]
    act(pupil.actor, ask_help, code=world.code, step_id="kijk", language="nl")
    for _ in range(2):
        act(world.teacher.actor, lower_hand, code=world.code, pupil_id=pupil.id)
    assert rows(world, Progress)[0].help_since is None
    with pytest.raises(NotFound):
        act(world.teacher.actor, lower_hand, code=world.code, pupil_id=world.pupils[1].id)
