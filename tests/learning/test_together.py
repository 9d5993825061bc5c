"""Two to four at one device: each joins in with pictures of their own, each answer counts for all, nobody is harmed."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.base import clock
from app.learning.models import Answer, Mark, Progress
from app.learning.operations import enter_step
from app.learning.together import KEPT, groups_of, joined, ticket_for
from app.people.operations import hold_door_open, shut_door
from tests.conftest import BOTH, NOW
from tests.learning.test_hot_paths import asked
from tests.learning.world import World, count, make_world, points
from tests.makers import Person

JSON = {"Accept": "application/json"}
RIGHT = {"pictures": "windmill,rocket,windmill"}


@pytest.fixture
def world(house, makers, tmp_path, act) -> World:
    made = make_world(house, makers, tmp_path / "proef", pupils=6)
    act(made.teacher.actor, hold_door_open, code=made.klass.code)
    return made


@pytest.fixture
def pupil(world, client, sign_in) -> FlaskClient:
    return sign_in(client, world.pupils[0])


def join(client: FlaskClient, world: World, who: Person, **data: str) -> Any:
    return client.post(f"/learn/{world.code}/together/{who.id}", data=data or RIGHT)


def ticket(world: World, leader: Person, who: Person) -> str:
    with world.house.looking(leader.actor, clock.now()) as work:
        return ticket_for(work, pupil_id=who.id)


def hand_in(
    client: FlaskClient, world: World, *letters: str, question: str = "waarom", client_id: str = "one", **more: Any
):
    form = {"question": question, "client": client_id, **world.sent(question, *letters), **more}
    number = {"waarom": 1, "delen": 2, "volgorde": 3, "inhoud": 4}.get(question, 1)
    step = {"verhaal": "terug"}.get(question, "kijk")
    return client.post(f"/learn/{world.code}/{step}/{number}/answer", data=form)


def send(client: FlaskClient, world: World, tickets: list[str], client_id: str = "one", letter: str = "b"):
    owner = client.get("/learn/pass", headers=JSON).json["owner"]  # type: ignore[index]
    form = {
        "question": "waarom",
        "client": client_id,
        **world.sent("waarom", letter),
        "owner": owner,
        "together": tickets,
    }
    return client.post(f"/learn/{world.code}/kijk/1/answer", data=form, headers=JSON)


def rows(world: World, who: Person) -> list[Any]:
    with world.house.store.reading("everywhere") as db:
        return list(db.scalars(select(Answer).where(Answer.pupil_id == who.id).order_by(Answer.id)))


def progress(world: World, who: Person) -> Any:
    with world.house.store.reading("everywhere") as db:
        return db.scalars(select(Progress).where(Progress.pupil_id == who.id)).one_or_none()


def test_a_classmate_joins_in_with_pictures_and_the_answer_counts_for_both(world, pupil):
    noor, sem = world.pupils[:2]
    page = pupil.get(f"/learn/{world.code}/together").text
    assert str(sem.id) in page
    assert str(noor.id) not in page
    assert join(pupil, world, sem).status_code == 303
    assert "Samen met" in pupil.get(f"/learn/{world.code}/kijk/1").text
    hand_in(pupil, world, "b")
    mine, theirs = rows(world, noor), rows(world, sem)
    assert [(row.question_id, row.value) for row in mine] == [(row.question_id, row.value) for row in theirs]
    assert mine[0].together == theirs[0].together is not None
    assert count(world.house, Mark) == 2
    assert points(world, noor) == points(world, sem)
    assert progress(world, sem).steps["kijk"]["answered"] == ["waarom"]
    assert progress(world, sem).at_step == "kijk"


def test_each_sees_with_whom_it_was_and_nobody_else_does(world, pupil, app, sign_in):
    noor, sem, third = world.pupils[:3]
    join(pupil, world, sem)
    hand_in(pupil, world, "b")
    name = {one.id: one.name.split()[0] for one in (noor, sem)}
    assert f"Samen met {name[sem.id]}" in pupil.get(f"/learn/{world.code}/kijk/1").text
    theirs = sign_in(app.test_client(), sem)
    assert f"Samen met {name[noor.id]}" in theirs.get(f"/learn/{world.code}/kijk/1").text
    other = sign_in(app.test_client(), third)
    hand_in(other, world, "b")
    assert "Samen met " not in other.get(f"/learn/{world.code}/kijk/1").text


def test_wrong_pictures_join_nobody_in_and_count_in_the_same_limits(world, pupil):
    sem = world.pupils[1]
    said = [join(pupil, world, sem, pictures="boat,boat,boat").status_code for _ in range(7)]
    assert said == [422] * 6 + [429]
    assert join(pupil, world, sem).status_code == 429
    hand_in(pupil, world, "b")
    assert rows(world, sem) == []
    assert pupil.post(f"/in/{world.klass.class_code}/{sem.id}", data=RIGHT).status_code == 429


def test_only_the_names_that_the_door_shows_now(world, pupil, act, makers):
    stranger = makers.pupil(makers.school_class(world.school, name="8X"))
    assert join(pupil, world, stranger).status_code == 404
    assert join(pupil, world, world.pupils[0]).status_code == 404
    act(world.teacher.actor, shut_door, code=world.klass.code)
    page = pupil.get(f"/learn/{world.code}/together").text
    assert "De deur van je klas is nu dicht" in page
    assert str(world.pupils[1].id) not in page
    assert join(pupil, world, world.pupils[1]).location.startswith(f"/learn/{world.code}/together")
    with pupil.session_transaction() as held:
        assert "together" not in held


def test_two_to_four_and_not_five(world, pupil):
    for one in world.pupils[1:4]:
        join(pupil, world, one)
    assert "z&#39;n vieren" in pupil.get(f"/learn/{world.code}/together").text
    join(pupil, world, world.pupils[4])
    hand_in(pupil, world, "b")
    assert [len(rows(world, one)) for one in world.pupils[:6]] == [1, 1, 1, 1, 0, 0]


def test_one_tap_and_somebody_goes_on_alone(world, pupil):
    sem = world.pupils[1]
    join(pupil, world, sem)
    hand_in(pupil, world, "b")
    pupil.post(f"/learn/{world.code}/together/{sem.id}/off")
    hand_in(pupil, world, *"ab", question="delen", client_id="two")
    assert len(rows(world, world.pupils[0])) == 2
    assert len(rows(world, sem)) == 1


def test_who_handed_it_in_already_is_passed_by_and_keeps_what_they_had(world, pupil):
    noor, sem = world.pupils[:2]
    world.answer(sem, "waarom", "b", client="own")
    join(pupil, world, sem)
    hand_in(pupil, world, "a")
    assert [row.client_id for row in rows(world, sem)] == ["own"]
    assert rows(world, sem)[0].together is None
    assert len(rows(world, noor)) == 1


def test_each_id_counts_once_for_each_and_the_same_again_adds_nothing(world, pupil):
    sem = world.pupils[1]
    held = [ticket(world, world.pupils[0], sem)]
    assert [send(pupil, world, held).json["state"] for _ in range(3)] == ["counted", "there", "there"]
    assert count(world.house, Answer) == 2


def test_an_answer_that_waited_arrives_for_who_was_there_when_it_was_given(world, pupil, act, at):
    """Sem went on alone meanwhile, the door is shut, and it is another day."""
    noor, sem, third = world.pupils[:3]
    held = [ticket(world, noor, sem)]
    join(pupil, world, third)
    act(world.teacher.actor, shut_door, code=world.klass.code)
    at(NOW + timedelta(days=1))
    pupil.post(f"/card/{noor.card}")
    send(pupil, world, held)
    assert [len(rows(world, one)) for one in (noor, sem, third)] == [1, 1, 0]


def test_an_answer_given_alone_counts_for_one_also_when_they_are_together_by_now(world, pupil):
    join(pupil, world, world.pupils[1])
    send(pupil, world, [])
    assert [len(rows(world, one)) for one in world.pupils[:2]] == [1, 0]


def test_a_ticket_of_another_device_an_old_one_and_an_invented_one_credit_nobody(world, pupil, at):
    noor, sem, third = world.pupils[:3]
    forged = world.house.seal.lock("03-11-03")
    send(pupil, world, [ticket(world, third, sem), "x", forged, ticket(world, noor, noor), "together/" + str(noor.id)])
    assert [len(rows(world, one)) for one in (noor, sem, third)] == [1, 0, 0]
    old = ticket(world, noor, sem)
    at(NOW + KEPT + timedelta(hours=1))
    with world.house.looking(noor.actor, clock.now()) as work:
        assert joined(work, [old]) == {}


def test_a_ticket_names_nobody(world):
    noor, sem = world.pupils[:2]
    held = ticket(world, noor, sem)
    assert str(sem.id) not in held
    assert sem.id.hex not in held


def test_somebody_the_lesson_was_not_given_to_is_not_written_to(world, pupil, makers, act):
    other = make_pupil_elsewhere(world, makers)
    send(pupil, world, [ticket(world, world.pupils[0], other)])
    assert rows(world, other) == []
    assert len(rows(world, world.pupils[0])) == 1


def make_pupil_elsewhere(world: World, makers) -> Person:
    person: Person = makers.pupil(makers.school_class(world.school, name="8Y"))
    return person


def test_the_teacher_sees_all_of_them_on_the_step_and_one_hand(world, pupil, act):
    noor, sem = world.pupils[:2]
    act(noor.actor, enter_step, code=world.code, step_id="kijk", language="nl", tickets=[ticket(world, noor, sem)])
    assert progress(world, sem).at_step == "kijk"
    join(pupil, world, sem)
    pupil.post(f"/learn/{world.code}/kijk/1/help")
    assert progress(world, noor).help_since is not None
    assert progress(world, sem).help_since is None


def test_the_teacher_reads_with_whom_it_was(world, pupil, app, sign_in):
    noor, sem = world.pupils[:2]
    join(pupil, world, sem)
    hand_in(pupil, world, "b")
    teacher = sign_in(app.test_client(), world.teacher)
    first = {one.id: one.name.split()[0] for one in (noor, sem)}
    assert f"Samen met {first[noor.id]}" in teacher.get(f"/class/{world.code}/pupil/{sem.id}").text


def test_locking_ends_it_and_signing_in_anew_too(world, pupil, at):
    join(pupil, world, world.pupils[1])
    pupil.post("/learn/lock/now")
    pupil.post("/learn/lock", data=RIGHT)
    with pupil.session_transaction() as held:
        assert "together" not in held
    join(pupil, world, world.pupils[1])
    pupil.post(f"/card/{world.pupils[0].card}")
    hand_in(pupil, world, "b")
    assert len(rows(world, world.pupils[1])) == 0


def test_a_page_that_is_laid_down_for_later_names_nobody(world, pupil):
    sem = world.pupils[1]
    join(pupil, world, sem)
    hand_in(pupil, world, "b")
    pupil.get("/")
    for path in ("/", f"/learn/{world.code}/kijk/1"):
        page = pupil.get(path, headers={"X-Keep": "1"}).text
        assert sem.name.split()[0] not in page
        assert str(sem.id) not in page


@BOTH
def test_together_an_answer_costs_five_statements_more_for_each(world, pupil):
    world.answer(world.pupils[0], "delen", *"ab")
    pupil.get(f"/learn/{world.code}/kijk/1")
    held = [ticket(world, world.pupils[0], one) for one in world.pupils[1:4]]
    with pupil.session_transaction() as session:
        session["together"] = held
    sent = asked(world.house, lambda: hand_in(pupil, world, "b"))
    assert len(sent) == 5 + 3 * 5
    assert [len(rows(world, one)) for one in world.pupils[:5]] == [2, 1, 1, 1, 0]
    with world.house.looking(world.teacher.actor, clock.now()) as work:
        row = rows(world, world.pupils[1])[0]
        found = groups_of(work, assignment_id=row.assignment_id, groups=[row.together])
    assert set(found[row.together]) == {one.id for one in world.pupils[:4]}
