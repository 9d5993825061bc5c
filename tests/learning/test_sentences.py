"""A teacher's own sentences: kept with a click, never with the name of a child, and nobody else's."""

import pytest
from bs4 import BeautifulSoup

from app.base.problems import NotFound, RuleBroken
from app.learning.models import Phrase
from app.learning.operations import change_phrase, keep_said, keep_sentence, remove_phrase, review_answer
from app.learning.sentences import LONGEST, MOST, sentences
from tests.learning.published import rows
from tests.learning.test_review import story, world

__all__ = ["story", "world"]


def texts(look, who, question: str = "") -> list[str]:
    return [one.text for one in look(who.actor, sentences, question=question)]


def test_what_was_said_is_kept_once_and_stands_first_at_its_question(world, act, look, story):
    act(world.teacher.actor, review_answer, text="Schrijf er een  voorbeeld bij.", **story)
    act(world.teacher.actor, keep_sentence, text="Mooi gekeken.")
    for _ in range(2):
        act(world.teacher.actor, keep_said, **story)
    assert texts(look, world.teacher, "proef/verhaal") == ["Schrijf er een voorbeeld bij.", "Mooi gekeken."]
    assert [one.here for one in look(world.teacher.actor, sentences, question="proef/verhaal")] == [True, False]


def test_sentences_are_the_teachers_own(world, act, look, makers):
    act(world.teacher.actor, keep_sentence, text="Mooi gekeken.")
    colleague = makers.teacher(world.school, world.klass)
    assert texts(look, colleague) == []
    facts = {"phrase_id": rows(world, Phrase)[0].id}
    with pytest.raises(NotFound):
        act(colleague.actor, change_phrase, text="Iets anders.", **facts)
    with pytest.raises(NotFound):
        act(colleague.actor, remove_phrase, **facts)
    assert texts(look, world.teacher) == ["Mooi gekeken."]


def test_the_name_of_a_child_is_refused_unless_it_is_a_word(world, act, look, story):
    name = world.pupils[1].name
    act(world.teacher.actor, review_answer, text=f"Goed samengewerkt met {name}.", **story)
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, keep_said, **story)
    assert broken.value.field == "anyway"
    assert broken.value.params["names"] == name
    assert texts(look, world.teacher) == []
    act(world.teacher.actor, keep_sentence, text=f"Goed samengewerkt met {name}.", anyway=True)
    assert len(texts(look, world.teacher)) == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * (LONGEST + 1)])
def test_nothing_or_too_much_is_not_kept(world, act, look, text):
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, keep_sentence, text=text)
    assert broken.value.field == "text"
    assert texts(look, world.teacher) == []


def test_the_fifty_first_asks_to_take_one_away(world, act, look):
    for n in range(MOST):
        act(world.teacher.actor, keep_sentence, text=f"Zin nummer {n}.")
    with pytest.raises(RuleBroken):
        act(world.teacher.actor, keep_sentence, text="Nog een.")
    act(world.teacher.actor, remove_phrase, phrase_id=rows(world, Phrase)[0].id)
    act(world.teacher.actor, keep_sentence, text="Nog een.")
    assert len(texts(look, world.teacher)) == MOST


def test_words_of_a_colleague_are_not_kept_as_ones_own(world, act, makers, story):
    act(world.teacher.actor, review_answer, text="Mooi gekeken.", **story)
    with pytest.raises(NotFound):
        act(makers.teacher(world.school, world.klass).actor, keep_said, **story)


def test_the_page_adds_mends_and_takes_away_without_a_script(world, client, sign_in):
    teacher = sign_in(client, world.teacher)
    assert "Nog geen zinnen" in teacher.get("/sentences").text
    teacher.post("/sentences", data={"text": "Mooi gekeken."})
    form = BeautifulSoup(teacher.get("/sentences").text, "html.parser").select("form.eigen-zin")[1]
    assert form.textarea.text.strip() == "Mooi gekeken."
    teacher.post(form["action"], data={"text": "Goed gekeken."})
    assert "Goed gekeken." in teacher.get("/sentences").text
    teacher.post(form["action"], data={"remove": "1", "text": "Goed gekeken."})
    assert rows(world, Phrase) == []


def test_a_refused_sentence_stays_in_its_field_with_the_reason(world, client, sign_in):
    teacher = sign_in(client, world.teacher)
    name = world.pupils[0].name
    answer = teacher.post("/sentences", data={"text": f"Dag {name}, mooi."})
    assert answer.status_code == 422
    form = BeautifulSoup(answer.text, "html.parser").select_one("form.eigen-zin:has(.fout)")
    assert form.textarea.text.strip() == f"Dag {name}, mooi."
    assert form.select_one("input[name=anyway]")
    assert teacher.post("/sentences", data={"text": f"Dag {name}, mooi.", "anyway": "1"}).status_code == 303
