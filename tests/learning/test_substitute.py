"""The card for a substitute: what it proposes, one page, the link, taken back, and gone the day after."""

import io
import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy
import pikepdf
import pytest
import zxingcpp
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app.access.actor import Role
from app.base import clock, doors
from app.base.house import House
from app.base.jobs import Job
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.learning import operations
from app.learning.forgetting import forget_cards
from app.learning.models import SubstituteCard
from app.learning.operations import ask_help
from app.learning.substitute import card_for_staff, cards_of_class, proposal
from app.people.queries.substitutes import grouped, token_from
from tests.base.paper import check_paper
from tests.conftest import BOTH, NOW
from tests.learning.makers import substitute
from tests.learning.world import World, count, make_world
from tests.makers import Makers, Person

TODAY = clock.school_day(NOW)


@pytest.fixture
def world(house: House, makers: Makers, tmp_path: Any) -> World:
    return make_world(house, makers, tmp_path / "proef")


def make(world: World, who: Person | None = None, **changed: Any) -> UUID:
    facts = {"code": world.code, "key": uuid4(), "day": TODAY, "step_ids": ["kijk"], "site": "https://werf.example"}
    made: UUID = world.house.act(
        (who or world.teacher).actor, clock.now(), operations.make_card, **{**facts, **changed}
    )
    return made


def held(world: World, card_id: UUID) -> Any:
    with world.house.looking(world.teacher.actor, clock.now()) as work:
        return card_for_staff(work, code=world.code, card_id=card_id)


def proposed(world: World) -> Any:
    with world.house.looking(world.teacher.actor, clock.now()) as work:
        return proposal(work, code=world.code, language="nl")


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def words_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return " ".join(done.stdout.decode().split())


def test_before_a_class_begins_nobody_is_named(world: World) -> None:
    found = proposed(world)
    assert found.chosen
    assert (found.can_help, found.need_help) == ("", "")


def test_who_did_the_step_can_help_and_a_hand_or_not_begun_needs_it(world: World) -> None:
    done, asks, waits = world.pupils
    world.do_step_kijk(done)
    world.house.act(asks.actor, NOW, ask_help, code=world.code, step_id="kijk", language="nl")
    world.answer(asks, "waarom", "b")
    found = proposed(world)
    assert "kijk" in found.chosen
    assert found.need_help.split(", ") == [f"{one.name} {last}" for one, last in ((asks, "van den B."), (waits, "Y."))]
    assert done.name not in found.need_help


@BOTH
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_card_is_one_page_with_all_that_a_substitute_needs(
    world: World, run_jobs: Callable, house: House, language: str
) -> None:
    names = {"can_help": "Aïcha de V.", "need_help": "Bram van den B.", "note": "De gymtas staat klaar."}
    card_id = make(world, language=language, **names)
    assert run_jobs() == 1
    card = held(world, card_id)
    pdf = house.files.get(card.file_sha)
    check_paper(pdf)
    words = words_of(pdf)
    assert pages_of(pdf) == 1
    code = world.klass.class_code
    for needed in (
        *names.values(),
        f"{code[:4]} {code[4:]}",
        "werf.example/inval",
        "17:00",
        "35.000" if language == "nl" else "35,000",
    ):
        assert needed in words, needed
    assert grouped(card.link.token) in words
    drawn = subprocess.run(["pdftoppm", "-r", "200", "-png", "-"], input=pdf, capture_output=True, check=True).stdout
    with Image.open(io.BytesIO(drawn)) as picture:
        (found,) = zxingcpp.read_barcodes(numpy.asarray(picture.convert("L")))
    assert found.text == f"HTTPS://WERF.EXAMPLE/I/{card.link.token}"


def test_the_same_click_twice_is_one_card_and_one_job(world: World, run_jobs: Callable) -> None:
    key = uuid4()
    assert make(world, key=key) == make(world, key=key)
    assert count(world.house, SubstituteCard) == 1
    assert run_jobs() == 1


def test_the_row_of_the_job_holds_no_name(world: World, run_jobs: Callable) -> None:
    make(world, can_help="Geheimpje A.")
    run_jobs()
    with world.house.store.reading("everywhere") as db:
        for job in db.scalars(select(Job)):
            assert "Geheimpje" not in str((job.arguments, job.result, job.error))


@pytest.mark.parametrize("days", [-1, 15, 4000])
def test_only_today_and_two_weeks(world: World, days: int) -> None:
    with pytest.raises(RuleBroken):
        make(world, day=TODAY + timedelta(days=days))
    assert count(world.house, SubstituteCard) == 0


