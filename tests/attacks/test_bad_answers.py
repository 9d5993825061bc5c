"""What must not count does not: by a plain form and from the outbox of a device a friendly sentence in Dutch comes
back, and every row of every table is as it was."""

import io
import shutil
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.assignments.operations import withdraw
from app.base import clock
from app.base.audit import Audit
from app.base.db import Table
from app.base.house import House
from app.learning.models import Answer
from app.learning.operations import move_class, note_reused_id
from app.learning.operations.reused import REUSED
from tests.conftest import BOTH, NOW
from tests.learning import kinds
from tests.learning.published import Press
from tests.learning.test_moving import SECOND
from tests.learning.test_photos import body, bomb, from_a_phone
from tests.learning.world import World, count, make_world

MEGABYTE = 1024 * 1024
pytestmark = BOTH
WAYS = pytest.mark.parametrize("way", ["form", "outbox"])
Send = Callable[..., str]


def rows(house: House, *, but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """All that is kept, whoever's it is."""
    with house.store.reading("everywhere") as db:
        return {
            table.name: sorted(repr(tuple(row)) for row in db.execute(select(table)))
            for table in Table.metadata.sorted_tables
            if table.name not in but
        }


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "lessons")


@pytest.fixture
def pupil(world, client, sign_in) -> FlaskClient:
    return sign_in(client, world.pupils[0])


@pytest.fixture
def send(world: World, pupil: FlaskClient, way: str) -> Send:
    """Sends a form, or an entry as outbox.js does, which must be refused with this status; returns what is said."""

    def handed_in(form: dict[str, Any], *, status: int, at: str = "kijk/1", code: str = "") -> str:
        headers = {"Accept": "application/json"} if way == "outbox" else {}
        if way == "outbox":
            form = {**form, "owner": pupil.get("/learn/pass", headers=headers).json["owner"]}
        sent = body(form) if "photo" in form else {"data": form}
        answer = pupil.post(f"/learn/{code or world.code}/{at}/answer", headers=headers, **sent)
        if way == "outbox":
            assert answer.json["state"] == "refused", "any other state would be sent again for ever"
            return str(answer.json["message"])
        assert answer.status_code == status
        return unescape(pupil.get(answer.location, follow_redirects=True).text if status == 303 else answer.text)

    return handed_in


def filled(world: World, question: str, *letters: str, client: str = "one") -> dict[str, Any]:
    return {"question": question, "client": client, **world.sent(question, *letters)}


@WAYS
def test_the_same_id_with_another_content_is_refused_noted_once_and_the_first_stays(world, send):
    world.answer(world.pupils[0], "waarom", "b", client="one")
    before = rows(world.house, but=("audit",))
    over, again = (
        "Deze heb je al ingeleverd. Ga verder met de volgende.",
        "Je eerste antwoord is bewaard. Geef je liever dit",
    )
    others = (("waarom", "a", over), ("waarom", "c", over), ("inhoud", "35000", again))
    for question, letters, told in others:
        assert told in send(filled(world, question, letters), status=422)
    assert rows(world.house, but=("audit",)) == before
    with world.house.store.reading("everywhere") as db:
        (noted,) = db.scalars(select(Audit).where(Audit.what == REUSED))
        first = db.scalars(select(Answer.id)).one()
    assert (noted.subject_id, noted.actor_id, noted.details) == (first, world.pupils[0].id, {})


def test_only_ones_own_answer_is_noted_and_by_a_teacher_none(world, act):
    world.answer(world.pupils[0], "waarom", "b")
    with world.house.store.reading("everywhere") as db:
        answer_id = db.scalars(select(Answer.id)).one()
    before = rows(world.house)
    for other in (world.pupils[1], world.teacher):
        with pytest.raises(Exception, match="answer|ANSWER"):
            act(other.actor, note_reused_id, answer_id=answer_id)
    assert rows(world.house) == before


@WAYS
def test_an_answer_to_a_closed_step(world, send):
    before = rows(world.house)
    said = send(filled(world, "verhaal", "Een boot."), status=422, at="terug/1")
    assert "Deze stap is dicht. Wat je al deed, is bewaard. Vraag het je leerkracht." in said
    assert rows(world.house) == before


@WAYS
def test_an_answer_after_the_last_day(world, pupil, send, at):
    at(NOW + timedelta(days=30))
    pupil.post(f"/card/{world.pupils[0].card}")
    before = rows(world.house)
    assert "Deze stap is dicht. Wat je al deed, is bewaard." in send(filled(world, "waarom", "b"), status=303)
    assert rows(world.house) == before


@WAYS
def test_an_answer_to_the_assignment_of_another_class_or_school(
    house, makers, tmp_path, world, act, sign_in, pupil, send
):
    from app.assignments.operations import give_module

    today = clock.school_day(NOW)
    facts = {"module_slug": "proef", "opens_on": today, "closes_on": today, "request_id": "theirs"}
    for school in (world.school, makers.school()):
        klass = makers.school_class(school)
        theirs = act(makers.teacher(school, klass).actor, give_module, class_code=klass.code, **facts)
        before = rows(house)
        said = send(filled(world, "waarom", "b"), status=404, code=theirs)
        assert "Wat je al inleverde, is bewaard. Vraag het je leerkracht." in said
        assert rows(house) == before


