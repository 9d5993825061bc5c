"""The pages of versions as a teacher walks them, and what a pupil hears when a question went under their hands."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.base import clock
from app.learning.models import Answer, VersionNote
from app.learning.operations import move_class
from tests.conftest import NOW
from tests.learning import kinds
from tests.learning.published import Press, rows
from tests.learning.test_moving import second
from tests.learning.test_regrade import A_RIGHT, WIDER
from tests.learning.world import World, count, make_world


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "lessons", pupils=4)


@pytest.fixture
def press(world: World, tmp_path: Path) -> Press:
    return Press(world, tmp_path / "lessons/proef")


@pytest.fixture
def teacher(client: FlaskClient, sign_in, world: World) -> FlaskClient:
    signed: FlaskClient = sign_in(client, world.teacher)
    return signed


def text(page) -> str:
    return " ".join(BeautifulSoup(page.data, "html.parser").get_text(" ").split())


def test_a_teacher_is_told_looks_and_marks_again(teacher, world, press) -> None:
    first, second_pupil = world.pupils[:2]
    world.answer(first, "inhoud", "30000")
    world.answer(second_pupil, "waarom", "b")
    assert "sleutel" not in text(teacher.get(f"/class/{world.code}"))
    press.to("1.1", WIDER, A_RIGHT)
    assert "Bekijk wat er verandert" in text(teacher.get(f"/class/{world.code}"))
    page = text(teacher.get(f"/class/{world.code}/regrade"))
    assert "2 leerlingen: één van fout naar goed, één blijft gelijk." in page
    assert "Eén leerling zou met de nieuwe sleutel lager scoren, en houdt de punten." in page
    assert "Was goed 34.650 – 35.350 m³ Is nu goed 28.000 – 42.000 m³" in page
    assert "Was goed Om water tegen te houden Is nu goed Om te wassen" in page
    done = teacher.post(f"/class/{world.code}/regrade", data={"revision": "1"}, follow_redirects=True)
    assert "Opnieuw nagekeken. 2 leerlingen: één van fout naar goed, één blijft gelijk." in text(done)
    assert "Bekijk wat er verandert" not in text(done)
    assert "Niets om opnieuw na te kijken" in text(teacher.get(f"/class/{world.code}/regrade"))


def test_a_revision_that_came_out_meanwhile_shows_the_new_report(teacher, world, press) -> None:
    world.answer(world.pupils[0], "inhoud", "30000")
    press.to("1.1", WIDER)
    press.to("1.2", ("nl/kijk.md", "Het water in zee", "Het zeewater"))
    answer = teacher.post(f"/class/{world.code}/regrade", data={"revision": "1"}, follow_redirects=True)
    assert "De module is opnieuw veranderd." in text(answer)
    assert answer.request.path.endswith("/regrade")


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999", "1.0", "²"])
def test_a_number_that_is_none_is_not_found(teacher, world, revision) -> None:
    assert teacher.post(f"/class/{world.code}/regrade", data={"revision": revision}).status_code == 404
    assert teacher.post(f"/class/{world.code}/edition", data={"edition": revision}).status_code == 404


def test_a_teacher_sees_a_new_edition_and_puts_the_class_on_it_and_back(teacher, world, press) -> None:
    world.do_step_kijk(world.pupils[0])
    assert "Uitgave" not in text(teacher.get(f"/modules/given/{world.code}"))
    second(press)
    assert "Er is een nieuwe uitgave (2.0). Deze klas blijft op 1.0." in text(teacher.get(f"/class/{world.code}"))
    assert "Er is een nieuwe uitgave (2.0)" in text(teacher.get(f"/modules/given/{world.code}"))
    page = text(teacher.get(f"/class/{world.code}/edition"))
    assert "Van uitgave 1.0 naar 2.0" in page
    assert "Nieuwe stap: “Nog iets”." in page
    assert "2 antwoorden gaan mee." in page
    assert "Eén leerling moet “Waarom een sluis?” nog afmaken." in page
    done = text(teacher.post(f"/class/{world.code}/edition", data={"edition": "2"}, follow_redirects=True))
    assert "De klas werkt nu met uitgave 2." in done
    assert "Er is een nieuwe uitgave" not in done
    assert "Deze klas werkt met uitgave 2.0, de nieuwste." in text(teacher.get(f"/modules/given/{world.code}"))
    assert "Van uitgave 2.0 naar 1.0" in text(teacher.get(f"/class/{world.code}/edition"))
    teacher.post(f"/class/{world.code}/edition", data={"edition": "1"})
    assert sorted(note.edition for note in rows(world, VersionNote)) == [1, 2]


def test_a_class_that_stays_hears_no_more_of_it(teacher, world, press) -> None:
    second(press)
    said = {"kind": "stays", "edition": "2", "revision": "0"}
    page = teacher.post(f"/class/{world.code}/version", data=said, follow_redirects=True)
    assert "Er is een nieuwe uitgave" not in text(page)


def test_an_urgent_revision_stands_above_the_class_until_it_was_seen(teacher, world, press, at) -> None:
    at(NOW + timedelta(hours=1))
    press.to(
        "1.1",
        ("nl/bezoek.md", "Blijf achter", "Blijf ver achter"),
        ("module.yml", "reviewed:", "urgent: true\nreviewed:"),
    )
    assert "Dringend: deze les is op één punt veiliger gemaakt (versie 1.1)." in text(
        teacher.get(f"/class/{world.code}")
    )
    said = {"kind": "read", "edition": "1", "revision": "1"}
    page = teacher.post(f"/class/{world.code}/version", data=said, follow_redirects=True)
    assert "Dringend" not in text(page)


def test_nothing_to_choose_is_said_and_an_edition_that_is_none_is_not_found(teacher, world) -> None:
    assert "Niets te kiezen" in text(teacher.get(f"/class/{world.code}/edition"))
    assert teacher.get(f"/class/{world.code}/edition?to=7").status_code == 404
    assert teacher.post(f"/class/{world.code}/edition", data={"edition": "7"}).status_code == 404


def test_the_administrator_is_not_asked_to_mark(client, sign_in, makers, world, press) -> None:
    world.answer(world.pupils[0], "inhoud", "30000")
    press.to("1.1", WIDER)
    signed = sign_in(client, makers.school_admin(world.school))
    assert "Bekijk wat er verandert" not in text(signed.get(f"/class/{world.code}"))
    assert signed.get(f"/class/{world.code}/regrade").status_code == 403


def test_a_pupil_whose_question_just_went_is_told_kindly_and_the_answer_is_kept(
    client: FlaskClient, sign_in: Callable, world, press
) -> None:
    pupil = sign_in(client, world.pupils[0])
    sent = {"question": "volgorde", "client": "late", "answer": world.sent("volgorde", *"abcde")["answer"]}
    second(press)
    world.house.act(world.teacher.actor, clock.now(), move_class, code=world.code, edition=2)
    page = pupil.post(f"/learn/{world.code}/kijk/3/answer", data=sent, follow_redirects=True)
    assert page.status_code == 200
    assert "De les is net veranderd. Je antwoord is bewaard." in text(page)
    assert count(world.house, Answer) == 1


def test_a_question_that_never_was_is_still_not_found(client, sign_in, world) -> None:
    pupil = sign_in(client, world.pupils[0])
    answer = pupil.post(f"/learn/{world.code}/kijk/1/answer", data={"question": "weg", "client": "c", "answer": "x"})
    assert answer.status_code == 404


OPEN = "::: question open #meer level=po-7-8\nWat weet je nog meer?\n\nrubric: Iets over water.\n:::\n"


def typing(client: FlaskClient, world: World, number: int) -> dict[str, str]:
    """The hidden fields of a screen as it is open in a browser."""
    page = BeautifulSoup(client.get(f"/learn/{world.code}/denk/{number}").data, "html.parser")
    return {one["name"]: one["value"] for one in page.find("form", id="f").find_all("input", type="hidden")}


@pytest.fixture
def moving(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "lessons", write=kinds.write)


@pytest.mark.parametrize("first", [True, False], ids=["to the front", "one place up"])
def test_a_question_that_went_to_another_screen_keeps_what_was_typed_and_takes_the_answer(
    client, sign_in, moving, tmp_path, act, first
) -> None:
    """The sixth of six: put in front by a revision, or the fifth of five since the class moved."""
    pupil, press = sign_in(client, moving.pupils[0]), Press(moving, tmp_path / "lessons/proef")
    form = typing(pupil, moving, 6)
    if first:
        there = ("nl/denk.md", "::: question match", f"{OPEN}\n::: question match")
        press.to("1.1", ("nl/denk.md", f"\n{OPEN}", ""), there)
    else:
        words = "Hoe heet wie de sluis bedient?\n\nanswer: sluiswachter | sluismeester\n:::\n\n"
        press.to("2.0", ("nl/denk.md", f"::: question short #woord points=2\n{words}", ""))
        act(moving.teacher.actor, move_class, code=moving.code, edition=2)
    long = "Het water zakt. " * 300
    refused = pupil.post(f"/learn/{moving.code}/denk/6/answer", data={**form, "answer": long})
    assert refused.status_code == 422
    page = BeautifulSoup(refused.data, "html.parser")
    assert page.find("h1").text == "Wat weet je nog meer?"
    assert page.find("textarea").text.strip() == long.strip()
    taken = pupil.post(f"/learn/{moving.code}/denk/6/answer", data={**form, "answer": "Het water zakt."})
    assert taken.status_code == 303
    assert pupil.get(taken.headers["Location"]).status_code in (200, 303)
    assert [row.value for row in rows(moving, Answer)] == [{"text": "Het water zakt."}]


def test_what_was_right_is_seen_where_the_question_stands_now(client, sign_in, moving, tmp_path) -> None:
    pupil, press = sign_in(client, moving.pupils[0]), Press(moving, tmp_path / "lessons/proef")
    form = typing(pupil, moving, 3)
    there = ("nl/denk.md", "::: question match", f"{OPEN}\n::: question match")
    press.to("1.1", ("nl/denk.md", f"\n{OPEN}", ""), there)
    answer = pupil.post(f"/learn/{moving.code}/denk/3/answer", data={**form, "answer": "sluiswachter"})
    assert answer.headers["Location"] == f"/learn/{moving.code}/denk/4"
    assert "Hoe heet wie de sluis bedient?" in text(pupil.get(answer.headers["Location"]))


def test_a_screen_past_the_end_of_a_shorter_step_leads_on_and_is_no_dead_end(client, sign_in, moving) -> None:
    pupil = sign_in(client, moving.pupils[0])
    assert pupil.get(f"/learn/{moving.code}/denk/7").headers["Location"] == f"/learn/{moving.code}/"
    assert pupil.get(f"/learn/{moving.code}/denk/0").status_code == 404
    assert pupil.get(f"/learn/{moving.code}/weg/7").status_code == 404
