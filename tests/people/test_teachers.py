"""Several teachers in one class, and one teacher at two schools: nothing is contradicted, nothing of one place seen at
the other."""

import email.policy
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access.actor import Role
from app.base import clock
from app.base.house import House
from app.base.problems import NotFound, RuleBroken
from app.people import operations, queries
from app.people.models import Post, Staff
from app.people.operations.teachers import Term
from tests.conftest import BOTH, NOW
from tests.makers import PASSWORD, MadeClass, Makers, Person

TODAY = clock.school_day(NOW)


@pytest.fixture
def school(makers: Makers) -> Any:
    return makers.school()


@pytest.fixture
def klass(makers: Makers, school: Any) -> MadeClass:
    return makers.school_class(school, name="7B")


@pytest.fixture
def samira(makers: Makers, school: Any, klass: MadeClass) -> Person:
    return makers.teacher(school, klass, name="Samira Haddad")


@pytest.fixture
def bram(makers: Makers, school: Any) -> Person:
    """A colleague with a class of his own."""
    return makers.teacher(school, makers.school_class(school, name="8A"), name="Bram Teunissen")


def _add(act: Callable, who: Person, klass: MadeClass, colleague: Person, **term: Any) -> str:
    facts = {"code": klass.code, "staff_id": colleague.id, "base_url": "http://werf.test", "term": Term(**term)}
    return str(act(who.actor, operations.add_colleague, **facts))


def _end(act: Callable, who: Person, klass: MadeClass, post_id: Any) -> None:
    act(who.actor, operations.end_teacher, code=klass.code, post_id=post_id, base_url="http://werf.test")


def _posts(look: Callable, who: Person, klass: MadeClass) -> dict[str, Any]:
    return {one.name: one for one in look(who.actor, queries.teachers_of_class, class_id=klass.id)}


def _mails(settings: Any) -> list[str]:
    def words(file: Any) -> str:
        return str(email.message_from_bytes(file.read_bytes(), policy=email.policy.default).get_content())

    return [words(file) for file in sorted(settings.mail_folder.glob("*.eml"))]


@BOTH
def test_a_teacher_adds_a_colleague_who_then_sees_the_class(
    client: FlaskClient,
    sign_in: Callable,
    run_jobs: Callable,
    settings: Any,
    samira: Person,
    bram: Person,
    klass: MadeClass,
) -> None:
    sign_in(client, samira)
    page = client.get(f"/classes/{klass.code}/pupils").text
    assert "Bram Teunissen" in page
    assert client.post(f"/classes/{klass.code}/teachers", data={"colleague": str(bram.id)}).status_code == 303
    again = client.post(f"/classes/{klass.code}/teachers", data={"colleague": str(bram.id)})
    assert again.status_code == 422, "twice is said, not done"
    assert run_jobs() == 1
    assert "7B" in _mails(settings)[0]
    sign_in(client, bram)
    assert client.get(f"/classes/{klass.code}/pupils").status_code == 200


def test_from_until_holds_on_its_days_alone(
    app: Flask,
    act: Callable,
    client: FlaskClient,
    sign_in: Callable,
    at: Callable,
    samira: Person,
    bram: Person,
    klass: MadeClass,
) -> None:
    first, last = TODAY + timedelta(days=4), TODAY + timedelta(days=8)
    _add(act, samira, klass, bram, from_on=first, last_on=last)
    sign_in(client, samira)
    assert "12 oktober" in client.get(f"/classes/{klass.code}/pupils").text
    for day, status in ((TODAY, 404), (first, 200), (last, 200), (last + timedelta(days=1), 404)):
        at(clock.at(day, 9))
        app.extensions["identities"].clear()  # kept for five seconds
        sign_in(client, bram)
        assert client.get(f"/classes/{klass.code}/pupils").status_code == status, day


def test_a_second_turn_after_the_first_is_no_contradiction(
    act: Callable, samira: Person, bram: Person, klass: MadeClass
) -> None:
    _add(act, samira, klass, bram, last_on=TODAY + timedelta(days=1))
    with pytest.raises(RuleBroken):
        _add(act, samira, klass, bram, from_on=TODAY + timedelta(days=1))
    _add(act, samira, klass, bram, from_on=TODAY + timedelta(days=2))


@pytest.mark.parametrize(
    "term",
    [
        {"from_on": TODAY - timedelta(days=1)},
        {"from_on": TODAY + timedelta(days=5), "last_on": TODAY + timedelta(days=4)},
        {"last_on": TODAY + timedelta(days=1000)},
    ],
)
def test_days_that_cannot_be_are_refused(
    act: Callable, samira: Person, bram: Person, klass: MadeClass, term: Any
) -> None:
    with pytest.raises(RuleBroken):
        _add(act, samira, klass, bram, **term)


