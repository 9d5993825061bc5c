"""What a pupil thinks is kept apart from the pupil, and shown of many or not at all; on both databases."""

import json
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import inspect, select, text

from app.assignments.operations import open_after_steps
from app.base import clock
from app.base.db import Table
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.learning import rules
from app.learning.attitudes import attitudes_page
from app.learning.models import Answer, Attitude, Mark
from tests.conftest import BOTH, NOW
from tests.learning import kinds
from tests.learning.world import World, count, make_world

BEFORE, AFTER = ("denk", "vooraf"), ("terug", "achteraf")


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    made = make_world(house, makers, tmp_path / "proef", write=kinds.write, pupils=16)
    house.act(made.teacher.actor, clock.now(), open_after_steps, code=made.code)
    return made


def choose(world: World, who, value: int, which=BEFORE, client="c") -> object:
    step, question = which
    return world.answer(who, question, str(value), step=step, client=client)


def rows(world: World) -> list[Attitude]:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(Attitude).order_by(Attitude.wave, Attitude.value)))


def item_of(world, look, who=None):
    return look((who or world.teacher).actor, attitudes_page, code=world.code, language="nl").items[0]


@BOTH
def test_no_row_of_a_pupil_holds_what_was_chosen(world):
    pupil = world.pupils[0]
    outcome = choose(world, pupil, 4)
    assert not outcome.again
    assert (count(world.house, Answer), count(world.house, Mark), count(world.house, Attitude)) == (0, 0, 1)
    with world.house.store.reading("everywhere") as db:
        for table in Table.metadata.sorted_tables:
            if table.name == "attitude":
                continue
            for row in db.execute(table.select()):
                assert rows(world)[0].pseudonym not in str(row), table.name


@BOTH
def test_the_row_names_no_pupil_and_no_time(world):
    pupil = world.pupils[0]
    choose(world, pupil, 4)
    with world.house.store.reading("everywhere") as db:
        held = dict(db.execute(text("select * from attitude")).mappings().one())
    assert not any(pupil.id.hex in str(value).replace("-", "") for value in held.values())
    assert str(held["day"])[:10] == "2026-08-01", "the school year: who came a day later than the others is known by it"
    assert len(str(held["day"])[:19].replace("00:00:00", "").strip()) == 10, "and no time"
    assert rows(world)[0].id.version == 4, "an id that follows from the time would tell who it was"
    assert {column.name for column in inspect(Attitude).columns} == set(held)


def test_the_file_does_not_remember_in_what_order_they_came(world):
    for number, pupil in enumerate(world.pupils[:8]):
        choose(world, pupil, number % 5 + 1)
    with world.house.store.reading("everywhere") as db, pytest.raises(Exception, match="rowid"):
        db.execute(text("select rowid from attitude")).all()
    with world.house.store.reading("everywhere") as db:
        ids = [row[0] for row in db.execute(text("select id from attitude"))]
    assert ids == sorted(ids)


@BOTH
def test_the_pupils_row_says_only_that_it_was_handed_in(world):
    from app.learning.models import Progress

    choose(world, world.pupils[0], 4)
    with world.house.store.reading("everywhere") as db:
        cell = db.scalars(select(Progress)).one().steps["denk"]
    assert (cell["answered"], set(cell)) == (["vooraf"], {"answered", "at"})


@BOTH
def test_changing_ones_mind_takes_the_place_of_the_first_choice(world):
    for value in (2, 5, 5):
        choose(world, world.pupils[0], value)
    assert [row.value for row in rows(world)] == [5]


@BOTH
def test_before_and_after_of_one_child_can_be_laid_together_and_of_two_children_not(world):
    one, other = world.pupils[:2]
    for who in (one, other):
        choose(world, who, 2)
        choose(world, who, 4, AFTER)
    held = {(row.wave, row.pseudonym) for row in rows(world)}
    names = {name for _, name in held}
    assert len(held) == 4
    assert len(names) == 2


def test_without_the_secret_of_the_house_the_pseudonym_cannot_be_made(world):
    from dataclasses import replace

    from app.base.sealing import Seal
    from app.learning.operations.attitudes import pseudonym

    pupil, held = world.pupils[0], {}
    choose(world, pupil, 4)
    with world.house.looking(pupil.actor, NOW) as work:
        facts = {"pupil_id": pupil.id, "class_id": world.klass.id, "module": "proef"}
        held = {pseudonym(replace(work, seal=Seal(secret)), **facts) for secret in ("only for tests", "guessed")}
    assert rows(world)[0].pseudonym in held
    assert len(held) == 2


@BOTH
@pytest.mark.parametrize("sent", ["0", "6", "", "3.5", "drie", "-1", "3 4"])
def test_a_place_that_is_not_on_the_scale_is_asked_again(world, sent):
    with pytest.raises(RuleBroken):
        choose(world, world.pupils[0], sent)
    assert count(world.house, Attitude) == 0


@BOTH
def test_a_closed_step_takes_no_opinion(world, at):
    at(NOW + timedelta(days=40))
    with pytest.raises(RuleBroken):
        choose(world, world.pupils[0], 3)
    assert count(world.house, Attitude) == 0


