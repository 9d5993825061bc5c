"""Teacher and pupil never see different truths: whatever happened, each cell of the class view says what the pupil's
own pages say."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.assignments.operations import change_dates, choose_visits, open_after_steps
from app.base import clock
from app.base.problems import Problem
from app.learning.class_view import ClassView, Row, class_view
from app.learning.lesson import Lesson, lesson_of_pupil
from app.learning.operations import (
    ask_help,
    choose_pace,
    enter_step,
    go_on,
    lower_hand,
    open_step,
    pause_class,
    shut_step,
    stop_help,
    tick_step,
    untick_step,
)
from app.learning.player import strip_of
from app.visits.operations import mark_presence
from tests.assignments.makers import visit_of
from tests.conftest import NOW
from tests.learning.world import World, make_world

STEPS = ("kijk", "bezoek", "terug")
ACTS = 45


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", pupils=4)


class Walk:
    """Anything that may happen to a class, in any order. What is refused changes nothing."""

    def __init__(self, chance: random.Random, world: World, act: Callable, booking) -> None:
        self.chance, self.world, self.act, self.booking = chance, world, act, booking

    def one(self) -> None:
        happening = self.chance.choice(
            [self.pupil_answers, self.pupil_moves, self.teacher_steers, self.teacher_ticks, self.teacher_plans]
        )
        with suppress(Problem):
            happening()

    def pupil_answers(self) -> None:
        question, *letters = self.chance.choice([("waarom", "b"), ("delen", "a", "b"), ("inhoud", "35000")])
        one = self.chance.choice(self.world.pupils)
        if self.chance.random() < 0.3:
            self.world.do_step_kijk(one)
        else:
            self.world.answer(one, question, *letters, client=str(self.chance.random()))

    def pupil_moves(self) -> None:
        one, language = self.chance.choice(self.world.pupils), {"language": "nl"}
        operation = self.chance.choice([enter_step, ask_help, stop_help])
        step = {} if operation is stop_help else {"step_id": self.chance.choice(STEPS)}
        self.act(one.actor, operation, code=self.world.code, **step, **language)

    def teacher_steers(self) -> None:
        operation = self.chance.choice([pause_class, go_on, open_step, shut_step, choose_pace, open_after_steps])
        facts = {"step_id": self.chance.choice(STEPS)} if operation in (open_step, shut_step) else {}
        facts |= {"pace": self.chance.choice(["free", "opened"])} if operation is choose_pace else {}
        self.say(operation, **facts)

    def teacher_ticks(self) -> None:
        one = self.chance.choice(self.world.pupils)
        some = {"step_id": self.chance.choice(STEPS), "pupil_ids": [one.id]}
        if self.chance.random() < 0.2:
            self.say(lower_hand, pupil_id=one.id)
        elif self.chance.random() < 0.3:
            self.say(untick_step, **some)
        else:
            self.say(tick_step, how=self.chance.choice(["paper", "board"]), **some)

    def teacher_plans(self) -> None:
        which = self.chance.random()
        if which < 0.4:
            self.say(choose_visits, booking_ids=self.chance.choice([[], [self.booking.id]]))
        elif which < 0.8:
            everybody = [one.id for one in self.world.pupils]
            absent = [one for one in everybody if self.chance.random() < 0.4]
            self.act(self.world.teacher.actor, mark_presence, code=self.booking.code, absent=absent, seen=everybody)
        else:
            today = clock.school_day(clock.now())
            self.say(change_dates, opens_on=today, closes_on=today + timedelta(days=9))

    def say(self, operation, **facts) -> None:
        self.act(self.world.teacher.actor, operation, code=self.world.code, **facts)


def must_agree(view: ClassView, row: Row, lesson: Lesson) -> None:
    own = {step.id: item for step, item in zip(lesson.steps, strip_of(lesson), strict=True)}
    gates = {gate.step.id: gate for gate in view.gates}
    day = lesson.given.opens_on <= clock.school_day(view.at) <= lesson.given.closes_on
    for cell in row.cells:
        item = own.get(cell.step_id)
        if item is None:
            assert cell.state in ("none", "done")
            continue
        assert cell.state != "none"
        assert (cell.how is not None) == (item.state == "done")
        assert cell.how == item.how
        if cell.state == "now" and cell.minutes is not None:
            assert cell.step_id in lesson.open_steps, "nobody is on a step that is shut"
        if item.state == "locked":
            assert not gates[cell.step_id].by_hand, "what the pupil waits for, the teacher can open"
        if cell.step_id in gates and gates[cell.step_id].by_hand and day:
            assert cell.step_id in lesson.open_steps, "open is open for all"
    begun = lesson.progress.steps or lesson.progress.at_step
    assert (row.state == "help") == (lesson.progress.help_since is not None)
    if begun and row.state != "help":
        assert (row.state == "ready") == (lesson.next_place is None)
    assert view.paused == lesson.paused


@pytest.mark.parametrize("seed", range(12))
def test_each_cell_says_what_the_pupils_own_pages_say(seed, world, makers, act, look, at, client, sign_in) -> None:
    chance, moment = random.Random(seed), NOW
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    walk = Walk(chance, world, act, booking)
    for _ in range(ACTS):
        moment += timedelta(minutes=chance.choice([0, 1, 3, 20, 60 * 9]))
        at(moment)
        walk.one()
        view = look(world.teacher.actor, class_view, code=world.code, language="nl")
        for row, one in zip(view.rows, world.pupils, strict=True):
            must_agree(view, row, look(one.actor, lesson_of_pupil, code=world.code, language="nl"))
    pages_must_agree(view, world, sign_in(client, world.pupils[0]))


def pages_must_agree(view: ClassView, world: World, pupil) -> None:
    """The same by what a browser gets: the pause, what is done to look back at, a form where the pupil is."""
    shown = BeautifulSoup(pupil.get(f"/learn/{world.code}/").get_data(as_text=True), "html.parser")
    assert bool(shown.select_one("main.pauze")) == view.paused
    if view.paused:
        return
    for cell in view.rows[0].cells:
        answer = pupil.get(f"/learn/{world.code}/{cell.step_id}/1")
        if cell.state == "done":
            assert answer.status_code == 200
        if cell.state == "now" and cell.minutes is not None:
            assert 'id="f"' in answer.get_data(as_text=True)