@WAYS
def test_an_answer_to_an_assignment_that_was_withdrawn_meanwhile(world, send, act):
    act(world.teacher.actor, withdraw, code=world.code)
    before = rows(world.house)
    said = send(filled(world, "waarom", "b"), status=404)
    assert "Wat je al inleverde, is bewaard. Vraag het je leerkracht." in said
    assert rows(world.house) == before


@WAYS
def test_an_answer_to_a_question_that_is_in_no_edition(world, send):
    before = rows(world.house)
    form = {"question": "zomaar", "client": "one", "answer": "b"}
    assert "Wat je al inleverde, is bewaard." in send(form, status=404)
    assert rows(world.house) == before


@pytest.fixture
def moved(world, tmp_path, act) -> World:
    """The class went to edition 2, without `volgorde`; the world still knows edition 1."""
    press = Press(world, tmp_path / "lessons/proef")
    shutil.rmtree(press.folder / "en")
    press.to("2.0", *SECOND)
    act(world.teacher.actor, move_class, code=world.code, edition=2)
    return world


@WAYS
def test_a_question_of_an_edition_before_takes_one_answer_and_what_differs_is_refused_and_noted(
    moved, pupil, send, way
):
    sent = {"question": "volgorde", "client": "one"}
    first, other = (sent | moved.sent("volgorde", *letters) for letters in ("abcde", "edcba"))
    assert pupil.post(f"/learn/{moved.code}/kijk/3/answer", data=first).status_code == 303
    assert "Je antwoord is bewaard" in pupil.get("/", follow_redirects=True).text
    assert count(moved.house, Answer) == 1
    before = rows(moved.house, but=("audit",))
    assert "Deze heb je al ingeleverd" in send(other, status=303, at="kijk/3")
    assert "Deze heb je al ingeleverd." in send(other | {"client": "two"}, status=303, at="kijk/3")
    assert rows(moved.house, but=("audit",)) == before
    with moved.house.store.reading("everywhere") as db:
        assert len(db.scalars(select(Audit).where(Audit.what == REUSED)).all()) == 1


@WAYS
def test_five_megabytes_of_text(world, send):
    """Refused is what the outbox tells and throws away; anything else it would send again for ever."""
    before = rows(world.house)
    form = {"question": "inhoud", "client": "one", "answer": "x" * 5 * MEGABYTE}
    said = send(form, status=413, at="kijk/4")
    assert "Stuur een kleiner bestand of een kortere tekst. Wat je had, staat er nog." in said
    assert rows(world.house) == before


@pytest.fixture
def studio(house, makers, tmp_path, client, sign_in) -> World:
    """A module that asks for a photo, in a school that has them on."""
    made = make_world(house, makers, tmp_path / "kinds", write=kinds.write)
    sign_in(client, made.pupils[0])
    return made


SCRIPT = b"<?php system($_GET['x']); ?><script>alert(1)</script>"
BAD_PHOTOS = {
    "a script": (SCRIPT, "kunnen we niet lezen"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "kunnen we niet lezen"),
    "a page in the clothes of a photo": (b"\xff\xd8\xff\xe0" + SCRIPT, "kunnen we niet lezen"),
    "a bomb": (bomb(), "te veel beeldpunten"),
}


@WAYS
@pytest.mark.parametrize("length", [4001, 900_000])
def test_a_text_that_is_longer_than_its_field_takes(studio, client, way, length):
    """Within what comes in at all: refused in words, and by a plain form it stands there to be made shorter."""
    form = {"question": "meer", "client": "one", "answer": "x" * length}
    headers = {"Accept": "application/json"} if way == "outbox" else {}
    if way == "outbox":
        form["owner"] = client.get("/learn/pass", headers=headers).json["owner"]
    before = rows(studio.house)
    answer = client.post(f"/learn/{studio.code}/denk/6/answer", data=form, headers=headers)
    said = answer.json["message"] if way == "outbox" else unescape(answer.text)
    assert (answer.status_code, f"Dat zijn {length} tekens; er passen er 4000." in said) == (422, True)
    assert way == "outbox" or "x" * length in said
    assert rows(studio.house) == before


@WAYS
@pytest.mark.parametrize("what", BAD_PHOTOS)
def test_a_photo_that_is_none_or_a_bomb(studio, client, way, what):
    content, words = BAD_PHOTOS[what]
    headers = {"Accept": "application/json"} if way == "outbox" else {}
    form = {"question": "foto", "client": "one", "photo": (io.BytesIO(content), "IMG_1.jpg")}
    if way == "outbox":
        form["owner"] = client.get("/learn/pass", headers=headers).json["owner"]
    before = rows(studio.house)
    answer = client.post(f"/learn/{studio.code}/bouw/2/answer", headers=headers, **body(form))
    said = answer.json["message"] if way == "outbox" else unescape(answer.text)
    assert (answer.status_code, words in said) == (422, True), said
    assert rows(studio.house) == before
    assert not [one for one in studio.house.settings.files_folder.rglob("*") if one.suffix == ".jpg"]


def test_what_hangs_behind_a_real_photo_is_not_kept(studio, client):
    form = {"question": "foto", "client": "one", "photo": (io.BytesIO(from_a_phone() + SCRIPT), "x.php")}
    assert client.post(f"/learn/{studio.code}/bouw/2/answer", **body(form)).status_code == 303
    kept = [one for one in studio.house.settings.files_folder.rglob("*") if one.is_file() and one.suffix != ".svg"]
    assert kept
    assert not [one for one in kept if SCRIPT in one.read_bytes()]