@BOTH
def test_nine_are_not_told_and_not_how_many_and_ten_are(world, look):
    for who in world.pupils[:9]:
        choose(world, who, 3)
        choose(world, who, 4, AFTER)
    assert item_of(world, look) == item_of(world, look).__class__(
        item_of(world, look).html, ("before", "after"), (), (), ()
    )
    choose(world, world.pupils[9], 1)
    assert item_of(world, look).points == (), "before is told with after, or not at all"
    choose(world, world.pupils[9], 5, AFTER)
    item = item_of(world, look)
    assert item.totals == (10, 10)
    assert [point.counts for point in item.points] == [(1, 0), (0, 0), (9, 0), (0, 9), (0, 1)]
    assert item.means == (2.8, 4.1)


@BOTH
def test_the_eleventh_answer_cannot_be_told_from_the_difference(world, look):
    for who in world.pupils[:10]:
        choose(world, who, 3)
        choose(world, who, 4, AFTER)
    told = item_of(world, look)
    for who in world.pupils[10:14]:
        choose(world, who, 1)
        assert item_of(world, look) == told
    choose(world, world.pupils[0], 3)  # the same again is no change
    assert item_of(world, look) == told
    choose(world, world.pupils[14], 1)
    assert item_of(world, look).totals == (15, 10)


@BOTH
def test_a_changed_mind_does_not_show_until_five_have_changed(world, look):
    for who in world.pupils[:10]:
        choose(world, who, 3)
        choose(world, who, 4, AFTER)
    told = item_of(world, look)
    for who in world.pupils[:4]:
        choose(world, who, 1)
        assert item_of(world, look) == told
    choose(world, world.pupils[4], 1)
    assert item_of(world, look).points[0].counts[0] == 5


@pytest.mark.parametrize(
    ("rows", "follows"),
    [
        ([(3, None)] * 9, False),
        ([(3, None)] * 10, True),
        ([(3, 3)] * 10 + [(1, None)] * 4, False),
        ([(3, 3)] * 10 + [(1, None)] * 3 + [(2, 4)] * 2, True),
        ([(3, 3)] * 20, False),
        ([], False),
    ],
)
def test_what_is_shown_follows_for_ten_first_and_five_at_a_time(rows, follows):
    assert rules.may_follow(rows) is follows


def test_only_people_of_this_class_and_its_school_see_the_counts(world, makers, look):
    assert item_of(world, look, makers.school_admin(world.school)).waves
    elsewhere = makers.school()
    for stranger in (
        makers.teacher(world.school, makers.school_class(world.school)),
        makers.teacher(elsewhere, makers.school_class(elsewhere)),
    ):
        with pytest.raises(NotFound):
            item_of(world, look, stranger)
    for other in (world.pupils[0], makers.coordinator()):
        with pytest.raises(NotAllowed):
            item_of(world, look, other)


def test_the_pupils_page_says_done_and_never_what(world, client, sign_in):
    pupil = sign_in(client, world.pupils[0])
    url = f"/learn/{world.code}/denk/5"
    fresh = BeautifulSoup(pupil.get(url).text, "html.parser")
    form = {one["name"]: one["value"] for one in fresh.select("#f input[type=hidden]")}
    assert pupil.post(f"{url}/answer", data={**form, "answer": "4"}).status_code == 303
    page = BeautifulSoup(pupil.get(url).text, "html.parser")
    assert "Klaar" in page.select_one(".praat").text
    assert page.select("input[name=answer]")
    assert not page.select("input[checked]")
    nothing = pupil.post(f"{url}/answer", data=form)
    assert nothing.status_code == 422
    assert "Kies één antwoord" in nothing.text


def test_no_page_of_the_teacher_tells_what_one_pupil_chose(world, client, sign_in):
    pupil = world.pupils[0]
    choose(world, pupil, 4)
    teacher = sign_in(client, world.teacher)
    for path in ("", "/answers", "/answers?question=vooraf", f"/pupil/{pupil.id}", "/attitudes"):
        page = BeautifulSoup(teacher.get(f"/class/{world.code}{path}").text, "html.parser")
        assert not any(re.search(r"\b4\b", one.text) for one in page.select(".antwoord, .mening"))
    said = teacher.get(f"/class/{world.code}/pupil/{pupil.id}").text
    assert "Ik vind maken leuk. klaar" in BeautifulSoup(said, "html.parser").text
    few = BeautifulSoup(teacher.get(f"/class/{world.code}/attitudes").text, "html.parser")
    assert "minder dan 10" in few.text
    assert not few.select("table")


def test_the_answers_page_holds_no_question_about_opinions(world, client, sign_in):
    choose(world, world.pupils[0], 4)
    teacher = sign_in(client, world.teacher)
    assert "vooraf" not in teacher.get(f"/class/{world.code}/answers").text


def test_nothing_of_it_is_in_the_log(world):
    from app.base.audit import Audit

    choose(world, world.pupils[0], 4)
    with world.house.store.reading("everywhere") as db:
        told = [json.dumps(row.details) + row.what for row in db.scalars(select(Audit))]
    assert not any("scale" in one or "vooraf" in one or "attitude" in one for one in told)
