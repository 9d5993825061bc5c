"""What together does not mix: what each thinks, a photo that is one for all, and answers that are read by a teacher."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.assignments.operations import open_after_steps
from app.base import clock
from app.base.problems import RuleBroken
from app.learning.forgetting import forget_photos
from app.learning.models import Answer, Attitude, Photo, Progress
from app.learning.operations import (
    choose_pace,
    open_step,
    read_to_the_end,
    shut_step,
    submit_answer,
    take_photo_away,
)
from app.learning.together import ticket_for
from tests.conftest import BOTH, NOW
from tests.learning import kinds, twenty
from tests.learning.test_photos import body, from_a_phone, picture, sent_form
from tests.learning.world import World, count, make_world
from tests.makers import Person, moment


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    made = make_world(house, makers, tmp_path / "proef", write=kinds.write, pupils=4)
    house.act(made.teacher.actor, clock.now(), open_after_steps, code=made.code)
    return made


def tickets(world: World, leader: Person, *others: Person) -> list[str]:
    with world.house.looking(leader.actor, clock.now()) as work:
        return [ticket_for(work, pupil_id=one.id) for one in others]


def answer(world: World, leader: Person, held: list[str], step: str, question: str, *letters: str, client: str) -> Any:
    facts = {"code": world.code, "step_id": step, "question_id": question, "client_id": client, "language": "nl"}
    sent = world.sent(question, *letters)
    return world.house.act(leader.actor, clock.now(), submit_answer, sent=sent, tickets=held, **facts)


def values(world: World, who: Person) -> list[Any]:
    with world.house.store.reading("everywhere") as db:
        return [row.value for row in db.scalars(select(Answer).where(Answer.pupil_id == who.id).order_by(Answer.id))]


@BOTH
def test_what_each_thinks_is_not_taken_from_a_group_and_is_still_there_for_each(world):
    noor, sem = world.pupils[:2]
    with pytest.raises(RuleBroken, match="alone"):
        answer(world, noor, tickets(world, noor, sem), "denk", "vooraf", "4", client="c")
    assert (count(world.house, Attitude), count(world.house, Progress)) == (0, 0)
    for one in (noor, sem):
        answer(world, one, [], "denk", "vooraf", "4", client="c")
    assert count(world.house, Attitude) == 2


def test_the_page_says_to_do_it_alone_and_leads_on(world, client, sign_in):
    noor, sem = world.pupils[:2]
    pupil = sign_in(client, noor)
    url = f"/learn/{world.code}/denk/5"
    with pupil.session_transaction() as held:
        held["together"] = tickets(world, noor, sem)
    page = BeautifulSoup(pupil.get(url).text, "html.parser")
    assert page.select_one("#f").has_attr("hidden")
    assert not page.select_one("[data-alone-said]").has_attr("hidden")
    assert page.select_one("footer button.actie").has_attr("hidden")
    assert page.select_one("footer [data-alone-onward]")["href"] == f"/learn/{world.code}/denk/6"
    pupil.post(f"/learn/{world.code}/together/{sem.id}/off")
    page = BeautifulSoup(pupil.get(url).text, "html.parser")
    assert not page.select_one("#f").has_attr("hidden")


def test_a_story_that_is_made_better_together_gets_better_for_who_gave_it_and_for_nobody_else(world, at):
    noor, sem, third = world.pupils[:3]
    answer(world, third, [], "denk", "meer", "Van mij alleen.", client="own")
    held = tickets(world, noor, sem, third)
    answer(world, noor, held, "denk", "meer", "Een boot.", client="one")
    at(NOW + timedelta(minutes=1))
    answer(world, noor, held, "denk", "meer", "Een grote boot.", client="two")
    assert [one["text"] for one in values(world, sem)] == ["Een boot.", "Een grote boot."]
    assert [one["text"] for one in values(world, third)] == ["Van mij alleen."]


def test_a_story_somebody_changed_alone_afterwards_is_theirs(world, at):
    noor, sem = world.pupils[:2]
    held = tickets(world, noor, sem)
    answer(world, noor, held, "denk", "meer", "Een boot.", client="one")
    at(NOW + timedelta(minutes=1))
    answer(world, sem, [], "denk", "meer", "Mijn boot.", client="own")
    at(NOW + timedelta(minutes=2))
    answer(world, noor, held, "denk", "meer", "Een grote boot.", client="two")
    assert [one["text"] for one in values(world, sem)] == ["Een boot.", "Mijn boot."]


def send_photo(pupil: Any, world: World, content: bytes) -> Any:
    url = f"/learn/{world.code}/bouw/2"
    form = sent_form(pupil.get(url).text)
    return pupil.post(f"{url}/answer", **body({**form, "photo": (io.BytesIO(content), "IMG_1.jpg")}))


@pytest.fixture
def shared(world, client, sign_in):
    """Noor at the keyboard, and Sem beside her; one photo."""
    noor, sem = world.pupils[:2]
    pupil = sign_in(client, noor)
    with pupil.session_transaction() as held:
        held["together"] = tickets(world, noor, sem)
    assert send_photo(pupil, world, from_a_phone()).status_code == 303
    return pupil


def the_photos(world: World) -> list[Photo]:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(Photo).order_by(Photo.kept_at, Photo.id)))


def test_a_photo_is_one_for_all_and_goes_for_all_on_its_day(world, shared, app, sign_in):
    noor, sem, third = world.pupils[:3]
    (photo,) = the_photos(world)
    assert values(world, noor) == values(world, sem) == [{"photo": photo.sha256}]
    assert photo.delete_on == date(2027, 8, 1)
    url = f"/learn/{world.code}/photo/{photo.sha256}"
    theirs = sign_in(app.test_client(), sem)
    assert theirs.get(url).status_code == shared.get(url).status_code == 200
    assert url in theirs.get(f"/learn/{world.code}/bouw/2").text
    assert sign_in(app.test_client(), third).get(url).status_code == 404
    assert forget_photos(world.house, moment(2027, 8, 1, 9)) == 1
    assert not world.house.files.path(photo.sha256).exists()


def test_taken_away_by_the_teacher_it_is_gone_for_all(world, shared, act, run_jobs, app, sign_in):
    (photo,) = the_photos(world)
    act(world.teacher.actor, take_photo_away, code=world.code, sha256=photo.sha256)
    run_jobs()
    theirs = sign_in(app.test_client(), world.pupils[1])
    assert theirs.get(f"/learn/{world.code}/photo/{photo.sha256}").status_code == 404
    assert not world.house.files.path(photo.sha256).exists()


def test_another_photo_made_alone_leaves_the_one_of_all_to_the_others(world, shared, run_jobs, at):
    at(NOW + timedelta(minutes=1))
    shared.post(f"/learn/{world.code}/together/{world.pupils[1].id}/off")
    assert send_photo(shared, world, picture(colour="#993366")).status_code == 303
    run_jobs()
    first, second = the_photos(world)
    assert first.delete_on == second.delete_on == date(2027, 8, 1)
    assert values(world, world.pupils[1]) == [{"photo": first.sha256}]


def test_the_teacher_reads_what_was_given_together_once_and_one_word_goes_to_all(world, client, sign_in):
    noor, sem, third = world.pupils[:3]
    answer(world, noor, tickets(world, noor, sem), "denk", "meer", "Een boot.", client="one")
    answer(world, third, [], "denk", "meer", "Een boot.", client="own")
    teacher = sign_in(client, world.teacher)
    page = BeautifulSoup(teacher.get(f"/class/{world.code}/answers?question=meer").text, "html.parser")
    cards = page.select("article.vlak")
    assert len(cards) == 2
    assert "Samen op één apparaat" in page.text
    form = next(card for card in cards if len(card.select("h2 a")) == 2).select_one("form.zeg")
    assert len(form.select("input[name=also]")) == 1


def test_a_step_to_read_is_done_for_all(house, makers, tmp_path):
    world = make_world(house, makers, tmp_path / "proef", write=twenty.write)
    noor, sem = world.pupils[:2]
    facts = {"code": world.code, "step_id": "lees", "language": "nl"}
    house.act(noor.actor, clock.now(), read_to_the_end, tickets=tickets(world, noor, sem), **facts)
    with house.store.reading("everywhere") as db:
        done = [row.steps["lees"]["done"] for row in db.scalars(select(Progress))]
    assert done == ["screen", "screen"]


def test_a_group_with_only_an_opinion_left_hears_how_to_go_on_alone_and_walks_in_no_circle(world, client, sign_in, act):
    noor, sem = world.pupils[:2]
    held = tickets(world, noor, sem)
    act(world.teacher.actor, choose_pace, code=world.code, pace="opened")
    for step in ("denk", "bouw"):
        act(world.teacher.actor, shut_step, code=world.code, step_id=step)
    act(world.teacher.actor, open_step, code=world.code, step_id="terug")
    answer(world, noor, held, "terug", "nu", "Dat het werkt.", client="now")
    page = sign_in(client, noor)
    with page.session_transaction() as kept:
        kept["together"] = held
    shown = page.get(f"/learn/{world.code}/")
    assert shown.status_code == 200
    assert "Tik op de naam van je klasgenoot." in shown.text
    assert page.get(f"/learn/{world.code}/now").json["more"] is False  # or the page would renew itself for ever
    page.post(f"/learn/{world.code}/together/{sem.id}/off")
    assert page.get(f"/learn/{world.code}/").location == f"/learn/{world.code}/terug/2"
