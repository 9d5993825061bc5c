"""From what a pupil sends to what it is worth."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from app.base.language import gettext, speaking
from app.base.problems import RuleBroken
from app.curriculum.marking import (
    chosen_tokens,
    is_machine_marked,
    mark,
    read_answer,
    shown_answer,
    shown_right,
)
from app.curriculum.module import AnswerKey, Module, Viewer
from app.curriculum.reading import key_from, module_from
from app.curriculum.snapshot import freeze
from tests.curriculum.lessons import checked, write


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Module, AnswerKey]:
    draft = checked(write(tmp_path_factory.mktemp("lessons"))).draft
    assert draft
    held = freeze(draft, "zout")
    return module_from(held.public, UUID(int=1), "nl"), key_from(held.key, held.public)


class Asked:
    """One question as a pupil meets it: `send` by letters or text, as the page would."""

    def __init__(self, frozen: tuple[Module, AnswerKey], question_id: str) -> None:
        found = frozen[0].question(question_id)
        assert found
        self.question, self.key = found, frozen[1].questions[question_id]

    def send(self, *said: str, **fields: str) -> Mapping[str, object]:
        values = [self.key.token(one) or one for one in said]
        sent = {"answer": values, **{name: [value] for name, value in fields.items()}}
        return read_answer(self.key, self.question, sent)

    def score(self, *said: str) -> float | None:
        return mark(self.key, self.send(*said)).score

    def refused(self, *said: str, **fields: str) -> str:
        with pytest.raises(RuleBroken) as caught, speaking("nl"):
            self.send(*said, **fields)
        assert caught.value.field == "answer"
        with speaking("nl"):
            return gettext(caught.value.message, **caught.value.params)


def test_a_choice_is_right_or_wrong_and_brings_its_feedback(frozen: tuple[Module, AnswerKey]) -> None:
    asked = Asked(frozen, "waarom")
    good, bad = mark(asked.key, asked.send("b")), mark(asked.key, asked.send("a"))
    assert (good.score, good.out_of, good.right) == (2, 2, True)
    assert (bad.score, bad.right) == (0, False)
    assert bad.feedback_html == ("GEHEIM-TERUG-A",)
    assert "GEHEIM-UITLEG" in bad.explain_html
    assert asked.send("b") == {"choice": "b"}


def test_a_choice_takes_one_of_its_own_answers(frozen: tuple[Module, AnswerKey]) -> None:
    asked = Asked(frozen, "waarom")
    assert asked.refused() == "Kies één antwoord."
    assert asked.refused("a", "b") == "Kies één antwoord."
    assert "Deze vraag is veranderd. Kies nog een keer." in asked.refused("van-een-andere-vraag")


@pytest.mark.parametrize(("letters", "score"), [("ab", 2), ("a", 1), ("abc", 1), ("ac", 0), ("c", 0)])
def test_multi_gives_part_of_the_points_for_part_of_it(
    frozen: tuple[Module, AnswerKey], letters: str, score: float
) -> None:
    asked = Asked(frozen, "delen")
    marked = mark(asked.key, asked.send(*letters))
    assert marked.score == score
    assert marked.right is (score == 2)


@pytest.mark.parametrize(("letters", "score"), [("abcde", 4), ("abced", 3), ("eabcd", 3), ("edcba", 0), ("badce", 2)])
def test_order_counts_the_longest_run_that_is_right(
    frozen: tuple[Module, AnswerKey], letters: str, score: float
) -> None:
    assert Asked(frozen, "volgorde").score(*letters) == score


def test_order_also_works_with_a_place_for_each(frozen: tuple[Module, AnswerKey]) -> None:
    asked = Asked(frozen, "volgorde")
    places = {f"place-{asked.key.token(letter)}": [str(place)] for place, letter in enumerate("abcde", 1)}
    assert read_answer(asked.key, asked.question, places) == {"order": list("abcde")}
    places[f"place-{asked.key.token('b')}"] = ["1"]
    with pytest.raises(RuleBroken):
        read_answer(asked.key, asked.question, places)
    assert asked.refused("a", "b") == "Geef alles een eigen plek."


@pytest.mark.parametrize("text", ["35000", "35.000", "35 000 m³", "35.000 kuub", "34.650", "35000,0 m3"])
def test_a_number_is_right_however_it_is_written(frozen: tuple[Module, AnswerKey], text: str) -> None:
    assert Asked(frozen, "inhoud").score(text) == 2


def test_a_number_beside_the_margin_is_wrong(frozen: tuple[Module, AnswerKey]) -> None:
    assert Asked(frozen, "inhoud").score("34649") == 0


def test_a_wrong_unit_or_plain_words_ask_again_and_say_how_it_was_read(frozen: tuple[Module, AnswerKey]) -> None:
    asked = Asked(frozen, "inhoud")
    assert asked.refused("35000 liter") == "We lezen 35.000 en “l”. Geef je antwoord in m³."
    assert asked.refused("35000", unit="emmers") == "We lezen 35.000 en “emmers”. Geef je antwoord in m³."
    assert "Schrijf het met cijfers, zoals 12 m³" in asked.refused("vijfendertigduizend")
    assert "kan twee dingen betekenen" in asked.refused("35,000")
    assert asked.refused(" ") == asked.refused("", unit="m³") == "Schrijf een getal op."


def test_an_open_answer_is_for_the_teacher(frozen: tuple[Module, AnswerKey]) -> None:
    asked = Asked(frozen, "vraag")
    value = asked.send("  Hoe zwaar is de deur?\r\nHeel zwaar. ")
    assert value == {"text": "Hoe zwaar is de deur?\nHeel zwaar."}
    marked = mark(asked.key, value)
    assert (marked.score, marked.right) == (None, None)
    assert not is_machine_marked("open")
    assert asked.refused("  ") == "Schrijf eerst iets op."
    assert "4001 tekens" in asked.refused("x" * 4001)


def test_a_checklist_is_ticked_and_never_marked(frozen: tuple[Module, AnswerKey]) -> None:
    asked = Asked(frozen, "gezien")
    assert asked.send("b", "a") == {"done": ["a", "b"]}
    assert mark(asked.key, asked.send("a")).score is None
    assert asked.refused() == "Vink aan wat je hebt gedaan."
    assert is_machine_marked("choice")


def test_a_teacher_reads_answers_in_words(frozen: tuple[Module, AnswerKey]) -> None:
    waarom, order, number = (Asked(frozen, one) for one in ("waarom", "volgorde", "inhoud"))
    assert shown_answer(waarom.key, waarom.send("b")) == "Om water tegen te houden"
    assert shown_answer(waarom.key, waarom.send("b"), language="en") == "To hold back water"
    assert shown_answer(order.key, order.send(*"bacde")).startswith("1. varen; 2. deur open;")
    assert shown_answer(number.key, number.send("35000")) == "35.000 m³"
    assert shown_right(waarom.key) == "Om water tegen te houden"
    assert shown_right(number.key, language="en") == "35,000 m³"
    assert shown_right(Asked(frozen, "vraag").key) == ""


def test_a_page_can_show_again_what_was_chosen(frozen: tuple[Module, AnswerKey]) -> None:
    asked = Asked(frozen, "volgorde")
    tokens = chosen_tokens(asked.key, asked.send(*"edcba"))
    assert tokens == tuple(asked.key.token(letter) for letter in "edcba")
    assert set(tokens) == {option.token for option in asked.question.options}


def test_a_pupil_gets_the_questions_that_go_with_the_visit(frozen: tuple[Module, AnswerKey]) -> None:
    step = frozen[0].step("terug")
    assert step
    assert [question.id for question in step.questions(Viewer(present=True))] == ["gezien"]
    assert [question.id for question in step.questions(Viewer(present=False))] == ["verhaal"]
    assert step.questions() == ()
