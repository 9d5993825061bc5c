"""Pages of the other types of question: fresh, refused with what was typed, handed in, closed; and what they hide."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.learning.models import Answer, Review
from app.learning.operations import tick_step
from tests.conftest import NOW
from tests.learning import every_kind, kinds
from tests.learning.world import World, count, make_world

SCREENS = [("denk", number) for number in range(1, 7)] + [("bouw", 1), ("bouw", 2)]
FIELDS = "#f input:not([type=hidden]), #f select, #f textarea, #f button:not([data-read])"


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=kinds.write)


@pytest.fixture
def pupil(world, client, sign_in):
    return sign_in(client, world.pupils[0])


def page(answer) -> BeautifulSoup:
    assert answer.status_code in (200, 422), answer.status_code
    return BeautifulSoup(answer.text, "html.parser")


def screen(pupil, world, step, number) -> BeautifulSoup:
    return page(pupil.get(f"/learn/{world.code}/{step}/{number}"))


def send(pupil, world, number, fields, step="denk"):
    form = screen(pupil, world, step, number).find("form", id="f")
    hidden = {one["name"]: one["value"] for one in form.find_all("input", type="hidden")}
    return pupil.post(f"/learn/{world.code}/{step}/{number}/answer", data={**hidden, **fields})


def test_no_screen_before_handing_in_holds_the_key(world, pupil):
    for step, number in SCREENS:
        text = str(screen(pupil, world, step, number))
        assert "GEHEIM" not in text
        assert not any(word in text for word in ("waterpeil", "sluiswachter", "sluismeester", "Je ziet een deur"))


def test_the_sides_of_a_pair_have_tokens_that_tell_nothing(world, pupil):
    found = screen(pupil, world, "denk", 1)
    lefts = [one["data-left"] for one in found.select("main [data-left]")]
    rights = [one["data-right"] for one in found.select("[data-right]")]
    assert not set(lefts) & set(rights)
    assert {len(one) for one in lefts + rights} == {12}


@pytest.mark.parametrize(
    ("step", "number", "fields", "kept"),
    [
        ("denk", 2, {"gap-a": "pijl", "gap-b": " "}, "[name=gap-a][value=pijl]"),
        ("denk", 3, {"answer": "x" * 81}, "[name=answer][value^=xxx]"),
        ("bouw", 1, {"cell-1-a": "5", "cell-1-b": "hoog"}, "[name=cell-1-b][value=hoog]"),
    ],
)
def test_what_is_refused_stays_as_it_was_typed(world, pupil, step, number, fields, kept):
    refused = send(pupil, world, number, fields, step)
    assert refused.status_code == 422
    found = page(refused)
    assert found.select_one("[role=alert] , .fout")
    assert found.select_one(kept)
    assert count(world.house, Answer) == 0


def test_pairs_that_were_chosen_stay_chosen_when_one_is_missing(world, pupil):
    key = world.key.questions["paren"]
    partner = next(iter(key.facts["partners"]))
    left = key.token("a")
    found = page(send(pupil, world, 1, {f"pair-{left}": partner}))
    assert found.select_one(f"select[name=pair-{left}] option[selected]")["value"] == partner
    assert found.select_one("#a-fout").text.strip() == "Kies bij elk wat erbij hoort."


def test_a_forged_form_is_refused_and_never_an_error(world, pupil):
    token = world.key.questions["paren"].token("a")
    for number, fields in (
        (1, {f"pair-{token}": "geen"}),
        (2, {"gap-z": "x"}),
        (4, {"answer": ["a", "b"]}),
        (5, {"answer": "99999999999999999999"}),
    ):
        assert send(pupil, world, number, fields).status_code == 422, number
    assert send(pupil, world, 1, {"cell-99-a": "1", "cell--1-b": "2"}, "bouw").status_code == 422
    assert count(world.house, Answer) == 0


def test_a_closed_step_shows_what_was_handed_in_and_takes_nothing(world, act, at, client, sign_in):
    done, nothing = world.pupils[:2]
    for question, letters in (("paren", "bac"), ("gaten", ("peil", "bak")), ("woord", ("baas",)), ("wijs", "b")):
        world.answer(done, question, *letters, client=question, step="denk")
    world.answer(done, "meten", "0|8", step="bouw")
    for step in ("denk", "bouw"):
        act(world.teacher.actor, tick_step, code=world.code, step_id=step, how="board")
    at(NOW + timedelta(days=40))
    for who in (done, nothing):
        pupil = sign_in(client, who)
        for step, number in SCREENS:
            found = screen(pupil, world, step, number)
            assert "Deze stap is dicht" in found.text
            open_fields = [
                one for one in found.select(FIELDS) if not (one.has_attr("disabled") or one.has_attr("readonly"))
            ]
            assert open_fields == [], (who.name, step, number)
    assert "houdt tegen" in screen(pupil, world, "denk", 1).text


def test_one_click_says_it_is_right_and_the_pupil_reads_it(world, pupil, app, sign_in):
    world.answer(world.pupils[0], "woord", "sluisbaas", step="denk")
    teacher = sign_in(app.test_client(), world.teacher)
    address = f"/class/{world.code}/answers?question=woord"
    form = page(teacher.get(address)).select_one("article form")
    assert [one["value"] for one in form.select("button[name=verdict]")] == ["right", "partly", "not"]
    first = form.select("button")[0]
    assert not first.has_attr("name"), "Enter in a field sends words and never a verdict"
    assert teacher.post(form["action"], data={"verdict": "right"}).status_code == 303
    assert page(teacher.get(address)).select_one("article .staat").text.strip() == "goed"
    assert "Klopt!" in screen(pupil, world, "denk", 3).text


@pytest.mark.parametrize(
    "sent", [{"verdict": "super"}, {"score": "7"}, {"score": "nan"}, {"score": "veel"}, {"text": ""}]
)
def test_a_verdict_that_is_none_comes_back_at_its_answer(world, app, sign_in, sent):
    world.answer(world.pupils[0], "woord", "sluisbaas", step="denk")
    teacher = sign_in(app.test_client(), world.teacher)
    form = page(teacher.get(f"/class/{world.code}/answers?question=woord")).select_one("article form")
    answer = teacher.post(form["action"], data=sent)
    assert answer.status_code == 422
    assert page(answer).select_one("article .fout")
    assert count(world.house, Review) == 0


def test_the_words_of_a_pupil_are_text_for_the_teacher_too(world, app, sign_in):
    world.answer(world.pupils[0], "gaten", "<img src=x>", "<b>kolk</b>", step="denk")
    teacher = sign_in(app.test_client(), world.teacher)
    for path in ("answers?question=gaten", f"pupil/{world.pupils[0].id}"):
        text = teacher.get(f"/class/{world.code}/{path}").text
        assert "<img src=x>" not in text
        assert "&lt;b&gt;kolk" in text


def test_the_steps_with_the_answers_show_every_type_and_its_key(world, client, sign_in):
    teacher = sign_in(client, world.teacher)
    with_key = page(teacher.get("/try/proef/steps?key=1")).text
    without = page(teacher.get("/try/proef/steps")).text
    for word in ("kolk – de bak", "sluiswachter", "Je ziet een deur"):
        assert word in with_key
        assert word not in without
    assert "……" in without, "gaps are dots"


def language_of(one) -> str:
    return str(one["lang"] if one.has_attr("lang") else one.find_parent(lang=True)["lang"])


def test_where_module_and_page_have_two_languages_each_text_says_its_own(house, makers, tmp_path, client, sign_in):
    """A screen reader says an English word in English and what hangs on a Dutch picture in Dutch."""
    world = make_world(house, makers, tmp_path / "proef", write=every_kind.write)
    pupil = sign_in(client, world.pupils[0])
    pupil.post("/language", data={"language": "en", "next": "/"})
    pictures = folds = 0
    for step, number in (("kijk", 1), ("kijk", 2), *SCREENS[:6]):
        found = screen(pupil, world, step, number)
        assert found.html["lang"] == "en"
        for picture in found.select(".beelden img, .beelden [role=img]"):
            pictures += 1
            assert language_of(picture) == "nl"
        for title in found.select("details.uitklap summary b, details.wenk summary span"):
            folds += 1
            assert language_of(title) == "en", title.text
    assert pictures
    assert folds
