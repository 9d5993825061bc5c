"""Several loose days in one act: read as people write them; one that cannot be is named and keeps all out."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.problems import RuleBroken
from app.visits.models import VisitSlot
from app.visits.rules.loose_days import days_typed
from tests.conftest import NOW
from tests.makers import Makers, Person
from tests.visits import makers as v

SignIn = Callable[[FlaskClient, Person], FlaskClient]
TODAY = clock.school_day(NOW)
HOURS = {"starts": "09:00", "ends": "10:00", "rounds": "1", "places": "1", "pupils": "15"}


def slots(house: House) -> list[str]:
    with house.looking(NOBODY, clock.now()) as work:
        found = work.db.scalars(select(VisitSlot.starts_at).order_by(VisitSlot.starts_at))
        return [f"{one.astimezone(clock.AMSTERDAM):%d-%m-%Y %H:%M}" for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "12-11-2026, 3-12-2026",
        "3 december 2026\n\n 12 november 2026 ",
        "2026-11-12; 03/12/2026",
        "do 12 nov 2026\r\ndonderdag 3 dec. 2026",
        "Thursday 12 November 2026, 3.12.2026",
    ],
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert days_typed(text, today=date(2026, 10, 8)) == (date(2026, 11, 12), date(2026, 12, 3))


def test_a_day_without_a_year_is_the_next_that_comes() -> None:
    found = days_typed("8-10, 7 oktober", today=date(2026, 10, 8))
    assert found == (date(2026, 10, 8), date(2027, 10, 7))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("12-10-2027, 31-11-2027", "31-11-2027"),
        ("12-10-2027, morgen", "morgen"),
        ("12-13-2027", "12-13-2027"),
        ("1-1-27", "1-1-27"),
        ("12-10-2027, 12 oktober 2027", "12 oktober 2027"),
        ("٣-١٢-٢٠٢٦", "٣-١٢-٢٠٢٦"),
        ("0-0-0000", "0-0-0000"),
        ("x" * 500, "x" * 48),
    ],
)
def test_what_is_no_day_is_named(text: str, named: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        days_typed(text, today=date(2026, 10, 8))
    assert (broken.value.field, broken.value.params["day"]) == ("days", named)


def test_nothing_but_commas_asks_for_a_day() -> None:
    with pytest.raises(RuleBroken):
        days_typed(" , ;\n", today=TODAY)


def test_a_host_opens_loose_days_in_one_act(client: FlaskClient, sign_in: SignIn, makers: Makers, house: House) -> None:
    offer = v.offer(makers, gap_minutes=15)
    sign_in(client, makers.host(offer.company_id))
    typed = {"days": "12-11-2026\n3-12-2026", **HOURS, "rounds": "2"}
    assert client.post(f"/visits/own/{offer.code}/loose", data=typed).status_code == 303
    found = ["12-11-2026 09:00", "12-11-2026 10:15", "03-12-2026 09:00", "03-12-2026 10:15"]
    assert slots(house) == found
    more = {**typed, "days": "12-11-2026, 4-12-2026"}
    assert client.post(f"/visits/own/{offer.code}/loose", data=more).status_code == 303
    assert len(slots(house)) == 6, "what is there already stays"


def test_a_coordinator_does_so_for_a_company(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House
) -> None:
    offer = v.offer(makers)
    sign_in(client, makers.coordinator())
    assert client.post(f"/visits/own/{offer.code}/loose", data={"days": "12 nov", **HOURS}).status_code == 303
    assert slots(house) == ["12-11-2026 09:00"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"days": "12-11-2026, 28-3-2027", "starts": "02:30", "ends": "03:30"}, "28-03-2027: Deze tijd bestaat niet"),
        (
            {"days": "12-11-2026, 31-10-2027", "starts": "02:15", "ends": "03:30"},
            "31-10-2027: Deze tijd komt twee keer",
        ),
        ({"days": "12-11-2026, 24-12-2026"}, "24-12-2026: Op die dag zijn er geen bezoeken"),
        ({"days": "12-11-2026, 1-9-2026"}, "01-09-2026: Deze tijd is voorbij"),
        ({"days": "12-11-2026, 1-9-2036"}, "01-09-2036: Dit is over meer dan drie jaar"),
        ({"days": "12-11-2026, 1-1-0001"}, "“1-1-0001” is geen dag"),
        ({"days": "12-11-2026, 31-12-9999"}, "31-12-9999: Dit is over meer dan drie jaar"),
        ({"days": "12-11-2026, gisteren"}, "“gisteren” is geen dag"),
        ({"days": "12-11-2026", "starts": "10:00", "ends": "09:00"}, "voordat het begint"),
        ({"days": "12-11-2026", "rounds": "12", "ends": "12:00"}, "passen niet op één dag"),
        ({"days": "12-11-2026", "pupils": "2"}, "minder dan de kleinste groep"),
        ({"days": ""}, "Typ minstens één dag"),
    ],
)
def test_one_day_that_cannot_be_is_named_and_none_is_added(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House, facts: dict[str, Any], said: str
) -> None:
    offer = v.offer(makers)
    v.edition_day(makers, v.edition(makers), date(2026, 12, 24))
    sign_in(client, makers.host(offer.company_id))
    answer = client.post(f"/visits/own/{offer.code}/loose", data=HOURS | facts)
    assert answer.status_code == 422
    form = BeautifulSoup(answer.text, "html.parser").select_one("#loose")
    assert form is not None
    assert said in form.text
    assert form.select_one("textarea").text.strip() == facts["days"]  # type: ignore[union-attr]
    assert form.has_attr("open")
    assert slots(house) == []


def test_more_than_sixty_times_are_too_many_in_one_act(
    client: FlaskClient, sign_in: SignIn, makers: Makers, house: House
) -> None:
    offer = v.offer(makers)
    sign_in(client, makers.host(offer.company_id))
    days = "\n".join((TODAY + timedelta(days=n)).isoformat() for n in range(1, 32))
    typed = HOURS | {"days": days, "rounds": "2"}
    assert client.post(f"/visits/own/{offer.code}/loose", data=typed).status_code == 422
    assert slots(house) == []


def test_each_label_on_the_page_of_an_offer_leads_to_its_own_field(
    client: FlaskClient, sign_in: SignIn, makers: Makers
) -> None:
    offer = v.offer(makers)
    sign_in(client, makers.host(offer.company_id))
    page = BeautifulSoup(client.get(f"/visits/own/{offer.code}").text, "html.parser")
    for label in page.select("main label[for]"):
        fields = page.select(f"#{label['for']}")
        assert len(fields) == 1, label
        assert fields[0].find_parent("form") is label.find_parent("form"), label
