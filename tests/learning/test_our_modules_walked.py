"""Each module of ours from its first screen to its last, by a child who knows everything, at each of its levels."""

import io
import random
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from app.assignments.operations import open_after_steps
from app.base import clock
from app.curriculum.commands import check_lessons, publish_lessons
from app.curriculum.marking import is_machine_marked
from app.curriculum.module import DURING
from app.curriculum.queries import key_of_edition
from app.demo.forms import filled_in
from app.learning import rules
from app.learning.lesson import lesson_of_pupil
from app.learning.operations import tick_step
from app.visits.operations import mark_presence
from tests.assignments.makers import given, visit_of
from tests.conftest import LESSONS
from tests.learning.world import points

PUPIL = {
    "po-5-6": "po-6",
    "po-7-8": "po-7",
    "vo-onder-vmbo": "vo-2-kb",
    "vo-onder-hv": "vo-2-havo",
    "vo-boven-vmbo": "vo-4-tl",
    "vo-boven-hv": "vo-5-vwo",
    "switcher": "switcher",
}
WALKS = [(one.slug, level) for one in check_lessons(LESSONS) if one.facts for level in one.facts.levels]


def _do(client, code, step, viewer, key, photo) -> float:
    """Every screen of a step, each looked at before it is handed in. Returns the points a machine could give."""
    total, chance = 0.0, random.Random(1)
    for screen in rules.screens(step, viewer=viewer):
        address = f"/learn/{code}/{step.id}/{screen.number}"
        shown = client.get(address)
        assert shown.status_code == 200, address
        question = screen.question
        if question is None:
            continue
        held = key.questions[question.id]
        form = {"question": question.id, "client": f"c-{question.id}", "unit": held.facts.get("unit", "")}
        if question.type == "photo":
            form["photo"] = (io.BytesIO(photo), "foto.jpg")
        else:
            form |= filled_in(question, held, "Noor", chance, good=True)
        handed_in = client.post(f"{address}/answer", data=form, content_type="multipart/form-data")
        assert handed_in.status_code == 303, (
            question.id,
            BeautifulSoup(handed_in.text, "html.parser").select_one(".praat").text,
        )
        total += question.points if is_machine_marked(question.type) else 0
    if rules.needed(step, viewer=viewer) == (rules.READ,):
        client.post(f"/learn/{code}/{step.id}/read")
    return total


@pytest.fixture
def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#8FC3DA").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("there", [True, False], ids=["there", "missed"])
@pytest.mark.parametrize(("slug", "level"), WALKS)
def test_who_does_everything_right_comes_to_the_end_with_all_points(
    slug, level, there, house, makers, act, client, sign_in, look, photo
):
    publish_lessons(house, LESSONS, [slug])
    makers.network()
    school = makers.school("po" if level.startswith("po-") else "vo")
    makers.settings(school)
    klass = makers.school_class(school, levels=[PUPIL[level]])
    teacher, (pupil,) = makers.teacher(school, klass), makers.pupils(klass, 1)
    booking = visit_of(makers, teacher, klass, [pupil], at=clock.now() - timedelta(hours=3))
    code = given(makers, teacher, klass, slug=slug, bookings=[booking.id])
    act(teacher.actor, mark_presence, code=booking.code, absent=[] if there else [pupil.id], seen=[pupil.id])
    act(teacher.actor, open_after_steps, code=code)
    sign_in(client, pupil)
    lesson = look(pupil.actor, lesson_of_pupil, code=code, language="nl")
    key = look(teacher.actor, key_of_edition, slug=slug, edition=lesson.module.edition)
    wanted = 0.0
    for step in lesson.steps:
        if step.phase == DURING:  # on paper; the teacher ticks it, and for who was not there the same work elsewhere
            assert client.get(f"/learn/{code}/{step.id}/1").status_code == 200
            act(teacher.actor, tick_step, code=code, step_id=step.id, how="paper", pupil_ids=[pupil.id])
            continue
        wanted += _do(client, code, step, lesson.viewer, key, photo)
    done = look(pupil.actor, lesson_of_pupil, code=code, language="nl")
    assert [step.id for step in done.steps if not done.cells.get(step.id, {}).get("done")] == []
    world = type("World", (), {"house": house})
    assert sum(score for score, _ in points(world, pupil).values()) == pytest.approx(wanted)
    assert wanted > 0
