"""The pages of editions, the week board and its lists: one good and one refused for each, and what the board costs."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import event

from app.access.actor import NOBODY, Role
from app.base import clock
from app.base.house import House
from bench.board import fill
from tests.conftest import NOW
from tests.makers import Makers, Person
from tests.visits import makers as v

SignIn = Callable[[FlaskClient, Person], FlaskClient]
FORMULA = '=HYPERLINK("http://x.example";"7B")'


@pytest.fixture
def week(makers: Makers) -> Any:
    class Week:
        school = makers.school(name="Basisschool De Vlieger")
        klass = makers.school_class(school, name="7B", size=26)
        odd = makers.school_class(school, name=FORMULA, size=20)
        teacher = makers.teacher(school, klass)
        coordinator = makers.coordinator(schools=[school])
        edition = v.week_edition(makers)
        first, second = (
            v.slot(makers, v.offer(makers, max_group=30), places=1, starts_at=NOW + timedelta(days=n)) for n in (4, 5)
        )
        board = f"/visits/board/{edition}"

    return Week


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn, week: Any) -> FlaskClient:
    return sign_in(client, week.coordinator)


def page(client: FlaskClient, url: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == status, answer.get_data(as_text=True)[:500]
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def form_of(soup: BeautifulSoup, chosen: str) -> dict[str, str]:
    return {str(one["name"]): str(one.get("value", "")) for one in soup.select(f"{chosen} input[name]")}


def texts(soup: BeautifulSoup, chosen: str) -> list[str]:
    return [" ".join(one.get_text(" ", strip=True).split()) for one in soup.select(chosen)]


def test_by_links_alone_a_class_is_placed_in_three_clicks(desk: FlaskClient, week: Any) -> None:
    monday = week.first.starts_at.date().isoformat()
    shown = page(desk, f"{week.board}?week={monday}")
    link = next(one["href"] for one in shown.select("a.kl") if week.klass.code in str(one["href"]))
    in_hand = page(desk, f"{week.board}{link}")
    assert texts(in_hand, ".v") == ["past +30", "past +30"]
    beside = page(desk, str(in_hand.select(".v")[0]["href"]))
    assert len(beside.select("#zet li.fits")) == 8
    sent = desk.post(str(beside.select_one("#zet form")["action"]), data=form_of(beside, "#zet form"))  # type: ignore[index]
    assert sent.status_code == 303
    after = page(desk, sent.headers["Location"])
    assert texts(after, "a.b") == ["7B Vlieger voorstel vol"]
    assert "2 klassen" in texts(after, ".stand")[0]


def test_what_does_not_fit_any_more_is_refused_kindly_with_the_board_as_it_is(
    desk: FlaskClient, week: Any, makers: Makers
) -> None:
    at = f"{week.board}?class={week.klass.code}&at={week.first.code}"
    form = form_of(page(desk, at), "#zet form")
    desk.post(f"{week.board}/put", data=form)
    sent = desk.post(f"{week.board}/put", data={**form, "request_id": "another"})
    assert sent.status_code == 422
    soup = BeautifulSoup(sent.get_data(as_text=True), "html.parser")
    assert "Iemand was je net voor" in texts(soup, "#zet .bericht")[0]
    assert soup.select_one("#zet [data-put][disabled]")
    assert desk.post(f"{week.board}/put", data={}).status_code == 422


def test_a_booking_is_moved_and_the_panel_says_where_it_was(desk: FlaskClient, week: Any, makers: Makers) -> None:
    klass = makers.school_class(week.school, name="8C", size=15)
    code = v.booking(makers, week.school, week.teacher, week.first, klass=klass, state="confirmed").code
    makers.write(lambda work: _take(work, week.first.id, 15))
    panel = page(desk, f"{week.board}/panel?booking={code}&at={week.second.code}")
    assert "van" in texts(panel, ".van")[0]
    assert desk.post(f"{week.board}/put", data=form_of(panel, "form")).status_code == 303
    assert any("verplaatst" in one for one in texts(page(desk, f"{week.board}/changes?booking={code}"), "tbody tr"))
    assert page(desk, f"{week.board}/changes?q=nergens").select("tbody tr") == []


def test_nothing_in_hand_has_no_panel(desk: FlaskClient, week: Any) -> None:
    assert desk.get(f"{week.board}/panel").headers["Location"] == week.board
    page(desk, f"{week.board}/panel?class=NONE22", 404)


def test_a_board_without_news_is_304_and_no_body(desk: FlaskClient, week: Any) -> None:
    tag = desk.get(f"{week.board}/now").headers["ETag"]
    again = desk.get(f"{week.board}/now", headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert page(desk, week.board).select_one("#bord")["data-stamp"] == tag.strip('"')  # type: ignore[index]
    at = f"{week.board}?class={week.klass.code}&at={week.first.code}"
    desk.post(f"{week.board}/put", data=form_of(page(desk, at), "#zet form"))
    assert desk.get(f"{week.board}/now", headers={"If-None-Match": tag}).status_code == 200
    assert "Vlieger" in page(desk, f"{week.board}?week={week.first.starts_at.date()}").select_one("tbody").text  # type: ignore[union-attr]


def test_the_board_at_hand_is_opened_and_without_one_an_edition_is_made(
    client: FlaskClient, sign_in: SignIn, makers: Makers
) -> None:
    makers.network()
    desk = sign_in(client, makers.coordinator())
    assert desk.get("/visits/board").headers["Location"].endswith("/visits/editions")
    bad = {"name": "Week", "starts_on": "2026-10-09", "ends_on": "2026-10-05"}
    assert desk.post("/visits/editions", data=bad).status_code == 422
    made = desk.post("/visits/editions", data={**bad, "ends_on": "2026-10-16"})
    assert made.status_code == 303
    url = made.headers["Location"]
    assert desk.post(f"{url}/days", data={"day": "2026-11-12", "kind": "event", "name": ""}).status_code == 422
    sent = desk.post(f"{url}/days", data={"day": "2026-10-12", "kind": "event", "name": "Dag op de kade"})
    assert sent.status_code == 303
    assert "Dag op de kade" in page(desk, url).text
    assert desk.post(f"{url}/days/clear", data={"day": "2026-10-12"}).status_code == 303
    assert desk.post(f"{url}/days/clear", data={"day": "morgen"}).status_code == 404
    assert desk.post(url, data={**bad, "name": ""}).status_code == 422
    assert desk.post(url, data={**bad, "name": "Week 41", "ends_on": "2026-10-16"}).status_code == 303
    assert "Week 41" in page(desk, "/visits/editions").text
    assert "/visits/board/" in desk.get("/visits/board").headers["Location"]
    assert "Nog geen bedrijf" in page(desk, desk.get("/visits/board").headers["Location"]).text


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_ADMIN, Role.HOST, Role.PUPIL])
def test_others_have_no_week_board(client: FlaskClient, sign_in: SignIn, makers: Makers, week: Any, role: Role) -> None:
    makers.pupil(week.klass)
    people = {
        Role.TEACHER: lambda: week.teacher,
        Role.SCHOOL_ADMIN: lambda: makers.school_admin(week.school),
        Role.HOST: lambda: makers.host(week.first.offer.company_id),
        Role.PUPIL: lambda: makers.pupil(week.klass),
    }
    sign_in(client, people[role]())
    for url in (week.board, f"{week.board}/now", f"{week.board}/changes", f"{week.board}/bookings.csv"):
        assert client.get(url).status_code in (403, 404)
    assert client.post(f"{week.board}/put", data={}).status_code in (403, 404)


@pytest.mark.parametrize("sheet", ["board", "without", "bookings", "changes"])
def test_every_list_is_a_file_and_nothing_in_it_is_calculated(
    desk: FlaskClient, week: Any, makers: Makers, sheet: str
) -> None:
    v.booking(makers, week.school, week.teacher, week.first, klass=week.odd, state="declined", needs=FORMULA)
    monday = week.first.starts_at.date().isoformat()
    text = desk.get(f"{week.board}/{sheet}.csv?week={monday}").get_data().decode("utf-8-sig")
    assert ";=" not in text
    assert not text.startswith("=")
    if sheet in ("without", "bookings"):
        assert "'=HYPERLINK" in text
    with ZipFile(BytesIO(desk.get(f"{week.board}/{sheet}.xlsx?week={monday}").get_data())) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert desk.get(f"{week.board}/{sheet}.pdf").status_code == 404


def test_a_file_has_the_rows_that_the_page_shows(desk: FlaskClient, week: Any) -> None:
    def rows(query: str) -> int:
        return len(desk.get(f"{week.board}/board.csv?{query}").get_data().splitlines()) - 1

    monday = f"week={week.first.starts_at.date()}"
    assert rows(monday) == 2
    assert rows(f"{monday}&status=confirmed") == 0
    assert rows(f"{monday}&q=geen+bedrijf") == 0


def test_the_board_of_a_whole_week_costs_eight_queries_and_stays_light(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House
) -> None:
    """160 classes, 60 companies, 10 half-days: as many statements as for a handful."""
    filled = house.act_everywhere(NOBODY, clock.now(), fill)
    desk = sign_in(client, makers.coordinator())
    url, seen = f"/visits/board/{filled.edition_id}", []
    desk.get(f"{url}/now")

    def note(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(house.store.engine, "before_cursor_execute", note)
    answer = desk.get(url, headers={"Accept-Encoding": "gzip"})
    event.remove(house.store.engine, "before_cursor_execute", note)
    assert len(seen) <= 8, len(seen)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.get_data()) < 150_000
    soup = BeautifulSoup(gzip.decompress(answer.get_data()), "html.parser")
    assert len(soup.select("tbody tr")) == 60
    assert len(soup.select("tbody tr")[0].select("td")) == 10


def _take(work: Any, slot_id: Any, pupils: int) -> None:
    from app.visits.models import VisitSlot

    slot = work.db.get_one(VisitSlot, slot_id)
    slot.places_taken, slot.pupils_taken = 1, pupils
