"""The teacher's pages: who comes in, what stands on them, and what never does."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.assignments.operations import change_dates, choose_visits, open_after_steps, withdraw
from app.base import clock
from app.learning.models import Review, StepTick
from app.learning.operations import ask_help
from app.people.models import Pupil
from app.visits.operations import mark_presence
from tests.assignments.makers import given, visit_of
from tests.conftest import NOW
from tests.learning.world import World, count, make_world

TODAY = clock.school_day(NOW)
PAGES = ("", "/grid", "/tick", "/board", "/answers", "/pupil/{pupil}")


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def teacher(world, client, sign_in):
    return sign_in(client, world.teacher)


def page(answer) -> BeautifulSoup:
    assert answer.status_code in (200, 422), answer.status_code
    return BeautifulSoup(answer.text, "html.parser")


def addresses(world: World) -> list[str]:
    return [f"/class/{world.code}{one}".format(pupil=world.pupils[0].id) for one in PAGES]


def test_every_page_opens_for_the_teacher_of_the_class(world, teacher):
    assert [teacher.get(one).status_code for one in addresses(world)] == [200] * len(PAGES)


def test_another_class_and_another_school_are_not_found(world, makers, client, sign_in):
    elsewhere = makers.school()
    for school in (world.school, elsewhere):
        stranger = sign_in(client, makers.teacher(school, makers.school_class(school)))
        assert {stranger.get(one).status_code for one in addresses(world)} == {404}
        posts = ("/tick", "/tick-present", f"/hand/{world.pupils[0].id}", f"/pupil/{world.pupils[0].id}")
        sent = {"step": "kijk", "how": "paper", "pupils": str(world.pupils[0].id)}
        assert {stranger.post(f"/class/{world.code}{one}", data=sent).status_code for one in posts} == {404}
    assert count(world.house, StepTick) == 0


def test_a_pupil_is_shown_out(world, client, sign_in):
    pupil = sign_in(client, world.pupils[0])
    assert {pupil.get(one).status_code for one in addresses(world)} == {403}


def test_the_school_office_looks_but_neither_ticks_nor_reads_answers(world, makers, client, sign_in):
    office = sign_in(client, makers.school_admin(world.school))
    assert office.get(f"/class/{world.code}").status_code == 200
    assert office.get(f"/class/{world.code}/tick").status_code == 403
    assert office.get(f"/class/{world.code}/answers").status_code == 403
    assert not page(office.get(f"/class/{world.code}")).select("thead th a")


def test_the_class_page_shows_no_answer_and_no_score(world, teacher):
    world.do_step_kijk(world.pupils[0])
    world.answer(world.pupils[1], "inhoud", "12345")
    text = teacher.get(f"/class/{world.code}").text
    assert "12345" not in text
    assert "12.345" not in text


def test_the_grid_says_in_words_what_its_colours_say(world, teacher):
    world.do_step_kijk(world.pupils[0])
    first = page(teacher.get(f"/class/{world.code}/grid")).select_one("tbody tr")
    assert [cell.text.strip() for cell in first.select("td")][0] == "klaar"


def test_a_hand_stands_on_the_right_and_goes_down_with_one_click(world, act, teacher):
    act(world.pupils[0].actor, ask_help, code=world.code, step_id="kijk", language="nl")
    shown = page(teacher.get(f"/class/{world.code}")).select_one("#handen")
    assert world.pupils[0].name in shown.text
    teacher.post(shown.form["action"])
    assert page(teacher.get(f"/class/{world.code}")).select_one("#handen").has_attr("hidden")


def test_the_board_holds_the_code_and_never_a_name(world, act, teacher):
    act(world.pupils[0].actor, ask_help, code=world.code, step_id="kijk", language="nl")
    for headers in ({}, {"HX-Request": "true"}):
        text = teacher.get(f"/class/{world.code}/board", headers=headers).text
        assert not any(f"{one.name} " in text or one.last_name in text for one in world.pupils)
    shown = page(teacher.get(f"/class/{world.code}/board"))
    assert world.klass.class_code == shown.select_one(".groot").text.replace(" ", "")
    assert shown.select_one(".qr svg")


def test_two_modules_of_a_class_are_tabs_and_a_withdrawn_one_is_none(world, makers, act, teacher):
    other = given(makers, world.teacher, world.klass, request_id="form-2")
    tabs = page(teacher.get(f"/class/{world.code}")).select(".tabs a")
    assert {tab["href"] for tab in tabs} == {f"/class/{world.code}", f"/class/{other}"}
    act(world.teacher.actor, withdraw, code=other)
    assert not page(teacher.get(f"/class/{world.code}")).select(".tabs a")
    assert "ingetrokken" in teacher.get(f"/class/{other}").text


def test_everybody_who_has_not_done_it_is_ticked_beforehand_and_one_click_saves(world, teacher):
    world.do_step_kijk(world.pupils[0])
    form = page(teacher.get(f"/class/{world.code}/tick?step=kijk"))
    ticked = [box["value"] for box in form.select("input[name=pupils][checked]")]
    assert ticked == [str(one.id) for one in world.pupils[1:]]
    teacher.post(f"/class/{world.code}/tick", data={"step": "kijk", "how": "board", "pupils": ticked})
    assert count(world.house, StepTick) == 2


@pytest.mark.parametrize(
    "sent", [{"step": "kijk", "how": "board"}, {"step": "kijk", "how": "magic", "pupils": "all"}, {"how": "paper"}]
)
def test_a_tick_that_says_too_little_is_asked_again(world, teacher, sent):
    filled = {key: str(world.pupils[0].id) if value == "all" else value for key, value in sent.items()}
    answer = teacher.post(f"/class/{world.code}/tick", data=filled)
    assert answer.status_code == 422
    assert page(answer).select(".fout")
    assert count(world.house, StepTick) == 0


def test_the_hint_after_a_visit_ticks_for_who_was_there(world, makers, act, at, client, sign_in):
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[booking.id])
    at(NOW + timedelta(days=2, hours=3))
    seen = [one.id for one in world.pupils]
    act(world.teacher.actor, mark_presence, code=booking.code, absent=seen[:1], seen=seen)
    teacher = sign_in(client, world.teacher)  # another day, so another session
    hint = page(teacher.get(f"/class/{world.code}")).select_one("form[action$=tick-present]")
    assert teacher.post(hint["action"]).status_code == 303
    assert count(world.house, StepTick) == 2
    assert not page(teacher.get(f"/class/{world.code}")).select("form[action$=tick-present]")


def test_other_work_without_a_reason_says_so_beside_the_reason(world, teacher):
    address = f"/class/{world.code}/pupil/{world.pupils[0].id}"
    answer = teacher.post(address, data={"step": "kijk", "how": "accepted", "reason": ""})
    assert answer.status_code == 422
    assert page(answer).select_one("#rf-kijk").text.strip()
    said = {"step": "kijk", "how": "accepted", "reason": "maakte een maquette"}
    assert teacher.post(address, data=said).status_code == 303
    shown = teacher.get(address).text
    assert "maquette" not in shown
    assert world.teacher.name in shown


def test_a_pupil_of_another_class_has_no_page_here(world, makers, teacher):
    other = makers.pupil(makers.school_class(world.school))
    assert teacher.get(f"/class/{world.code}/pupil/{other.id}").status_code == 404
    answer = teacher.post(f"/class/{world.code}/pupil/{other.id}", data={"step": "kijk", "how": "paper"})
    assert answer.status_code == 404


@pytest.fixture
def written(world, act, at):
    """Two pupils wrote a story; the page of that question."""
    act(world.teacher.actor, open_after_steps, code=world.code)
    at(NOW + timedelta(minutes=1))
    for pupil in world.pupils[:2]:
        world.answer(pupil, "verhaal", "<b>ik zag</b> een sluys", step="terug")
    return f"/class/{world.code}/answers?question=verhaal"


def test_answers_stand_side_by_side_as_they_were_typed_with_what_to_look_for(teacher, written):
    shown = page(teacher.get(written))
    assert [one.text for one in shown.select(".eigenwoord")] == ["<b>ik zag</b> een sluys"] * 2
    assert "Elk verhaal is goed" in shown.text


def test_without_choosing_the_page_opens_the_question_that_waits(world, teacher, written):
    assert "een sluys" in teacher.get(f"/class/{world.code}/answers").text


def test_a_word_is_sent_and_the_page_returns_to_that_answer(world, teacher, written):
    form = page(teacher.get(written)).select_one("article form")
    answer = teacher.post(form["action"], data={"text": "Mooi!", "again": "1"})
    assert "#a-" in answer.headers["Location"]
    assert "Mooi!" in teacher.get(written).text
    assert count(world.house, Review) == 1


def test_an_empty_word_comes_back_beside_its_answer(world, teacher, written):
    form = page(teacher.get(written)).select_one("article form")
    answer = teacher.post(form["action"], data={"text": "   ", "again": "1"})
    assert answer.status_code == 422
    article = page(answer).select_one("article:has(.fout)")
    assert article.select_one("input[name=again]").has_attr("checked")
    assert count(world.house, Review) == 0


def test_a_module_that_was_given_twice_has_two_tabs_that_can_be_told_apart(world, makers, teacher):
    for n, days in enumerate((20, 6)):
        given(makers, world.teacher, world.klass, request_id=f"again-{n}", days=days)
    for address in (f"/class/{world.code}", f"/class/{world.code}/substitute"):
        tabs = [one.text for one in page(teacher.get(address)).select(".tabs a")]
        days = ("wo 14 oktober", "wo 28 oktober (2)", "wo 28 oktober (1)")
        assert sorted(tabs) == sorted(f"De proefsluis, tot en met {day}" for day in days)


def test_the_class_page_says_when_a_lesson_begins_and_that_it_is_over(world, teacher, act):
    def after(opens: int, closes: int) -> str:
        days = {"opens_on": TODAY + timedelta(days=opens), "closes_on": TODAY + timedelta(days=closes)}
        act(world.teacher.actor, change_dates, code=world.code, **days)
        return page(teacher.get(f"/class/{world.code}")).text + page(teacher.get("/")).text

    assert after(4, 8).count("van ma 12 oktober tot en met vr 16 oktober") == 2
    over = after(-8, -1)
    assert over.count("liep tot en met wo 7 oktober") == 2
    assert "leerlingen kunnen kijken, maar niet inleveren" in over
    assert "niet inleveren" not in after(0, 8)


def test_the_page_of_a_class_that_was_emptied_opens_and_says_how_many_have_it(world, teacher, makers):
    with world.house.store.acting("everywhere") as db:
        for one in world.pupils:
            db.get_one(Pupil, one.id).left_on = TODAY
    for address in (f"/class/{world.code}", f"/modules/given/{world.code}", f"/modules/given/{world.code}/whom"):
        assert teacher.get(address).status_code == 200
    assert "De hele klas: 0 leerlingen" in teacher.get(f"/modules/given/{world.code}").text
