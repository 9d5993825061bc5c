"""What pupils would like to ask goes to the host as the teacher mends it, without a name, and to nobody else."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.access.actor import Role
from app.assignments.operations import choose_visits
from app.base import clock
from app.base.problems import NotAllowed, NotFound, RuleBroken
from app.curriculum.questions.kind import words_of
from app.visits.models import Booking
from app.visits.operations import send_questions
from app.visits.rules import MOST_QUESTIONS
from app.visits.rules.from_class import text_of
from tests.assignments.makers import visit_of
from tests.conftest import BOTH
from tests.curriculum import lessons
from tests.learning.world import World, make_world
from tests.visits import makers as visits

ASK = "::: question open #benieuwd ask=host\nWat wil je weten?\n\nrubric: Een eigen vraag.\n:::\n"


def write(folder):
    module = lessons.write(folder)
    lessons.plant(module, "module.yml", "also: [en]", "also: []")
    file = module / "nl/kijk.md"
    file.write_text(file.read_text() + "\n" + ASK)
    return module


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef", write=write)


@pytest.fixture
def booking(world, makers, act):
    made = visit_of(makers, world.teacher, world.klass, world.pupils)
    act(world.teacher.actor, choose_visits, code=world.code, booking_ids=[made.id])
    return made


def ask(world: World, n: int, text: str) -> None:
    world.answer(world.pupils[n], "benieuwd", text, client=f"ask-{n}")


def page(client, world: World) -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/class/{world.code}/questions").text, "html.parser")


def send(client, world: World, booking, **form):
    return client.post(f"/class/{world.code}/questions", data={"booking": booking.code, **form})


def kept(world: World) -> list[str]:
    with world.house.store.reading("everywhere") as db:
        return list(map(text_of, db.scalars(select(Booking)).one().questions))


@BOTH
def test_a_teacher_chooses_mends_and_sends_and_the_host_reads_them_without_a_name(
    world, booking, makers, client, app, sign_in
):
    ask(world, 0, "Wat doet u als het stormt")
    ask(world, 1, "wat doet u als het stormt?")  # the other of the pair
    ask(world, 2, "Bent u wel eens bang?")
    sign_in(client, world.teacher)
    seen = page(client, world)
    fields = {area["name"].removeprefix("text-"): area.text.strip() for area in seen.select("textarea")}
    assert sorted(words_of(text) for text in fields.values()) == ["bent u wel eens bang", "wat doet u als het stormt"]
    storm = next(key for key, text in fields.items() if "stormt" in text)
    answer = send(
        client, world, booking, pick=storm, **{f"text-{storm}": "Wat doet u als het stormt?"}, own="Slaapt u goed?"
    )
    assert answer.status_code == 303
    assert kept(world) == ["Wat doet u als het stormt?", "Slaapt u goed?"]
    assert "Wat doet u als het stormt?" in page(client, world).select_one("section ol").text
    host = makers.host(booking.slot.offer.company_id)
    told = sign_in(app.test_client(), host).get(f"/visits/booking/{booking.code}").text
    assert "Wat doet u als het stormt?" in told
    assert [one for one in world.pupils if one.actor and first_name(world, one) in told] == []


def first_name(world: World, person) -> str:
    from app.people.models import Pupil

    with world.house.store.reading("everywhere") as db:
        return db.get_one(Pupil, person.id).first_name


def test_a_name_of_the_class_goes_nowhere_until_the_teacher_says_that_it_is_a_word(world, booking, client, sign_in):
    name = first_name(world, world.pupils[0])
    ask(world, 1, f"Kent u de vader van {name.upper()}?")
    sign_in(client, world.teacher)
    seen = page(client, world)
    assert name in seen.select_one(".hint b").text
    pick = seen.select_one("[name=pick]")["value"]
    refused = send(client, world, booking, pick=pick, **{f"text-{pick}": f"Wie kent {name}?"})
    assert refused.status_code == 422
    again = BeautifulSoup(refused.text, "html.parser")
    assert again.select_one("textarea").text.strip() == f"Wie kent {name}?"  # what was typed is not lost
    assert again.select_one("[name=pick]").has_attr("checked")
    assert kept(world) == []
    assert send(client, world, booking, own=f"Wie kent {name}?", anyway="1").status_code == 303
    assert kept(world) == [f"Wie kent {name}?"]


@pytest.mark.parametrize(
    "questions", [[], [" "], ["x" * 201], ["Hoe?"] * (MOST_QUESTIONS + 1)], ids=["none", "empty", "long", "many"]
)
def test_what_a_host_cannot_answer_is_refused_and_keeps_what_was_sent(questions, world, booking, act):
    act(world.teacher.actor, send_questions, code=booking.code, questions=["Wat is het mooiste?"])
    with pytest.raises(RuleBroken) as broken:
        act(world.teacher.actor, send_questions, code=booking.code, questions=questions)
    assert broken.value.field == "questions"
    assert kept(world) == ["Wat is het mooiste?"]


def test_the_company_gets_one_mail_whatever_is_sent_after(world, booking, makers, act, house):
    from app.base.mail import OutgoingMail

    makers.host(booking.slot.offer.company_id)
    for text in ("Eerst?", "Eerst?", "Toch dit?"):
        act(world.teacher.actor, send_questions, code=booking.code, questions=[text])
    with house.store.reading("everywhere") as db:
        (mail,) = db.scalars(select(OutgoingMail))
    assert "Eerst?" not in mail.body
    assert kept(world) == ["Toch dit?"]


def test_a_visit_that_does_not_go_on_or_is_over_takes_no_questions(world, makers, act):
    over = visit_of(makers, world.teacher, world.klass, [], at=clock.now() - timedelta(days=1))
    slot = visits.slot(makers, visits.offer(makers))
    declined = visits.booking(makers, world.school, world.teacher, slot, state="declined", expected=3)
    for booking in (over, declined):
        with pytest.raises(RuleBroken):
            act(world.teacher.actor, send_questions, code=booking.code, questions=["Hoe?"])


def test_another_visit_of_the_school_is_not_for_this_assignment(world, booking, makers, client, sign_in):
    other = visit_of(makers, world.teacher, world.klass, [], at=clock.now() + timedelta(days=9))
    sign_in(client, world.teacher)
    assert client.post(f"/class/{world.code}/questions", data={"booking": other.code, "own": "Hoe?"}).status_code == 422


def test_a_pupil_a_host_and_another_teacher_do_not_choose(world, booking, makers, act, look, client, sign_in, app):
    stranger = makers.teacher(makers.school("po"))
    host = makers.host(booking.slot.offer.company_id)
    for person, refusal in ((world.pupils[0], NotAllowed), (host, NotAllowed), (stranger, NotFound)):
        with pytest.raises(refusal):
            act(person.actor, send_questions, code=booking.code, questions=["Hoe?"])
    address = f"/class/{world.code}/questions"
    assert sign_in(app.test_client(), host).get(address).status_code == 403
    assert sign_in(app.test_client(), stranger).get(address).status_code == 404
    assert Role.HOST is host.actor.role


def test_without_a_visit_the_questions_are_there_to_read_out(world, client, sign_in):
    ask(world, 0, "Bent u wel eens bang?")
    sign_in(client, world.teacher)
    seen = page(client, world)
    assert "Bent u wel eens bang?" in seen.select_one("textarea").text
    assert seen.select("main button[type=submit].actie") == []