def test_after_five_a_card_is_for_another_day_and_opens_then(world: World, at: Callable, client: FlaskClient) -> None:
    at(clock.at(TODAY, 19))
    with pytest.raises(RuleBroken):
        make(world)
    card = held(world, make(world, day=TODAY + timedelta(days=1)))
    early = client.get(f"/inval/{card.link.token}")
    assert early.status_code == 410
    assert "vr 9 oktober" in early.text
    assert client.post(f"/inval/{card.link.token}").status_code == 410
    at(clock.at(TODAY + timedelta(days=1), 8, 15))
    assert client.get(f"/inval/{card.link.token}").status_code == 200
    assert client.post(f"/inval/{card.link.token}").status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"step_ids": []},
        {"step_ids": ["onbekend"]},
        {"can_help": "A" * 401},
        {"note": "x" * 5_000_000},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_half_made(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        make(world, **wrong)
    assert count(world.house, SubstituteCard) == count(world.house, Job) == 0
    with world.house.store.reading("everywhere") as db:
        assert db.scalars(select(doors.Door).where(doors.Door.kind == doors.SUBSTITUTE)).all() == []


def test_who_may_make_a_card(world: World, makers: Makers) -> None:
    other = makers.school()
    make(world, makers.school_admin(world.school))
    for stranger in (makers.teacher(world.school, makers.school_class(world.school)), makers.school_admin(other)):
        with pytest.raises(NotFound):
            make(world, stranger)
    for nobody in (world.pupils[0], makers.coordinator(), substitute(make(world), world.klass)):
        with pytest.raises(NotAllowed):
            make(world, nobody)


def test_a_colleague_sees_the_links_in_force_and_takes_one_back(
    world: World, makers: Makers, client: FlaskClient, sign_in: Callable
) -> None:
    card_id = make(world)
    token = held(world, card_id).link.token
    sign_in(client, makers.teacher(world.school, world.klass))
    page = client.get(f"/class/{world.code}/substitute").text
    assert world.teacher.name in page
    assert client.get(f"/class/{world.code}/substitute/{card_id}").status_code == 200
    for _ in range(2):
        assert client.post(f"/class/{world.code}/substitute/{card_id}/withdraw").status_code == 303
    assert (
        world.teacher.name
        not in BeautifulSoup(client.get(f"/class/{world.code}/substitute").text, "html.parser")
        .select_one("aside")
        .get_text()
    )
    assert client.get(f"/inval/{token}").status_code == 410
    assert token not in client.get(f"/class/{world.code}/substitute/{card_id}").text
    with world.house.looking(world.teacher.actor, NOW) as work:
        assert cards_of_class(work, code=world.code) == ()


def test_the_worker_throws_card_and_file_away_the_day_after(
    world: World, run_jobs: Callable, at: Callable, house: House
) -> None:
    card_id = make(world)
    run_jobs()
    sha = held(world, card_id).file_sha
    assert forget_cards(house, clock.now()) == 0
    tomorrow = clock.at(TODAY + timedelta(days=1), 1)
    at(tomorrow)
    assert forget_cards(house, tomorrow) == 1
    assert count(house, SubstituteCard) == 0
    with pytest.raises(NotFound):
        house.files.get(sha)
    assert count(house, doors.Door) > 0
    forget_cards(house, NOW + timedelta(days=40))
    with house.store.reading("everywhere") as db:
        assert db.scalars(select(doors.Door).where(doors.Door.kind == doors.SUBSTITUTE)).all() == []


def test_looking_at_a_link_signs_nobody_in_and_one_button_does(world: World, client: FlaskClient) -> None:
    token = held(world, make(world)).link.token
    looked = client.get(f"/inval/{token}")
    assert world.pupils[0].name not in looked.text
    assert client.get(f"/class/{world.code}").status_code == 303, "still nobody"
    assert client.post(f"/inval/{token}").status_code == 303
    home = client.get("/")
    assert home.headers["Location"] == f"/class/{world.code}"
    assert client.get(f"/class/{world.code}").status_code == 200


def test_the_letters_are_typed_from_paper_as_people_type(world: World, client: FlaskClient) -> None:
    token = held(world, make(world)).link.token
    typed = grouped(token).lower().replace(" ", "-", 1)
    assert client.post("/inval", data={"code": typed}).headers["Location"] == f"/inval/{token}"
    for wrong in ("", "abc", token[:-1], token + "2", "<script>alert(1)</script>", "é" * 27):
        answer = client.post("/inval", data={"code": wrong})
        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
    assert token_from("0" * 27) is None
    assert client.get("/inval/NIETECHT").status_code == 404


def test_a_substitute_of_a_class_whose_lesson_was_taken_back_is_told(world: World, client: FlaskClient) -> None:
    from app.assignments.operations import withdraw

    token = held(world, make(world)).link.token
    world.house.act(world.teacher.actor, NOW, withdraw, code=world.code)
    client.post(f"/inval/{token}")
    assert "geen les in Openwerf" in client.get("/").text


def test_what_a_substitute_did_stands_in_the_log_with_role_and_card(world: World, client: FlaskClient) -> None:
    from app.base.audit import Audit

    card_id = make(world)
    client.post(f"/inval/{held(world, card_id).link.token}")
    client.post(f"/classes/{world.klass.code}/door", data={"door": "open"})
    with world.house.store.reading("everywhere") as db:
        rows = {(row.what, row.role, row.actor_id) for row in db.scalars(select(Audit))}
    assert ("door.opened", Role.SUBSTITUTE, card_id) in rows
    assert any(what == "substitute.came-in" for what, _, _ in rows)
