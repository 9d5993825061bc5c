"""Where a school stands: typed or pasted by its office, or by the coordinator; never another school's."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.problems import RuleBroken
from app.people.models import School
from app.people.rules.place import point_of
from tests.makers import MadeSchool, Makers, Person

SignIn = Callable[[FlaskClient, Person], FlaskClient]


def where(house: House, school: MadeSchool) -> tuple[Any, ...]:
    with house.looking(NOBODY, clock.now()) as work:
        row = work.db.scalars(select(School).where(School.id == school.id)).one()
        return row.address, row.latitude, row.longitude


def brin(house: House, school: MadeSchool) -> str:
    with house.looking(NOBODY, clock.now()) as work:
        return str(work.db.scalars(select(School.brin).where(School.id == school.id)).one())


@pytest.mark.parametrize(
    "text",
    [
        "52.46, 4.61",
        " 52.46,4.61 ",
        "52,46 4,61",
        "52,46; 4,61",
        "https://kaart.example/@52.46,4.61,17z",
        "52.46N 4.61E",
    ],
)
def test_a_point_is_read_as_it_is_typed_or_pasted(text: str) -> None:
    assert point_of(text) == (52.46, 4.61)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Vliegerplein 1", "two numbers"),
        ("52.46", "two numbers"),
        ("4.61, 52.46", "wrong way round"),
        ("48.85, 2.35", "not in or near"),
        ("0.0, 0.0", "not in or near"),
        ("-52.46, 4.61", "not in or near"),
        ("52.46, 460.1", "not in or near"),
        ("nan, inf", "two numbers"),
    ],
)
def test_a_point_that_is_none_or_far_away_is_refused(text: str, said: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        point_of(text)
    assert broken.value.field == "coordinates"
    assert said in broken.value.message


def test_nothing_typed_is_not_known() -> None:
    assert point_of("  ") is None


def test_an_office_says_where_its_school_stands_and_takes_it_back(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House
) -> None:
    school = makers.school()
    url = f"/schools/{brin(house, school)}"
    sign_in(client, makers.school_admin(school))
    assert "Niet op de kaart" in client.get("/school").text
    assert url in client.get("/school").text
    typed = {"address": " Vliegerplein  1 ", "coordinates": "52.46, 4.61"}
    assert client.post(url, data=typed).headers["Location"].endswith("/school#place")
    assert where(house, school) == ("Vliegerplein 1", 52.46, 4.61)
    assert "52.46, 4.61" in client.get(url).text
    assert "Vliegerplein 1" in client.get("/school").text
    assert client.post(url, data={"address": "", "coordinates": ""}).status_code == 303
    assert where(house, school) == ("", None, None)


def test_a_wrong_point_keeps_what_was_typed_and_changes_nothing(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House
) -> None:
    school = makers.school()
    sign_in(client, makers.school_admin(school))
    typed = {"address": "Vliegerplein 1", "coordinates": "4.61, 52.46"}
    again = client.post(f"/schools/{brin(house, school)}", data=typed)
    assert again.status_code == 422
    assert "andersom" in again.text
    assert 'value="Vliegerplein 1"' in again.text
    assert where(house, school) == ("", None, None)


def test_a_coordinator_does_it_for_each_school_and_a_neighbour_for_none(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House
) -> None:
    one, other = makers.school(name="De Vlieger"), makers.school(name="Het Baken")
    url = f"/schools/{brin(house, one)}"
    sign_in(client, makers.school_admin(other))
    assert client.get(url).status_code == 404
    assert client.post(url, data={"address": "Elders"}).status_code == 404
    assert "De Vlieger" not in client.get("/schools").text
    sign_in(client, makers.coordinator(schools=[one, other]))
    listed = client.get("/schools").text
    assert "Van 2 scholen" in listed
    assert client.post(url, data={"address": "Kade 1", "coordinates": "52.46, 4.61"}).status_code == 303
    assert where(house, one) == ("Kade 1", 52.46, 4.61)
    assert where(house, other) == ("", None, None)


def test_a_teacher_does_not_move_the_school(client: FlaskClient, sign_in: SignIn, makers: Makers, house: House) -> None:
    school = makers.school()
    sign_in(client, makers.teacher(school, makers.school_class(school)))
    assert client.post(f"/schools/{brin(house, school)}", data={"address": "x"}).status_code == 403
