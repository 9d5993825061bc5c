"""A pupil looks back on a visit in four fields or by three questions with drawings, and takes it along."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.assignments.operations import choose_visits, withdraw
from app.base import clock
from app.base.problems import NotFound, RuleBroken
from app.learning.dossier.asked import LONGEST, PRIMARY, SECONDARY, read_words
from app.learning.forgetting import forget_files
from app.learning.models import Reflection
from app.visits.models import VisitSlot
from app.visits.operations import mark_presence
from tests.assignments.makers import visit_of
from tests.base.paper import check_paper
from tests.conftest import BOTH
from tests.learning.world import World, count, make_world

AGO, AHEAD = timedelta(days=-2), timedelta(days=5)


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def vo(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", kind="vo")


@pytest.fixture
def visit(makers, act):
    """A function: a class goes on a visit, two days ago or in five."""

    def go(world: World, when: timedelta):
        made = visit_of(makers, world.teacher, world.klass, world.pupils, at=clock.now() + when)
        act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[made.id])
        return made

    return go


def page(client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "html.parser")


def send(browser, world: World, **form):
    return browser.post(f"/learn/{world.code}/look-back", data={"client": "one", **form})


def kept(world: World) -> list[dict]:
    with world.house.store.reading("everywhere") as db:
        return [row.words for row in db.scalars(select(Reflection).order_by(Reflection.client_id))]


@BOTH
def test_a_child_taps_drawings_and_sees_them_back_in_its_own_file(world, visit, client, sign_in):
    visit(world, AGO)
    sign_in(client, world.pupils[0])
    form = page(client, f"/learn/{world.code}/look-back").select_one("form#f")
    assert len(form.select("input[type=checkbox]")) == 12
    assert len(form.select("fieldset")) == 3
    assert send(client, world, did=["look", "ask"], **{"proud-words": "Ik durfde iets te vragen."}).status_code == 303
    assert kept(world) == [{"did": ["look", "ask"], "proud-words": "Ik durfde iets te vragen."}]
    told = page(client, "/learn/dossier").select_one("dl").text
    assert "Ik heb goed gekeken" in told
    assert "Ik durfde iets te vragen." in told
    again = page(client, f"/learn/{world.code}/look-back")
    assert {one["value"] for one in again.select("input[checked]")} == {"look", "ask"}


def test_in_secondary_the_goal_comes_before_the_visit_and_nothing_else(vo, visit, client, sign_in):
    visit(vo, AHEAD)
    sign_in(client, vo.pupils[0])
    areas = page(client, f"/learn/{vo.code}/look-back").select("textarea")
    assert [one["name"] for one in areas] == ["goal"]
    send(client, vo, goal="Zien hoe een las wordt gekeurd.", result="Al geweest!", competences=["work"])
    assert kept(vo) == [{"goal": "Zien hoe een las wordt gekeurd."}]


def test_after_it_the_four_fields_and_the_goal_of_before_stands_there(vo, visit, client, sign_in, act):
    booking = visit(vo, AHEAD)
    sign_in(client, vo.pupils[0])
    send(client, vo, goal="Zien hoe een las wordt gekeurd.")
    move(vo, booking, AGO)
    shown = page(client, f"/learn/{vo.code}/look-back")
    assert [one["name"] for one in shown.select("textarea")] == ["goal", "result", "evaluation", "follow_up"]
    assert shown.select_one("textarea").text.strip() == "Zien hoe een las wordt gekeurd."
    assert len(shown.select("input[name=competences]")) == 5


def move(world: World, booking, when: timedelta) -> None:
    with world.house.store.acting("everywhere") as db:
        slot = db.get_one(VisitSlot, booking.slot.id)
        slot.starts_at, slot.ends_at = clock.now() + when, clock.now() + when + timedelta(hours=1)


def test_the_same_sent_twice_is_kept_once_and_other_words_under_its_id_are_refused(world, visit, client, sign_in):
    visit(world, AGO)
    sign_in(client, world.pupils[0])
    for _ in range(3):
        assert send(client, world, did=["make"]).status_code == 303
    assert send(client, world, did=["ask"]).status_code == 422
    assert kept(world) == [{"did": ["make"]}]
    assert send(client, world, did=["ask"], client="two").status_code == 303
    assert kept(world) == [{"did": ["make"]}, {"did": ["ask"]}]  # the last counts, the first is kept


def test_nothing_is_asked_of_who_was_not_there_or_before_a_visit_in_primary(world, visit, makers, client, sign_in, act):
    assert "Nog geen bezoek" in page(sign_in(client, world.pupils[0]), "/learn/dossier").text
    assert send(client, world, did=["make"]).status_code == 422
    booking = visit(world, AHEAD)
    assert not page(client, f"/learn/{world.code}/look-back").select("form#f")
    assert send(client, world, did=["make"]).status_code == 422
    move(world, booking, AGO)
    absent(act, world, booking)
    assert "Je was er niet bij" in page(client, f"/learn/{world.code}/look-back").text
    assert send(client, world, did=["make"]).status_code == 422
    assert count(world.house, Reflection) == 0


def absent(act, world: World, booking) -> None:
    everybody = [one.id for one in world.pupils]
    act(world.teacher.actor, mark_presence, code=booking.code, absent=everybody[:1], seen=everybody)


@pytest.mark.parametrize("form", [PRIMARY, SECONDARY])
def test_what_cannot_be_is_refused_with_a_word(form):
    with pytest.raises(RuleBroken):
        read_words(form, {}, after=True)
    name = "did-words" if form == PRIMARY else "result"
    with pytest.raises(RuleBroken):
        read_words(form, {name: ["a" * (LONGEST + 1)]}, after=True)
    group = "did" if form == PRIMARY else "competences"
    with pytest.raises(NotFound):
        read_words(form, {group: ["<script>"]}, after=True)


def test_a_refusal_keeps_what_was_typed(world, visit, client, sign_in):
    visit(world, AGO)
    sign_in(client, world.pupils[0])
    answer = send(client, world, did=["look"], **{"more-words": "lang " * 400})
    shown = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert "1.500" in shown.select_one(".fout").text
    assert shown.select_one("#more-words").text.strip().startswith("lang lang")
    assert [one["value"] for one in shown.select("input[checked]")] == ["look"]


def test_bigger_text_without_javascript_keeps_what_was_typed(vo, visit, client, sign_in):
    visit(vo, timedelta(days=-1))
    sign_in(client, vo.pupils[0])
    shown = send(client, vo, client="c-1", goal="Half een zin", size="groot")
    found = BeautifulSoup(shown.data, "html.parser")
    assert shown.status_code == 200
    assert found.html["data-maat"] == "groot"
    assert found.find("textarea", id="goal").text == "Half een zin"
    assert kept(vo) == []


@BOTH
def test_the_teacher_of_the_class_reads_it_and_nobody_else_does(world, visit, makers, client, app, sign_in):
    visit(world, AGO)
    send(sign_in(client, world.pupils[0]), world, did=["make"], **{"more-words": "Hoe heet zo'n oven?"})
    address = f"/class/{world.code}/reflections"
    assert "Hoe heet zo'n oven?" in page(sign_in(client, world.teacher), address).select_one("article").text
    other = makers.school("po")
    stranger = makers.teacher(other, makers.school_class(other))
    assert sign_in(app.test_client(), stranger).get(address).status_code == 404
    assert sign_in(app.test_client(), world.pupils[1]).get(address).status_code == 403
    mate = page(sign_in(app.test_client(), world.pupils[1]), "/learn/dossier")
    assert "oven" not in mate.text


def test_the_pdf_is_made_for_its_own_pupil_and_gone_after_a_day(vo, visit, client, app, sign_in, run_jobs):
    visit(vo, AGO)
    sign_in(client, vo.pupils[0])
    send(client, vo, goal="Kijken", result="Ik las een tekening.", competences=["work"])
    asked = client.post("/learn/dossier/pdf")
    job = asked.headers["Location"].partition("job=")[2].partition("#")[0]
    assert run_jobs() == 1
    found = client.get(f"/learn/dossier/pdf?job={job}")
    assert found.data[:5] == b"%PDF-"
    assert "loopbaandossier-bezoeken.pdf" in found.headers["Content-Disposition"]
    check_paper(found.data)
    assert sign_in(app.test_client(), vo.pupils[1]).get(f"/learn/dossier/pdf?job={job}").status_code == 404
    assert forget_files(vo.house, clock.now()) == 0
    assert forget_files(vo.house, clock.now() + timedelta(days=2)) == 1
    assert client.get(f"/learn/dossier/pdf?job={job}").headers["Location"] == "/learn/dossier"


def test_another_program_gets_the_four_fields_by_their_names(vo, visit, client, sign_in):
    booking = visit(vo, AGO)
    sign_in(client, vo.pupils[0])
    send(client, vo, goal="A", result="B", evaluation="C", follow_up="D", competences=["network", "work"])
    told = client.get("/learn/dossier/json")
    assert "attachment" in told.headers["Content-Disposition"]
    activity = told.json["activities"][0]
    fields = ("goal", "result", "evaluation", "follow_up", "competences")
    assert [activity[name] for name in fields] == ["A", "B", "C", "D", ["work", "network"]]
    assert activity["visits"][0]["day"] == clock.school_day(booking.slot.starts_at).isoformat()


def test_it_goes_through_the_outbox_as_an_answer_does(world, visit, client, sign_in):
    visit(world, AGO)
    sign_in(client, world.pupils[0])
    held = client.get("/learn/pages").json
    addresses = [address for address, _ in held["pages"]]
    assert "/learn/dossier" in addresses
    assert f"/learn/{world.code}/look-back" in addresses
    post = {"client": "off", "did": ["ask"], "owner": held["owner"]}
    for state in ("counted", "there"):
        told = client.post(f"/learn/{world.code}/look-back", data=post, headers={"Accept": "application/json"})
        assert told.json["state"] == state
    stamps = dict(client.get("/learn/pages").json["pages"])
    assert stamps["/learn/dossier"] != dict(held["pages"])["/learn/dossier"]


def test_of_a_withdrawn_lesson_nothing_is_taken_and_nothing_is_lost(world, visit, client, sign_in, act):
    visit(world, AGO)
    send(sign_in(client, world.pupils[0]), world, did=["make"])
    act(world.teacher.actor, withdraw, code=world.code)
    assert send(client, world, did=["ask"], client="two").status_code == 404
    assert kept(world) == [{"did": ["make"]}]
