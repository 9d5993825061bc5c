"""A step cut for the board: little at a time, nothing lost, nothing that is for one pupil or for the teacher."""

import re
from pathlib import Path

import pytest
from markupsafe import Markup

from app.access.actor import NOBODY
from app.base import clock
from app.curriculum.commands import publish_lessons
from app.curriculum.module import Option, Part, Question, Step, Viewer
from app.curriculum.queries import newest_module
from app.learning.board.blocks import blocks
from app.learning.board.cutting import MOST_ALONE, screens
from app.learning.board.lines import spots_of
from tests.conftest import LESSONS

CLASS = Viewer(present=True, visiting=True)


def prose(html: str, kind: str = "prose", *parts: Part) -> Part:
    return Part(kind, Markup(html), "", None, parts)


def asked(html: str = "<p>Wat?</p>", kind: str = "choice") -> Part:
    question = Question("q", kind, Markup(html), (), (), 1, 1, Markup("<p>DE-HINT</p>"))
    return Part("question", Markup(""), "q", question, ())


def cut(*parts: Part, viewer: Viewer = CLASS):
    return screens(Step("s", "before", 5, "eye", "Stap", "Stap", parts), viewer)


def words(html: object) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", str(html)).split())


def test_html_is_cut_between_its_top_elements_and_nothing_is_lost():
    html = "<h2>Kop &amp; kop</h2>\n<p>een <strong>twee</strong><br>drie</p>\n<ul><li><p>a</p></li><li>b</li></ul>\nlos"
    found = blocks(Markup(html))
    assert [one.kind for one in found] == ["heading", "text", "text"]
    assert "".join(str(one.html) for one in found).replace("\n", "") == html[4:].replace("</h2>", "").replace("\n", "")


def test_prose_and_a_question_never_share_a_screen():
    found = cut(prose("<p>Eerst dit.</p>"), asked(), prose("<p>Dan dat.</p>"))
    assert [one.kind for one in found] == ["prose", "question", "prose"]
    assert [bool(one.texts) for one in found] == [True, False, True]


def test_a_long_text_becomes_several_screens_and_a_heading_stays_with_what_follows():
    html = "".join(f"<p>{'woord ' * 30}nummer {n}</p>" for n in range(5)) + "<h2>Kop</h2><p>Onder de kop.</p>"
    found = cut(prose(html))
    assert len(found) > 2
    assert [words(one.head) for one in found if one.head] == ["Kop"]
    assert words(found[-1].texts[0]) == "Onder de kop."
    assert sum(len(one.texts) for one in found) == 6
    for one in found:
        assert len(one.texts) == 1 or sum(block.lines for text in one.texts for block in blocks(text)) <= MOST_ALONE


def test_a_hint_never_comes_and_a_block_keeps_its_name():
    found = cut(prose("<p>Bouw.</p>", "task", prose("<p>DE-HINT</p>", "hint"), prose("<p>Nog iets.</p>")))
    assert [(one.kind, len(one.texts)) for one in found] == [("task", 2)]
    assert "DE-HINT" not in str(found)


def test_two_pictures_get_a_screen_each_and_the_last_goes_along_with_the_question():
    found = cut(prose("<p>Tekst.</p><p><img src='1'></p><p><img src='2'></p>"), asked(), asked(kind="order"))
    assert [one.pictures for one in found] == [("<img src='1'>",), ("<img src='2'>",), ("<img src='2'>",), ()]


@pytest.mark.parametrize(("present", "said"), [(True, "Je was erbij."), (False, "Je was er niet bij.")])
def test_a_class_that_was_there_sees_what_is_for_who_was_there(present, said):
    parts = prose("<p>Je was erbij.</p>", "was-there"), prose("<p>Je was er niet bij.</p>", "was-not-there")
    (one,) = cut(*parts, viewer=Viewer(present=present))
    assert said in words(one.texts)
    assert len(one.texts) == 1


def test_an_empty_step_still_has_a_screen():
    assert len(cut()) == 1


def test_our_own_lessons_lose_no_word_on_the_board(house):
    """Every word that a pupil reads, but for hints, stands on a screen; and no screen is overfull."""
    published = [one.checked.slug for one in publish_lessons(house, Path(LESSONS)) if one.published]
    assert published
    with house.looking(NOBODY, clock.now()) as work:
        for slug in published:
            module = newest_module(work, slug=slug, language="nl")
            for step in module.steps:
                found = screens(step, CLASS)
                shown = " ".join(words(" ".join((one.head, *one.texts))) for one in found)
                for part in step.shown_parts(CLASS):
                    if part.kind == "prose":
                        missing = [word for word in words(part.html).split() if word not in shown]
                        assert not missing, (slug, step.id, missing)
                assert sum(1 for one in found if one.question) == len(step.questions(CLASS))


@pytest.mark.parametrize(
    ("names", "signs", "is_drawn"),
    [
        (("B", "A", "C"), "ABC", True),
        (("de deur", "de sluis"), "AB", False),
        (("A", "B", "geen van beide"), "ABC", False),
        (("punt 5", "punt 2"), "AB", False),
    ],
)
def test_a_drawing_with_letters_of_its_own_gets_no_other_ones(names, signs, is_drawn):
    options = tuple(Option(f"t-{name}", Markup(f"<p>{name}</p>"), (0, 0, 9, 9)) for name in names)
    spots = spots_of(Question("waar", "hotspot", Markup("<p>Waar?</p>"), options, (), 1.0, 1, ()))
    assert "".join(one.sign for one in spots) == signs
    assert {one.is_drawn for one in spots} == {is_drawn}
    assert not is_drawn or [one.option.token for one in spots] == ["t-A", "t-B", "t-C"]