def test_who_is_not_of_the_school_is_not_there_to_add(
    act: Callable, makers: Makers, samira: Person, klass: MadeClass, client: FlaskClient, sign_in: Callable
) -> None:
    strangers = [
        makers.teacher(makers.school(), name="Vera Vreemd"),
        makers.host(makers.company()),
        makers.coordinator(),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            _add(act, samira, klass, stranger)
    sign_in(client, samira)
    for sent in (str(strangers[0].id), "not-a-key", ""):
        answer = client.post(f"/classes/{klass.code}/teachers", data={"colleague": sent})
        assert answer.status_code == 422
        assert strangers[0].name not in answer.text


def test_the_last_teacher_stays_until_somebody_else_is_there_as_long(
    act: Callable,
    look: Callable,
    client: FlaskClient,
    sign_in: Callable,
    samira: Person,
    bram: Person,
    klass: MadeClass,
) -> None:
    mine = _posts(look, samira, klass)["Samira Haddad"].post_id
    sign_in(client, samira)
    client.post(f"/classes/{klass.code}/teachers", data={"end": str(mine), "mine": "1"})
    assert "zonder laatste dag" in client.get(f"/classes/{klass.code}/pupils").text, "said, and still there"
    _add(act, samira, klass, bram, last_on=TODAY + timedelta(days=7))
    with pytest.raises(RuleBroken):
        _end(act, samira, klass, mine)
    _end(act, samira, klass, _posts(look, samira, klass)["Bram Teunissen"].post_id)
    _add(act, samira, klass, bram)
    gone = client.post(f"/classes/{klass.code}/teachers", data={"end": str(mine), "mine": "1"})
    assert gone.headers["Location"] == "/classes", "not to a page that is not theirs any more"
    assert client.get(f"/classes/{klass.code}/pupils").status_code == 303, "no post at the school: signed out"


def test_the_office_may_take_off_the_last_teacher_and_is_the_way_in(
    act: Callable, look: Callable, makers: Makers, school: Any, samira: Person, klass: MadeClass
) -> None:
    office = makers.school_admin(school)
    _end(act, office, klass, _posts(look, office, klass)["Samira Haddad"].post_id)
    assert _posts(look, office, klass) == {}


def test_who_is_taken_off_is_told(
    act: Callable, look: Callable, run_jobs: Callable, settings: Any, samira: Person, bram: Person, klass: MadeClass
) -> None:
    _add(act, samira, klass, bram)
    post = _posts(look, samira, klass)["Bram Teunissen"].post_id
    _end(act, samira, klass, post)
    _end(act, samira, klass, post)
    assert run_jobs() == 2, "one for adding, one for taking off; twice is once"
    assert any("geeft geen les meer" in one or "geen les meer" in one for one in _mails(settings))


@BOTH
def test_two_who_take_each_other_off_at_once_leave_one(
    house: House,
    act: Callable,
    look: Callable,
    makers: Makers,
    school: Any,
    samira: Person,
    bram: Person,
    klass: MadeClass,
) -> None:
    _add(act, samira, klass, bram)
    posts, refused = _posts(look, samira, klass), []
    bram = with_class(bram, klass)

    def take(who: Person, whom: str) -> None:
        facts = {"code": klass.code, "post_id": posts[whom].post_id, "base_url": ""}
        try:
            house.act(who.actor, NOW, operations.end_teacher, **facts)
        except RuleBroken:
            refused.append(whom)

    threads = [Thread(target=take, args=one) for one in ((samira, "Bram Teunissen"), (bram, "Samira Haddad"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert list(_posts(look, makers.school_admin(school), klass)) == refused


def with_class(who: Person, klass: MadeClass) -> Person:
    """The same person, with this class too."""
    (post,) = who.actor.posts
    held = replace(post, class_ids=post.class_ids | {klass.id})
    return replace(who, actor=replace(who.actor, posts=(held,)))


@BOTH
def test_two_who_add_the_same_colleague_at_once_add_one(
    house: House, look: Callable, samira: Person, bram: Person, klass: MadeClass
) -> None:
    said = []

    def add() -> None:
        facts = {"code": klass.code, "staff_id": bram.id, "base_url": "http://werf.test"}
        try:
            said.append(house.act(samira.actor, NOW, operations.add_colleague, **facts))
        except RuleBroken:
            said.append("refused")

    threads = [Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["Bram Teunissen", "refused"]
    assert [one.name for one in look(samira.actor, queries.teachers_of_class, class_id=klass.id)] == [
        "Bram Teunissen",
        "Samira Haddad",
    ]


# One teacher, two schools


@pytest.fixture
def there(makers: Makers) -> MadeClass:
    """A class of another school."""
    return makers.school_class(makers.school("vo"), name="2kb1")


def _invite(client: FlaskClient, klass: MadeClass, address: str, name: str) -> Any:
    return client.post(f"/classes/{klass.code}/teachers", data={"email": address, "name": name})


def test_inviting_an_address_that_is_known_elsewhere_adds_a_post_and_says_nothing_of_it(
    client: FlaskClient,
    makers: Makers,
    sign_in: Callable,
    house: House,
    samira: Person,
    there: MadeClass,
    klass: MadeClass,
) -> None:
    sign_in(client, makers.school_admin(there.school))
    known = _invite(client, there, samira.email.upper(), "Samira H.")
    page = client.get(f"/classes/{there.code}/pupils").text
    new = _invite(client, there, "nieuw@school.example", "Nieuwe Collega")
    assert known.status_code == new.status_code == 303
    assert "Samira H. " in page, "the words are those that were typed"
    for of_elsewhere in (klass.code, "7B", samira.actor.school_id):
        assert str(of_elsewhere) not in page
    with house.store.reading("everywhere") as db:
        staff = db.query(Staff).filter(Staff.email == samira.email).one()
        assert staff.name == "Samira Haddad", "the account stays as it is"
        assert {post.class_id for post in db.query(Post).filter(Post.staff_id == staff.id)} == {klass.id, there.id}


def _sign_in_at(client: FlaskClient, address: str, place: str) -> None:
    client.post("/sign-in", data={"email": address, "password": PASSWORD})
    _choose(client, place)


def _choose(client: FlaskClient, place: str) -> None:
    page = client.get("/sign-in/where").text
    buttons = re.findall(r'name="place" value="(\d+)">.*?<span>([^<]+)<', page, flags=re.S)
    (number,) = [number for number, name in buttons if name == place]
    assert client.post("/sign-in/where", data={"place": number}).status_code == 303


def test_at_each_school_only_that_school_is_seen_in_both_directions(
    client: FlaskClient, makers: Makers, samira: Person, klass: MadeClass, there: MadeClass
) -> None:
    makers.post(samira.id, Role.TEACHER, school_id=there.school_id, class_id=there.id)
    here_child, there_child = makers.pupil(klass, first="Zwaantje"), makers.pupil(there, first="Oleksandr")
    _sign_in_at(client, samira.email, klass.school.name)
    places = ((klass, here_child, there, there_child), (there, there_child, klass, here_child))
    for mine, child, other, stranger in (*places, *places):
        _choose(client, mine.school.name)
        home = client.get("/").text
        assert mine.school.name in home
        assert other.school.name not in home
        assert child.name in client.get(f"/classes/{mine.code}/pupils").text
        assert stranger.name not in client.get(f"/classes/{mine.code}/pupils").text
        for url in (f"/classes/{other.code}/pupils", f"/classes/{other.code}/pupils/{stranger.id}"):
            assert client.get(url).status_code == 404
        assert client.post(f"/classes/{other.code}/door", data={"door": "open"}).status_code == 404
        assert client.get(f"/classes/{mine.code}/pupils/{stranger.id}").status_code == 404


def test_a_form_of_the_one_school_sent_after_changing_does_nothing_at_the_other(
    app: Flask, makers: Makers, samira: Person, klass: MadeClass, there: MadeClass
) -> None:
    """Two tabs: the first still shows the first school."""
    makers.post(samira.id, Role.TEACHER, school_id=there.school_id, class_id=there.id)
    client = app.test_client()
    _sign_in_at(client, samira.email, klass.school.name)
    app.config["WTF_CSRF_ENABLED"] = True
    token = re.search(r'name="csrf" content="([^"]+)"', client.get(f"/classes/{klass.code}/pupils").text)
    app.config["WTF_CSRF_ENABLED"] = False
    _choose(client, there.school.name)
    app.config["WTF_CSRF_ENABLED"] = True
    assert token
    old = client.post(f"/classes/{klass.code}/door", data={"door": "shut", "csrf_token": token[1]})
    assert old.status_code == 400, "the session it belongs to is over"


def test_changing_place_is_offered_to_who_has_another_and_to_nobody_else(
    client: FlaskClient, makers: Makers, sign_in: Callable, samira: Person, bram: Person, there: MadeClass
) -> None:
    makers.post(samira.id, Role.TEACHER, school_id=there.school_id, class_id=there.id)
    sign_in(client, bram)
    assert "/sign-in/where" not in client.get("/").text
    sign_in(client, samira)
    assert "/sign-in/where" in client.get("/").text


def test_a_pupil_and_nobody_choose_no_place(
    app: Flask, client: FlaskClient, makers: Makers, sign_in: Callable, klass: MadeClass
) -> None:
    assert urlsplit(client.get("/sign-in/where").location).path == "/sign-in"
    sign_in(client, makers.pupil(klass))
    assert urlsplit(client.get("/sign-in/where").location).path == "/sign-in"
    assert client.post("/sign-in/where", data={"place": "0"}).status_code == 303
    assert client.get("/classes").status_code == 403
