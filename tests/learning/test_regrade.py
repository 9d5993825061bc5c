"""A key that changed: the teacher sees what would happen, applies it once, and nobody loses a point."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.assignments.operations import open_after_steps
from app.assignments.queries import assignment_for_staff
from app.base import clock
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.learning.models import Answer, Mark, VersionNote
from app.learning.operations import mark_again, note_version, review_answer
from app.learning.player import screen_now
from app.learning.queries import last_answers
from app.learning.regrade import regrade_report
from app.learning.versions import version_news
from tests.conftest import BOTH, NOW
from tests.learning.published import Press, best, cells, points, rows
from tests.learning.world import World, count, make_world

pytestmark = BOTH
A_RIGHT = (  # the key of `waarom` was b, and is a
    "nl/kijk.md",
    "- ( ) a: Om te wassen\n  > GEHEIM-TERUG-A\n- (x) b:",
    "- (x) a: Om te wassen\n  > GEHEIM-TERUG-A\n- ( ) b:",
)
WIDER = ("nl/kijk.md", "35000 m³ ± 1%", "35000 m³ ± 20%")
Look = Callable[..., Any]


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "lessons", pupils=4)


@pytest.fixture
def press(world: World, tmp_path: Path) -> Press:
    return Press(world, tmp_path / "lessons/proef")


def report(world: World, look: Look) -> Any:
    return look(world.teacher.actor, regrade_report, code=world.code, language="nl")


def apply(world: World, revision: int = 1, **who: Any) -> Any:
    actor = who.get("actor", world.teacher.actor)
    return world.house.act(actor, clock.now(), mark_again, code=world.code, revision=revision)


def news(world: World, look: Look) -> Any:
    def ask(work: Any) -> Any:
        return version_news(work, assignment_for_staff(work, world.code), language="nl")

    return look(world.teacher.actor, ask)


def test_a_wider_margin_makes_a_wrong_answer_right(world, press, look) -> None:
    first, second, third = world.pupils[:3]
    world.answer(first, "inhoud", "30000")
    world.answer(second, "inhoud", "35000")
    world.answer(third, "inhoud", "12")
    press.to("1.1", WIDER)
    found = report(world, look)
    assert found.counts.plain == {"to_right": 1, "more": 0, "same": 2, "lower": 0}
    (question,) = found.questions
    assert (question.id, question.counts.pupils, question.step) == ("inhoud", 3, "Waarom een sluis?")
    assert count(world.house, Mark) == 3  # a dry run writes nothing
    assert apply(world).plain == found.counts.plain
    assert points(world, first) == {"inhoud": [0, 2]}
    assert best(world, first, "inhoud") == 2
    assert news(world, look).is_empty


def test_a_key_that_moves_never_lowers_a_score(world, press, look) -> None:
    right, wrong = world.pupils[:2]
    world.answer(right, "waarom", "b")
    world.answer(wrong, "waarom", "a", client="1")
    world.answer(wrong, "waarom", "c", client="2")
    press.to("1.1", A_RIGHT)
    found = report(world, look)
    assert found.counts.plain == {"to_right": 1, "more": 0, "same": 1, "lower": 1}
    assert (found.questions[0].before, found.questions[0].after) == ("Om water tegen te houden", "Om te wassen")
    apply(world)
    assert best(world, right, "waarom") == 2
    assert best(world, wrong, "waarom") == 2
    assert points(world, right)["waarom"] == [2, 0]  # the new mark is there, and the best one counts


def test_who_was_right_still_sees_right(world, press, look) -> None:
    """The page of a question says what the best mark says, not what the newest key would."""
    pupil = world.pupils[0]
    world.answer(pupil, "waarom", "b")
    press.to("1.1", A_RIGHT)

    def state() -> str:
        shown = look(pupil.actor, screen_now, code=world.code, step_id="kijk", number=1, language="nl")
        return str(shown.asked.state)

    assert state() == "right"
    apply(world)
    assert state() == "right"


def test_a_first_try_that_turns_out_right_counts_and_is_shown(world, press, look) -> None:
    pupil = world.pupils[0]
    world.answer(pupil, "waarom", "a", client="1")
    world.answer(pupil, "waarom", "c", client="2")
    press.to("1.1", A_RIGHT)
    apply(world)
    (shown,) = look(pupil.actor, last_answers, assignment_id=rows(world, VersionNote)[0].assignment_id)
    assert shown.value == {"choice": "a"}
    screen = look(pupil.actor, screen_now, code=world.code, step_id="kijk", number=1, language="nl")
    assert screen.asked.state == "right"


def test_a_question_that_turns_out_right_needs_no_other_try(world, press) -> None:
    pupil = world.pupils[0]
    assert world.answer(pupil, "waarom", "a").again
    assert "waarom" not in cells(world, pupil).get("kijk", {}).get("answered", [])
    press.to("1.1", A_RIGHT)
    apply(world)
    assert "waarom" in cells(world, pupil)["kijk"]["answered"]


def test_more_points_are_given_and_fewer_are_not_taken(world, press, look) -> None:
    right, part = world.pupils[:2]
    world.answer(right, "delen", "a", "b")
    world.answer(part, "delen", "a")
    press.to("1.1", ("nl/kijk.md", "#delen points=2", "#delen points=4"))
    found = report(world, look)
    assert found.counts.plain == {"to_right": 0, "more": 2, "same": 0, "lower": 0}
    assert (found.questions[0].points_before, found.questions[0].points_after) == (2, 4)
    apply(world)
    assert (best(world, right, "delen"), best(world, part, "delen")) == (4, 2)
    press.to("1.2", ("nl/kijk.md", "#delen points=4", "#delen points=1"))
    assert report(world, look).counts.plain == {"to_right": 0, "more": 0, "same": 2, "lower": 2}
    apply(world, 2)
    assert (best(world, right, "delen"), best(world, part, "delen")) == (4, 2)


def test_applying_twice_is_applying_once(world, press) -> None:
    world.answer(world.pupils[0], "inhoud", "30000")
    press.to("1.1", WIDER)
    apply(world)
    before = count(world.house, Mark)
    assert apply(world).pupils == 0
    assert count(world.house, Mark) == before


def test_two_teachers_who_click_at_once_mark_once(world, press) -> None:
    for pupil in world.pupils:
        world.answer(pupil, "inhoud", "30000")
    press.to("1.1", WIDER)
    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(lambda _: apply(world), range(8)))
    assert count(world.house, Mark) == 2 * len(world.pupils)


def test_a_key_that_changes_again_asks_again(world, press, look) -> None:
    world.answer(world.pupils[0], "inhoud", "30000")
    press.to("1.1", WIDER)
    apply(world)
    assert news(world, look).is_empty
    press.to("1.2", ("nl/kijk.md", "35000 m³ ± 20%", "30000 m³ ± 1%"))
    assert news(world, look).regrade
    apply(world, 2)
    assert news(world, look).is_empty


def test_a_key_that_was_put_back_asks_nothing(world, press, look) -> None:
    world.answer(world.pupils[0], "inhoud", "30000")
    press.to("1.1", WIDER)
    press.to("1.2", ("nl/kijk.md", "35000 m³ ± 20%", "35000 m³ ± 1%"))
    assert news(world, look).is_empty
    assert report(world, look).is_empty


def test_text_alone_asks_nothing(world, press, look) -> None:
    world.answer(world.pupils[0], "inhoud", "30000")
    press.to("1.1", ("nl/kijk.md", "Hoeveel water is er?", "Hoeveel water zit er in de kolk?"))
    assert news(world, look).is_empty
    assert report(world, look).is_empty


def test_an_answer_after_the_revision_is_marked_by_it_and_needs_nothing(world, press, look) -> None:
    press.to("1.1", WIDER)
    world.answer(world.pupils[0], "inhoud", "30000")
    assert points(world, world.pupils[0]) == {"inhoud": [2]}
    assert news(world, look).is_empty


def test_a_revision_that_came_out_meanwhile_is_looked_at_first(world, press) -> None:
    world.answer(world.pupils[0], "inhoud", "30000")
    press.to("1.1", WIDER)
    press.to("1.2", ("nl/kijk.md", "Hoeveel water is er?", "Hoeveel water zit er in de kolk?"))
    with pytest.raises(RuleBroken):
        apply(world, 1)
    assert apply(world, 2).to_right == 1


def test_a_rubric_that_changed_is_said_to_who_read_answers(world, press, look, at) -> None:
    pupil, act = world.pupils[0], world.house.act
    act(world.teacher.actor, NOW, open_after_steps, code=world.code)
    world.answer(pupil, "verhaal", "Er was een boot.", step="terug")
    answer = rows(world, Answer)[0]
    act(world.teacher.actor, NOW, review_answer, code=world.code, answer_id=answer.id, text="Mooi")
    at(NOW + timedelta(hours=1))
    press.to("1.1", ("nl/terug.md", "rubric: Elk verhaal is goed.", "rubric: Er komt een boot in voor."))
    assert news(world, look).regrade
    found = report(world, look)
    assert (found.questions, found.counts.pupils) == ((), 0)
    assert [(one.id, one.rubric, one.read) for one in found.look_at] == [("verhaal", "Er komt een boot in voor.", 1)]
    at(NOW + timedelta(hours=2))
    apply(world)
    assert news(world, look).is_empty


def test_only_a_teacher_of_the_class_marks_again(world, press, makers) -> None:
    world.answer(world.pupils[0], "inhoud", "30000")
    press.to("1.1", WIDER)
    other = makers.school()
    stranger = makers.teacher(other, makers.school_class(other))
    with pytest.raises(NotFound):
        apply(world, actor=stranger.actor)
    for person in (makers.school_admin(world.school), world.pupils[0], makers.coordinator()):
        with pytest.raises(NotAllowed):
            apply(world, actor=person.actor)
    assert count(world.house, VersionNote) == 0


def test_an_urgent_revision_is_told_until_it_was_read(world, press, look, at) -> None:
    at(NOW + timedelta(hours=1))
    press.to("1.1", ("nl/bezoek.md", "Blijf achter de lijn.", "Blijf ver achter de lijn."), (
        "module.yml", "reviewed: []\n", "reviewed: []\nurgent: true\n",
    ))  # fmt: skip
    urgent = news(world, look).urgent
    assert (urgent.version, urgent.steps) == ("1.1", ("Kijken bij de sluis",))
    at(NOW + timedelta(hours=2))
    press.to("1.2", ("nl/kijk.md", "Het water in zee", "Het zeewater"), ("module.yml", "urgent: true\n", ""))
    assert news(world, look).urgent.version == "1.1"  # a later text does not hide it
    said = {"code": world.code, "kind": "read", "edition": 1, "revision": 1}
    for _ in range(2):
        world.house.act(world.teacher.actor, clock.now(), note_version, **said)
    assert news(world, look).is_empty
    assert count(world.house, VersionNote) == 1


def test_what_was_urgent_before_the_module_was_given_is_no_news(house, makers, tmp_path, look, at) -> None:
    world = make_world(house, makers, tmp_path / "lessons")
    press = Press(world, tmp_path / "lessons/proef")
    at(NOW - timedelta(days=1))
    press.to("1.1", ("module.yml", "reviewed: []\n", "reviewed: []\nurgent: true\n"))
    at(NOW)
    assert news(world, look).is_empty
