"""The lesson on the board: what stands on it and never does, who comes in, the answer of the class, and the tick."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count as count_from

import pytest
from bs4 import BeautifulSoup

from app.assignments.operations import choose_visits, give_module
from app.base import clock
from app.learning.models import Answer, ClassAnswer, StepTick
from app.learning.operations import note_class_answer
from app.visits.operations import mark_presence
from tests.assignments.makers import visit_of
from tests.conftest import BOTH, NOW
from tests.learning import kinds
from tests.learning.published import cells, rows
from tests.learning.world import World, count, make_world

SCREENS = range(1, 8)  # of the step kijk; the last is its end
KEY = ("GEHEIM-UITLEG", "GEHEIM-TERUG-A", "GEHEIM-TERUG-B", "GEHEIM-LERAAR", "GEHEIM-GIDS", "GEHEIM-RUBRIEK", "35.000")


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def later(at) -> Callable[[], None]:
    """A second later at each call: what is noted last counts."""
    seconds = count_from(1)
    return lambda: at(NOW + timedelta(seconds=next(seconds)))


@pytest.fixture
def teacher(world, client, sign_in):
    return sign_in(client, world.teacher)


def page(answer) -> BeautifulSoup:
    assert answer.status_code in (200, 422), answer.status_code
    return BeautifulSoup(answer.text, "html.parser")


def place(world: World, number: int, step: str = "kijk", more: str = "") -> str:
    return f"/class/{world.code}/lesson/{step}/{number}{more}"


def say(client, world: World, number: int, question: str, step: str = "kijk", **sent: str):
    data = {"question": question, **sent}
    return client.post(place(world, number, step, "/said"), data=data, follow_redirects=True)


def tokens(world: World, question: str, *letters: str) -> list[str]:
    return [world.key.questions[question].token(letter) for letter in letters]


def test_the_links_lead_through_all_screens_of_all_steps_and_back(world, teacher):
    answer, seen = teacher.get(f"/class/{world.code}/lesson", follow_redirects=True), []
    for _ in range(30):
        seen.append(answer.request.path.removeprefix(f"/class/{world.code}/lesson/"))
        onward = page(answer).select_one("a[data-next]")
        if onward is None:
            break
        answer = teacher.get(onward["href"])
    assert seen == [f"kijk/{n}" for n in SCREENS] + ["terug/1", "terug/2", "terug/3"]
    for expected in reversed(seen[:-1]):
        answer = teacher.get(page(answer).select_one("a[data-previous]")["href"])
        assert answer.request.path.endswith(expected)


def test_nothing_of_the_key_is_there_before_it_is_asked_for(world, teacher):
    """Nor a hint, nor a word for the teacher, nor which token is right."""
    for number in SCREENS:
        answer = teacher.get(place(world, number))
        assert not [word for word in KEY if word in answer.text], number
        assert "Kijk naar de tekening." not in answer.text, "the hint"
        assert "Druk goed aan." not in answer.text, "the hint in a block"
        assert not page(answer).select(".goed, .waarom, .goedwoord")


def test_asked_for_it_shows_what_is_right_and_why_and_no_more(world, teacher):
    shown = page(teacher.get(place(world, 2, more="/answer")))
    (right,) = shown.select(".keuze.goed")
    assert right["value"] == tokens(world, "waarom", "b")[0]
    assert shown.select_one(".waarom").text.strip() == "GEHEIM-UITLEG"
    assert not [word for word in ("GEHEIM-TERUG-A", "GEHEIM-LERAAR", "Kijk naar de tekening") if word in str(shown)]
    order = page(teacher.get(place(world, 4, more="/answer"))).select(".volgorde .zin")
    assert [one.text for one in order] == ["deur open", "varen", "deur dicht", "water eruit", "andere deur open"]
    assert "35.000 m³" in page(teacher.get(place(world, 5, more="/answer"))).select_one(".goedwoord").text
    assert teacher.get(place(world, 1, more="/answer")).status_code == 404, "nothing is asked there"


def test_an_open_question_never_shows_its_rubric(world, act, makers, teacher):
    visit = visit_of(makers, world.teacher, world.klass, world.pupils, at=NOW - timedelta(days=1))
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[visit.id])
    assert "GEHEIM-RUBRIEK" not in teacher.get(place(world, 2, "bezoek")).text
    assert "GEHEIM-RUBRIEK" not in teacher.get(place(world, 2, "bezoek", "/answer")).text


def test_another_school_and_another_class_do_not_find_it_and_a_pupil_is_shown_out(world, makers, client, sign_in):
    looked = [f"/class/{world.code}/lesson", *(place(world, 2, more=more) for more in ("", "/answer"))]
    sent = {"question": "waarom", "answer": tokens(world, "waarom", "a"), "pupils": str(world.pupils[0].id)}
    elsewhere = makers.school()
    strangers = [(makers.teacher(one, makers.school_class(one)), 404) for one in (world.school, elsewhere)]
    for person, status in [*strangers, (world.pupils[0], 403), (makers.school_admin(world.school), 403)]:
        somebody = sign_in(client, person)
        assert {somebody.get(one).status_code for one in looked} == {status}
        posts = [place(world, 2, more=more) for more in ("/said", "/tick")]
        assert {somebody.post(one, data=sent).status_code for one in posts} == {status}
    assert count(world.house, ClassAnswer) == count(world.house, StepTick) == 0


def test_no_name_of_a_pupil_stands_on_any_screen(world, teacher):
    names = {one.name.split()[0] for one in world.pupils}
    for number in SCREENS:
        text = page(teacher.get(place(world, number))).get_text(" ")
        assert not [name for name in names if name in text.split()]


def test_what_the_class_chose_stays_there_and_the_same_again_takes_it_back(world, teacher, later):
    (first, second) = tokens(world, "waarom", "a", "b")
    chosen = page(say(teacher, world, 2, "waarom", answer=first)).select(".keuze.gekozen")
    assert [one["value"] for one in chosen] == [first]
    later()
    say(teacher, world, 2, "waarom", answer=second)
    shown = page(teacher.get(place(world, 2)))
    assert [one["value"] for one in shown.select(".keuze[aria-pressed=true]")] == [second], "one choice at a time"
    later()
    assert not page(say(teacher, world, 2, "waarom", answer=second)).select(".gekozen")
    for token in tokens(world, "delen", "a", "c"):
        later()
        say(teacher, world, 3, "delen", answer=token)
    assert len(page(teacher.get(place(world, 3))).select(".gekozen")) == 2
    assert count(world.house, Answer) == 0, "it is of no pupil"
    assert all(cells(world, one) == {} for one in world.pupils)


def test_what_the_class_said_in_words_is_kept_and_too_much_is_refused(world, teacher, later):
    assert "3500" in page(say(teacher, world, 5, "inhoud", text="  3500   m³ ")).select_one(".klaszegt").text
    refused = say(teacher, world, 5, "inhoud", text="x" * 201)
    assert refused.status_code == 422
    assert page(refused).select_one("#bord-fout").text.strip()
    assert page(teacher.get(place(world, 5))).select_one("input[name=text]")["value"] == "3500 m³"
    later()
    assert not page(say(teacher, world, 5, "inhoud", text="")).select(".klaszegt")
    assert say(teacher, world, 2, "inhoud", step="terug", text="hier niet").status_code == 404


def test_the_teacher_reads_it_back_beside_what_pupils_answered(world, teacher):
    say(teacher, world, 2, "waarom", answer=tokens(world, "waarom", "a")[0])
    world.answer(world.pupils[0], "waarom", "b")
    aside = page(teacher.get(f"/class/{world.code}/answers?question=waarom")).select_one("aside")
    assert "Om te wassen" in aside.text


@BOTH
def test_the_answer_of_a_class_is_kept_by_assignment_and_question(world, act, later):
    tapped, other = tokens(world, "waarom", "a", "b")
    asked = {"code": world.code, "step_id": "kijk", "question_id": "waarom"}
    for token in (tapped, other, other):
        later()
        act(world.teacher.actor, note_class_answer, **asked, token=token)
    assert [row.value for row in rows(world, ClassAnswer)] == [{"choice": "a"}, {"choice": "b"}, {}]
    assert {(row.question_id, row.edition, row.by) for row in rows(world, ClassAnswer)} == {
        ("waarom", 1, world.teacher.id)
    }


def test_the_end_of_a_step_ticks_all_without_a_name_and_it_counts(world, teacher):
    end = page(teacher.get(place(world, 7)))
    form = end.select_one("form[action$='/tick']")
    sent = [one["value"] for one in form.select("input[name=pupils]")]
    assert sent == [str(one.id) for one in world.pupils]
    after = page(teacher.post(form["action"], data={"pupils": sent}, follow_redirects=True))
    assert [cells(world, one)["kijk"]["done"] for one in world.pupils] == ["board"] * 3
    assert "3 van de 3" in after.select_one(".stand").text
    assert not after.select("main form")


def test_who_was_unticked_as_absent_stays_out_at_the_next_step(world, teacher):
    """The names stand on the page for ticking, which leads back to the board."""
    here = [str(one.id) for one in world.pupils[1:]]
    link = page(teacher.get(place(world, 7))).select_one(".namen-elders a")["href"]
    assert page(teacher.get(link)).select_one("input[name=onward]")["value"] == "board"
    data = {"step": "kijk", "how": "board", "pupils": here, "onward": "board"}
    back = teacher.post(f"/class/{world.code}/tick", data=data, follow_redirects=True)
    assert "2 van de 3" in page(back).select_one(".stand").text
    end = page(teacher.get(place(world, 99, "terug")))
    assert [one["value"] for one in end.select("input[name=pupils]")] == here
    assert "die er net bij waren" in end.select_one("[data-tick]").text


def test_a_tick_for_a_pupil_of_another_class_or_for_nobody_is_refused(world, makers, teacher):
    stranger = makers.pupils(makers.school_class(world.school), 1)[0]
    assert teacher.post(place(world, 7, more="/tick"), data={"pupils": str(stranger.id)}).status_code == 404
    assert teacher.post(place(world, 7, more="/tick"), data={"pupils": "niemand"}).status_code == 404
    assert teacher.post(place(world, 7, more="/tick")).status_code == 422
    assert count(world.house, StepTick) == 0


def test_a_class_that_was_there_sees_its_own_version_and_the_step_of_the_visit(world, act, makers, teacher, later):
    assert "Je was er niet bij." in teacher.get(place(world, 1, "terug")).text
    assert teacher.get(place(world, 1, "bezoek")).status_code == 404
    assert "/lesson/bezoek/" not in teacher.get(f"/class/{world.code}").text
    visit = visit_of(makers, world.teacher, world.klass, world.pupils, at=NOW - timedelta(days=1))
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[visit.id])
    seen = [one.id for one in world.pupils]
    act(world.teacher.actor, mark_presence, code=visit.code, absent=[seen[0]], seen=seen)
    assert "Je was erbij." in teacher.get(place(world, 1, "terug")).text
    visiting = page(teacher.get(place(world, 9, "bezoek")))
    assert not visiting.select("form[action$='/tick']"), "that step is ticked on paper"
    assert "/lesson/bezoek/1" in teacher.get(f"/class/{world.code}").text
    later()
    act(world.teacher.actor, mark_presence, code=visit.code, absent=seen, seen=seen)
    assert "Je was er niet bij." in teacher.get(place(world, 1, "terug")).text


def test_the_class_page_leads_to_each_step_and_the_module_page_to_the_class(world, teacher, makers, client, sign_in):
    steps = [one["href"] for one in page(teacher.get(f"/class/{world.code}")).select(".opbord a")]
    assert steps == [place(world, 1, step) for step in ("kijk", "terug")]
    assert f'href="/class/{world.code}/lesson"' in teacher.get("/modules/proef").text
    assert f'href="/class/{world.code}/lesson"' in teacher.get(f"/class/{world.code}/board").text
    assert f'href="/class/{world.code}/board"' in teacher.get(place(world, 1)).text
    elsewhere = makers.school()
    for person in (makers.school_admin(world.school), makers.teacher(elsewhere, makers.school_class(elsewhere))):
        assert "/lesson" not in sign_in(client, person).get("/modules/proef").text


def test_only_steps_that_were_given_are_shown(house, makers, tmp_path, client, sign_in):
    world = make_world(house, makers, tmp_path / "proef", step_ids=["terug"])
    teacher = sign_in(client, world.teacher)
    assert teacher.get(f"/class/{world.code}/lesson").location.endswith("/lesson/terug/1")
    assert teacher.get(place(world, 1)).status_code == 404


@pytest.mark.parametrize("kind", ["po", "vo"])
def test_the_board_speaks_to_the_class_and_not_to_the_teacher(house, makers, tmp_path, client, sign_in, kind):
    world = make_world(house, makers, tmp_path / "proef", kind=kind)
    shown = page(sign_in(client, world.teacher).get(place(world, 2)))
    assert shown.html["data-toon"] == kind


def test_the_board_speaks_english_too(world, teacher):
    teacher.post("/language", data={"language": "en"})
    assert "Show the answer" in teacher.get(place(world, 2)).text


class TestEveryType:
    @pytest.fixture
    def world(self, house, makers, tmp_path) -> World:
        return make_world(house, makers, tmp_path / "proef", write=kinds.write)

    def screens(self, teacher, world, step="denk") -> dict[str, BeautifulSoup]:
        """kind of question -> its screen, with the address in `place`."""
        found = {}
        for number in range(1, 20):
            answer = teacher.get(place(world, number, step))
            shown = page(answer)
            kind = shown.select_one("#m > div")["class"]
            if kind[0] == "vraagbord":
                found[kind[1]] = (number, shown)
            if kind[0] == "einde":
                return found
        raise AssertionError("no end to it")

    def test_each_can_be_named_from_the_back_and_gives_nothing_away(self, world, teacher):
        found = self.screens(teacher, world) | self.screens(teacher, world, "bouw")
        assert set(found) == {"match", "gap", "short", "hotspot", "scale", "open", "measure", "photo"}
        text = {kind: str(shown) for kind, (_, shown) in found.items()}
        assert not [
            word for word in ("waterpeil", "sluiswachter", "Je ziet een deur") if word in "".join(text.values())
        ]
        assert "de deur" not in found["hotspot"][1].select_one(".stemmen").text, "the name would tell the place"
        assert [one.text for one in found["hotspot"][1].select(".merk text")] == ["A", "B"]
        assert [one.text for one in found["match"][1].select(".hnd")] == ["1", "2", "3", "A", "B", "C"]
        assert len(found["measure"][1].select("tbody tr")) == 4

    def test_what_goes_together_is_shown_together(self, world, teacher):
        number, _ = self.screens(teacher, world)["match"]
        shown = page(teacher.get(place(world, number, "denk", "/answer")))
        pairs = [[one.text for one in row.select(".zin")] for row in shown.select(".stellen li")]
        assert sorted(pairs) == [["deur", "houdt tegen"], ["kolk", "de bak"], ["schuif", "laat door"]]

    def test_of_words_that_may_stand_in_a_gap_the_first_is_shown(self, world, teacher):
        number, _ = self.screens(teacher, world)["gap"]
        shown = page(teacher.get(place(world, number, "denk", "/answer")))
        assert [one.text for one in shown.select(".ingevuld")] == ["peil", "kolk"]

    def test_what_a_pupil_thinks_is_never_noted_for_a_class(self, world, teacher):
        number, shown = self.screens(teacher, world)["scale"]
        assert not shown.select("main form")
        for sent in ({"answer": "3"}, {"text": "3"}):
            assert say(teacher, world, number, "vooraf", "denk", **sent).status_code == 404
        assert count(world.house, ClassAnswer) == 0

    def test_what_was_said_before_is_shown_back_after_the_visit(self, world, teacher):
        number, _ = self.screens(teacher, world)["match"]
        say(teacher, world, number, "paren", "denk", text="1B 2A 3C")
        back = page(teacher.get(place(world, 1, "terug")))
        assert "1B 2A 3C" in back.select_one(".klaszegt").text
        assert not page(teacher.get(place(world, 2, "terug"))).select(".klaszegt"), "nothing was noted of that one"

    def test_in_a_mixed_class_it_is_said_for_whom_a_piece_is_and_a_young_class_does_not_get_it(
        self, world, makers, teacher
    ):
        old = self.screens(teacher, world)["open"][1]
        assert not old.select(".voor-wie"), "all are of that level"
        makers.pupil(world.klass, first="Jonne", last="Klein", level="po-5")
        mixed = self.screens(teacher, world)["open"][1]
        assert mixed.select_one(".voor-wie").text.strip() == "Voor groep 7-8"
        assert "/lesson/bouw/1" in teacher.get(f"/class/{world.code}").text

    def test_a_young_class_gets_neither_the_step_nor_the_question_of_another_level(
        self, house, makers, world, client, sign_in
    ):
        klass = makers.school_class(world.school)
        makers.pupil(klass, first="Jonne", last="Klein", level="po-5")
        person, today = makers.teacher(world.school, klass), clock.school_day(clock.now())
        dates = {"opens_on": today, "closes_on": today, "request_id": "form-2"}
        give = {"class_code": klass.code, "module_slug": "proef", **dates}
        young = replace(world, code=house.act(person.actor, clock.now(), give_module, **give))
        teacher = sign_in(client, person)
        assert "open" not in self.screens(teacher, young)
        assert teacher.get(place(young, 1, "bouw")).status_code == 404
