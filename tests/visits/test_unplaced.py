""" "26 of niets": a class that is placed for a part of its pupils still looks for a visit, wherever it is told."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.base.problems import NotFound
from app.visits.models import TransportSheet
from app.visits.operations import start_letter
from app.visits.queries.missing import missing_now
from app.visits.queries.unplaced import Looking, editions_to_choose, proposals_for, unplaced, unplaced_by_code
from app.visits.rules.unplaced import is_unplaced, lacking
from tests.conftest import BOTH, NOW
from tests.makers import Makers, Person
from tests.visits import makers as v

SignIn = Callable[[FlaskClient, Person], FlaskClient]
Act = Callable[..., Any]


class Town:
    """7B of 26 of whom 15 have a visit, 8A of 24 with none, 6C that is placed; another school with one class."""

    def __init__(self, makers: Makers) -> None:
        self.makers = makers
        self.edition = v.edition(makers)
        self.school = makers.school(name="Basisschool De Vlieger")
        self.partly = makers.school_class(self.school, name="7B", size=26)
        self.none = makers.school_class(self.school, name="8A", size=24)
        self.whole = makers.school_class(self.school, name="6C", size=15)
        self.other = makers.school(name="Basisschool De Meeuw")
        self.theirs = makers.school_class(self.other, name="5D", size=20)
        self.teacher, self.office = makers.teacher(self.school, self.partly), makers.school_admin(self.school)
        self.coordinator = makers.coordinator(schools=[self.school, self.other])
        self.slot = v.slot(makers, v.offer(makers), starts_at=NOW + timedelta(days=7))
        self.booked = self.book(self.partly, 15)
        self.book(self.whole, 15)
        self.book(self.none, 24, state="cancelled")

    def book(self, klass: Any, expected: int, **facts: Any) -> v.MadeBooking:
        yes = {"confirmed_at": NOW, "school_yes_at": NOW}
        return v.booking(
            self.makers, self.school, self.teacher, self.slot, klass=klass, expected=expected, **yes | facts
        )

    def list(self, look: Act, who: Person, **asked: str) -> list[tuple[str, int | None]]:
        def found(work: Any) -> Any:
            return unplaced(work, edition=editions_to_choose(work)[0], looking=Looking(**asked))

        return [(one.name, one.lacks) for one in look(who.actor, found)]


@pytest.fixture
def town(makers: Makers) -> Town:
    return Town(makers)


@pytest.mark.parametrize(
    ("size", "booked", "lacks", "looks"),
    [(26, 15, 11, True), (26, 26, 0, False), (26, 30, 0, False), (26, 0, 26, True), (None, 15, 0, False)]
    + [(None, 0, 0, True), (5, 3, 0, False), (5, 0, 0, True)],
)
def test_a_class_is_placed_when_all_are(size: int | None, booked: int, lacks: int, looks: bool) -> None:
    assert lacking(size=size, booked=booked) == lacks
    assert is_unplaced(size=size, booked=booked) is looks


@BOTH
def test_the_list_names_classes_without_a_visit_and_those_that_are_partly_placed(town: Town, look: Act) -> None:
    assert town.list(look, town.coordinator) == [("5D", 20), ("7B", 11), ("8A", 24)]
    assert town.list(look, town.office) == town.list(look, town.teacher) == [("7B", 11), ("8A", 24)]


def test_its_filters_and_its_order(town: Town, look: Act) -> None:
    assert town.list(look, town.coordinator, how="partly") == [("7B", 11)]
    assert town.list(look, town.coordinator, how="none") == [("5D", 20), ("8A", 24)]
    assert town.list(look, town.coordinator, order="lacking") == [("8A", 24), ("5D", 20), ("7B", 11)]
    assert town.list(look, town.coordinator, level="vo-1-2") == []


def test_a_second_group_makes_it_whole_and_last_years_visit_does_not(town: Town, look: Act, makers: Makers) -> None:
    long_ago = v.slot(makers, town.slot.offer, starts_at=NOW - timedelta(days=300))
    v.booking(makers, town.school, town.teacher, long_ago, klass=town.none, expected=24, state="closed")
    assert ("8A", 24) in town.list(look, town.office)
    town.book(town.partly, 11, state="requested")
    assert town.list(look, town.office) == [("8A", 24)]


def missing(look: Act, who: Person) -> dict[str, tuple[str, ...]]:
    return {one.booking.code: one.missing for one in look(who.actor, missing_now, weeks=4)}


def test_what_is_missing_says_that_a_class_is_partly_placed(
    town: Town, look: Act, client: FlaskClient, sign_in: SignIn
) -> None:
    for who in (town.coordinator, town.office):
        assert "part" in missing(look, who)[town.booked.code]
        sign_in(client, who)
        said = "deels geplaatst: 11 leerlingen hebben nog geen bezoek"
        assert said in client.get("/visits/missing?what=part").text
        assert said in client.get("/visits/missing/csv?what=part").get_data(as_text=True)
    town.book(town.partly, 11)
    assert "part" not in missing(look, town.office).get(town.booked.code, ())


def test_transport_and_the_letter_are_missing_until_they_are_arranged(town: Town, look: Act, act: Act) -> None:
    assert {"transport", "letter"} <= set(missing(look, town.office)[town.booked.code])
    assert "letter" not in missing(look, town.coordinator)[town.booked.code], "slips are the school's"
    act(town.teacher.actor, start_letter, code=town.booked.code, language="nl")
    assert "letter" not in missing(look, town.office)[town.booked.code]
    facts = {"school_id": town.school.id, "booking_id": town.booked.id, "payer": "", "phone": "", "at": NOW}
    town.makers.row(TransportSheet, mode="bike", by=town.teacher.id, **facts)
    assert "transport" not in missing(look, town.office)[town.booked.code]


def test_a_class_that_can_walk_or_stays_at_school_need_not_say_how_it_travels(
    town: Town, look: Act, makers: Makers
) -> None:
    at_school = v.slot(makers, v.offer(makers, form="guest-lesson"), starts_at=NOW + timedelta(days=8))
    made = v.booking(makers, town.school, town.teacher, at_school, klass=town.whole, confirmed_at=NOW)
    assert not {"transport", "letter"} & set(missing(look, town.office).get(made.code, ()))
    makers.write(_neighbours, school_id=town.school.id, offer_id=town.slot.offer.id)
    assert "transport" not in missing(look, town.office)[town.booked.code]


def _neighbours(work: Any, *, school_id: Any, offer_id: Any) -> None:
    from app.people.models import School
    from app.visits.models import Location, VisitOffer

    place = work.db.get_one(Location, work.db.get_one(VisitOffer, offer_id).location_id)
    for one in (work.db.get_one(School, school_id), place):
        one.latitude, one.longitude = 52.46, 4.61


def test_the_page_the_office_and_the_files_say_the_same(town: Town, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, town.coordinator)
    page = client.get("/visits/without").text
    assert "11 leerlingen hebben nog geen bezoek" in page
    assert "2 klassen zonder bezoek" in page
    office = BeautifulSoup(client.get("/visits/office").text, "html.parser").text
    assert "En één klas is deels geplaatst" in office
    rows = client.get("/visits/without/list.csv?how=partly").get_data(as_text=True)
    assert "7B" in rows
    assert "8A" not in rows
    with ZipFile(BytesIO(client.get("/visits/without/list.xlsx").data)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert all(name in text for name in ("5D", "7B", "8A"))
    assert client.get("/visits/without/list.pdf").status_code == 404
    assert client.get("/visits/without?edition=x&level=x&how=x&order=x&school=%00").status_code == 200


def test_a_school_sees_its_own_classes_and_goes_on_to_a_visit(town: Town, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, town.teacher)
    page = BeautifulSoup(client.get("/visits/without").text, "html.parser")
    assert "De Meeuw" not in page.text
    onward = [f"/visits/week?class={town.partly.code}", f"/visits/divide/{town.partly.code}"]
    assert [one["href"] for one in page.select("td a.knop")] == onward
    assert "2 klassen hebben nog geen bezoek, of een deel ervan" in client.get("/visits/").text
    sign_in(client, town.makers.host(town.slot.offer.company_id))
    assert client.get("/visits/without").status_code == 403


def test_one_click_leads_to_proposals_and_to_the_class_in_hand(
    town: Town, client: FlaskClient, sign_in: SignIn, makers: Makers, look: Act
) -> None:
    free = v.slot(makers, v.offer(makers, title="Las een naad"), starts_at=NOW + timedelta(days=9))
    sign_in(client, town.coordinator)
    page = BeautifulSoup(client.get("/visits/without?how=partly").text, "html.parser")
    proposals, board = (str(one["href"]) for one in page.select("td a.knop"))
    found = BeautifulSoup(client.get(proposals).text, "html.parser")
    assert "Las een naad" in found.text
    onward = [str(one["href"]) for one in found.select("li a.knop") if free.code in str(one["href"])]
    placing = BeautifulSoup(client.get(onward[0]).text, "html.parser")
    assert placing.select_one("#zet input[name=expected]")["value"] == "11"  # type: ignore[index]
    assert "7B" in BeautifulSoup(client.get(board).text, "html.parser").select_one("#zt").text  # type: ignore[union-attr]

    def half(work: Any) -> Any:
        edition = editions_to_choose(work)[0]
        return proposals_for(work, edition=edition, one=unplaced_by_code(work, edition=edition, code=town.none.code))

    assert look(town.coordinator.actor, half)[0] == 12, "24 fit nowhere together: two groups of 12"


def test_another_schools_class_is_not_there(town: Town, look: Act) -> None:
    def found(work: Any) -> Any:
        return unplaced_by_code(work, edition=editions_to_choose(work)[0], code=town.theirs.code)

    with pytest.raises(NotFound):
        look(town.office.actor, found)


def test_without_an_edition_the_page_says_so(client: FlaskClient, sign_in: SignIn, makers: Makers) -> None:
    school = makers.school()
    sign_in(client, makers.school_admin(school))
    assert "nog geen editie" in client.get("/visits/without").text
