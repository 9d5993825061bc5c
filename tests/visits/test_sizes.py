"""Sizes of gear on the page of a booking: what was typed is not lost over one wrong number."""

from collections.abc import Callable

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.makers import Makers, Person
from tests.visits import makers as v

SignIn = Callable[[FlaskClient, Person], FlaskClient]
SHOES = {"what": "schoenen", "by": "company", "sizes": ["36", "37"]}


def test_one_wrong_number_loses_none_of_the_others(client: FlaskClient, sign_in: SignIn, makers: Makers) -> None:
    school = makers.school()
    teacher = makers.teacher(school, makers.school_class(school))
    slot = v.slot(makers, v.offer(makers, gear=[{"what": "helm", "by": "company", "sizes": ["M"]}, SHOES]))
    booked = v.booking(makers, school, teacher, slot, expected=12)
    sign_in(client, teacher)
    url = f"/visits/booking/{booked.code}/sizes"
    for wrong, said in (("4x", "schoenen, maat 37"), ("40", "12 leerlingen"), ("-1", "schoenen, maat 37")):
        again = client.post(url, data={"size-0-0": "3", "size-1-0": "5", "size-1-1": wrong})
        assert again.status_code == 422
        found = BeautifulSoup(again.text, "html.parser")
        assert [one["value"] for one in found.select("input[name^=size-]")] == ["3", "5", wrong]
        assert said in found.select_one("#sizes").text  # type: ignore[union-attr]
    assert client.post(url, data={"size-0-0": "3", "size-1-0": "5", "size-1-1": ""}).status_code == 303
    kept = BeautifulSoup(client.get(f"/visits/booking/{booked.code}").text, "html.parser")
    assert [one["value"] for one in kept.select("input[name^=size-]")] == ["3", "5", ""]
