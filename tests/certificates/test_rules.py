"""When a certificate is earned and what may stand on it: decided from values alone."""

import dataclasses
from datetime import timedelta
from uuid import UUID

import pytest
from markupsafe import Markup

from app.assignments.rules import Visit
from app.certificates import rules
from app.curriculum.module import Module, Part, Question, Step
from tests.conftest import NOW

HOUR = timedelta(hours=1)
WAS = Visit(NOW - 3 * HOUR, NOW - 2 * HOUR, True, UUID(int=1))
ILL = dataclasses.replace(WAS, present=False)
UNSAID = dataclasses.replace(WAS, present=None)
TOMORROW = Visit(NOW + 24 * HOUR, NOW + 25 * HOUR, None, UUID(int=2))
DONE = {step: {"done": "screen"} for step in ("kijk", "bezoek", "terug")}


def question(name: str, kind: str = "choice", points: float = 2) -> Part:
    asked = Question(name, kind, Markup(""), (), (), points, 1, Markup(""))
    return Part("question", Markup(""), name, asked, ())


def step(name: str, phase: str, *parts: Part) -> Step:
    return Step(name, phase, 10, "eye", name.capitalize(), name.capitalize(), parts)


STEPS = (
    step("kijk", "before", question("een"), question("twee", points=8), question("vertel", "open", 10)),
    step("bezoek", "during"),
    step("terug", "after", question("drie", points=10)),
)


def module(steps: tuple[Step, ...] = STEPS, *, pass_points: float | None = None) -> Module:
    empty = dict.fromkeys(
        ("goals", "kerndoelen", "topics", "safety", "materials", "evidence", "credits", "reviewed"), ()
    )
    return Module(
        slug="proef", edition=1, revision=0, version_id=UUID(int=9), language="nl", languages=("nl",), title="Proef",
        summary="", levels=("po-7-8",), steps=steps, materials_note=Markup(""), visit_kind=None, visit_label="",
        pass_points=pass_points, picture_url="", minutes={}, licence="", **empty,
    )  # fmt: skip


def judged(**given) -> rules.Verdict:
    facts = {
        "module": module(), "tone": "po", "chosen": None, "visits": (WAS,), "listed": True, "cells": DONE, "marks": [],
        "now": NOW, **given,
    }  # fmt: skip
    return rules.for_run(rules.verdicts(facts.pop("module"), **facts), rules.BOTH)


def without(*steps: str) -> dict:
    return {name: cell for name, cell in DONE.items() if name not in steps}


def test_everything_done_and_there_earns_it():
    assert judged() == rules.Verdict(True)


def test_what_is_missing_is_named_as_on_the_strip():
    assert judged(cells=without("kijk", "bezoek")) == rules.Verdict(False, ("Kijk", "Bezoek"), rules.NOT_DONE)


def test_who_was_absent_need_not_do_the_step_of_the_visit():
    assert judged(visits=(ILL,), cells=without("bezoek")).earned
    assert not judged(visits=(ILL,), cells=without("terug")).earned


def test_who_was_there_has_to_do_the_step_of_the_visit():
    assert judged(cells=without("bezoek")).missing == ("Bezoek",)


def test_a_class_without_a_visit_needs_no_step_of_a_visit():
    assert judged(visits=(), cells=without("bezoek")).earned


@pytest.mark.parametrize(
    ("visits", "why"),
    [
        ((UNSAID,), rules.NOT_SAID),
        ((WAS, UNSAID), rules.NOT_SAID),
        ((ILL, UNSAID), rules.NOT_SAID),
        ((TOMORROW,), rules.TO_COME),
        ((WAS, TOMORROW), rules.TO_COME),
        ((UNSAID, TOMORROW), rules.NOT_SAID),
    ],
)
def test_as_long_as_the_teacher_has_not_said_who_was_there_it_waits(visits, why):
    assert judged(visits=visits) == rules.Verdict(False, why=why)


def test_a_visit_nobody_is_on_the_list_of_is_not_taken_for_no_visit():
    assert judged(visits=(), listed=False).why == rules.NOBODY_LISTED


def test_there_at_one_of_two_visits_is_there():
    assert judged(visits=(ILL, WAS)).earned
    assert judged(visits=(ILL, WAS), cells=without("bezoek")).missing == ("Bezoek",)


@pytest.mark.parametrize("how", ["screen", "paper", "board", "accepted"])
def test_paper_board_and_other_work_count_like_the_screen(how):
    assert judged(cells={**DONE, "kijk": {"done": how}}).earned


def test_handed_in_for_half_is_not_done():
    assert judged(cells={**DONE, "kijk": {"answered": ["een"]}}).missing == ("Kijk",)


def test_only_the_steps_the_teacher_chose_are_asked():
    assert judged(chosen={"kijk"}, cells={"kijk": {"done": "paper"}}).earned
    assert judged(chosen={"bezoek"}, visits=(ILL,), cells={}).why == rules.NOTHING_LEFT


# Points

ON_SCREEN = {**DONE, "kijk": {"done": "screen", "answered": ["een", "twee", "vertel"]}}
POINTS = module(pass_points=0.6)


