"""The outbox of a pupil's browser as the server meets it: what it hears, whose entries count, what a device keeps."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.learning.models import Answer, Progress
from tests.conftest import NOW
from tests.learning import twenty
from tests.learning.test_class_view import statements
from tests.learning.world import World, count, make_world

JSON = {"Accept": "application/json"}
KEEP = {"X-Keep": "1"}


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def pupil(world, client, sign_in) -> FlaskClient:
    return sign_in(client, world.pupils[0])


def owner(client: FlaskClient) -> str:
    return str(client.get("/learn/pass", headers=JSON).json["owner"])  # type: ignore[index]


def send(
    client: FlaskClient, world: World, *letters: str, question: str = "waarom", number: int = 1, **facts: Any
) -> TestResponse:
    """As outbox.js does; `facts` change fields."""
    form = {"question": question, "client": "one", **world.sent(question, *letters), **facts}
    if "owner" not in form:
        form["owner"] = owner(client)
    return client.post(f"/learn/{world.code}/kijk/{number}/answer", data=form, headers=JSON)


def test_a_new_answer_is_counted_and_the_browser_hears_where_to_go(world, pupil):
    said = send(pupil, world, "b")
    assert (said.status_code, said.json) == (200, {"state": "counted", "next": f"/learn/{world.code}/kijk/1"})
    assert count(world.house, Answer) == 1


def test_the_same_entry_again_is_there_already_and_adds_nothing(world, pupil):
    assert [send(pupil, world, "b").json["state"] for _ in range(3)] == ["counted", "there", "there"]
    assert count(world.house, Answer) == 1


def test_the_same_id_with_another_content_is_refused_in_words_for_a_child(world, pupil):
    send(pupil, world, "a")
    said = send(pupil, world, "b")
    assert (said.status_code, said.json["state"]) == (422, "refused")
    assert said.json["message"].startswith("Je eerste antwoord is bewaard. Geef je liever dit antwoord? Lever het dan")
    assert count(world.house, Answer) == 1


def test_a_question_that_changed_meanwhile_can_be_asked_for_anew(world, pupil):
    form = {"question": "waarom", "client": "one", "answer": "a-token-of-before", "owner": owner(pupil)}
    said = pupil.post(f"/learn/{world.code}/kijk/1/answer", data=form, headers=JSON)
    assert (said.status_code, said.json["state"], said.json["anew"]) == (422, "refused", True)
    assert said.json["message"] == "Deze vraag is veranderd. Kies nog een keer."


def test_what_cannot_be_read_or_comes_too_late_is_refused_and_not_kept(world, pupil, at):
    said = send(pupil, world, "veel", question="inhoud", number=4)
    assert (said.status_code, said.json["state"]) == (422, "refused")
    at(NOW + timedelta(days=30))
    late = sign_in_again(world, pupil)
    said = send(late, world, "b")
    assert said.json["state"] == "refused"
    assert "is bewaard" in said.json["message"]
    assert count(world.house, Answer) == 0


def sign_in_again(world: World, client: FlaskClient) -> FlaskClient:
    client.post(f"/card/{world.pupils[0].card}")
    return client


def test_an_assignment_or_question_that_is_not_there_is_refused(world, pupil):
    facts = {"owner": owner(pupil), "question": "waarom", "client": "x"}
    said = pupil.post("/learn/NIETES/kijk/1/answer", data=facts, headers=JSON)
    assert (said.status_code, said.json["state"]) == (404, "refused")
    assert said.json["message"]


def test_without_a_session_nothing_is_lost_it_hears_to_sign_in(world, pupil, at):
    facts = {"owner": owner(pupil)}
    at(NOW + timedelta(days=1))
    assert send(pupil, world, "b", **facts).json["state"] == "sign-in"
    assert pupil.get("/learn/pass", headers=JSON).status_code == 401
    assert count(world.house, Answer) == 0
    assert send(sign_in_again(world, pupil), world, "b", **facts).json["state"] == "counted"


def test_an_entry_of_another_pupil_is_never_counted(world, pupil, app, sign_in):
    theirs = owner(sign_in(app.test_client(), world.pupils[1]))
    assert theirs != owner(pupil)
    for held in (theirs, "", "x"):
        said = send(pupil, world, "b", owner=held)
        assert (said.status_code, said.json) == (409, {"state": "other"})
    sign_in(pupil, world.teacher)
    assert send(pupil, world, "b", owner="").status_code == 409
    assert count(world.house, Answer) == 0


def test_every_post_of_a_script_says_whose_it_is(world, pupil):
    """Not only answers: a step that was read may wait on the device too."""
    url = f"/learn/{world.code}/kijk/read"
    assert pupil.post(url, headers=JSON).status_code == 409
    assert pupil.post(url, data={"owner": owner(pupil)}, headers=JSON).json["state"] == "counted"


def test_an_old_token_is_asked_anew_and_a_new_one_of_the_same_pupil_is_good(world, client, app):
    app.config["WTF_CSRF_ENABLED"] = True
    come_in(client, world)
    facts = {"owner": owner(client)}
    old = str(client.get("/learn/pass", headers=JSON).json["token"])  # type: ignore[index]
    client.post("/sign-out", data={"csrf_token": old})
    come_in(client, world)
    form = {"question": "waarom", "client": "one", **world.sent("waarom", "b"), **facts}
    url = f"/learn/{world.code}/kijk/1/answer"
    assert client.post(url, data=form, headers={**JSON, "X-CSRFToken": old}).json == {"state": "token"}
    new = client.get("/learn/pass", headers=JSON).json["token"]  # type: ignore[index]
    assert client.post(url, data=form, headers={**JSON, "X-CSRFToken": new}).json["state"] == "counted"  # type: ignore[index]


def come_in(client: FlaskClient, world: World) -> None:
    card = f"/card/{world.pupils[0].card}"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(card).text)
    assert token
    assert client.post(card, data={"csrf_token": token[1]}).status_code == 303


def test_a_page_that_is_kept_holds_no_name_no_token_and_no_id(world, pupil, app):
    app.config["WTF_CSRF_ENABLED"] = True
    for page in pupil.get("/learn/pages", headers=JSON).json["pages"]:
        text = pupil.get(page[0], headers=KEEP, follow_redirects=True).text
        for one in world.pupils:
            assert one.name not in text
        assert not re.search(r'(csrf_token|client)"[^>]*value="[^"]', text)
        assert '<meta name="csrf" content="">' in text
        assert "GEHEIM" not in text


def test_keeping_a_page_takes_no_notice_away_from_who_looks(world, pupil):
    pupil.post(f"/learn/{world.code}/kijk/1/help")
    pupil.get(f"/learn/{world.code}/kijk/1", headers=KEEP)
    assert "Je hand is omhoog. Je" in pupil.get(f"/learn/{world.code}/kijk/1").text


def test_only_pages_of_a_pupil_say_whose_they_are(world, pupil, app, sign_in):
    assert pupil.get("/").headers["X-Owner"] == owner(pupil)
    assert "X-Owner" not in app.test_client().get("/in").headers
    assert "X-Owner" not in sign_in(app.test_client(), world.teacher).get("/classes").headers


def test_the_screens_of_the_open_steps_are_kept_and_one_that_was_answered_is_new(world, pupil):
    before = dict(pupil.get("/learn/pages", headers=JSON).json["pages"])
    here = f"/learn/{world.code}"
    assert list(before) == ["/offline", "/", f"{here}/", *(f"{here}/kijk/{n}" for n in range(1, 6))]
    world.answer(world.pupils[0], "waarom", "b")
    after = dict(pupil.get("/learn/pages", headers=JSON).json["pages"])
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {"/", f"{here}/", f"{here}/kijk/1"}


def test_another_class_has_other_pages(world, makers, client, sign_in):
    stranger = makers.pupil(makers.school_class(world.school))
    pages = sign_in(client, stranger).get("/learn/pages", headers=JSON).json["pages"]
    assert [path for path, _ in pages] == ["/offline", "/"]


def test_the_worker_stands_at_the_root_and_changes_with_the_look(client):
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert re.match(r'const DIGEST = "[0-9a-f]{12}";\n', answer.text)


def test_asking_what_to_keep_costs_as_much_for_twenty_screens_as_for_five(house, makers, tmp_path, client, sign_in):
    long = make_world(house, makers, tmp_path / "lang", write=twenty.write)
    sign_in(client, long.pupils[0])
    client.get("/learn/pages", headers=JSON)
    with statements(house) as seen:
        assert len(client.get("/learn/pages", headers=JSON).json["pages"]) == 24
    assert len(seen) <= 6
    assert count(house, Progress) == 0
