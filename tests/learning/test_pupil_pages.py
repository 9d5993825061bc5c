"""The player's pages: what a pupil sees, what a pupil must never see, and what happens with bad input."""

import re
from datetime import timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup

from app.assignments.operations import choose_visits, open_after_steps, withdraw
from app.learning.models import Answer, Progress
from app.learning.operations import review_answer
from app.learning.queries import last_answers
from tests.assignments.makers import visit_of
from tests.conftest import NOW
from tests.learning.world import World, count, make_world

SECRETS = ("GEHEIM", "UITLEG", "RUBRIEK")


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def pupil(world, client, sign_in):
    return sign_in(client, world.pupils[0])


def form_of(page: str) -> dict[str, list[str]]:
    """The hidden fields of the answer's form."""
    form = BeautifulSoup(page, "html.parser").find("form", id="f")
    assert form is not None
    found: dict[str, list[str]] = {}
    for field in form.find_all("input", type="hidden"):
        found.setdefault(field["name"], []).append(field["value"])
    return found


def test_verder_leads_to_the_first_question_and_then_to_the_next(world, pupil):
    assert pupil.get(f"/learn/{world.code}/").headers["Location"].endswith("/kijk/1")
    world.answer(world.pupils[0], "waarom", "b")
    assert pupil.get(f"/learn/{world.code}/").headers["Location"].endswith("/kijk/2")


def test_no_page_before_handing_in_holds_the_key(world, pupil):
    for number in range(1, 6):
        page = pupil.get(f"/learn/{world.code}/kijk/{number}").get_data(as_text=True)
        assert not any(secret in page for secret in SECRETS)
        assert not re.search(r'value="[abc]"', page)


def test_only_the_feedback_of_the_chosen_answer_comes_back(world, pupil):
    url = f"/learn/{world.code}/kijk/1"
    fields = form_of(pupil.get(url).get_data(as_text=True))
    pupil.post(f"{url}/answer", data={**fields, **world.sent("waarom", "a")})
    page = pupil.get(url).get_data(as_text=True)
    assert "GEHEIM-TERUG-A" in page
    assert "GEHEIM-TERUG-B" not in page
    assert "GEHEIM-UITLEG" not in page  # there is another try


def test_a_double_click_is_one_answer(world, pupil):
    url = f"/learn/{world.code}/kijk/1"
    fields = {**form_of(pupil.get(url).get_data(as_text=True)), **world.sent("waarom", "b")}
    assert [pupil.post(f"{url}/answer", data=fields).status_code for _ in range(2)] == [303, 303]
    assert count(world.house, Answer) == 1


def test_back_and_another_answer_without_javascript_stands_there_to_be_handed_in_once_more(world, pupil):
    """The page of before still has its old id: what it sends is another answer under the same one."""
    url = f"/learn/{world.code}/terug/1"
    world.house.act(world.teacher.actor, NOW, open_after_steps, code=world.code)
    fields = form_of(pupil.get(url).get_data(as_text=True))
    pupil.post(f"{url}/answer", data={**fields, "answer": "Een boot."})
    again = pupil.post(f"{url}/answer", data={**fields, "answer": "Een boot met rook."})
    page = BeautifulSoup(again.data, "html.parser")
    assert again.status_code == 422
    assert "Je eerste antwoord is bewaard." in page.select_one("#a-fout").text
    assert page.select_one("#o").text.removeprefix("\n") == "Een boot met rook."
    assert page.select_one("#f button[type=submit]").text.strip() == "Opnieuw bewaren"
    sent = {**form_of(str(page)), "answer": "Een boot met rook."}
    assert pupil.post(f"{url}/answer", data=sent).status_code == 303
    assert count(world.house, Answer) == 2


def test_nothing_chosen_is_said_at_the_question_and_nothing_is_kept(world, pupil):
    url = f"/learn/{world.code}/kijk/1"
    fields = form_of(pupil.get(url).get_data(as_text=True))
    refused = pupil.post(f"{url}/answer", data=fields)
    assert refused.status_code == 422
    assert "Kies" in refused.get_data(as_text=True)
    assert count(world.house, Answer) == 0


def test_what_was_handed_in_of_half_a_step_is_still_there_when_the_lesson_is_over(world, client, sign_in, at):
    world.answer(world.pupils[0], "waarom", "b")
    address = f"/learn/{world.code}/kijk/1"
    at(NOW + timedelta(days=21))
    pupil = sign_in(client, world.pupils[0])
    lesson = BeautifulSoup(pupil.get(f"/learn/{world.code}/").data, "html.parser")
    begun = lesson.select_one(f".wegen li:has([href='{address}'])")
    assert "Begonnen:" in begun.text
    assert begun.select_one(".ja") is None
    assert pupil.get(address).status_code == 200
    assert pupil.get(f"/learn/{world.code}/terug/1").status_code == 404
    late = pupil.post(f"{address}/answer", data={"question": "waarom", "client": "late", **world.sent("waarom", "a")})
    assert late.status_code == 422
    assert "Deze stap is dicht" in late.get_data(as_text=True)
    assert count(world.house, Answer) == 1


