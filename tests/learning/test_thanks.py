"""A thank-you to the host is made of what pupils wrote when they looked back, mended, without a name."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.assignments.operations import choose_visits
from app.learning.operations import keep_reflection
from app.visits.models import Booking
from app.visits.rules.from_class import text_of
from tests.assignments.makers import visit_of
from tests.conftest import BOTH
from tests.learning.world import World, make_world


@pytest.fixture
def world(house: Any, makers: Any, tmp_path: Any) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def booking(world: World, makers: Any, act: Any, at: Any) -> Any:
    made = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[made.id])
    at(made.slot.ends_at + timedelta(hours=2))
    return made


def look_back(world: World, act: Any, n: int, **sent: list[str]) -> None:
    act(world.pupils[n].actor, keep_reflection, code=world.code, client_id=f"terug-{n}", sent=sent, language="nl")


def page(client: Any, world: World) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/class/{world.code}/thanks").text, "html.parser")


def kept(world: World) -> list[str]:
    with world.house.store.reading("everywhere") as db:
        return list(map(text_of, db.scalars(select(Booking)).one().thanks))


@BOTH
def test_a_teacher_chooses_mends_and_sends_what_pupils_wrote(
    world: World, booking: Any, makers: Any, client: Any, app: Any, sign_in: Any, act: Any
) -> None:
    look_back(world, act, 0, **{"did-words": ["Ik heb een schip geschut"], "did": ["make"]})
    look_back(world, act, 1, **{"proud-words": ["Ik durfde in de toren"]})
    sign_in(client, world.teacher)
    fields = {one["name"].removeprefix("text-"): one.text.strip() for one in page(client, world).select("textarea")}
    assert sorted(fields.values()) == ["Ik durfde in de toren", "Ik heb een schip geschut"]
    pick = next(key for key, text in fields.items() if "schip" in text)
    sent = {"booking": booking.code, "pick": pick, f"text-{pick}": "Ik heb een schip geschut!", "own": "Dank je wel."}
    assert client.post(f"/class/{world.code}/thanks", data=sent).status_code == 303
    assert kept(world) == ["Ik heb een schip geschut!", "Dank je wel."]
    host = makers.host(booking.slot.offer.company_id)
    told = sign_in(app.test_client(), host).get(f"/visits/booking/{booking.code}").text
    assert "Ik heb een schip geschut!" in told
    assert "Ik durfde" not in told


def test_a_name_of_the_class_goes_nowhere_until_the_teacher_says_that_it_is_a_word(
    world: World, booking: Any, client: Any, sign_in: Any
) -> None:
    from app.people.models import Pupil

    with world.house.store.reading("everywhere") as db:
        name = db.get_one(Pupil, world.pupils[0].id).first_name
    sign_in(client, world.teacher)
    sent = {"booking": booking.code, "own": f"{name} wil bij jullie werken."}
    refused = client.post(f"/class/{world.code}/thanks", data=sent)
    assert refused.status_code == 422
    assert name in refused.text
    assert kept(world) == []
    assert client.post(f"/class/{world.code}/thanks", data=sent | {"anyway": "1"}).status_code == 303
    assert kept(world) == [f"{name} wil bij jullie werken."]


def test_before_the_visit_nobody_is_thanked(world: World, makers: Any, act: Any, client: Any, sign_in: Any) -> None:
    made = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[made.id])
    sign_in(client, world.teacher)
    assert "Nog niemand om te bedanken" in client.get(f"/class/{world.code}/thanks").text
    refused = client.post(f"/class/{world.code}/thanks", data={"booking": made.code, "own": "Dank je wel."})
    assert refused.status_code == 422
    assert kept(world) == []
