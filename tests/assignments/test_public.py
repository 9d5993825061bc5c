"""Without an account: the catalogue and a module's page open for everybody, and show nothing of a school."""

import pytest
from bs4 import BeautifulSoup

from app.curriculum.commands import publish_lessons
from tests.assignments.makers import visit_of
from tests.curriculum import lessons
from tests.learning.world import World, make_world


@pytest.fixture
def world(house, makers, tmp_path) -> World:
    return make_world(house, makers, tmp_path / "proef")


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return [one.get_text() for one in page.select(".mod h2 a")]


def test_a_visitor_reads_the_catalogue_and_the_module_and_is_told_how_to_come_in(world, client):
    assert titles(soup(client.get("/modules/"))) == ["De proefsluis"]
    page = soup(client.get("/modules/proef"))
    assert "Ontdek hoe een sluis een schip optilt." in page.text
    way_in = page.select_one(".besluit p a")["href"]
    assert client.get(way_in).headers["Location"] == "/sign-in"
    with client.session_transaction() as session:
        assert session["next"] == way_in


def test_a_visitor_sees_no_company_no_day_and_no_way_to_print_or_give(world, makers, client):
    booking = visit_of(makers, world.teacher, world.klass, world.pupils)
    for address in ("/modules/", "/modules/proef"):
        text = client.get(address).text
        assert "Zeesluis" not in text
        assert booking.code not in text
        assert world.school.name not in text
    page = soup(client.get("/modules/proef"))
    assert not page.select("form[action*='/print/'], a[href*='/give'], a[href*='/print']")


def test_a_teacher_sees_the_company_and_the_sheets(world, makers, client, sign_in):
    visit_of(makers, world.teacher, world.klass, world.pupils)
    page = soup(sign_in(client, world.teacher).get("/modules/proef"))
    assert "Zeesluis" in page.text
    kinds = {form["action"].rsplit("/", 1)[1] for form in page.select("form[action*='/print/']")}
    assert kinds == {"guide", "before", "during", "after", "missed", "answers", "host"}


@pytest.mark.parametrize(
    "query",
    [
        "level=po-7-8",
        "topic=water",
        "time=1",
        "needs=something",
        "goal=po-2006-44",
        "language=en",
        "visit=1",
        "q=sluis",
    ],
)
def test_each_choice_works_in_the_address_alone(world, client, query):
    assert titles(soup(client.get(f"/modules/?{query}"))) == ["De proefsluis"]


@pytest.mark.parametrize(
    "query",
    ["level=po-5-6", "topic=papier", "time=2", "needs=nothing", "goal=po-2006-45", "language=fr", "visit=2", "q=staal"]
    + ["level=%3Cscript%3E", "q=" + "x" * 3000],
)
def test_what_nothing_fits_shows_a_way_out_and_never_breaks(world, client, query):
    page = soup(client.get(f"/modules/?{query}"))
    assert titles(page) == []
    assert page.select_one(".niets .weglaten a")["href"] == "/modules/"
    assert page.select_one(".niets a.vol")["href"] == "/modules/"
    assert not page.select("script:not([src])")


def test_a_chip_takes_one_thing_away_and_keeps_the_rest(world, client):
    page = soup(client.get("/modules/?level=po-7-8&topic=water&q=sluis"))
    ways = {chip.get_text().removeprefix("Zonder ").strip(): chip["href"] for chip in page.select(".gekozen a")}
    assert ways["Groep 7-8"] == "/modules/?topic=water&q=sluis"
    assert ways["“sluis”"] == "/modules/?level=po-7-8&topic=water"


def test_the_search_field_sends_what_was_ticked_along(world, client):
    page = soup(client.get("/modules/?level=po-7-8"))
    assert page.select_one("#zoek")["form"] == page.select_one("form.filter")["id"]


def test_a_page_says_what_it_is_to_a_search_engine_and_asks_nobody_else(world, client):
    page = soup(client.get("/modules/proef?class=XXXXXX"))
    assert page.select_one("link[rel=canonical]")["href"] == "http://werf.test/modules/proef"
    assert page.select_one("meta[name=description]")["content"] == "Ontdek hoe een sluis een schip optilt."
    assert page.select_one("meta[property='og:title']")["content"] == "De proefsluis"
    for tag in page.select("[src], link[href]"):
        assert (tag.get("src") or tag["href"]).startswith(("/", "http://werf.test/", "data:image/")), tag
    assert soup(client.get("/modules/?level=po-7-8")).select_one("link[rel=canonical]")["href"].endswith("/modules/")


def test_in_english_the_page_and_the_goals_are_english(world, client):
    client.post("/language", data={"language": "en"})
    page = soup(client.get("/modules/proef"))
    assert "The test lock" in page.text
    assert "Primary, in force since 2006" in page.text


REVIEWED = "reviewed:\n  - {{company: Papierfabriek, person: Ton Hermans, date: 2025-09-01, valid_until: {until}}}\n"


@pytest.mark.parametrize(
    ("until", "said"),
    [("2027-09-01", "geldig tot 1 september 2027"), ("2026-09-01", "tot 1 september 2026, dat is verlopen")],
)
def test_who_checked_it_and_until_when_is_on_the_page(house, client, tmp_path, until, said):
    folder = lessons.write(tmp_path / "lessons")
    lessons.plant(folder, "module.yml", "reviewed: []\n", REVIEWED.format(until=until))
    publish_lessons(house, tmp_path / "lessons")
    box = soup(client.get("/modules/proef")).select_one(".controle")
    assert said in box.text
    assert "Ton Hermans, Papierfabriek, op 1 september 2025" in box.text


def test_a_module_nobody_checked_says_so(world, client):
    assert "Nog niet door een bedrijf nagekeken" in soup(client.get("/modules/proef")).text
