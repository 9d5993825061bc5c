"""What the class understood: first tries, mistakes in words, where it got stuck; for the teacher of the class alone."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from app.access.actor import Role
from app.base.problems import NotAllowed, NotFound
from app.learning.models import Answer
from app.learning.operations import ask_help, move_class, review_answer
from app.learning.queries import AnswerNow
from app.learning.understanding.minutes import is_long, middle_of, minutes_of_pupil
from app.learning.understanding.page import understanding
from app.learning.understanding.tries import tries_of
from app.learning.understanding.wrong import mistakes
from tests.conftest import BOTH, NOW
from tests.learning import kinds
from tests.learning.published import Press, rows
from tests.learning.test_class_view import statements
from tests.learning.test_moving import second
from tests.learning.world import World, make_world


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "lessons", pupils=4)


@pytest.fixture
def see(world, look):
    return lambda language="nl": look(world.teacher.actor, understanding, code=world.code, language=language)


def of(found, question_id: str):
    return next(one for one in found.questions if one.question.id == question_id)


def page(client, world: World) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/class/{world.code}/understanding").text, "html.parser")


def slips(key, *values, language: str = "nl") -> list[tuple[str, int]]:
    """(mistake, how many pupils) of one wrong try by each of so many pupils."""
    answers = [AnswerNow(uuid4(), uuid4(), key.id, value, NOW, None, None, None, False) for value in values]
    found = mistakes(key, tries_of(answers, {key.id: key}).values(), language=language)
    return [(one.text, one.pupils) for one in found]


@BOTH
def test_the_first_try_counts_apart_from_what_was_right_in_the_end(world, see, at):
    world.answer(world.pupils[0], "waarom", "a")
    at(NOW + timedelta(seconds=9))  # ids follow the clock
    world.answer(world.pupils[0], "waarom", "b")
    world.answer(world.pupils[1], "waarom", "b")
    world.answer(world.pupils[2], "waarom", "c")
    found = of(see(), "waarom")
    assert (found.asked, found.answered, found.first, found.later, found.wrong) == (4, 3, 1, 1, 1)
    assert found.blocks == ("whole", "half", "open", "none")
    assert found.mean == 4 / 3
    assert len(found.not_yet) == 1
    assert see().begun == 3


def test_a_mistake_is_told_once_a_pupil_with_the_words_those_pupils_got(world, makers, see):
    for one in (*world.pupils[:2], makers.pupil(world.klass, first="Zoë")):
        world.answer(one, "waarom", "a", client="one")
        world.answer(one, "waarom", "a", client="two")  # the same mistake again
    world.answer(world.pupils[2], "waarom", "c")  # one alone, in a class of five
    (slip,) = of(see(), "waarom").mistakes
    assert (slip.text, slip.pupils) == ("Om te wassen", 3)
    assert "GEHEIM-TERUG-A" in slip.feedback


def test_a_number_is_grouped_by_its_value_and_said_with_its_unit(world, makers, see):
    for n, text in enumerate(("100", "100,0", "35000", "7")):
        world.answer(world.pupils[n], "inhoud", text)
    assert [(one.text, one.pupils) for one in of(see(), "inhoud").mistakes] == [("100 m³", 2)]


def test_several_choices_and_an_order_are_cut_into_what_was_wrong_of_them(world):
    delen, volgorde = world.key.questions["delen"], world.key.questions["volgorde"]
    assert slips(delen, {"choices": ["a", "c"]}, {"choices": ["c", "b"]}, {"choices": ["a"]}) == [
        ("gekozen: schoorsteen", 2),
        ("niet gekozen: kolk", 2),
        ("niet gekozen: deur", 1),
    ]
    swapped = {"order": ["b", "a", "c", "d", "e"]}
    assert slips(volgorde, swapped, swapped) == [("“varen” vóór “deur open”", 2)]


def test_pairs_gaps_words_and_places_on_a_drawing_are_told_in_words(house, makers, tmp_path):
    world = make_world(house, makers, tmp_path / "lessons", write=kinds.write)
    keys = world.key.questions
    assert slips(keys["paren"], {"pairs": {"a": "b", "b": "b", "c": "c"}}) == [("kolk → houdt tegen", 1)]
    assert slips(keys["gaten"], {"gaps": {"a": "Water", "b": "kolk"}}, {"gaps": {"a": "water ", "b": "kolk"}}) == [
        ("in gat 1: “Water”", 2)
    ]
    assert slips(keys["woord"], {"text": "Kapitein"}, {"text": "kapitein."}) == [("Kapitein", 2)]
    assert slips(keys["wijs"], {"choice": "b"}, language="en") == [("de kolk", 1)]


def test_in_a_class_no_mistake_of_one_child_is_shown_and_in_a_group_of_three_it_is(world):
    key = world.key.questions["inhoud"]
    several = [{"number": str(n), "unit": "m³"} for n in range(4)]
    assert slips(key, *several) == []
    assert len(slips(key, *several[:3])) == 3


@BOTH
def test_what_a_teacher_called_right_is_right_also_at_the_first_try(house, makers, tmp_path, act, look):
    world = make_world(house, makers, tmp_path / "lessons", write=kinds.write)
    world.answer(world.pupils[0], "woord", "brugwachter", step="denk")

    def see():
        return of(look(world.teacher.actor, understanding, code=world.code, language="nl"), "woord")

    assert (see().first, see().wrong) == (0, 1)
    (answer,) = rows(world, Answer)
    act(world.teacher.actor, review_answer, code=world.code, answer_id=answer.id, text="", verdict="right")
    assert (see().first, see().wrong) == (1, 0)


def test_opinions_are_never_on_it(house, makers, tmp_path, look, client, sign_in):
    world = make_world(house, makers, tmp_path / "lessons", write=kinds.write)
    world.answer(world.pupils[0], "vooraf", "4", step="denk")
    found = look(world.teacher.actor, understanding, code=world.code, language="nl")
    assert {"vooraf", "achteraf"} & {one.question.id for one in found.questions} == set()
    assert found.begun == 0
    sign_in(client, world.teacher)
    assert "Nog niemand heeft geantwoord" in page(client, world).get_text()


def test_answers_of_an_edition_before_count_when_they_mean_the_same(world, see, tmp_path, act):
    press = Press(world, tmp_path / "lessons/proef")
    world.answer(world.pupils[0], "inhoud", "35000")
    world.answer(world.pupils[0], "delen", "a", "b")  # has another choice more in edition 2
    second(press)
    act(world.teacher.actor, move_class, code=world.code, edition=2)
    assert (of(see(), "inhoud").first, of(see(), "delen").answered) == (1, 0)


def test_what_deserves_a_talk_stands_first_and_leads_to_the_board(world, client, sign_in):
    for n, letter in enumerate("aab"):
        world.answer(world.pupils[n], "waarom", letter)
    world.answer(world.pupils[0], "delen", "a", "b")
    sign_in(client, world.teacher)
    shown = page(client, world)
    cards = shown.select(".bespreek article")
    assert [card.h3.get_text(strip=True) for card in cards] == ["Waarom is er een sluis?"]
    assert shown.select_one(".bespreek h2").get_text() == "Bespreek deze"
    board = client.get(cards[0].select_one("a.vol")["href"])
    assert "Waarom is er een sluis?" in board.text
    assert "1 in één keer goed" in cards[0].get_text()


def test_names_stand_only_behind_what_is_shut_and_the_page_can_be_made_black(world, client, sign_in):
    world.answer(world.pupils[0], "waarom", "a")
    sign_in(client, world.teacher)
    shown = page(client, world)
    for details in shown.select("details"):
        assert not details.has_attr("open")
        details.decompose()
    assert not [one for one in world.pupils if one.last_name in shown.get_text()]
    assert shown.select_one("#blank").has_attr("hidden")
    assert shown.select_one("[data-blank]")


def test_an_empty_class_and_a_class_of_one_are_said_without_a_sum_that_fails(house, makers, tmp_path, client, sign_in):
    world = make_world(house, makers, tmp_path / "lessons", pupils=0)
    sign_in(client, world.teacher)
    assert "Nog niemand heeft geantwoord" in page(client, world).get_text()
    only = makers.pupil(world.klass)
    world.answer(only, "waarom", "a")
    assert len(page(client, world).select(".bespreek article")) == 1


def test_steps_without_a_question_say_so(house, makers, tmp_path, client, sign_in):
    world = make_world(house, makers, tmp_path / "lessons", step_ids=["bezoek"])
    sign_in(client, world.teacher)
    assert "In deze opdracht zitten geen vragen" in page(client, world).get_text()


def test_a_huge_text_is_read_and_does_not_stand_on_the_page(house, makers, tmp_path, client, sign_in):
    world = make_world(house, makers, tmp_path / "lessons", write=kinds.write)
    world.answer(world.pupils[0], "meer", "lang " * 790, step="denk")
    sign_in(client, world.teacher)
    assert "lang lang" not in client.get(f"/class/{world.code}/understanding").text


@BOTH
def test_thirty_pupils_cost_as_many_statements_as_four(world, makers, client, sign_in, monkeypatch):
    monkeypatch.setattr("app.web.identity.KEPT_SECONDS", 3600.0)
    sign_in(client, world.teacher)

    def cost() -> int:
        with statements(world.house) as sent:
            assert client.get(f"/class/{world.code}/understanding").status_code == 200
        return len([one for one in sent if not one.startswith("BEGIN") and "set_config" not in one])

    world.do_step_kijk(world.pupils[0])
    cost()
    few = cost()
    for one in makers.pupils(world.klass, 26):
        world.answer(one, "waarom", "a")
        world.answer(one, "waarom", "c")
    assert cost() == few
    assert few <= 9


def test_who_may_not_read_answers_may_not_read_this(world, makers, look):
    others = (makers.school_admin(world.school), makers.host(makers.company()), world.pupils[0])
    for one in others:
        with pytest.raises(NotAllowed):
            look(one.actor, understanding, code=world.code, language="nl")
    colleague = makers.teacher(world.school, makers.school_class(world.school))
    with pytest.raises(NotFound):
        look(colleague.actor, understanding, code=world.code, language="nl")
    assert others[0].role is Role.SCHOOL_ADMIN


def test_a_hand_and_a_step_that_took_long_are_said(world, client, sign_in, act, at):
    for n, pupil in enumerate(world.pupils[:3]):
        at(NOW + timedelta(minutes=n))
        world.answer(pupil, "waarom", "b")
        at(NOW + timedelta(minutes=n + 18))
        for question, letters in (("delen", "ab"), ("volgorde", "abcde"), ("inhoud", ("35000",))):
            world.answer(pupil, question, *letters)
    act(world.pupils[3].actor, ask_help, code=world.code, step_id="kijk", language="nl")
    sign_in(client, world.teacher)
    text = " ".join(page(client, world).select_one("section:has(#vast)").get_text(" ", strip=True).split())
    assert "duurde 18 minuten; bedoeld voor 10." in text
    assert "Er is nu één hand omhoog." in text


def test_minutes_run_between_answers_and_a_pause_is_none():
    def when(minutes: int) -> datetime:
        return NOW + timedelta(minutes=minutes)

    moments = [(when(0), "kijk"), (when(4), "kijk"), (when(9), "bouw"), (when(80), "bouw"), (when(82), "kijk")]
    assert minutes_of_pupil(moments, {"kijk": 10, "bouw": 20}) == {"kijk": 6.0, "bouw": 5.0}
    assert minutes_of_pupil([(when(0), "kijk"), (when(50), "bouw")], {"bouw": 30}) == {"bouw": 50.0}
    assert minutes_of_pupil([(when(0), "kijk")], {}) == {}


def test_a_median_of_two_says_nothing_unless_there_are_only_two():
    assert middle_of([3, 9], asked=26) is None
    assert middle_of([3, 9], asked=2) == 6
    assert middle_of([], asked=0) is None
    assert (is_long(14, 10), is_long(15, 10), is_long(4, 1), is_long(None, 1)) == (False, True, False, False)
