"""An event day under bad hands: what no form sends, double clicks, two tabs, wrong roles, another school. Every answer
is in words, and nothing is half done."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.base.house import House
from app.visits.models import Booking, EventClass, EventPlan, EventStand
from tests.conftest import BOTH
from tests.house.addresses import EVENT_DAY
from tests.makers import Makers, Person
from tests.visits import makers as v
from tests.visits.test_event import Act, Quay, counted, make, rows

pytestmark = BOTH
SignIn = Callable[[FlaskClient, Person], FlaskClient]
HUGE, LONG, ODD, NUL = "9" * 20, "9" * 5000, "²", "a\x00b"


@pytest.fixture
def quay(makers: Makers) -> Quay:
    return Quay(makers)


def bad_of_planner(quay: Quay) -> list[tuple[str, dict[str, Any]]]:
    event, day = f"/visits/event/{quay.event.code}", quay.codes[0]
    stand = f"{event}/stands/{quay.stands[0].id}"
    room = {"number": "B2", "column": "9", "row": "9", "groups": "2", "pupils": "60"}
    found: list[tuple[str, dict[str, Any]]] = []
    for odd in (HUGE, LONG, ODD, "-1", "0", "NaN", NUL):
        found += [(f"{event}/setup", {**EVENT_DAY, name: odd}) for name in ("rounds", "wave_bikes", "wave_coaches")]
        found += [(f"{event}/setup", {**EVENT_DAY, name: odd}) for name in ("starts", "gap_minutes", "wave_minutes")]
        found += [(stand, {**room, name: odd}) for name in ("column", "row", "groups", "pupils")]
        found += [(f"{event}/waves", {"school_class": day, "wave": odd}), (f"{event}/routes", {"seen": odd})]
        found += [(f"{event}/step", {"school_class": day, "round": odd, "to": "-", "seen": ""})]
        found += [(f"{event}/step", {"school_class": day, "round": "1", "to": odd, "seen": ""})]
        found += [(f"{event}/step", {"school_class": odd, "round": "1", "to": "-", "seen": odd})]
        found += [(f"{event}/paper", {"what": odd, "school": odd}), (f"{event}/classes", {"classes": odd})]
        found += [(f"{event}/stands", {"offers": odd})]
    return found


def test_what_no_form_sends_is_refused_in_words(quay: Quay, client: FlaskClient, sign_in: SignIn, house: House) -> None:
    desk = sign_in(client, quay.coordinator)
    for url, data in bad_of_planner(quay):
        answer = desk.post(url, data=data)
        assert answer.status_code in (303, 404, 422), (url, {k: str(w)[:30] for k, w in data.items()})
    for odd in (HUGE, LONG, ODD, "-1"):
        asked = f"/visits/event/{quay.event.code}?class={quay.codes[0]}&round={odd}"
        assert desk.get(asked).status_code == 200, odd[:30]
    counted(house)


def test_what_a_teacher_sends_that_cannot_be_is_refused_in_words(
    quay: Quay, client: FlaskClient, sign_in: SignIn, house: House
) -> None:
    teacher = sign_in(client, quay.teachers[0])
    url = f"/visits/event/class/{quay.codes[0]}"
    for odd in (HUGE, LONG, ODD, "-1", "0", "", NUL):
        assert teacher.post(url, data={"pupils": odd, "way": "bike"}).status_code in (303, 422), odd[:30]
        assert teacher.post(url, data={"pupils": "20", "way": odd}).status_code in (303, 422), odd[:30]
        phone = {"phone": odd, "companion": odd * 2}
        assert teacher.post(f"{url}/phone", data=phone).status_code in (303, 422), odd[:30]
        joined = {"school_class": odd, "pupils": "3", "way": "bike"}
        assert teacher.post(f"/visits/event/{quay.event.code}/join", data=joined).status_code in (404, 422), odd[:30]
    kept = rows(house, EventClass, EventClass.code == quay.codes[0])[0]
    assert (kept.pupils, kept.way) == (25, "bike")


def test_each_form_of_a_class_pressed_twice_counts_once(
    quay: Quay, client: FlaskClient, sign_in: SignIn, house: House, act: Act, look: Act
) -> None:
    make(act, look, quay)
    teacher = sign_in(client, quay.teachers[0])
    url = f"/visits/event/class/{quay.codes[0]}"
    for path in ("split", "split", "unite", "unite", "leave", "leave"):
        assert teacher.post(f"{url}/{path}").status_code == 303, path
    assert [one.left_at is None for one in rows(house, EventClass, EventClass.code == quay.codes[0])] == [False]
    counted(house)


def test_an_old_page_of_a_half_that_was_taken_along_changes_nothing(
    quay: Quay, client: FlaskClient, sign_in: SignIn, house: House, act: Act, look: Act
) -> None:
    teacher = sign_in(client, quay.teachers[0])
    first = f"/visits/event/class/{quay.codes[0]}"
    teacher.post(f"{first}/split")
    (second,) = (one.code for one in rows(house, EventClass, EventClass.part == 2))
    make(act, look, quay)
    other_tab = f"/visits/event/class/{second}"
    assert teacher.post(f"{first}/unite").status_code == 303
    for path, data in (("", {"pupils": "9", "way": "bike"}), ("/split", {}), ("/phone", {"phone": "06 1"})):
        assert teacher.post(f"{other_tab}{path}", data=data).status_code in (404, 422), path
    assert teacher.post(f"{other_tab}/unite").headers["Location"].endswith(quay.codes[0])
    assert teacher.get(other_tab).status_code == 404
    counted(house)


def test_no_other_role_and_no_other_school_comes_near(
    quay: Quay, app: Flask, sign_in: SignIn, house: House, makers: Makers, act: Act, look: Act
) -> None:
    make(act, look, quay)
    event, own = f"/visits/event/{quay.event.code}", f"/visits/event/class/{quay.codes[0]}"
    colleague = makers.teacher(quay.schools[0], makers.school_class(quay.schools[0], name="5A"))
    host = makers.host(v.offer(makers).company_id)
    before = [(one.id, one.slot_id, one.state) for one in rows(house, Booking)]
    plan = rows(house, EventPlan)[0].version
    of_class = [("", {"pupils": "9", "way": "bike"}), ("/split", {}), ("/unite", {}), ("/leave", {}), ("/paper", {})]
    for who, said in ((quay.teachers[1], {404}), (colleague, {303, 404, 422}), (host, {403}), (quay.pupils[0], {403})):
        visitor = sign_in(app.test_client(), who)
        for path, data in [*of_class, ("/phone", {"phone": "06 6"})]:
            assert visitor.post(f"{own}{path}", data=data).status_code in said, (who, path)
        for path in ("/routes", "/step", "/waves", "/tell", "/stands", "/classes", "/setup", "/paper"):
            assert visitor.post(f"{event}{path}", data={"seen": "1"}).status_code == 403, (who, path)
        assert visitor.get(f"{event}/stand").status_code == (404 if who is host else 403)
    assert [(one.id, one.slot_id, one.state) for one in rows(house, Booking)] == before
    assert rows(house, EventPlan)[0].version == plan
    assert len(rows(house, EventStand)) == 4
