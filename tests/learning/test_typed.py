"""Without JavaScript the fields go along with every way out of a question, and stand there when the pupil is back."""

import random
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from bs4 import BeautifulSoup

from app.assignments.operations import open_after_steps
from app.learning.models import Answer
from app.learning.operations import go_on, pause_class
from app.people.operations import hold_door_open
from tests.conftest import NOW
from tests.learning.world import World, count, make_world

WORDS = "Het water stijgt <b>langzaam</b>"
MOST_OF_A_COOKIE = 4093  # bytes, name and all; a browser drops what is longer


@pytest.fixture
def world(house, makers, tmp_path, act) -> World:
    made = make_world(house, makers, tmp_path / "proef", pupils=5)
    act(made.teacher.actor, hold_door_open, code=made.klass.code)
    act(made.teacher.actor, open_after_steps, code=made.code)
    return made


@pytest.fixture
def pupil(world, client, sign_in):
    return sign_in(client, world.pupils[0])


def story(world: World) -> str:
    return f"/learn/{world.code}/terug/1"


def leave(client, world: World, words: str = WORDS, **button: str):
    fields = {"question": "verhaal", "client": "c-1", "answer": words}
    return client.post(f"{story(world)}/answer", data={**fields, **button})


def typed(client, world: World) -> str:
    page = BeautifulSoup(client.get(story(world)).data, "html.parser")
    return page.select_one("#o").text.removeprefix("\n")


def test_every_way_out_of_a_question_takes_along_what_was_typed(world, pupil):
    page = BeautifulSoup(pupil.get(f"/learn/{world.code}/kijk/2").data, "html.parser")
    ways = page.select("noscript [name=away]")
    assert [one["value"] for one in ways] == [
        "/",
        f"/learn/{world.code}/together?next=/learn/{world.code}/kijk/2",
        f"/learn/{world.code}/kijk/1",
    ]
    assert {one["form"] for one in ways} == {"f"}
    links = [one["href"] for one in page.select("a[data-along]")]  # what a browser with JavaScript has in their place
    assert links == [one["value"] for one in ways]
    enters = page.select("button[form=f]")[0]  # the first of the form is what Enter presses
    assert enters.get("name") is None


def test_what_was_typed_waits_while_a_classmate_joins_in_or_the_language_is_another(world, pupil):
    together = f"/learn/{world.code}/together?next={story(world)}"
    away = leave(pupil, world, away=together)
    assert (away.status_code, away.headers["Location"]) == (303, together)
    secret = {"pictures": "windmill,rocket,windmill", "next": story(world)}
    back = pupil.post(f"/learn/{world.code}/together/{world.pupils[1].id}", data=secret)
    assert back.headers["Location"] == story(world)
    assert typed(pupil, world) == WORDS
    leave(pupil, world, f"{WORDS} en dan", away="/")
    pupil.post("/language", data={"language": "en", "next": "/"})
    assert typed(pupil, world) == f"{WORDS} en dan"
    assert count(world.house, Answer) == 0


def test_a_classmate_goes_on_alone_in_the_middle_of_an_answer(world, pupil):
    other = world.pupils[1]
    pupil.post(f"/learn/{world.code}/together/{other.id}", data={"pictures": "windmill,rocket,windmill"})
    assert BeautifulSoup(pupil.get(story(world)).data, "html.parser").select(f"[name=off][value='{other.id}'][form=f]")
    shown = BeautifulSoup(leave(pupil, world, off=str(other.id)).data, "html.parser")
    assert shown.select_one("#o").text.removeprefix("\n") == WORDS
    assert not shown.select("[name=off]")
    assert leave(pupil, world, off="nobody").status_code == 404


def test_what_was_handed_in_waits_no_longer(world, pupil):
    leave(pupil, world, away="/")
    leave(pupil, world, "Iets anders.")
    assert count(world.house, Answer) == 1
    assert typed(pupil, world) == "Iets anders."


def test_the_next_child_on_this_tablet_sees_nothing_of_it(world, pupil, sign_in):
    leave(pupil, world, away="/")
    pupil.post("/sign-out")
    assert typed(sign_in(pupil, world.pupils[1]), world) == ""


def test_a_page_that_is_laid_down_for_later_knows_nothing_of_it(world, pupil):
    leave(pupil, world, away="/")
    assert "stijgt" in pupil.get(story(world)).text
    assert "stijgt" not in pupil.get(story(world), headers={"X-Keep": "1"}).text


def test_a_pause_in_the_middle_of_an_answer_loses_nothing(world, pupil, act):
    act(world.teacher.actor, pause_class, code=world.code)
    shown = leave(pupil, world, hand="up")
    page = BeautifulSoup(shown.data, "html.parser")
    assert "Kijk naar het bord" in page.main.text
    assert page.select_one("noscript a")["href"] == story(world)
    act(world.teacher.actor, go_on, code=world.code)
    assert typed(pupil, world) == WORDS


def test_a_way_out_leads_nowhere_else(world, pupil):
    assert leave(pupil, world, away="https://elders.example/").headers["Location"] == "/"


def test_a_text_that_is_too_long_to_wait_is_saved_first(world, pupil):
    letters = random.Random(7).choices("abcdefghijklmnopqrstuvwxyz ", k=3900)
    said = leave(pupil, world, "".join(letters), away="/")
    page = BeautifulSoup(said.data, "html.parser")
    assert said.status_code == 422
    assert "Bewaar hem eerst" in page.select_one("#a-fout").text
    assert page.select_one("#o").text.removeprefix("\n") == "".join(letters)


def test_the_longest_that_waits_fits_a_cookie_beside_three_who_joined_in(world, pupil):
    for other in world.pupils[1:4]:
        pupil.post(f"/learn/{world.code}/together/{other.id}", data={"pictures": "windmill,rocket,windmill"})
    sizes, chance = [], random.Random(7)
    for length in range(1500, 3000, 50):
        said = leave(pupil, world, "".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=length)), away="/")
        cookies = SimpleCookie(said.headers.get("Set-Cookie", ""))
        sizes += [len("werf") + len(cookies["werf"].coded_value)] if said.status_code == 303 else []
    assert len(sizes) > 3
    assert max(sizes) < MOST_OF_A_COOKIE - 200  # what a page says once goes along too


def test_what_was_typed_first_makes_room(world, pupil):
    leave(pupil, world, away="/")
    for number, question in ((1, "waarom"), (2, "delen"), (4, "inhoud")):
        long = "".join(random.Random(number).choices("abcdefghijklmnopqrstuvwxyz", k=1100))
        sent = {"question": question, "answer": long, "away": "/"}
        assert pupil.post(f"/learn/{world.code}/kijk/{number}/answer", data=sent).status_code == 303
    assert typed(pupil, world) == ""
    page = BeautifulSoup(pupil.get(f"/learn/{world.code}/kijk/4").data, "html.parser")
    assert page.select_one("[name=answer]")["value"] == long


def test_a_page_that_alone_holds_what_was_typed_offers_no_other_page_in_its_place(world, client, sign_in, at):
    """The pictures of a locked screen, and "this was not handed in": another language would load them anew, empty."""
    pupil = sign_in(client, world.pupils[0])
    at(NOW + timedelta(minutes=30))
    locked = pupil.post(f"{story(world)}/answer", data={"question": "verhaal", "answer": WORDS}, follow_redirects=True)
    page = BeautifulSoup(locked.data, "html.parser")
    assert page.select_one("[name=answer]")["value"] == WORDS
    assert not page.select("[name=language], [name=size]")
    empty = BeautifulSoup(pupil.get("/learn/lock").data, "html.parser")
    assert empty.select("[name=language]")