def test_in_primary_points_never_decide():
    assert judged(module=POINTS, tone="po", cells=ON_SCREEN, marks=[("een", 0, 2), ("twee", 0, 8)]).earned


@pytest.mark.parametrize(("score", "earned"), [(0, False), (3, False), (4, True), (8, True)])
def test_in_secondary_sixty_per_cent_is_enough(score, earned):
    verdict = judged(module=POINTS, tone="vo", cells=ON_SCREEN, marks=[("een", 2, 2), ("twee", score, 8)])
    assert verdict.earned is earned
    assert verdict.why == ("" if earned else rules.TOO_FEW_POINTS)


def test_in_secondary_points_decide_nothing_when_the_module_does_not_say_so():
    assert judged(tone="vo", cells=ON_SCREEN, marks=[("een", 0, 2)]).earned


def test_the_best_of_several_tries_counts():
    marks = [("een", 2, 2), ("twee", 0, 8), ("twee", 4, 8), ("twee", 1, 8)]
    assert judged(module=POINTS, tone="vo", cells=ON_SCREEN, marks=marks).earned


def test_what_a_teacher_gave_for_an_open_answer_makes_up_for_nothing():
    marks = [("een", 0, 2), ("twee", 0, 8), ("vertel", 10, 10)]
    assert not judged(module=POINTS, tone="vo", cells=ON_SCREEN, marks=marks).earned


@pytest.mark.parametrize("how", ["paper", "board", "accepted"])
def test_a_step_ticked_by_the_teacher_asks_no_points(how):
    cells = {**ON_SCREEN, "kijk": {"done": how, "answered": ["een"]}}
    assert judged(module=POINTS, tone="vo", cells=cells, marks=[("een", 0, 2)]).earned


def test_answers_of_a_step_done_on_paper_do_not_help_another_step_either():
    cells = {**DONE, "kijk": {"done": "paper", "answered": ["een"]}, "terug": {"done": "screen", "answered": ["drie"]}}
    assert not judged(module=POINTS, tone="vo", cells=cells, marks=[("een", 2, 2), ("drie", 5, 10)]).earned
    assert judged(module=POINTS, tone="vo", cells=cells, marks=[("een", 2, 2), ("drie", 6, 10)]).earned


def test_a_question_the_pupil_was_never_shown_asks_no_points():
    """Done in the version for who was there, and found to be absent afterwards, or the other way round."""
    cells = {**DONE, "kijk": {"done": "screen", "answered": ["twee"]}}
    assert judged(module=POINTS, tone="vo", cells=cells, marks=[("twee", 8, 8)]).earned


# What stands on paper


def told(cells: dict, steps: tuple[Step, ...] = STEPS) -> list[tuple[list[str], bool]]:
    return [([one.id for one in phase.steps], phase.own_work) for phase in rules.told(steps, cells)]


def test_only_what_was_done_is_named():
    assert told(without("terug")) == [(["kijk"], False), (["bezoek"], False), ([], False)]


def test_accepted_other_work_is_never_called_by_the_name_of_the_step():
    cells = {**DONE, "terug": {"done": "accepted"}, "kijk": {"done": "accepted"}}
    assert told(cells) == [([], True), (["bezoek"], False), ([], True)]


def test_beside_a_step_that_was_done_other_work_is_not_mentioned():
    """So that nobody can read from the paper that a child had a programme of its own."""
    two = (step("kijk", "before"), step("bouw", "before"), STEPS[2])
    assert told({**DONE, "bouw": {"done": "accepted"}}, two)[0] == (["kijk"], False)


def test_a_change_after_printing_is_said_and_the_visit_before_the_name():
    same = {"name": "Noor", "printed_name": "Noor", "visits": [1], "printed_visits": [1]}
    assert rules.outdated(**same) == ""
    assert rules.outdated(**{**same, "name": "Noortje"}) == rules.NAME_CHANGED
    assert rules.outdated(**{**same, "name": "Noortje", "visits": []}) == rules.PRESENCE_CHANGED


ANSWERED = {"kijk": {"done": "screen", "answered": ["een", "twee"]}, "bezoek": {"done": "paper"}}
HELD = [("een", 2.0, 2.0), ("twee", 0.0, 8.0)]  # 2 of 10 points


@pytest.mark.parametrize("points", [(2, 8), (2, 2), (8, 2), (1, 40)])
def test_other_points_later_never_take_a_certificate_out_of_reach(points) -> None:
    """A revision may give a question other points; what was enough by the points of then stays enough."""
    revised = step("kijk", "before", question("een", points=points[0]), question("twee", points=points[1]))
    assert rules.enough_points(0.2, (revised,), ANSWERED, HELD)
    assert not rules.enough_points(0.9, (revised,), ANSWERED, HELD)


def test_a_mark_by_a_newer_key_that_is_less_does_not_count() -> None:
    later = [*HELD, ("een", 0.0, 2.0), ("twee", 8.0, 8.0)]
    assert rules.enough_points(1, (STEPS[0],), ANSWERED, later)
