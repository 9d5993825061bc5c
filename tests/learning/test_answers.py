"""An answer is kept once, marked by the server, and never lost or changed; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.base import clock
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.curriculum.module import Viewer
from app.learning.models import Answer, Mark, Progress
from app.learning.operations import submit_answer
from tests.conftest import BOTH, NOW
from tests.learning.world import World, count, make_world

pytestmark = BOTH


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


def rows(world: World, table: type) -> list[Any]:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(table).order_by(table.id)))


def test_a_right_answer_is_kept_in_letters_and_marked(world):
    outcome = world.answer(world.pupils[0], "waarom", "b")
    assert outcome.right is True
    assert rows(world, Answer)[0].value == {"choice": "b"}
    assert rows(world, Mark)[0].score == 2


def test_the_same_answer_sent_twice_counts_once_and_is_a_success(world):
    first = world.answer(world.pupils[0], "waarom", "b", client="one")
    again = world.answer(world.pupils[0], "waarom", "b", client="one")
    assert (first.right, again.right) == (True, True)
    assert count(world.house, Answer) == count(world.house, Mark) == 1


def test_the_same_id_with_another_content_is_refused_and_the_first_stays(world):
    world.answer(world.pupils[0], "waarom", "a", client="one")
    with pytest.raises(RuleBroken):
        world.answer(world.pupils[0], "waarom", "b", client="one")
    assert [row.value for row in rows(world, Answer)] == [{"choice": "a"}]


def test_thirty_clicks_at_once_are_one_answer(world):
    def send(_: int) -> bool:
        return bool(world.answer(world.pupils[0], "waarom", "b", client="one").right)

    with ThreadPoolExecutor(8) as crowd:
        assert list(crowd.map(send, range(30))) == [True] * 30
    assert count(world.house, Answer) == 1
    assert count(world.house, Progress) == 1


def test_two_pupils_may_use_the_same_id(world):
    world.answer(world.pupils[0], "waarom", "b", client="one")
    world.answer(world.pupils[1], "waarom", "b", client="one")
    assert count(world.house, Answer) == 2


def test_a_wrong_answer_leaves_another_try_and_then_it_is_over(world):
    pupil = world.pupils[0]
    assert world.answer(pupil, "waarom", "a", client="1").again
    assert "waarom" not in rows(world, Progress)[0].steps.get("kijk", {}).get("answered", [])
    second = world.answer(pupil, "waarom", "c", client="2")
    assert not second.again
    assert "waarom" in rows(world, Progress)[0].steps["kijk"]["answered"]
    with pytest.raises(RuleBroken):
        world.answer(pupil, "waarom", "b", client="3")


def test_a_step_is_done_when_all_is_handed_in_right_or_not(world):
    pupil = world.pupils[0]
    world.answer(pupil, "waarom", "b")
    world.answer(pupil, "delen", "c")
    world.answer(pupil, "volgorde", *"edcba")
    assert not rows(world, Progress)[0].steps["kijk"].get("done")
    assert world.answer(pupil, "inhoud", "12").step_done
    assert rows(world, Progress)[0].steps["kijk"]["done"] == "screen"


def test_words_where_a_number_belongs_are_asked_again_and_not_kept(world):
    with pytest.raises(RuleBroken) as refused:
        world.answer(world.pupils[0], "inhoud", "heel veel")
    assert refused.value.field == "answer"
    assert count(world.house, Answer) == 0


def test_a_dutch_number_with_a_point_is_thousands(world):
    assert world.answer(world.pupils[0], "inhoud", "35.000").right is True


def test_a_closed_assignment_takes_no_answers(world, at):
    at(NOW + timedelta(days=40))
    with pytest.raises(RuleBroken):
        world.answer(world.pupils[0], "waarom", "b")
    assert count(world.house, Answer) == 0


def test_a_step_after_the_visit_is_closed_until_it_opens(world):
    from app.assignments.operations import open_after_steps

    pupil = world.pupils[0]
    with pytest.raises(RuleBroken):
        world.house.act(
            pupil.actor, NOW, submit_answer, code=world.code, step_id="terug", question_id=_first_after(world),
            client_id="x", sent={"answer": ["ik was er niet"]}, language="nl",
        )  # fmt: skip
    world.house.act(world.teacher.actor, NOW, open_after_steps, code=world.code)
    world.house.act(
        pupil.actor, NOW, submit_answer, code=world.code, step_id="terug", question_id=_first_after(world),
        client_id="x", sent=_any(world, _first_after(world)), language="nl",
    )  # fmt: skip
    assert count(world.house, Answer) == 1


def test_another_class_or_school_has_no_such_assignment(world, makers):
    other = makers.school_class(world.school)
    elsewhere = makers.school_class(makers.school())
    for klass in (other, elsewhere):
        stranger = makers.pupils(klass, 1)[0]
        with pytest.raises(NotFound):
            world.answer(stranger, "waarom", "b")
    assert count(world.house, Answer) == 0


def test_a_question_of_nowhere_is_not_found_and_a_teacher_does_not_answer(world):
    with pytest.raises(NotFound):
        world.house.act(
            world.pupils[0].actor, NOW, submit_answer, code=world.code, step_id="kijk", question_id="nope",
            client_id="x", sent={"answer": ["b"]}, language="nl",
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        world.answer(world.teacher, "waarom", "b")


def test_who_joins_the_class_later_has_the_assignment_too(world, makers):
    late = makers.pupil(world.klass, first="Sam", from_on=clock.school_day(NOW))
    assert world.answer(late, "waarom", "b").right


def _first_after(world: World) -> str:
    step = world.module.step("terug")
    assert step is not None
    return step.questions(Viewer(present=False))[0].id


def _any(world: World, question_id: str) -> dict[str, list[str]]:
    question = world.module.question(question_id)
    assert question is not None
    return {"answer": [question.options[0].token] if question.options else ["7"]}
