"""The pages of giving to part of a class, to a parallel class, and of changing for whom."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.access.actor import Role
from app.assignments.models import Assignment, AssignmentTarget
from app.assignments.operations import give_module
from app.assignments.rules import GROUPS, Whom
from app.base import clock
from app.people.operations import set_groups
from tests.assignments.makers import visit_of
from tests.assignments.test_pages import form_of, soup
from tests.conftest import NOW
from tests.learning.world import World, count, make_world

TODAY = clock.school_day(NOW)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def teacher(world, client, sign_in):
    return sign_in(client, world.teacher)


@pytest.fixture
def parallel(world, makers):
    """Another class of the same teacher, of the same level."""
    klass = makers.school_class(world.school, name="7Parallel")
    makers.pupils(klass, 2)
    makers.post(world.teacher.id, Role.TEACHER, school_id=world.school.id, class_id=klass.id)
    return klass


def put(world: World, act, group: str, *people) -> None:
    chosen = {one.id: group for one in people}
    act(world.teacher.actor, set_groups, code=world.klass.code, chosen=chosen, was={})


def test_from_the_page_of_the_class_another_module_is_three_clicks(world, teacher):
    page = soup(teacher.get(f"/class/{world.code}"))
    catalogue = page.find("a", string="Geef nog een module")["href"]
    shortcut = soup(teacher.get(catalogue)).select_one(".geefrij a")["href"]
    assert (
        teacher.post(
            "/modules/proef/give", data=form_of(soup(teacher.get(shortcut, follow_redirects=True)))
        ).status_code
        == 303
    )


def test_a_group_is_one_choice_and_one_tick_more(world, teacher, act):
    put(world, act, "plus", world.pupils[0], world.pupils[1])
    page = soup(teacher.get("/modules/proef/give", follow_redirects=True))
    assert page.find("input", {"name": "to", "checked": True})["value"] == "class"
    assert page.find("input", {"name": "groups", "value": "extended"}).has_attr("disabled")  # nobody is in it
    answer = teacher.post("/modules/proef/give", data=form_of(page) | {"to": "groups", "groups": ["plus"]})
    shown = teacher.get(answer.headers["Location"]).text
    assert "Gegeven aan 2 leerlingen." in shown
    assert "voor 2 leerlingen" in shown
    assert world.pupils[2].name not in shown
    assert "Plus: voor 2 leerlingen" in teacher.get("/").text


def test_ticks_under_a_choice_that_was_not_made_do_not_count(world, teacher):
    filled = form_of(soup(teacher.get("/modules/proef/give", follow_redirects=True))) | {
        "pupils": [str(world.pupils[0].id)]
    }
    teacher.post("/modules/proef/give", data=filled)
    with world.house.store.reading("everywhere") as db:
        assert [one.pupil_id for one in db.query(AssignmentTarget)] == [None, None]


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"to": "pupils"}, "pupils", "Kies ten minste één leerling."),
        ({"to": "groups"}, "groups", "Kies ten minste één groep."),
        ({"to": "iedereen"}, "to", "Kies voor wie."),
    ],
)
def test_an_empty_choice_is_said_at_its_place_and_the_rest_stays(world, teacher, sent, field, said):
    filled = form_of(soup(teacher.get("/modules/proef/give", follow_redirects=True))) | sent | {"steps": ["kijk"]}
    answer = teacher.post("/modules/proef/give", data=filled)
    assert answer.status_code == 422
    page = soup(answer)
    assert said in page.find(id=f"{field}-fout").text
    assert form_of(page)["steps"] == ["kijk"]
    assert count(world.house, Assignment) == 1


def test_a_pupil_of_another_school_in_the_form_is_not_found(world, makers, teacher):
    stranger = makers.pupil(makers.school_class(makers.school()))
    filled = form_of(soup(teacher.get("/modules/proef/give", follow_redirects=True))) | {"to": "pupils"}
    for key in (str(stranger.id), "niemand"):
        assert teacher.post("/modules/proef/give", data=filled | {"pupils": [key]}).status_code == 404
        sent = {"to": "pupils", "pupils": [key], "seen": "0"}
        assert teacher.post(f"/modules/given/{world.code}/whom", data=sent).status_code == 404
    assert count(world.house, Assignment) == 1


def test_with_several_classes_part_of_one_is_asked_for_and_nothing_typed_is_lost(world, teacher, parallel):
    page = soup(teacher.get("/modules/proef/give", follow_redirects=True))
    typed = form_of(page) | {"steps": ["terug"], "closes_on": "2026-11-11"}
    nothing = teacher.post("/modules/proef/give", data=typed | {"part": "1"})
    assert nothing.status_code == 422
    assert soup(nothing).find(id="school_class-fout")
    page = soup(teacher.post("/modules/proef/give", data=typed | {"part": "1", "school_class": parallel.code}))
    now = form_of(page)
    assert (now["school_class"], now["steps"], now["closes_on"]) == ([parallel.code], ["terug"], ["2026-11-11"])
    assert len(page.find_all("input", {"name": "pupils"})) == 2
    page = soup(teacher.post("/modules/proef/give", data=now | {"to": "pupils", "other": "1"}))
    assert page.find("input", {"name": "school_class", "type": "checkbox"})
    assert "school_class" not in form_of(page)
    assert form_of(page)["closes_on"] == ["2026-11-11"]
    assert count(world.house, Assignment) == 1


def test_enter_gives_and_never_asks_for_another_class(world, teacher, parallel):
    page = soup(teacher.get(f"/modules/proef/give?class={parallel.code}", follow_redirects=True))
    first = page.select_one(".geven [type=submit]")
    assert not first.has_attr("name")


def test_to_a_parallel_class_go_the_steps_and_as_many_days_but_no_pupils_and_no_visit(world, teacher, parallel, act):
    facts = {"module_slug": "proef", "opens_on": TODAY, "closes_on": TODAY + timedelta(days=9), "request_id": "x"}
    put(world, act, "plus", world.pupils[0])
    whom = Whom(GROUPS, groups=frozenset({"plus"}))
    code = act(
        world.teacher.actor, give_module, class_code=world.klass.code, step_ids=["kijk", "terug"], whom=whom, **facts
    )
    link = soup(teacher.get(f"/modules/given/{code}")).find("a", href=lambda to: to and "from=" in to)
    assert link.text == "Geef ook aan 7Parallel"
    filled = form_of(soup(teacher.get(link["href"], follow_redirects=True)))
    assert filled["school_class"] == [parallel.code]
    assert filled["steps"] == ["kijk", "terug"]
    assert filled["closes_on"] == [(TODAY + timedelta(days=9)).isoformat()]
    assert filled["to"] == ["class"]
    assert "bookings" not in filled
    first, second = (teacher.post("/modules/proef/give", data=filled).headers["Location"] for _ in range(2))
    assert first == second
    assert count(world.house, Assignment) == 3


def test_back_to_the_form_that_was_sent_says_so_and_gives_nothing_twice(world, teacher, parallel):
    address = teacher.get(f"/modules/proef/give?class={parallel.code}").headers["Location"]
    lesson = teacher.post("/modules/proef/give", data=form_of(soup(teacher.get(address)))).headers["Location"]
    back = soup(teacher.get(address))  # the back button asks for the same address
    assert "Met dit formulier gegeven: 7Parallel. Nog een keer versturen geeft niets dubbel." in " ".join(
        back.text.split()
    )
    again = teacher.post("/modules/proef/give", data=form_of(back) | {"steps": ["kijk"]})
    assert again.headers["Location"] == lesson
    assert "Dit was al gegeven. Er kwam niets bij en er veranderde niets." in teacher.get(lesson).text
    assert count(world.house, Assignment) == 2
    anew = back.find("a", string="Nog een keer geven, met een nieuw formulier")["href"]
    second = teacher.post("/modules/proef/give", data=form_of(soup(teacher.get(anew, follow_redirects=True))))
    assert second.headers["Location"] != lesson
    assert count(world.house, Assignment) == 3


def test_back_to_the_form_after_it_was_taken_back_leads_to_giving_it_back(world, teacher, parallel):
    address = teacher.get(f"/modules/proef/give?class={parallel.code}").headers["Location"]
    filled = form_of(soup(teacher.get(address)))
    code = teacher.post("/modules/proef/give", data=filled).headers["Location"].rpartition("/")[2]
    teacher.post(f"/modules/given/{code}/withdraw")
    again = teacher.post("/modules/proef/give", data=filled)
    assert again.headers["Location"] == f"/modules/given/{code}"
    assert "Hier kun je het teruggeven." in teacher.get(again.headers["Location"]).text


def test_two_tabs_that_were_opened_before_it_was_given_do_not_give_twice_unseen(world, teacher, parallel):
    first, second = (
        form_of(soup(teacher.get(f"/modules/proef/give?class={parallel.code}", follow_redirects=True)))
        for _ in range(2)
    )
    teacher.post("/modules/proef/give", data=first)
    asked = teacher.post("/modules/proef/give", data=second | {"steps": ["kijk"]})
    assert asked.status_code == 409
    page = BeautifulSoup(asked.text, "html.parser")
    assert "Intussen al gegeven aan: 7Parallel." in page.text
    assert form_of(page)["steps"] == ["kijk"]
    assert count(world.house, Assignment) == 2
    assert teacher.post("/modules/proef/give", data=form_of(page)).status_code == 303
    assert count(world.house, Assignment) == 3


def test_several_classes_are_given_at_once_and_said_by_name(world, teacher, parallel):
    page = soup(teacher.get("/modules/proef/give", follow_redirects=True))
    assert "Heeft deze module al" in page.select_one(f"label:has([value='{world.klass.code}'])").text
    both = form_of(page) | {"school_class": [world.klass.code, parallel.code]}
    part = soup(teacher.post("/modules/proef/give", data=both | {"part": "1"}))
    assert "kies daarvoor één klas" in part.find(id="school_class-fout").text
    assert form_of(part)["school_class"] == both["school_class"]
    answer = teacher.post("/modules/proef/give", data=both)
    said = teacher.get(answer.headers["Location"]).text
    assert ", 7Parallel. Je leerlingen zien het meteen." in said
    assert count(world.house, Assignment) == 3


def test_a_lesson_of_next_week_is_not_said_to_begin_at_once(world, teacher, parallel):
    filled = form_of(soup(teacher.get(f"/modules/proef/give?class={parallel.code}", follow_redirects=True)))
    later = {"opens_on": (TODAY + timedelta(days=4)).isoformat()}
    said = teacher.post("/modules/proef/give", data=filled | later, follow_redirects=True).text
    assert "Gegeven. De les begint op ma 12 oktober." in said


def test_a_class_that_has_it_is_not_offered_a_copy(world, teacher, parallel):
    address = f"/modules/given/{world.code}"
    assert "Geef ook aan 7Parallel" in teacher.get(address).text
    filled = form_of(soup(teacher.get(f"/modules/proef/give?class={parallel.code}", follow_redirects=True)))
    teacher.post("/modules/proef/give", data=filled)
    assert "Geef ook aan 7Parallel" not in teacher.get(address).text


def test_another_class_leaves_the_visit_of_the_first_behind(world, makers, teacher, parallel):
    visit_of(makers, world.teacher, world.klass, world.pupils)
    page = soup(teacher.get(f"/modules/proef/give?class={world.klass.code}", follow_redirects=True))
    assert form_of(page)["bookings"]
    again = soup(teacher.post("/modules/proef/give", data=form_of(page) | {"other": "1"}))
    assert "bookings" not in form_of(again)


@pytest.mark.parametrize("form", ["", "geen", "0" * 80])
def test_an_address_without_a_form_of_its_own_gets_one(world, teacher, form):
    to = teacher.get(f"/modules/proef/give?class={world.klass.code}&form={form}").headers["Location"]
    assert f"class={world.klass.code}" in to
    assert len(form_of(soup(teacher.get(to)))["request_id"][0]) == 36


def test_nothing_is_copied_from_a_class_of_another(world, makers, client, sign_in):
    elsewhere = makers.school()
    klass = makers.school_class(elsewhere)
    stranger = sign_in(client, makers.teacher(elsewhere, klass))
    assert stranger.get(f"/modules/proef/give?class={klass.code}&from={world.code}").status_code == 404


def test_a_class_that_has_it_already_is_told_before_the_click(world, teacher):
    page = teacher.get(f"/modules/proef/give?class={world.klass.code}", follow_redirects=True).text
    assert "Deze klas heeft deze module al" in page


def test_for_whom_is_changed_said_and_an_older_page_asked_again(world, teacher):
    address = f"/modules/given/{world.code}/whom"
    page = soup(teacher.get(address))
    assert "Het werk blijft bewaard" in page.text
    sent = {"seen": page.find("input", {"name": "seen"})["value"], "to": "pupils", "pupils": [str(world.pupils[0].id)]}
    said = teacher.post(address, data=sent, follow_redirects=True).text
    assert "2 zien het niet meer. Hun werk is bewaard." in said
    again = soup(teacher.get(address))
    assert [one["value"] for one in again.select("input[name=pupils][checked]")] == sent["pupils"]
    older = teacher.post(address, data=sent | {"pupils": [str(world.pupils[1].id)]})
    assert older.status_code == 409
    assert "Een collega heeft dit net gewijzigd" in older.text
    empty = teacher.post(address, data={"seen": "1", "to": "pupils"})
    assert empty.status_code == 422
    assert "Kies ten minste één leerling." in empty.text


def test_who_came_into_the_group_stands_on_the_page_and_gets_it_with_one_click(world, teacher, act, client):
    put(world, act, "plus", world.pupils[0])
    facts = {"module_slug": "proef", "opens_on": TODAY, "closes_on": TODAY, "request_id": "x"}
    whom = Whom(GROUPS, groups=frozenset({"plus"}))
    code = act(world.teacher.actor, give_module, class_code=world.klass.code, whom=whom, **facts)
    put(world, act, "plus", world.pupils[1])
    assert "Eén leerling kan deze module er nog bij krijgen." in teacher.get(f"/class/{code}").text
    page = teacher.get(f"/modules/given/{code}").text
    assert f"{world.pupils[1].name} " in page
    said = teacher.post(f"/modules/given/{code}/newcomers", follow_redirects=True).text
    assert "Eén leerling heeft het er nu bij." in said
    assert "er nog bij krijgen" not in teacher.get(f"/class/{code}").text


def test_the_office_sees_pupils_to_choose_from_and_no_groups(world, makers, client, sign_in, act):
    put(world, act, "plus", world.pupils[0])
    office = sign_in(client, makers.school_admin(world.school))
    for address in (f"/modules/proef/give?class={world.klass.code}", f"/modules/given/{world.code}/whom"):
        page = soup(office.get(address, follow_redirects=True))
        assert page.find("input", {"name": "pupils"})
        assert not page.find("input", {"name": "groups"})
    assert office.get(f"/classes/{world.klass.code}/groups").status_code == 403
    assert "/groups" not in office.get(f"/classes/{world.klass.code}/pupils").text