def test_nobody_is_told_to_look_again_at_what_is_shut(world, client, sign_in, at):
    world.answer(world.pupils[0], "waarom", "a")
    world.answer(world.pupils[0], "delen", "a", "b")
    at(NOW + timedelta(days=21))
    pupil = sign_in(client, world.pupils[0])
    page = BeautifulSoup(pupil.get(f"/learn/{world.code}/kijk/1").data, "html.parser")
    said = " ".join(page.select_one("#f").text.split())
    assert "Dit is nog niet goed.GEHEIM-TERUG-A" in said
    assert "nog eens" not in said
    assert not page.select("#f input[type=radio], .wenk")


@pytest.mark.parametrize("why", ["over", "withdrawn"])
def test_a_sentence_that_came_too_late_stands_on_the_page_that_says_so(world, client, sign_in, at, why):
    if why == "over":
        at(NOW + timedelta(days=21))
    else:
        world.house.act(world.teacher.actor, NOW, withdraw, code=world.code)
    pupil = sign_in(client, world.pupils[0])
    sent = {"question": "verhaal", "client": "late", "answer": "Het water <b>stijgt</b> traag."}
    said = pupil.post(f"/learn/{world.code}/terug/1/answer", data=sent)
    page = BeautifulSoup(said.data, "html.parser")
    assert said.status_code == (422 if why == "over" else 404)
    assert page.select_one("main textarea[readonly]").text == sent["answer"]
    assert "Vraag het je leerkracht" in page.main.text
    ticked = pupil.post(f"/learn/{world.code}/terug/1/answer", data={**sent, "answer": "k3x9"})
    assert "k3x9" not in ticked.get_data(as_text=True)


