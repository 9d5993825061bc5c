"""Photos off, or no camera: what was made is shown to the teacher, who ticks it; and the switch of the school."""

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.base.audit import Audit
from app.learning.models import Answer, Photo, Progress, Review
from app.people.operations import allow_photos
from tests.conftest import NOW
from tests.learning import kinds
from tests.learning.test_photos import body, hand_in, picture, sent_form
from tests.learning.world import World, count, make_world

HERE = "bouw/2"


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=kinds.write, photos=False)


@pytest.fixture
def pupil(world, client, sign_in):
    return sign_in(client, world.pupils[0])


@pytest.fixture
def teacher(world, app, sign_in):
    return sign_in(app.test_client(), world.teacher)


@pytest.fixture
def office(world, makers):
    return makers.school_admin(world.school)


def page(answer) -> BeautifulSoup:
    assert answer.status_code in (200, 422), answer.status_code
    return BeautifulSoup(answer.text, "html.parser")


def screen(pupil, world) -> BeautifulSoup:
    return page(pupil.get(f"/learn/{world.code}/{HERE}"))


def show(pupil, world, **more):
    form = {**sent_form(pupil.get(f"/learn/{world.code}/{HERE}").text), "show": "1", **more}
    return pupil.post(f"/learn/{world.code}/{HERE}/answer", data=form)


def answers(world) -> list[dict]:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(Answer.value).order_by(Answer.id)))


def card(teacher, world) -> BeautifulSoup:
    return page(teacher.get(f"/class/{world.code}/answers?question=foto")).select_one("article")


def test_photos_are_off_until_the_school_says_otherwise(world, pupil):
    found = screen(pupil, world)
    assert not found.select("input[type=file]")
    assert "Dan komt je juf of meester kijken" in found.text
    assert found.select_one("footer button.actie").text.strip() == "Ik heb het klaar"


def test_i_have_it_ready_counts_as_handed_in_and_waits_for_the_teacher(world, pupil, teacher):
    world.answer(world.pupils[0], "meten", "0|8", step="bouw")
    assert show(pupil, world).status_code == 303
    assert {"shown": True} in answers(world)
    with world.house.store.reading("everywhere") as db:
        assert db.scalars(select(Progress)).one().steps["bouw"]["done"] == "screen"
    assert "Je juf of meester komt kijken." in screen(pupil, world).select_one(".praat").text
    waiting = card(teacher, world)
    assert "laat het zien" in waiting.text
    assert waiting.select_one(".staat").text.strip() == "kom kijken"


def test_one_click_says_seen_and_the_pupil_reads_it(world, pupil, teacher):
    show(pupil, world)
    form = card(teacher, world).select_one("form.zeg")
    assert [next(one.stripped_strings) for one in form.select(".oordeel button")] == ["Gezien", "Nog niet"]
    for _ in range(2):  # also when it is clicked twice
        assert teacher.post(form["action"], data={"verdict": "right"}).status_code == 303
    assert count(world.house, Review) == 1
    assert card(teacher, world).select_one(".staat").text.strip() == "gezien"
    assert "Ik heb het gezien. Knap gedaan!" in screen(pupil, world).text
    assert "gezien" in page(teacher.get(f"/class/{world.code}/pupil/{world.pupils[0].id}")).text


def test_not_yet_lets_the_pupil_show_it_again(world, pupil, teacher, at):
    show(pupil, world)
    assert not screen(pupil, world).select("main [name=show]"), "it waits: nothing to do again"
    teacher.post(card(teacher, world).select_one("form.zeg")["action"], data={"verdict": "not"})
    again = screen(pupil, world)
    assert again.select_one("main button.vol").text.strip() == "Ik heb het klaar"
    at(NOW + timedelta(minutes=5))
    assert show(pupil, world).status_code == 303
    assert len(answers(world)) == 2
    assert card(teacher, world).select_one(".staat").text.strip() == "kom kijken"


def test_a_photo_is_refused_while_they_are_off_in_words_for_a_child_and_nothing_is_kept(world, pupil):
    form = {"question": "foto", "client": "c", "photo": (io.BytesIO(picture()), "a.jpg")}
    refused = pupil.post(f"/learn/{world.code}/{HERE}/answer", **body(form))
    assert refused.status_code == 422
    assert "staan foto’s uit" in refused.text
    assert (count(world.house, Photo), count(world.house, Answer)) == (0, 0)
    assert not list(world.house.settings.files_folder.rglob("*.jpg"))


def test_on_and_off_again_keeps_what_was_handed_in(world, pupil, office, act):
    act(office.actor, allow_photos, on=True)
    found = screen(pupil, world)
    assert found.select_one("input[type=file]")
    assert found.select_one("[data-no-camera] button[name=show]")
    sha = hand_in(world, world.pupils[0])
    act(office.actor, allow_photos, on=False)
    assert screen(pupil, world).select_one(".fotovak img")
    assert "31 juli" in screen(pupil, world).text
    assert pupil.get(f"/learn/{world.code}/photo/{sha}").status_code == 200
    assert not screen(pupil, world).select("input[type=file], [name=show]")


def test_shown_instead_of_a_photo_takes_that_photo_away(world, pupil, office, act, at, run_jobs):
    act(office.actor, allow_photos, on=True)
    sha = hand_in(world, world.pupils[0])
    at(NOW + timedelta(minutes=5))
    assert show(pupil, world, photo="").status_code == 303
    run_jobs()
    assert not world.house.files.path(sha).exists()
    assert "Toch een foto ervan" in screen(pupil, world).text


def test_without_a_camera_a_chosen_file_is_passed_by(world, pupil, office, act):
    act(office.actor, allow_photos, on=True)
    form = {**sent_form(pupil.get(f"/learn/{world.code}/{HERE}").text), "show": "1"}
    sent = pupil.post(f"/learn/{world.code}/{HERE}/answer", **body({**form, "photo": (io.BytesIO(b"x"), "a.jpg")}))
    assert sent.status_code == 303
    assert (count(world.house, Photo), answers(world)) == (0, [{"shown": True}])


def test_the_pages_on_a_device_are_fetched_anew_after_the_switch(world, pupil, office, act):
    before = dict(pupil.get("/learn/pages", headers={"Accept": "application/json"}).json["pages"])
    act(office.actor, allow_photos, on=True)
    after = dict(pupil.get("/learn/pages", headers={"Accept": "application/json"}).json["pages"])
    url = f"/learn/{world.code}/{HERE}"
    assert before[url] != after[url]


def test_the_office_switches_photos_on_and_off_with_one_button(world, office, client, sign_in):
    ria = sign_in(client, office)
    for said, state in (("on", "staan aan"), ("on", "staan aan"), ("off", "staan uit")):
        assert ria.post("/school/photos", data={"photos": said}).status_code == 303
        assert state in page(ria.get("/school")).select_one("#photos .staat").text
    with world.house.store.reading("everywhere") as db:
        told = list(db.scalars(select(Audit.details).where(Audit.what == "school.photos").order_by(Audit.id)))
    assert sorted(one["on"] for one in told) == [False, True]


def test_only_the_office_of_the_school_switches(world, makers, act, teacher, pupil, app, sign_in):
    for who in (teacher, pupil):
        assert who.post("/school/photos", data={"photos": "on"}).status_code == 403
    other = makers.school()
    act(makers.school_admin(other).actor, allow_photos, on=True)
    assert not screen(pupil, world).select("input[type=file]"), "another school's choice is its own"
