"""Children come in: code, name, pictures or PIN; or a card. And nobody else does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.base import clock
from app.base.problems import TooMany
from app.people import operations
from app.people.rules.entrance import CODE_LIMITS, class_code_from, door_shuts, tile_names
from app.web import identity as web_identity
from app.web.pages import at_door
from tests.conftest import BOTH, NOW
from tests.makers import MadeClass, Makers, Person, moment


def tap(client: FlaskClient, klass: MadeClass, pupil: Person, pictures: str = "windmill,rocket,windmill"):  # type: ignore[no-untyped-def]
    return client.post(f"/in/{klass.class_code}/{pupil.id}", data={"pictures": pictures})


@pytest.fixture
def klass(makers: Makers) -> MadeClass:
    return makers.school_class(makers.school(name="De Vlieger"), name="7B")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("kade 4731", "KADE4731"),
        (" KADE-4731 ", "KADE4731"),
        ("kade 473l", "KADE4731"),
        ("kad3 4731", "KADE4731"),
        ("k4de 47 31", "KADE4731"),
        ("sola 26O5", "SOLA2605"),
        ("kade 473", None),
        ("kade47311", None),
        ("", None),
    ],
)
def test_a_class_code_forgives_spaces_case_and_look_alikes(typed: str, code: str | None) -> None:
    assert class_code_from(typed) == code


def test_a_door_shuts_at_five_and_in_the_evening_after_two_hours() -> None:
    assert door_shuts(moment(2026, 10, 8, 9)) == moment(2026, 10, 8, 17)
    assert door_shuts(moment(2026, 10, 8, 19, 30)) == moment(2026, 10, 8, 21, 30)


def test_a_tile_says_no_more_of_a_name_than_tells_two_children_apart(makers: Makers, klass: MadeClass) -> None:
    people = [("Noor", "de Vries"), ("Sofie", "Bakker"), ("Sofie", "Los"), ("Sam", "Bos"), ("Sam", "Boot")]
    ids = [makers.pupil(klass, first=first, last=last).id for first, last in people]
    names = tile_names([(pupil, *name) for pupil, name in zip(ids, people, strict=True)])
    assert list(names.values()) == ["Noor", "Sofie B.", "Sofie L.", "Sam Bos", "Sam Boot"]


def test_a_child_walks_in_with_code_name_and_pictures(client: FlaskClient, makers: Makers, klass: MadeClass) -> None:
    noor = makers.pupil(klass)
    assert client.post("/in", data={"code": klass.class_code.lower()}).location == f"/in/{klass.class_code}"
    names = client.get(f"/in/{klass.class_code}").text
    assert "<b>N</b>oor" in names
    assert "Vries" not in names
    chosen = client.post(f"/in/{klass.class_code}", data={"who": str(noor.id)})
    assert chosen.location == f"/in/{klass.class_code}/{noor.id}"
    assert tap(client, klass, noor).location == "/"
    with client.session_transaction() as session:
        assert session["role"] == "pupil"
        assert not any("oor" in str(value) for value in session.values()), "no name in the cookie"


def test_without_javascript_each_tap_comes_to_the_server(client: FlaskClient, makers: Makers, klass: MadeClass) -> None:
    noor = makers.pupil(klass)
    url = f"/in/{klass.class_code}/{noor.id}"
    assert 'value="windmill"' in client.post(url, data={"pictures": "", "picture": "windmill"}).text
    erased = client.post(url, data={"pictures": "windmill,boat", "erase": "1"})
    assert 'name="pictures" value="windmill"' in erased.text
    client.post(url, data={"pictures": "windmill", "picture": "rocket"})
    last = client.post(url, data={"pictures": "windmill,rocket", "picture": "windmill"})
    assert last.location == "/"


def test_a_secondary_pupil_gives_five_digits(client: FlaskClient, makers: Makers) -> None:
    klass = makers.school_class(makers.school("vo"))
    pupil = makers.pupil(klass, secret="40713")  # noqa: S106
    url = f"/in/{klass.class_code}/{pupil.id}"
    assert 'data-toon="vo"' in client.get(url).text
    assert client.post(url, data={"pin": "407"}).status_code == 200
    assert client.post(url, data={"pin": "40714"}).status_code == 422
    assert client.post(url, data={"pin": "40713"}).location == "/"


def test_a_shut_door_shows_no_name_and_says_what_to_do(client: FlaskClient, makers: Makers) -> None:
    klass = makers.school_class(makers.school(), open_for=None)
    noor = makers.pupil(klass)
    page = client.get(f"/in/{klass.class_code}")
    assert "Noor" not in page.text
    assert "</b>oor" not in page.text
    assert client.get(f"/in/{klass.class_code}/{noor.id}").status_code == 303
    assert tap(client, klass, noor).location == f"/in/{klass.class_code}"


def test_an_open_door_shuts_by_itself(
    client: FlaskClient, makers: Makers, klass: MadeClass, act: Callable, at: Callable
) -> None:
    makers.pupil(klass)
    teacher = makers.teacher(klass.school, klass)
    assert act(teacher.actor, operations.hold_door_open, code=klass.code) == moment(2026, 10, 8, 17)
    at(moment(2026, 10, 8, 16, 59))
    assert "<b>N</b>oor" in client.get(f"/in/{klass.class_code}").text
    at(moment(2026, 10, 8, 17))
    assert "<b>N</b>oor" not in client.get(f"/in/{klass.class_code}").text


def test_wrong_pictures_three_times_calls_for_the_teacher_and_six_times_stops(
    client: FlaskClient, makers: Makers, klass: MadeClass, act: Callable
) -> None:
    noor = makers.pupil(klass)
    wrong = [tap(client, klass, noor, "boat,boat,boat") for _ in range(6)]
    assert [answer.status_code for answer in wrong] == [422] * 6
    assert "bericht" in wrong[2].text
    assert wrong[2].text != wrong[1].text
    assert tap(client, klass, noor).status_code == 429, "even the right pictures wait now"
    act(makers.teacher(klass.school, klass).actor, operations.hold_door_open, code=klass.code)
    assert tap(client, klass, noor).location == "/", "the teacher is the way out, not the clock"


@BOTH
def test_guessing_one_sequence_on_every_name_stops_for_the_whole_class(makers: Makers, act: Callable) -> None:
    klass = makers.school_class(makers.school())
    pupils = makers.pupils(klass, 26)
    door = at_door(klass.school_id, klass.id)

    def guess(n: int) -> None:
        facts = {"class_id": klass.id, "pupil_id": pupils[n % 26].id, "given": "00-00-00"}
        act(door, operations.try_secret, **facts, address=f"10.0.0.{n}")

    for n in range(60):
        guess(n)
    with pytest.raises(TooMany):
        guess(61)


@BOTH
def test_a_whole_class_behind_one_address_comes_in(makers: Makers, act: Callable) -> None:
    klass = makers.school_class(makers.school())
    door = at_door(klass.school_id, klass.id)
    for _ in range(3):  # three lessons a day
        for pupil in makers.pupils(klass, 30):
            for given in ("00-00-00", pupil.secret)[pupil.name != "Noor" :]:
                facts = {"class_id": klass.id, "pupil_id": pupil.id, "given": given}
                tried = act(door, operations.try_secret, **facts, address="192.0.2.1")
            assert tried.right


def test_guessing_class_codes_stops_and_typing_the_right_one_costs_nothing(
    client: FlaskClient, klass: MadeClass
) -> None:
    for _ in range(60):
        assert client.get(f"/in/{klass.class_code}").status_code == 200
    for n in range(40):
        assert client.get(f"/in/BOTA{n:04d}").status_code == 404
    assert client.post("/in", data={"code": "BOTA 9999"}).status_code == 429
    assert client.get(f"/in/{klass.class_code}").status_code == 429, "else guessing would go on until one is right"


def test_an_unknown_code_says_so_beside_the_field_and_keeps_what_was_typed(client: FlaskClient) -> None:
    answer = client.post("/in", data={"code": "bota 1234"})
    assert answer.status_code == 422
    assert 'value="bota 1234"' in answer.text
    assert "code-fout" in answer.text


def test_looking_at_a_card_signs_nobody_in(client: FlaskClient, makers: Makers, klass: MadeClass) -> None:
    noor = makers.pupil(klass)
    for path in (f"/card/{noor.card}", f"/C/{noor.card}"):
        page = client.get(path)
        assert page.status_code == 200
        assert "Noor" in page.text
        assert "Vries" not in page.text
        with client.session_transaction() as session:
            assert "role" not in session
    assert client.post(f"/card/{noor.card}").location == "/"
    with client.session_transaction() as session:
        assert session["role"] == "pupil"


def test_a_card_works_at_home_while_the_door_is_shut(client: FlaskClient, makers: Makers, at: Callable) -> None:
    noor = makers.pupil(makers.school_class(makers.school(), open_for=None))
    at(moment(2026, 10, 10, 20))
    assert client.post(f"/card/{noor.card}").location == "/"


def test_an_unknown_card_shows_a_kind_page_without_a_name(client: FlaskClient) -> None:
    answer = client.get("/card/NOTACARD")
    assert answer.status_code == 404
    assert "/in" in answer.text


def test_new_pictures_end_the_sessions_of_a_pupil_within_five_seconds(  # type: ignore[no-untyped-def]
    client: FlaskClient, makers: Makers, klass: MadeClass, act: Callable, sign_in, monkeypatch
) -> None:
    noor = makers.pupil(klass)
    sign_in(client, noor)
    assert client.get("/school").status_code == 403
    act(makers.school_admin(klass.school).actor, operations.give_secret, code=klass.code, pupil_id=noor.id)
    real = web_identity.time.monotonic
    monkeypatch.setattr(web_identity.time, "monotonic", lambda: real() + 5.1)
    answer = client.get("/school")
    assert answer.location == "/in", "signed in, it would say that this page is for somebody else"


def test_a_pupil_is_no_teacher(client: FlaskClient, makers: Makers, klass: MadeClass, sign_in) -> None:  # type: ignore[no-untyped-def]
    sign_in(client, makers.pupil(klass))
    for path in (
        "/classes",
        "/classes/new",
        f"/classes/{klass.code}/pupils",
        f"/classes/{klass.code}/cards",
        "/school",
    ):
        assert client.get(path).status_code == 403


def test_a_session_of_a_pupil_ends_with_the_school_day(  # type: ignore[no-untyped-def]
    client: FlaskClient, makers: Makers, klass: MadeClass, sign_in, at: Callable
) -> None:
    sign_in(client, makers.pupil(klass))
    assert client.get("/school").status_code == 403
    at(NOW + timedelta(hours=7, minutes=1))
    assert client.get("/school").location == "/in"
    assert clock.now() > moment(2026, 10, 8, 17)


def test_where_a_wrong_code_was_typed_too_often_a_child_reads_what_helps(client: FlaskClient, klass: MadeClass) -> None:
    """Perhaps nobody of this class did: the limit is of the address, which a whole school may share."""
    for number in range(CODE_LIMITS[0].tries):
        client.post("/in", data={"code": f"BADO {number:04d}"})
    for answer in (client.get(f"/in/{klass.class_code}"), client.post("/in", data={"code": klass.class_code})):
        page = BeautifulSoup(answer.data, "html.parser")
        assert answer.status_code == 429
        assert page.html["data-toon"] == "po"
        said = " ".join(page.main.text.split())
        assert "Vraag je leerkracht de deur weer te openen, of wacht 10 minuten." in said
        assert "Een kaartje met een QR-code werkt altijd." in said
        assert page.select_one("main a.actie")["href"].startswith("/in")