def test_words_for_a_number_are_kept_in_the_field_with_a_friendly_word(world, pupil):
    url = f"/learn/{world.code}/kijk/4"
    fields = form_of(pupil.get(url).get_data(as_text=True))
    refused = pupil.post(f"{url}/answer", data={**fields, "answer": "best veel"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'value="best veel"' in page
    assert "best veel" in unescape(page.split('role="alert"')[2 if page.count('role="alert"') > 1 else 1])


def test_arrows_without_javascript_move_one_and_hand_in_nothing(world, pupil):
    url = f"/learn/{world.code}/kijk/3"
    fields = form_of(pupil.get(url).get_data(as_text=True))
    tokens = fields["answer"]
    moved = pupil.post(f"{url}/answer", data={**fields, "down": tokens[0]})
    assert form_of(moved.get_data(as_text=True))["answer"] == [tokens[1], tokens[0], *tokens[2:]]
    assert count(world.house, Answer) == 0


@pytest.mark.parametrize("button", [{"hand": "up"}, {"size": "groot"}, {"seen": "1"}], ids=lambda one: next(iter(one)))
def test_a_button_beside_the_answer_brings_back_what_was_typed_and_hands_in_nothing(world, pupil, button):
    """Without JavaScript the fields go along with it."""
    url = f"/learn/{world.code}/kijk/4"
    fields = form_of(pupil.get(url).get_data(as_text=True))
    shown = pupil.post(f"{url}/answer", data={**fields, "answer": "35 dui", **button})
    page = BeautifulSoup(shown.get_data(as_text=True), "html.parser")
    assert shown.status_code == 200
    assert page.select_one("[name=answer]")["value"] == "35 dui"
    assert (page.html.get("data-maat") == "groot") == ("size" in button)
    assert (page.select_one("[name=hand]")["value"] == "down") == ("hand" in button)
    assert page.select_one("#a-fout") is None
    assert count(world.house, Answer) == 0


def test_a_hand_goes_down_again_in_the_middle_of_an_answer(world, pupil):
    url = f"/learn/{world.code}/kijk/4"
    fields = form_of(pupil.get(url).get_data(as_text=True))
    for hand, after in (("up", "down"), ("down", "up")):
        page = BeautifulSoup(pupil.post(f"{url}/answer", data={**fields, "hand": hand}).data, "html.parser")
        assert page.select_one("[name=hand]")["value"] == after


def test_a_screen_that_went_while_help_was_asked_leads_on(world, pupil):
    gone = pupil.post(f"/learn/{world.code}/kijk/60/answer", data={"hand": "up", "answer": "x"})
    assert gone.status_code == 303


def test_a_get_writes_nothing(world, pupil):
    for path in ("", "kijk/1", "bezoek/1"):
        pupil.get(f"/learn/{world.code}/{path}")
    assert count(world.house, Progress) == 0


def test_a_step_after_the_visit_is_not_read_before_it_opens(world, pupil):
    assert pupil.get(f"/learn/{world.code}/terug/1").status_code == 404
    world.house.act(world.teacher.actor, NOW, open_after_steps, code=world.code)
    page = pupil.get(f"/learn/{world.code}/terug/1").get_data(as_text=True)
    assert "Schrijf een verhaal" in page  # no visit: the version of who was not there
    assert "Je was erbij" not in page


def test_who_was_not_there_reads_what_stands_before_the_questions(world, pupil):
    world.house.act(world.teacher.actor, NOW, open_after_steps, code=world.code)
    page = pupil.get(f"/learn/{world.code}/terug/1").get_data(as_text=True)
    assert "Je was er niet bij." in page, "a question may be about it: how many ships do you count in the picture?"


def test_the_sheet_of_a_visit_is_one_page_with_its_questions_and_no_field(world, makers, pupil):
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    world.house.act(world.teacher.actor, NOW, choose_visits, code=world.code, booking_ids=[booking.id])
    page = pupil.get(f"/learn/{world.code}/bezoek/1").get_data(as_text=True)
    assert "Wat vroeg je aan de gids?" in page
    assert "<textarea" not in page
    assert pupil.get(f"/learn/{world.code}/bezoek/2").status_code == 404
    home = BeautifulSoup(pupil.get("/").get_data(as_text=True), "html.parser")
    assert home.find("a", href=f"/learn/{world.code}/bezoek/1"), "the way to it is the strip on the pupil's home"


def test_a_later_question_still_shows_the_text_and_the_picture_it_leans_on(world, pupil):
    page = BeautifulSoup(pupil.get(f"/learn/{world.code}/kijk/2").get_data(as_text=True), "html.parser")
    assert "omlaag" in page.find("details", class_="terugleesbaar").get_text()
    assert page.select(".beelden img")


def test_after_handing_in_the_browser_comes_back_at_the_question_and_on_a_new_one_at_the_top(world, pupil):
    url = f"/learn/{world.code}/kijk/1"
    fresh = BeautifulSoup(pupil.get(url).get_data(as_text=True), "html.parser")
    anchor = fresh.find("form", id="f")["action"].partition("#")[2]
    assert anchor
    assert fresh.find(id=anchor) is None
    refused = pupil.post(f"{url}/answer", data=form_of(str(fresh)))
    assert BeautifulSoup(refused.get_data(as_text=True), "html.parser").find(id=anchor)
    world.answer(world.pupils[0], "waarom", "a")
    assert BeautifulSoup(pupil.get(url).get_data(as_text=True), "html.parser").find(id=anchor)


def test_without_a_visit_there_is_no_step_during_it(world, pupil):
    assert pupil.get(f"/learn/{world.code}/bezoek/1").status_code == 404


def test_a_raised_hand_stays_up_until_it_is_taken_down(world, pupil):
    url = f"/learn/{world.code}/kijk/1/help"
    pupil.post(url)
    pupil.post(url)
    page = pupil.get(f"/learn/{world.code}/kijk/1").get_data(as_text=True)
    assert "<span>Mijn hand is omhoog" in page
    pupil.post(url, data={"stop": "1"})
    assert "<span>Mijn hand is omhoog" not in pupil.get(f"/learn/{world.code}/kijk/1").get_data(as_text=True)


def test_a_word_of_the_teacher_stands_at_the_answer(world, pupil):
    one = world.pupils[0]
    world.house.act(world.teacher.actor, NOW, open_after_steps, code=world.code)
    world.answer(one, "verhaal", "mijn verhaal", step="terug")
    with world.house.looking(world.teacher.actor, NOW) as work:
        given = last_answers(work, assignment_id=_id(world))[0]
    world.house.act(
        world.teacher.actor, NOW, review_answer, code=world.code, answer_id=given.id, text="Mooi!", again=True
    )
    page = pupil.get(f"/learn/{world.code}/terug/1").get_data(as_text=True)
    assert "Mooi!" in page
    assert "mijn verhaal" in page


def test_a_withdrawn_assignment_is_gone_but_its_answers_are_kept(world, pupil):
    world.answer(world.pupils[0], "waarom", "b")
    world.house.act(world.teacher.actor, NOW, withdraw, code=world.code)
    for path in ("kijk/1", ""):
        gone = pupil.get(f"/learn/{world.code}/{path}")
        assert gone.status_code == 404
        assert "Deze les staat nu niet voor je klaar" in gone.get_data(as_text=True)
    assert count(world.house, Answer) == 1


def test_five_megabytes_are_refused_with_a_page(world, pupil):
    url = f"/learn/{world.code}/terug/1/answer"
    refused = pupil.post(url, data={"question": "verhaal", "answer": "a" * 5_000_000})
    assert refused.status_code == 413
    assert "te groot" in refused.get_data(as_text=True)


def test_the_page_in_english_speaks_english(world, pupil):
    pupil.post("/language", data={"language": "en", "next": "/"})
    page = pupil.get(f"/learn/{world.code}/kijk/1").get_data(as_text=True)
    assert "Why is there a lock?" in page
    assert "Ask for help" in page


def test_a_teacher_has_no_player_and_nobody_goes_to_the_door(world, client, sign_in):
    assert client.get(f"/learn/{world.code}/kijk/1").headers["Location"].endswith("/sign-in")
    assert sign_in(client, world.teacher).get(f"/learn/{world.code}/kijk/1").status_code == 403


def _id(world: World):
    from app.assignments.queries import assignment_for_staff

    with world.house.looking(world.teacher.actor, NOW) as work:
        return assignment_for_staff(work, world.code).id
