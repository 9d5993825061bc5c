"""The pages and papers of an event day: one good and one refused for each, and what stands on paper."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.base import clock
from app.base.house import House
from app.visits import operations
from app.visits.queries.gate import link_token
from tests.base.paper import check_paper
from tests.conftest import NOW
from tests.house.addresses import EVENT_DAY
from tests.makers import Makers, Person
from tests.visits import makers as v
from tests.visits.test_event import Quay

SignIn = Callable[[FlaskClient, Person], FlaskClient]
FORMULA = '=HYPERLINK("http://x.example";"7B")'


@pytest.fixture
def quay(makers: Makers) -> Quay:
    return Quay(makers)


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn, quay: Quay) -> FlaskClient:
    return sign_in(client, quay.coordinator)


def page(client: FlaskClient, url: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == status, answer.get_data(as_text=True)[:500]
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def form_of(soup: BeautifulSoup, chosen: str) -> dict[str, str]:
    return {str(one["name"]): str(one.get("value", "")) for one in soup.select(f"{chosen} input[name]")}


def made(desk: FlaskClient, quay: Quay) -> str:
    url = f"/visits/event/{quay.event.code}"
    assert desk.post(f"{url}/routes", data={"seen": "1"}).status_code == 303
    return url


def test_the_page_says_which_rounds_were_left_as_somebody_chose_them(desk: FlaskClient, quay: Quay, act: Any) -> None:
    url = made(desk, quay)
    assert page(desk, url).select("ul.kolommen li") == []
    act(quay.teachers[0].actor, operations.split_class, code=quay.codes[0])
    seen = str(page(desk, url).select_one("form[action$=routes] [name=seen]")["value"])  # type: ignore[index]
    said = desk.post(f"{url}/routes", data={"seen": seen}, follow_redirects=True).get_data(as_text=True)
    assert "Rondes met een stand: 9. Gelaten zoals iemand ze koos: 3." in said
    (left,) = BeautifulSoup(said, "html.parser").select("ul.kolommen li")
    assert left.get_text(" ", strip=True) == "7B deel 1 , Vlieger: rondes 1, 2, 3"


def test_from_a_day_without_a_plan_to_stands_and_classes(desk: FlaskClient, quay: Quay, makers: Makers) -> None:
    day = clock.school_day(NOW).replace(day=16)
    v.edition_day(makers, quay.edition, day, kind="event", name="Techniekdag")
    url = f"/visits/editions/{quay.edition}/event/{day.isoformat()}"
    assert "Techniekdag" in page(desk, url).h1.get_text()  # type: ignore[union-attr]
    refused = desk.post(url, data={**EVENT_DAY, "rounds": "0"})
    assert (refused.status_code, "Tussen 1 en 12 rondes" in refused.text) == (422, True)
    stands = desk.post(url, data=EVENT_DAY).headers["Location"]
    assert desk.get(url).status_code == 302
    assert "Nog geen stands" in page(desk, stands).get_text()
    code = stands.split("/")[-2]
    assert "Eerst de stands" in page(desk, f"/visits/event/{code}").get_text()
    desk.post(stands, data={"offers": [quay.stands[0].offer.code]})
    assert "Nu de klassen" in page(desk, f"/visits/event/{code}").get_text()
    desk.post(f"/visits/event/{code}/classes", data={"classes": [quay.classes[0].code]})
    assert len(page(desk, f"/visits/event/{code}").select("a.vakje")) == 3


def test_a_cell_is_changed_in_two_clicks_and_an_older_page_is_refused_with_the_choice_as_it_is(
    desk: FlaskClient, quay: Quay
) -> None:
    url = made(desk, quay)
    cell = page(desk, url).select("a.vakje")[0]["href"]
    panel = page(desk, str(cell).split("#")[0])
    sent = form_of(panel, "#vak form") | {"to": "-"}
    assert desk.post(f"{url}/step", data=sent).status_code == 303
    assert "vrij" in page(desk, url).select("a.vakje")[0].get_text()
    again = desk.post(f"{url}/step", data=sent)
    assert (again.status_code, "was je voor" in again.text or "veranderd" in again.text) == (422, True)


def test_a_form_pressed_twice_makes_one_set_of_routes(desk: FlaskClient, quay: Quay) -> None:
    url = made(desk, quay)
    assert desk.post(f"{url}/routes", data={"seen": "1"}).status_code == 422
    assert "6 van 6 rondes" in page(desk, url).get_text()


def test_lists_come_as_files_and_a_name_is_no_formula(desk: FlaskClient, quay: Quay, makers: Makers) -> None:
    odd = makers.school_class(quay.schools[0], name=FORMULA)
    v.event_class(makers, quay.event, odd, makers.teacher(quay.schools[0], odd))
    url = made(desk, quay)
    for sheet in ("routes", "arrival", "stands"):
        text = desk.get(f"{url}/list/{sheet}.csv").get_data(as_text=True)
        assert f"'{FORMULA[:10]}" in text
        assert desk.get(f"{url}/list/{sheet}.xlsx").data[:2] == b"PK"
    assert desk.get(f"{url}/list/names.csv").status_code == 404


def test_a_teacher_reads_one_day_with_its_map_and_no_other_schools(
    client: FlaskClient, sign_in: SignIn, quay: Quay, house: House
) -> None:
    facts = {"code": quay.event.code, "seen": 1}
    house.act(quay.coordinator.actor, clock.now(), operations.make_routes, **facts)  # type: ignore[arg-type]
    teacher = sign_in(client, quay.teachers[0])
    day = page(teacher, f"/visits/event/class/{quay.codes[0]}")
    assert len(day.select("ol.rooster li")) == 4
    assert len(day.select("svg.terrein path")) == 2
    assert teacher.get(f"/visits/event/class/{quay.codes[1]}").status_code == 404
    overview = page(teacher, "/visits/")
    assert len(overview.select("section.eventdag")) == 1
    assert overview.select("li.boeking") == [], "the rounds are not listed one by one"
    round_of_day = str(day.select("ol.rooster a")[0]["href"])
    shown = page(teacher, round_of_day).get_text()
    assert "De hele dag" in shown
    assert "Afzeggen" not in shown


def test_a_teacher_says_our_class_comes_and_is_told_what_is_missing(
    client: FlaskClient, sign_in: SignIn, quay: Quay, makers: Makers
) -> None:
    klass = makers.school_class(quay.schools[0], name="8A")
    teacher = sign_in(client, makers.teacher(quay.schools[0], klass))
    url = f"/visits/event/{quay.event.code}/join"
    assert "8A" in page(teacher, url).get_text()
    assert teacher.post(url, data={"school_class": klass.code, "way": "bike"}).status_code == 422
    assert teacher.post(url, data={"school_class": quay.classes[1].code, "pupils": "3"}).status_code == 404
    sent = teacher.post(url, data={"school_class": klass.code, "pupils": "24", "way": "bike"})
    assert "maakt de route" in page(teacher, sent.headers["Location"]).get_text()


def test_by_the_link_of_one_group_a_host_sees_all_groups_of_the_stand(
    client: FlaskClient, quay: Quay, house: House, makers: Makers, at: Callable[..., None]
) -> None:
    from app.visits.models import Booking

    facts = {"code": quay.event.code, "seen": 1}
    house.act(quay.coordinator.actor, clock.now(), operations.make_routes, **facts)  # type: ignore[arg-type]
    slots = {slot.id: one for one in quay.stands for slot in one.slots}
    with house.counting(quay.coordinator.actor, clock.now()) as work:
        booking = work.db.query(Booking).first()
    assert booking is not None
    company = slots[booking.slot_id].offer.company_id
    host = makers.host(company, guest_schools=quay.schools)
    house.act(host.actor, clock.now(), operations.make_day_link, code=booking.code)
    token = link_token(house.seal, booking_id=booking.id, version=1)
    at(clock.at(quay.event.day, 8, 45))
    shown = page(client, f"/visits/gate/{token}/stand").get_text()
    assert "7B" in shown
    assert "Ronde 3" in shown
    assert "Aya" not in shown
    assert page(client, f"/visits/gate/{token}").select(f'a[href$="/{token}/stand"]')
    assert client.get("/visits/gate/abc/stand").status_code == 404


def test_papers_say_when_where_and_with_whom_on_one_page_for_each_class(
    desk: FlaskClient, quay: Quay, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    url = made(desk, quay)
    desk.post(f"{url}/waves")
    run_jobs()
    wanted = {
        "timetables": ("7B", "De Vlieger", "09:00–09:40", "Bij de blauwe vlag", "06 0000 0600", "dichte schoenen"),
        "stands": ("Ronde 1", "De Meeuw", "groep 7", "25"),
        "arrival": ("08:45–09:00", "op de fiets", "Bij de blauwe vlag"),
    }
    for what, words in wanted.items():
        sent = desk.post(f"{url}/paper", data={"what": what})
        assert run_jobs() >= 1
        job = sent.headers["Location"].split("job=")[1].split("#")[0]
        pdf = desk.get(f"{url}/paper/{job}.pdf")
        assert pdf.status_code == 200, what
        check_paper(pdf.data, language="nl")
        text = text_of(pdf.data, tmp_path)
        assert [word for word in words if word not in text] == [], text
        assert "Aya" not in text
        with pikepdf.open(io.BytesIO(pdf.data)) as held:
            assert len(held.pages) == {"timetables": 2, "stands": 4, "arrival": 1}[what]
    assert desk.post(f"{url}/paper", data={"what": "names"}).status_code == 404


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    done: Any = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)  # noqa: S603, S607
    return str(done.stdout.decode())
