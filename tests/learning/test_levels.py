"""Steps and blocks follow the pupil's own level and visit; a level that changes loses nothing; on both databases."""

import pytest
from bs4 import BeautifulSoup

from app.assignments.operations import choose_visits, open_after_steps
from app.base import clock
from app.base.problems import NotFound
from app.certificates import rules as paper
from app.certificates.queries import candidates
from app.learning.class_view import class_view
from app.learning.lesson import lesson_of_pupil
from app.learning.models import Progress, StepTick
from app.learning.operations import tick_step
from app.learning.player import screen_now
from app.learning.review import pupil_page
from app.people.operations import change_pupil
from tests.assignments.makers import visit_of
from tests.conftest import BOTH
from tests.learning import kinds
from tests.learning.test_class_view import row_of, statements
from tests.learning.world import World, count, make_world

WHOLE = ("denk", "bouw", "terug")


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=kinds.write)


@pytest.fixture
def young(world, makers):
    """In the same class, groep 5."""
    return makers.pupil(world.klass, first="Jonne", last="Klein", level="po-5")


@pytest.fixture
def lesson(world, look):
    return lambda who: look(who.actor, lesson_of_pupil, code=world.code, language="nl")


def questions(lesson, step: str) -> list[str]:
    return [one.id for one in lesson.step(step).questions(lesson.viewer)]


def do_denk(world, who, *, old: bool) -> object:
    done = None
    sent = [("paren", "abc"), ("gaten", ("peil", "kolk")), ("woord", ("sluiswachter",)), ("wijs", "a"), ("vooraf", "3")]
    for question, letters in sent + ([("meer", ("veel",))] if old else []):
        done = world.answer(who, question, *letters, step="denk")
    return done


@BOTH
def test_a_pupil_gets_the_steps_and_questions_of_the_own_level(world, young, lesson):
    old = lesson(world.pupils[0])
    assert tuple(step.id for step in old.steps) == WHOLE
    assert "meer" in questions(old, "denk")
    found = lesson(young)
    assert [step.id for step in found.steps] == ["denk", "terug"]
    assert "meer" not in questions(found, "denk")


@BOTH
def test_a_step_is_done_without_the_questions_of_other_levels(world, young):
    assert do_denk(world, young, old=False).step_done
    assert not do_denk(world, world.pupils[0], old=False).step_done
    with pytest.raises(NotFound):
        world.answer(young, "meer", "veel", step="denk")
    with pytest.raises(NotFound):
        world.answer(young, "meten", "0|1", step="bouw")


@BOTH
def test_all_done_is_all_of_the_own_level(world, young, act, look):
    act(world.teacher.actor, open_after_steps, code=world.code)
    do_denk(world, young, old=False)
    world.answer(young, "nu", "iets", step="terug")
    assert world.answer(young, "achteraf", "4", step="terug").complete
    view = look(world.teacher.actor, class_view, code=world.code, language="nl")
    assert row_of(view, young).complete
    assert [(cell.state, cell.why) for cell in row_of(view, young).cells] == [
        ("done", ""), ("none", "level"), ("none", "visit"), ("done", ""),
    ]  # fmt: skip


@BOTH
def test_a_tick_for_the_class_passes_by_who_is_of_another_level(world, young, act):
    assert act(world.teacher.actor, tick_step, code=world.code, step_id="bouw", how="board") == 3
    assert count(world.house, StepTick) == 3
    assert count(world.house, Progress) == 3, "no row is made for who was passed by"


@BOTH
def test_a_level_that_changes_half_way_loses_nothing_that_was_handed_in(world, makers, act, look, lesson):
    pupil = world.pupils[0]
    do_denk(world, pupil, old=True)
    world.answer(pupil, "meten", "0|8", step="bouw")
    _level(world, act, pupil, "po-5")
    found = lesson(pupil)
    assert [step.id for step in found.steps] == ["denk", "terug"], "what was not done of the other level is not asked"
    assert found.cells["denk"]["done"] == "screen"
    page = look(world.teacher.actor, pupil_page, code=world.code, pupil_id=pupil.id, language="nl")
    kept = {one.question.id: (one.said is not None, step.own) for step in page.steps for one in step.answers}
    assert kept["meer"] == (True, True)
    assert kept["meten"] == (True, False)
    _level(world, act, pupil, "po-7")
    assert lesson(pupil).cells["bouw"]["answered"] == ["meten"]


@BOTH
def test_a_step_that_was_done_stays_the_pupils_own_when_the_level_changes(world, act, lesson, look):
    pupil = world.pupils[0]
    act(world.teacher.actor, tick_step, code=world.code, step_id="bouw", how="paper", pupil_ids=[pupil.id])
    _level(world, act, pupil, "po-5")
    assert [step.id for step in lesson(pupil).steps] == list(WHOLE)
    view = look(world.teacher.actor, class_view, code=world.code, language="nl")
    assert row_of(view, pupil).cells[1].how == "paper"


def test_groep_four_has_no_band_and_gets_everything(world, makers, lesson):
    small = makers.pupil(world.klass, first="Pip", level="po-4")
    assert tuple(step.id for step in lesson(small).steps) == WHOLE


@BOTH
def test_what_is_about_the_visit_is_read_only_when_one_goes_with_it(world, makers, act, look):
    pupil, stays = world.pupils[:2]

    def read(who):
        now = look(who.actor, screen_now, code=world.code, step_id="denk", number=1, language="nl")
        return [part.kind for part in now.parts]

    assert read(pupil) == []
    booking = visit_of(makers, world.teacher, world.klass, [pupil])
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[booking.id])
    assert (read(pupil), read(stays)) == (["visit"], [])


def test_the_level_costs_no_query(world, young, client, sign_in):
    def cost(who):
        pupil = sign_in(client, who)
        pupil.get(f"/learn/{world.code}/denk/1")
        with statements(world.house) as sent:
            assert pupil.get(f"/learn/{world.code}/denk/1").status_code == 200
        return len(sent)

    assert cost(world.pupils[0]) == cost(young) <= 9


def test_the_paper_asks_the_steps_of_the_own_level(world, young, act, look):
    act(world.teacher.actor, open_after_steps, code=world.code)
    everybody = [*[one.id for one in world.pupils], young.id]
    for step in ("denk", "terug"):
        act(world.teacher.actor, tick_step, code=world.code, step_id=step, how="board", pupil_ids=everybody)
    found = look(world.teacher.actor, candidates, code=world.code)
    verdicts = {one.pupil.id: one.verdict for one in found.pupils}
    assert verdicts[young.id].earned
    assert verdicts[world.pupils[0].id] == paper.Verdict(False, ("Bouw",), paper.NOT_DONE, kind=paper.MODULE)


def test_the_page_of_the_class_says_why_a_cell_is_empty(world, young, client, sign_in):
    teacher = sign_in(client, world.teacher)
    page = BeautifulSoup(teacher.get(f"/class/{world.code}/grid").text, "html.parser")
    row = next(one for one in page.select("tbody tr") if "Jonne" in one.th.text)
    assert "voor een ander niveau" in row.select("td")[1].text
    tick = BeautifulSoup(teacher.get(f"/class/{world.code}/tick?step=bouw").text, "html.parser")
    box = next(one for one in tick.select("label.vink") if "Jonne" in one.text)
    assert box.input.has_attr("disabled")
    assert not box.input.has_attr("checked")


def _level(world: World, act, pupil, level: str) -> None:
    facts = {"code": world.klass.code, "pupil_id": pupil.id, "first": pupil.name, "last": pupil.last_name}
    act(world.teacher.actor, change_pupil, level=level, **facts)
    assert clock.now()
