"""Trying a module as a pupil: marked as in a real lesson, by anybody, and nothing of it is kept."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from app.base import clock
from app.base.house import House
from app.curriculum.commands import publish_lessons
from app.curriculum.module import AnswerKey, Module
from app.curriculum.queries import key_of_edition, newest_module
from app.learning import trying
from app.learning.views.trying import ANSWERS
from tests.curriculum import lessons
from tests.learning.world import World, make_world

MORE = """
::: question open #mening
Wat vind jij?

rubric: GEHEIM-RUBRIEK
:::

::: question short #woord
Hoe heet het?

answer: GEHEIMSLUIS
:::

::: question photo #foto
Maak een foto.

rubric: Je ziet iets.
:::
"""


@pytest.fixture
def world(house: House, makers, tmp_path: Path) -> World:
    return make_world(house, makers, tmp_path / "proef")


@pytest.fixture
def more(house: House, tmp_path: Path) -> tuple[Module, AnswerKey]:
    """The module with an open question, a word, a photo, and an own answer shown back."""
    folder = lessons.write(tmp_path / "meer", "meer")
    text = (folder / "nl/kijk.md").read_text() + MORE
    (folder / "nl/kijk.md").write_text(text)
    (folder / "nl/terug.md").write_text(
        (folder / "nl/terug.md").read_text().replace("Dit was het.", "Dit was het.\n\n::: recall #mening")
    )
    lessons.plant(folder, "module.yml", "also: [en]", "also: []")
    outcomes = publish_lessons(house, tmp_path / "meer")
    assert [one.why_not for one in outcomes] == [""]
    return held(house, "meer")


def held(house: House, slug: str) -> tuple[Module, AnswerKey]:
    from app.access.actor import NOBODY

    with house.looking(NOBODY, clock.now()) as work:
        return newest_module(work, slug=slug), key_of_edition(work, slug=slug, edition=1)


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def rows(house: House) -> dict[str, int]:
    """How many rows each table has, but for the counter of tries."""
    from sqlalchemy import func, select

    from app import known_tables

    with house.store.reading("everywhere") as db:
        found = {
            name: db.scalar(select(func.count()).select_from(table)) or 0
            for name, table in known_tables().tables.items()
        }
    return {name: count for name, count in found.items() if name != "tries"}


def test_a_visitor_walks_from_the_first_screen_to_the_end(world, client):
    page, seen = client.get("/try/proef", follow_redirects=True), []
    for _ in range(30):
        assert page.status_code == 200
        assert "Proefstand" in page.text
        seen.append(page.request.path)
        onward = soup(page).select_one(".doe a.actie, .doe a[data-skip]")
        page = client.get(onward["href"])
        if page.request.path == "/try/proef/end":
            break
    assert page.request.path == "/try/proef/end"
    assert [path.split("/")[3] for path in seen] == ["kijk"] * 5 + ["bezoek"] + ["terug"]


def test_a_right_answer_is_said_to_be_right_and_a_wrong_one_may_be_tried_once_more(world, client):
    def send(letter: str, given: int = 0):
        return client.post("/try/proef/kijk/1", data={**world.sent("waarom", letter), "given": given})

    assert "Klopt!" in send("b").text
    first = send("a")
    assert "Nog niet" in first.text
    assert soup(first).select_one("input[name=given]")["value"] == "1"
    assert "GEHEIM-UITLEG" not in first.text, "the explanation waits for the last try"
    second = send("a", given=1)
    assert "GEHEIM-UITLEG" in second.text
    assert not soup(second).select("button[form=f]")
    assert "GEHEIM-TERUG-B" not in first.text + second.text, "of the other choices nothing is told"


def test_before_an_answer_no_page_holds_anything_of_the_key(world, client):
    for step, number in (("kijk", 1), ("kijk", 2), ("kijk", 3), ("kijk", 4), ("bezoek", 1), ("terug", 1)):
        page = client.get(f"/try/proef/{step}/{number}")
        assert page.status_code == 200
        assert "GEHEIM" not in page.text, (step, number)
    assert client.get("/try/proef/steps").status_code == 303
    assert client.get("/try/proef/steps?key=1").status_code == 303


def test_what_cannot_be_read_is_asked_again_and_what_was_typed_stays(world, client):
    answer = client.post("/try/proef/kijk/4", data={"answer": "heel veel"})
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one("#a-fout").text.strip()
    assert page.select_one("input[inputmode]")["value"] == "heel veel"


def test_an_order_is_moved_by_its_arrows_without_javascript(world, client):
    tokens = [one["value"] for one in soup(client.get("/try/proef/kijk/3")).select(".orde input[name=answer]")]
    moved = client.post("/try/proef/kijk/3", data={"answer": tokens, "down": tokens[0]})
    assert [one["value"] for one in soup(moved).select(".orde input[name=answer]")] == [
        tokens[1],
        tokens[0],
        *tokens[2:],
    ]
    stranger = client.post("/try/proef/kijk/3", data={"answer": [*tokens[1:], "vreemd"], "up": "vreemd"})
    assert {one["value"] for one in soup(stranger).select(".orde input[name=answer]")} == set(tokens)


def test_bold_words_to_put_in_order_are_bold_and_are_read_out_without_signs(house, client, tmp_path):
    folder = lessons.write(tmp_path / "vet", "vet")
    lessons.plant(folder, "nl/kijk.md", "2. b: varen", "2. b: **varen**")
    publish_lessons(house, tmp_path / "vet")
    rows_of = soup(client.get("/try/vet/kijk/3")).select(".orde li")
    bold = next(row for row in rows_of if row.select(".zin strong"))
    assert bold.select_one(".zin").text == "varen"
    assert [button["aria-label"] for button in bold.select("button")] == ["Omhoog: varen", "Omlaag: varen"]


@pytest.mark.parametrize("who", ["visitor", "pupil", "teacher", "host"])
def test_nothing_is_kept_whoever_tries(world, makers, client, sign_in, house, who):
    """No row in any table, no progress of a pupil who is signed in, and no new cookie but the one for forms."""
    people = {"pupil": world.pupils[0], "teacher": world.teacher, "host": makers.host(makers.company())}
    if who in people:
        sign_in(client, people[who])
    client.get("/try/proef/kijk/1")
    before, cookies = rows(house), dict(session_of(client))
    for letter in ("a", "b"):
        assert client.post("/try/proef/kijk/1", data=world.sent("waarom", letter)).status_code == 200
    assert client.post("/try/proef/terug/1?there=no", data={"answer": "Er was eens"}).status_code == 200
    client.get("/try/proef/end")
    assert rows(house) == before
    assert session_of(client) == cookies
    assert "Er was eens" not in client.get("/try/proef/terug/1?there=no").text


def session_of(client) -> dict[str, object]:
    with client.session_transaction() as session:
        return dict(session)


def test_who_was_there_and_who_was_not_meet_another_step(world, client):
    there, missed = client.get("/try/proef/terug/1").text, client.get("/try/proef/terug/1?there=no").text
    assert "Je was erbij." in there
    assert "Je was er niet bij." not in there
    assert "Je was er niet bij." in missed
    assert client.get("/try/proef/bezoek/1").status_code == 200
    assert client.get("/try/proef/bezoek/1?there=no").status_code == 404


def test_an_open_answer_says_who_reads_it_and_an_unknown_word_that_a_teacher_looks(more, client):
    said = client.post("/try/meer/kijk/5", data={"answer": "Ik vind het mooi"})
    assert "Dit leest je juf of meester" in said.text
    assert "Bewaard" not in said.text
    assert "Ik vind het mooi" in said.text
    assert "GEHEIM-RUBRIEK" not in said.text
    unknown = client.post("/try/meer/kijk/6", data={"answer": "dok"})
    assert "De computer kent dit antwoord niet" in unknown.text
    assert "GEHEIMSLUIS" not in unknown.text


def test_a_photo_is_never_asked_for_nor_taken(more, client):
    page = soup(client.get("/try/meer/kijk/7"))
    assert not page.select("input[type=file]")
    assert "wordt niets verstuurd" in page.text
    assert client.post("/try/meer/kijk/7", data={"answer": "0" * 64}).status_code == 404


def test_where_an_own_answer_comes_back_the_try_says_so(more, client):
    assert "Hier ziet een leerling het eerdere antwoord terug" in client.get("/try/meer/terug/1").text


def test_it_speaks_in_the_tone_of_its_level_and_in_english(world, client):
    assert 'data-toon="po"' in client.get("/try/proef/kijk/1").text
    client.post("/language", data={"language": "en"})
    page = client.get("/try/proef/kijk/1").text
    assert "Why is there a lock?" in page
    assert "Trying out" in page


def test_a_search_engine_is_kept_out_of_the_run_itself(world, client):
    assert client.get("/try/proef/kijk/1").headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("address", ["/try/weg", "/try/proef/weg/1", "/try/proef/kijk/0", "/try/proef/kijk/9"])
def test_what_is_not_there_is_not_found(world, client, address):
    assert client.get(address).status_code == 404


def test_a_level_the_module_is_not_made_for_is_no_level(world):
    assert trying.mode_of(world.module, level="vo-boven-hv", there="ja").viewer.band is None
    assert trying.mode_of(world.module, level="po-7-8", there="no").viewer.band == "po-7-8"


@pytest.mark.parametrize("level", ["klas-9", "1", "%22%3E", "vo-boven-hv"])
def test_an_address_with_a_level_that_is_none_shows_the_module_as_it_is(world, client, level):
    for address in ("kijk/1", "end"):
        page = client.get(f"/try/proef/{address}?level={level}")
        assert page.status_code == 200
        onward = [one["href"] for one in BeautifulSoup(page.text, "html.parser").select("a[href^='/try/']")]
        assert not any(f"level={level}" in one for one in onward)
        assert "bovenbouw" not in page.text


def test_a_crowd_of_answers_from_one_address_is_stopped(world, client, monkeypatch):
    monkeypatch.setattr("app.learning.views.trying.ANSWERS", 3)
    sent = world.sent("waarom", "b")
    assert [client.post("/try/proef/kijk/1", data=sent).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert client.get("/try/proef/kijk/1").status_code == 200, "looking is free"
    assert ANSWERS >= 30 * 30, "thirty children with thirty questions at the same time"


def test_a_forged_form_is_refused_as_everywhere(world, app):
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post("/try/proef/kijk/1", data=world.sent("waarom", "b")).status_code == 400
