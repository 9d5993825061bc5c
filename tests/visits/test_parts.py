"""A class over several companies in one act: every part has its places, or none has."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.problems import NotFound, RuleBroken
from app.visits import operations
from app.visits.models import Booking, BookingPupil, VisitOffer, VisitSlot
from app.visits.operations import Part
from app.visits.rules.parts import shared_out
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person
from tests.visits import makers as v

SignIn = Callable[[FlaskClient, Person], FlaskClient]
Act = Callable[..., Any]


class Town:
    """7B of 26 pupils, and two companies that take at most 15."""

    def __init__(self, makers: Makers, house: House) -> None:
        self.house = house
        self.school = makers.school()
        self.klass = makers.school_class(self.school, name="7B")
        self.pupils = makers.pupils(self.klass, 26)
        self.teacher = makers.teacher(self.school, self.klass)
        self.steel, self.lock = (
            v.slot(makers, v.offer(makers, title=title, safety="Helm op."), starts_at=NOW + timedelta(days=n))
            for n, title in ((6, "Las een naad"), (7, "Schut een schip"))
        )

    def asks(self, act: Act, *parts: tuple[v.MadeSlot, int], **facts: Any) -> Any:
        told = {"class_code": self.klass.code, "request_id": "one", **facts}
        told["parts"] = [Part(slot.code, n) for slot, n in parts]
        return act(self.teacher.actor, operations.book_parts, **told)

    def state(self) -> tuple[list[tuple[int, int]], list[int], int]:
        """Places and pupils taken at both; how many each booking expects; how many different pupils go."""
        with self.house.counting(NOBODY, clock.now()) as work:
            slots = [work.db.get_one(VisitSlot, one.id) for one in (self.steel, self.lock)]
            going = work.db.scalars(select(BookingPupil.pupil_id).distinct()).all()
            expected = work.db.scalars(select(Booking.expected).order_by(Booking.expected)).all()
            return [(one.places_taken, one.pupils_taken) for one in slots], list(expected), len(going)


@pytest.fixture
def town(makers: Makers, house: House) -> Town:
    return Town(makers, house)


@pytest.mark.parametrize(
    ("pupils", "rooms", "found"),
    [(26, (15, 15), (13, 13)), (26, (10, 20), (10, 16)), (26, (10, 10), (10, 10)), (3, (), ()), (2, (0, 5), (0, 2))],
)
def test_a_class_is_shared_out_as_evenly_as_the_moments_allow(
    pupils: int, rooms: tuple[int, ...], found: tuple[int, ...]
) -> None:
    assert shared_out(pupils=pupils, rooms=rooms) == found


@BOTH
def test_a_class_goes_to_two_companies_in_one_act_and_no_pupil_goes_twice(town: Town, act: Act) -> None:
    codes = town.asks(act, (town.steel, 15), (town.lock, 11))
    assert town.state() == ([(1, 15), (1, 11)], [11, 15], 26)
    assert town.asks(act, (town.steel, 15), (town.lock, 11)) == codes, "the same form twice books once"
    assert town.state()[0] == [(1, 15), (1, 11)]


@BOTH
def test_one_part_that_cannot_be_keeps_all_out_and_is_named(town: Town, act: Act, makers: Makers) -> None:
    full = v.slot(makers, town.lock.offer, starts_at=NOW + timedelta(days=8), places=1, places_taken=1)
    with pytest.raises(RuleBroken) as broken:
        town.asks(act, (town.steel, 15), (full, 11))
    assert broken.value.params["title"] == "Schut een schip"
    for parts in (
        ((town.steel, 16), (town.lock, 10)),  # more than a group
        ((town.steel, 15), (town.lock, 4)),  # fewer than the company wants
        ((town.steel, 15), (town.lock, 15)),  # more than the class counts
        (),
    ):
        with pytest.raises(RuleBroken):
            town.asks(act, *parts)
    assert town.state() == ([(0, 0), (0, 0)], [], 0)


def test_who_has_no_visit_yet_goes_first(town: Town, act: Act) -> None:
    town.asks(act, (town.steel, 15))
    town.asks(act, (town.lock, 11), request_id="two")
    assert town.state()[2] == 26


def test_another_teachers_class_is_not_divided(town: Town, act: Act, makers: Makers) -> None:
    other = makers.school()
    stranger = makers.teacher(other, makers.school_class(other))
    with pytest.raises(NotFound):
        act(
            stranger.actor,
            operations.book_parts,
            class_code=town.klass.code,
            parts=[Part(town.steel.code, 15)],
            request_id="x",
        )


def test_a_teacher_chooses_moments_one_by_one_and_asks_for_all_at_once(
    town: Town, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, town.teacher)
    url = f"/visits/divide/{town.klass.code}"
    for slot in (town.steel, town.lock):
        page = BeautifulSoup(client.get(url).text, "html.parser")
        if page.select_one(f"a.open[href*='{slot.code}']") is None:
            page = BeautifulSoup(client.get(str(page.select("nav a.knop.vol")[0]["href"])).text, "html.parser")
        url = str(page.select_one(f"a.open[href*='{slot.code}']")["href"]).partition("#")[0]  # type: ignore[index]
    form = BeautifulSoup(client.get(url).text, "html.parser").select_one("#parts")
    assert form is not None
    sent = {str(one["name"]): one.get("value", "") for one in form.select("input") if one["name"] != "slot"}
    sent |= {"slot": [one["value"] for one in form.select("input[name=slot]")], "needs": "een rolstoel"}
    assert [sent[f"n-{slot.code}"] for slot in (town.steel, town.lock)] == ["13", "13"]
    wrong = client.post(f"/visits/divide/{town.klass.code}", data=sent | {f"n-{town.lock.code}": "14"})
    assert wrong.status_code == 422
    assert "Samen stuur je 27 leerlingen, en de klas telt er 26." in wrong.text
    assert 'value="een rolstoel"' in wrong.text
    assert 'value="14"' in wrong.text
    none = client.post(f"/visits/divide/{town.klass.code}", data=sent | {f"n-{town.lock.code}": "veel"})
    assert "“veel” is geen heel getal." in none.text
    assert town.state()[1] == []
    assert client.post(f"/visits/divide/{town.klass.code}", data=sent).status_code == 303
    assert town.state() == ([(1, 13), (1, 13)], [13, 13], 26)


def test_rules_that_changed_meanwhile_at_one_company_keep_all_out(
    town: Town, client: FlaskClient, sign_in: SignIn, makers: Makers
) -> None:
    sign_in(client, town.teacher)
    slots = (town.steel, town.lock)
    sent: dict[str, Any] = {"request_id": "one", "slot": [one.code for one in slots]}
    sent |= {f"n-{one.code}": "13" for one in slots} | {f"v-{one.code}": "1" for one in slots}
    makers.write(_change, offer_id=town.lock.offer.id)
    again = client.post(f"/visits/divide/{town.klass.code}", data=sent)
    assert again.status_code == 422
    opened = BeautifulSoup(again.text, "html.parser").select("#parts details[open]")
    assert ["Bril op." in one.text for one in opened] == [True]
    assert town.state()[1] == []


def _change(work: Any, *, offer_id: Any) -> None:
    offer = work.db.get_one(VisitOffer, offer_id)
    offer.safety, offer.safety_version = "Bril op.", 2


def test_the_booking_of_a_part_leads_there(town: Town, client: FlaskClient, sign_in: SignIn, act: Act) -> None:
    codes = town.asks(act, (town.steel, 15))
    sign_in(client, town.teacher)
    assert f"/visits/divide/{town.klass.code}" in client.get(f"/visits/booking/{codes[0]}").text
