"""What a class said is looked at once more when the company reads it: no name that came later reaches a company."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import update

from app.assignments.operations import choose_visits
from app.base.problems import RuleBroken
from app.people.models import Pupil
from app.visits.models import Booking
from app.visits.operations import send_questions, send_thanks
from tests.assignments.makers import visit_of
from tests.conftest import BOTH
from tests.learning.world import World, make_world
from tests.makers import Makers, Person

HELD_BACK = "Het bedrijf ziet dit niet"
WAYS = (("questions", send_questions, 0), ("thanks", send_thanks, 2))


@pytest.fixture
def world(house: Any, makers: Makers, tmp_path: Any) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def booking(world: World, makers: Makers, act: Any) -> Any:
    made = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[made.id])
    return made


@pytest.fixture
def read(world: World, booking: Any, makers: Makers, app: Flask, sign_in: Any) -> Callable[..., list[str]]:
    """Sentences as they stand on the page of the booking, for whom is asked."""
    people = {
        "host": makers.host(booking.slot.offer.company_id),
        "coordinator": makers.coordinator(),
        "teacher": world.teacher,
    }

    def reading(who: str = "host") -> list[str]:
        page = sign_in(app.test_client(), people[who]).get(f"/visits/booking/{booking.code}")
        assert page.status_code == 200
        seen = BeautifulSoup(page.text, "html.parser").select("main ol.leesbreed li, main ul.leesbreed li")
        return [one.get_text(" ", strip=True) for one in seen]

    return reading


def send(act: Any, world: World, booking: Any, way: tuple[str, Any, int], at: Any, *texts: str, **more: Any) -> None:
    field, operation, hours = way
    if hours:
        at(booking.slot.ends_at + timedelta(hours=hours))
    said = {"questions" if field == "questions" else "sentences": list(texts)}
    act(world.teacher.actor, operation, code=booking.code, **said, **more)


def name_is(house: Any, pupil: Person, name: str) -> None:
    with house.store.acting("everywhere") as db:
        db.execute(update(Pupil).where(Pupil.id == pupil.id).values(first_name=name))


@BOTH
@pytest.mark.parametrize("way", WAYS, ids=[way[0] for way in WAYS])
def test_a_name_that_came_into_the_class_later_reaches_no_company(
    way: Any, world: World, booking: Any, read: Any, makers: Makers, act: Any, at: Any, client: Any, sign_in: Any
) -> None:
    send(act, world, booking, way, at, "Vera's opa werkt hier.", "Slaapt u goed?")
    assert read() == ["Vera's opa werkt hier.", "Slaapt u goed?"]
    makers.pupil(world.klass, first="Véra")
    assert read() == ["Slaapt u goed?"]
    if way[0] == "thanks":  # the network's office reads it on the same page as the school
        assert read("coordinator") == ["Slaapt u goed?"]
        assert HELD_BACK in read("teacher")[0]
    page = sign_in(client, world.teacher).get(f"/class/{world.code}/{way[0]}").text
    assert page.count(HELD_BACK) == 1


@pytest.mark.parametrize("way", WAYS, ids=[way[0] for way in WAYS])
def test_what_the_teacher_said_is_a_word_stays_one_and_another_name_does_not(
    way: Any, world: World, booking: Any, read: Any, makers: Makers, act: Any, at: Any, house: Any
) -> None:
    name_is(house, world.pupils[0], "Storm")
    send(act, world, booking, way, at, "Bent u bang bij storm?", "Juul en de storm.", is_word=True)
    assert read() == ["Bent u bang bij storm?", "Juul en de storm."]
    makers.pupil(world.klass, first="Juul")
    assert read() == ["Bent u bang bij storm?"]


@pytest.mark.parametrize("way", WAYS, ids=[way[0] for way in WAYS])
def test_a_name_is_refused_when_it_is_kept_also_of_a_child_who_has_not_this_lesson(
    way: Any, world: World, booking: Any, makers: Makers, act: Any, at: Any, house: Any
) -> None:
    """Who came into the class since the page looked, and whoever the lesson was not given to."""
    makers.pupil(world.klass, first="Vera")
    with pytest.raises(RuleBroken) as broken:
        send(act, world, booking, way, at, "Vera wil hier werken.")
    assert broken.value.field == "anyway"
    with house.store.reading("everywhere") as db:
        assert getattr(db.get_one(Booking, booking.id), way[0]) == []


def test_a_name_of_another_class_is_nobodys_to_keep_back(
    world: World, booking: Any, read: Any, makers: Makers, act: Any, at: Any
) -> None:
    send(act, world, booking, WAYS[1], at, "Vera zwaaide.")
    makers.pupil(makers.school_class(world.school), first="Vera")
    makers.pupil(makers.school_class(makers.school()), first="Vera")
    assert read() == ["Vera zwaaide."]


def test_a_name_of_the_lesson_is_refused_also_when_another_class_visits(
    world: World, makers: Makers, act: Any, house: Any, client: Any, sign_in: Any
) -> None:
    other = visit_of(makers, world.teacher, makers.school_class(world.school, name="8C"), [])
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[other.id])
    name_is(house, world.pupils[0], "Vera")
    sent = {"booking": other.code, "own": "Vera's opa werkt hier."}
    sign_in(client, world.teacher)
    assert client.post(f"/class/{world.code}/questions", data=sent).status_code == 422
    assert client.post(f"/class/{world.code}/questions", data=sent | {"anyway": "1"}).status_code == 303
