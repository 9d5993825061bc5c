"""The pages of choosing and giving: three clicks, a message beside the field, and what was typed is kept."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.access.actor import NOBODY
from app.assignments.models import Assignment
from app.base import clock
from app.curriculum.goals.loading import load_goals
from app.curriculum.goals.release import read_release
from tests.assignments.makers import visit_of
from tests.conftest import NOW
from tests.learning.world import World, count, make_world

TODAY = clock.school_day(NOW)
OURS = "3d12e0ca-bca7-4b78-a8ed-f4699570fb12"  # the id of po-2006-44, which the test module names


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def teacher(world, client, sign_in):
    return sign_in(client, world.teacher)


def soup(answer) -> BeautifulSoup:
    assert answer.status_code in (200, 422)
    return BeautifulSoup(answer.text, "html.parser")


def form_of(page: BeautifulSoup) -> dict[str, list[str]]:
    """What the browser would send of the giving form when nothing is touched."""
    form = page.find("form", action=lambda to: to and to.endswith("/give"))
    assert form is not None
    found: dict[str, list[str]] = {}
    for field in form.find_all("input"):
        if field.get("type") not in ("radio", "checkbox") or field.has_attr("checked"):
            found.setdefault(field["name"], []).append(field.get("value", ""))
    return found


def test_from_the_module_to_given_is_two_clicks_for_a_teacher_of_one_class(world, teacher):
    page = soup(teacher.get("/modules/proef"))
    button = page.select_one(".besluit .actie")
    filled = form_of(soup(teacher.get(button["href"], follow_redirects=True)))
    assert filled["school_class"] == [world.klass.code]
    assert filled["steps"] == ["kijk", "bezoek", "terug"]
    assert filled["opens_on"] == [TODAY.isoformat()]
    answer = teacher.post("/modules/proef/give", data=filled)
    assert answer.status_code == 303
    assert "/class/" in answer.headers["Location"]
    assert teacher.get(answer.headers["Location"]).status_code == 200


def test_from_the_class_it_is_three(world, teacher):
    page = soup(teacher.get(f"/modules/?class={world.klass.code}"))
    shortcut = page.select_one(".geefrij a")["href"]
    assert (
        teacher.post(
            "/modules/proef/give", data=form_of(soup(teacher.get(shortcut, follow_redirects=True)))
        ).status_code
        == 303
    )


def test_the_visit_of_the_class_is_chosen_beforehand_and_the_last_day_is_after_it(world, makers, teacher):
    booking = visit_of(makers, world.teacher, world.klass, world.pupils, at=NOW + timedelta(days=40))
    filled = form_of(soup(teacher.get("/modules/proef/give", follow_redirects=True)))
    assert filled["bookings"] == [str(booking.id)]
    assert filled["closes_on"] == [(TODAY + timedelta(days=54)).isoformat()]


def test_a_double_click_gives_once(world, teacher):
    filled = form_of(soup(teacher.get("/modules/proef/give", follow_redirects=True)))
    first, second = (teacher.post("/modules/proef/give", data=filled) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert count(world.house, Assignment) == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"closes_on": "2026-01-01"}, "closes_on"),
        ({"opens_on": "gisteren"}, "opens_on"),
        ({"steps": []}, "steps"),
        ({"school_class": ""}, "school_class"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_the_rest_stays(world, teacher, changed, field):
    filled = {**form_of(soup(teacher.get("/modules/proef/give", follow_redirects=True))), **changed}
    answer = teacher.post("/modules/proef/give", data=filled)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.find(id=f"{field}-fout").text.strip()
    assert form_of(page)["request_id"] == filled["request_id"]
    if field != "opens_on":
        assert form_of(page)["opens_on"] == filled["opens_on"]
    assert count(world.house, Assignment) == 1


def test_the_filter_works_without_javascript_and_says_so_when_nothing_fits(world, teacher):
    assert "De proefsluis" in teacher.get("/modules/?level=po-7-8&topic=water&visit=1").text
    page = soup(teacher.get("/modules/?level=vo-onder-hv"))
    assert not page.select(".mod")
    assert page.select_one(".niets a")["href"] == "/modules/"


def test_a_module_shows_what_a_class_of_26_needs_and_costs(world, teacher):
    text = soup(teacher.get("/modules/proef")).select_one(".spul").text
    assert "€ 17,50" in text  # 7 trays of 2,50
    assert "6,5" in text  # half a piece of clay for 13 pairs


def test_a_host_gives_nothing_and_sees_no_key(world, makers, client, sign_in):
    host = sign_in(client, makers.host(makers.company()))
    page = soup(host.get("/modules/proef"))
    assert "/modules/proef/give" not in {link["href"] for link in page.select(".besluit a")}
    assert host.get("/modules/proef/give").status_code == 403
    assert host.get("/try/proef/steps?key=1").status_code == 403
    assert "GEHEIM" not in host.get("/try/proef/steps").text
    ways = {link["href"] for link in soup(host.get("/modules/proef/guide")).find_all("a", href=True)}
    assert "/try/proef/steps?key=1" not in ways, "a button to a page that is shut"


def test_a_pupil_sees_what_everybody_sees_and_no_guide_and_no_key(world, client, sign_in):
    pupil = sign_in(client, world.pupils[0])
    for address in ("/modules/", "/modules/proef"):
        assert "GEHEIM" not in soup(pupil.get(address)).text
    for address in ("/modules/proef/guide", "/modules/proef/print", "/try/proef/steps", "/try/proef/steps?key=1"):
        assert pupil.get(address).status_code == 403


def test_a_teacher_reads_the_steps_without_the_answers_and_with_them(world, teacher):
    plain = teacher.get("/try/proef/steps").text
    assert "GEHEIM" not in plain
    assert teacher.get("/try/proef?key=1").headers["Location"] == "/try/proef/steps?key=1"
    key = teacher.get("/try/proef/steps?key=1").text
    for secret in ("GEHEIM-TERUG-B", "GEHEIM-UITLEG", "GEHEIM-LERAAR", "GEHEIM-RUBRIEK"):
        assert secret in key


def test_dates_that_cannot_be_come_back_to_the_form(world, teacher):
    typed = {"opens_on": "2026-10-08", "closes_on": "2026-10-01"}
    answer = teacher.post(f"/modules/given/{world.code}/dates", data=typed)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.find("input", id="closes_on")["value"] == "2026-10-01"
    assert page.find(id="closes_on-fout")


def test_an_unknown_module_and_a_class_of_a_colleague_are_not_found(world, makers, teacher):
    assert teacher.get("/modules/bestaat-niet").status_code == 404
    colleague = makers.school_class(world.school)
    assert teacher.get(f"/modules/?class={colleague.code}").status_code == 404
    filled = form_of(soup(teacher.get("/modules/proef/give", follow_redirects=True)))
    assert teacher.post("/modules/proef/give", data={**filled, "school_class": colleague.code}).status_code == 404


@pytest.mark.parametrize("address", ["/modules/proef", "/modules/given/{code}"])
def test_goals_stand_under_their_framework_with_the_official_words(world, house, teacher, tmp_path, address):
    file, words = tmp_path / "doelen.json", "Leerlingen leggen uit waarom iets zo gemaakt is."
    file.write_text(json.dumps([{"id": OURS, "title": words, "prefix": "PO Kerndoel 44: Producten"}]), "utf-8")
    house.act(NOBODY, NOW, load_goals, release=read_release(file))
    told = soup(teacher.get(address.format(code=world.code))).select_one("details.doelen").get_text(" ", strip=True)
    assert "2006: 44" in told
    assert "44 producten: werking, vorm en materiaal" in told
    assert words in told
