"""A guest lesson is at the school and an online visit on a screen: everywhere that a place is told."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.people.models import School
from app.visits import queries
from app.visits.calendar import FOR_CLASS, FOR_HOST, FOR_SCHOOL, feed
from app.visits.models import Booking, VisitOffer, VisitSlot
from app.visits.operations.reminder_letters import letter
from app.visits.operations.reminding import facts_of
from app.visits.prints.letter import letter_text
from app.visits.prints.sheets import transport_sheet
from app.visits.queries.calendar import appointments
from app.visits.queries.papers import letter_facts, out_list
from app.visits.queries.transport import transport_of
from app.visits.rules.reminders import DEFAULTS
from app.visits.rules.where import Where, address_line, where_of
from tests.conftest import NOW
from tests.makers import Makers, Person
from tests.visits import makers as v

SignIn = Callable[[FlaskClient, Person], FlaskClient]
Look = Callable[..., Any]
AT_SCHOOL = "De Vlieger, Vliegerplein 1, Kadedorp"
LINK = "https://praat.example/kade"
SITE = "Sluiskade 14"


@pytest.mark.parametrize(
    ("address", "place", "line"),
    [
        ("Sluiskade 14", "Kadedorp", "Sluiskade 14, Kadedorp"),
        ("Sluiskade 14, 9999 XA Kadedorp", "Kadedorp", "Sluiskade 14, 9999 XA Kadedorp"),
        ("Sluiskade 14, 9999 XA KADEDORP", "Kadedorp", "Sluiskade 14, 9999 XA KADEDORP"),
        ("Sluiskade 14", "", "Sluiskade 14"),
        ("", "Kadedorp", "Kadedorp"),
    ],
)
def test_a_place_is_said_once(address: str, place: str, line: str) -> None:
    assert address_line(address, place) == line
    assert Where(address, place).line == line


class Town:
    def __init__(self, makers: Makers, form: str) -> None:
        self.form = form
        self.school = makers.school(name="De Vlieger")
        makers.write(_address, school_id=self.school.id)
        self.klass = makers.school_class(self.school)
        self.pupil = makers.pupil(self.klass)
        self.teacher = makers.teacher(self.school, self.klass)
        way_in = LINK if form == "online" else ""
        slot = v.slot(makers, v.offer(makers, form=form, way_in=way_in), starts_at=NOW + timedelta(days=3))
        self.host = makers.host(slot.offer.company_id, guest_schools=[self.school])
        facts = {"klass": self.klass, "pupils": [self.pupil], "confirmed_at": NOW}
        self.booked = v.booking(makers, self.school, self.teacher, slot, **facts)

    @property
    def where(self) -> str:
        return AT_SCHOOL if self.form == "guest-lesson" else f"online: {LINK}"


def _address(work: Any, *, school_id: Any) -> None:
    work.db.get_one(School, school_id).address = "Vliegerplein 1"


@pytest.fixture(params=["guest-lesson", "online"])
def town(makers: Makers, request: pytest.FixtureRequest) -> Town:
    return Town(makers, request.param)


def test_where_a_visit_is_follows_from_what_it_is() -> None:
    site, school = Where(SITE, "Kadedorp", "Poort 3", "badge"), Where("Vliegerplein 1", "Kadedorp")
    facts: dict[str, Any] = {"site": site, "school": school, "school_name": "De Vlieger", "way_in": LINK}
    assert where_of(form="tour", **facts) == site
    assert where_of(form="guest-lesson", **facts).line == AT_SCHOOL
    assert where_of(form="guest-lesson", **facts | {"school": Where("", "Kadedorp")}).line == "De Vlieger, Kadedorp"
    assert where_of(form="online", **facts).line == f"online: {LINK}"
    assert where_of(form="online", **facts | {"way_in": ""}).line == "online"
    assert not where_of(form="online", **facts).entrance


def test_both_sides_read_on_the_booking_where_it_is(town: Town, client: FlaskClient, sign_in: SignIn) -> None:
    for who in (town.teacher, town.host):
        sign_in(client, who)
        page = client.get(f"/visits/booking/{town.booked.code}").text
        assert town.where in page
        assert SITE not in page
        assert "Poort 3" not in page


def test_the_list_and_the_page_of_the_offer_do_not_send_a_class_to_the_company(
    town: Town, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, town.teacher)
    said = "op je eigen school" if town.form == "guest-lesson" else "online"
    assert said in client.get("/visits/").text
    page = client.get(f"/visits/{town.booked.slot.offer.code}").text
    assert "je hoeft niet te reizen" in page
    assert SITE not in page
    assert LINK not in page, "the way in is for who booked"


def test_the_agenda_says_where(town: Town, look: Look) -> None:
    def of(reader: str) -> str:
        found = look(town.teacher.actor, lambda work: appointments(work, Booking.id == town.booked.id))
        text = feed("x", found, reader=reader).decode().replace("\r\n ", "").replace("\\,", ",")
        return re.search(r"LOCATION:(.*)\r\n", text)[1]  # type: ignore[index]

    assert of(FOR_SCHOOL) == of(FOR_HOST) == town.where
    assert of(FOR_CLASS) == (AT_SCHOOL if town.form == "guest-lesson" else "online")


def test_reminders_say_where_and_ask_for_no_journey(town: Town, look: Look) -> None:
    def facts(work: Any) -> Any:
        booking = work.db.get_one(Booking, town.booked.id)
        slot = work.db.get_one(VisitSlot, booking.slot_id)
        return facts_of(work, booking, slot, work.db.get_one(VisitOffer, slot.offer_id), site="http://werf.test")

    told = look(town.teacher.actor, facts)
    bodies = {plan.about: letter(plan, told, spoken="nl")[1] for plan in DEFAULTS}
    for about in ("where", "at-the-gate", "who-comes"):
        assert town.where in bodies[about], about
    for about, body in bodies.items():
        assert SITE not in body, about
        assert "Poort 3" not in body, about
    for about in ("prepare", "where"):
        assert "Je gaat naar" not in bodies[about], about
    assert "Regel hoe" not in bodies["prepare"]


def test_the_letter_to_parents_sends_no_child_anywhere(town: Town, look: Look) -> None:
    facts = look(town.teacher.actor, letter_facts, code=town.booked.code)
    for spoken in ("nl", "en"):
        text = letter_text(facts, language=spoken, addition="")
        assert SITE not in text
        assert LINK not in text, "a child does not come in alone"
        assert "hoe we gaan" not in text
    said = "naar onze school" if town.form == "guest-lesson" else "online, vanuit school"
    assert said in letter_text(facts, language="nl", addition="")


def test_no_transport_is_needed(town: Town, look: Look, client: FlaskClient, sign_in: SignIn) -> None:
    def sheet(work: Any) -> Any:
        booking = queries.booking_by_code(work, town.booked.code)
        return booking, transport_of(work, booking=booking)

    booking, now = look(town.teacher.actor, sheet)
    assert now.still == ()
    assert SITE not in transport_sheet(booking, now, language="nl")
    sign_in(client, town.teacher)
    assert "niet nodig" in client.get(f"/visits/booking/{town.booked.code}").text


def test_the_list_for_evacuation_and_the_pupils_home_name_no_gate_of_the_company(
    town: Town, look: Look, client: FlaskClient, sign_in: SignIn
) -> None:
    facts = look(town.teacher.actor, out_list, code=town.booked.code)
    assert (facts.place, facts.entrance) == ("Kadedorp" if town.form == "guest-lesson" else "online", "")
    sign_in(client, town.pupil)
    home = client.get("/").text
    assert ("op onze school" if town.form == "guest-lesson" else "online") in home
    assert "We gaan op bezoek" not in home


def test_a_visit_at_the_company_is_as_it_was(makers: Makers, client: FlaskClient, sign_in: SignIn) -> None:
    town = Town(makers, "tour")
    sign_in(client, town.teacher)
    page = client.get(f"/visits/booking/{town.booked.code}").text
    assert "Sluiskade 14, Kadedorp" in page
    assert "Poort 3, bel aan" in page
