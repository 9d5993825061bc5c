"""The coordinator's page: the line first, no pupil's name anywhere, and nobody else comes in."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from app.base.house import House
from tests.certificates.makers import Classroom, classroom, earned
from tests.makers import FIRST, LAST, Makers


@pytest.fixture
def room(house: House, makers: Makers, tmp_path: Path) -> Classroom:
    return classroom(house, makers, tmp_path / "lessons", pupils=8)


@pytest.fixture
def coordinator(room: Classroom, makers: Makers, client: Any, sign_in: Any) -> Any:
    return sign_in(client, makers.coordinator())


def page(answer: Any) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def line(found: BeautifulSoup) -> dict[str, str]:
    return {one.dt.text.strip(): one.dd.b.text.strip() for one in found.select("dl.regel > div")}


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("nl", {"leerlingen": "8", "basisschool": "1", "klas": "1", "bedrijf": "1", "certificaten": "8"}),
        ("en", {"pupils": "8", "primary school": "1", "class": "1", "company": "1", "certificates": "8"}),
    ],
)
def test_the_line_of_the_year_stands_first(
    room: Classroom, coordinator: Any, language: str, shown: dict[str, str]
) -> None:
    earned(room)
    room.prints(*room.pupils)
    coordinator.post("/language", data={"language": language})
    found = line(page(coordinator.get("/reach/")))
    assert {label: found.get(label) for label in shown} == shown


def test_an_empty_year_says_that_nothing_needs_to_be_filled_in(coordinator: Any) -> None:
    found = page(coordinator.get("/reach/"))
    assert "Je hoeft niets in te vullen" in found.text
    assert set(line(found).values()) == {"0"}


def test_a_small_number_is_words_and_stands_nowhere_in_the_page(
    house: House, makers: Makers, tmp_path: Path, client: Any, sign_in: Any
) -> None:
    few = classroom(house, makers, tmp_path / "lessons", pupils=3)
    earned(few)
    few.prints(*few.pupils)
    found = page(sign_in(client, makers.coordinator()).get("/reach/"))
    shown = line(found)
    assert [label for label, value in shown.items() if value == "niet getoond"] == ["leerlingen", "certificaten"]
    for cell in found.select("main dd b, main td, main h2"):
        assert cell.text.strip() != "3"
        assert not cell.text.strip().startswith("3 ")


def test_no_name_of_a_pupil_or_a_teacher_is_in_the_page(room: Classroom, coordinator: Any) -> None:
    earned(room)
    room.prints(*room.pupils)
    text = page(coordinator.get("/reach/")).text
    for word in [*FIRST[:8], *LAST[:8], room.teacher.name, room.klass.class_code]:
        assert word not in text


def test_others_are_refused(room: Classroom, makers: Makers, app: Any, sign_in: Any) -> None:
    people = [room.teacher, room.pupils[0], makers.school_admin(room.school), makers.host(makers.company())]
    assert {sign_in(app.test_client(), one).get("/reach/").status_code for one in people} == {403}
    assert app.test_client().get("/reach/").headers["Location"] == "/sign-in"
