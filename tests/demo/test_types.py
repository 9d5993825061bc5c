"""Made-up pupils can answer every type of question: told through the operations, and through the pages."""

import random

import pytest
from sqlalchemy import select

from app.access.actor import Actor
from app.base import clock
from app.demo.browser import BOUNDARY, _Forms, _pieces
from app.demo.children import Child
from app.demo.crowd import _answered
from app.demo.forms import drawn_photo
from app.learning.models import Answer, Attitude, Photo, Progress
from tests.learning import kinds
from tests.learning.world import World, count, make_world

ASKED = {"paren", "gaten", "woord", "wijs", "meer", "meten", "foto"}


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=kinds.write)


def child(world: World, actor: Actor, seed: int) -> Child:
    return Child(world.house, actor, world.code, random.Random(seed), "Noor")


@pytest.mark.parametrize("seed", range(6))
def test_a_child_of_the_story_finishes_every_type(world, seed):
    child(world, world.pupils[0].actor, seed).work(clock.now(), "before", share=1)
    with world.house.store.reading("everywhere") as db:
        row = db.scalars(select(Progress)).one()
        asked = set(db.scalars(select(Answer.question_id)))
        photo = db.scalars(select(Photo)).one_or_none()
        made = db.scalars(select(Answer.value).where(Answer.question_id == "foto")).one()
    assert {step: cell.get("done") for step, cell in row.steps.items()} == {"denk": "screen", "bouw": "screen"}
    assert asked == ASKED
    assert count(world.house, Attitude) == 1
    if photo is None:  # no camera, or the teacher comes to look all the same
        assert made == {"shown": True}
    else:
        assert world.house.files.path(photo.sha256).exists()


def test_a_child_of_a_school_without_photos_shows_what_it_made(house, makers, tmp_path):
    shy = make_world(house, makers, tmp_path / "proef", write=kinds.write, photos=False)
    child(shy, shy.pupils[0].actor, 1).work(clock.now(), "before", share=1)
    with house.store.reading("everywhere") as db:
        assert db.scalars(select(Answer.value).where(Answer.question_id == "foto")).one() == {"shown": True}
    assert count(house, Photo) == 0


@pytest.mark.parametrize("seed", range(3))
def test_a_child_of_the_crowd_answers_every_page(world, client, sign_in, seed):
    pupil, chance = sign_in(client, world.pupils[0]), random.Random(seed)
    for _ in range(30):
        lesson = pupil.get(f"/learn/{world.code}/", follow_redirects=True)
        forms = _Forms()
        forms.feed(lesson.text)
        asked = forms.forms.get("f")
        if asked is None:
            break
        fields = _answered(asked, chance)
        body = b"".join(_pieces(fields, {name: drawn_photo(chance) for name in asked.files}))
        answer = pupil.post(asked.action, data=body, content_type=f"multipart/form-data; boundary={BOUNDARY}")
        assert answer.status_code == 303, (asked.action, fields)
    with world.house.store.reading("everywhere") as db:
        assert db.scalars(select(Progress)).one().steps["bouw"]["done"] == "screen"
