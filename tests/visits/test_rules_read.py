"""Who books says yes to the safety rules that stood on the page; those that came meanwhile are asked again."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access.actor import NOBODY
from app.base import clock
from app.base.house import House
from app.base.problems import RuleBroken
from app.visits import operations
from app.visits.models import Booking, VisitOffer, Waiting
from app.visits.rules.safety import RulesChanged
from tests.makers import Makers, Person
from tests.visits import makers as v

SignIn = Callable[[FlaskClient, Person], FlaskClient]
Act = Callable[..., Any]
NEW = "Niemand raakt de wals aan."


class Town:
    def __init__(self, makers: Makers, house: House) -> None:
        self.house = house
        self.school = makers.school()
        self.klass = makers.school_class(self.school)
        self.teacher = makers.teacher(self.school, self.klass)
        self.slot = v.slot(makers, v.offer(makers, safety="Blijf achter de lijn."))
        self.host = makers.host(self.slot.offer.company_id)

    def change_rules(self, act: Act) -> None:
        """The company changes them while the teacher's page is open."""
        said = act(NOBODY, _change, offer_id=self.slot.offer.id)
        assert said == 2

    def bookings(self) -> list[int]:
        with self.house.counting(NOBODY, clock.now()) as work:
            return list(work.db.scalars(select(Booking.safety_version)))


def _change(work: Any, *, offer_id: Any) -> int:
    offer = work.db.get_one(VisitOffer, offer_id)
    offer.safety, offer.safety_version = NEW, offer.safety_version + 1
    return int(offer.safety_version)


@pytest.fixture
def town(makers: Makers, house: House) -> Town:
    return Town(makers, house)


def sent(page: str) -> dict[str, Any]:
    """The form of the page as a browser sends it."""
    form = BeautifulSoup(page, "html.parser").select_one("#book form[method=post]")
    assert isinstance(form, Tag)
    found = {str(one["name"]): one.get("value", "") for one in form.select("input[type=hidden]")}
    found |= {"slot": [one["value"] for one in form.select("input[name=slot][checked]")]}
    for name in ("expected", "needs"):
        found[name] = form.select_one(f"[name={name}]").get("value", "")  # type: ignore[union-attr]
    chosen = form.select_one("select[name=level] option[selected]")
    return found | {"level": chosen["value"] if chosen else ""}


def test_rules_that_change_while_a_teacher_types_are_shown_and_asked_again_with_all_that_was_typed(
    town: Town, client: FlaskClient, sign_in: SignIn, act: Act
) -> None:
    sign_in(client, town.teacher)
    url = f"/visits/{town.slot.offer.code}"
    typed = sent(client.get(f"{url}?class=later").text)
    typed |= {"slot": [town.slot.code], "expected": "13", "needs": "een rolstoel", "level": "po-8"}
    town.change_rules(act)
    again = client.post(f"{url}/book", data=typed)
    assert again.status_code == 422
    notice = BeautifulSoup(again.text, "html.parser").select_one(".nieuweregels")
    assert notice is not None
    assert NEW in notice.text
    assert town.bookings() == []
    kept = sent(again.text)
    assert (kept["slot"], kept["expected"], kept["needs"], kept["level"]) == (
        [town.slot.code],
        "13",
        "een rolstoel",
        "po-8",
    )
    assert client.post(f"{url}/book", data=kept).status_code == 303
    assert town.bookings() == [2]


def test_a_page_without_a_version_books_nothing(town: Town, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, town.teacher)
    data = {"slot": town.slot.code, "level": "po-7", "expected": "12", "request_id": "one"}
    for version in ({}, {"safety_version": "x"}, {"safety_version": "9" * 40}):
        assert client.post(f"/visits/{town.slot.offer.code}/book", data=data | version).status_code == 422
    assert town.bookings() == []


def test_the_same_form_twice_books_once_though_the_rules_changed_in_between(town: Town, act: Act) -> None:
    facts = {"slot_code": town.slot.code, "level": "po-7", "expected": 12, "request_id": "one", "safety_version": 1}
    first = act(town.teacher.actor, operations.book_visit, **facts)
    town.change_rules(act)
    assert act(town.teacher.actor, operations.book_visit, **facts) == first


def test_a_place_from_the_line_and_a_proposal_are_taken_with_the_rules_that_stood_there(
    town: Town, makers: Makers, act: Act
) -> None:
    code = v.waiting(makers, town.school, town.teacher, town.slot, state="offered")
    booked = v.booking(makers, town.school, town.teacher, town.slot, state="proposed")
    town.change_rules(act)
    for operation, facts in (
        (operations.accept_place, {"code": code}),
        (operations.answer_proposal, {"code": booked.code, "yes": True}),
    ):
        with pytest.raises(RulesChanged):
            act(town.teacher.actor, operation, safety_version=1, **facts)
    with town.house.counting(NOBODY, clock.now()) as work:
        assert work.db.scalar(select(func.count()).where(Waiting.state == "offered")) == 1
        assert list(work.db.scalars(select(Booking.state))) == ["proposed"]
    act(town.teacher.actor, operations.answer_proposal, code=booked.code, yes=True, safety_version=2)
    assert act(town.teacher.actor, operations.accept_place, code=code, safety_version=2)
    assert town.bookings() == [2, 2]


def test_a_full_visit_says_so_and_shows_the_new_rules_too(
    town: Town, client: FlaskClient, sign_in: SignIn, makers: Makers, act: Act
) -> None:
    full = v.slot(makers, town.slot.offer, starts_at=town.slot.starts_at.replace(minute=5), places=1, places_taken=1)
    sign_in(client, town.teacher)
    town.change_rules(act)
    data = {"slot": full.code, "level": "po-7", "expected": "12", "request_id": "one", "safety_version": "1"}
    again = client.post(f"/visits/{town.slot.offer.code}/book", data=data)
    assert again.status_code == 422
    assert NEW in BeautifulSoup(again.text, "html.parser").select_one(".nieuweregels").text  # type: ignore[union-attr]
    with pytest.raises(RuleBroken):
        act(town.teacher.actor, operations.book_visit, slot_code=full.code, level="po-7", expected=12, request_id="x")
