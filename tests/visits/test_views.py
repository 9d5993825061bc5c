"""The pages about visits: one good and one refused for each."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.visits import queries
from tests.conftest import NOW
from tests.makers import Makers, Person
from tests.visits import makers as v

SignIn = Callable[[FlaskClient, Person], FlaskClient]
Look = Callable[..., Any]
At = Callable[[datetime], None]


@pytest.fixture
def school(makers: Makers) -> Any:
    makers.network()

    class School:
        school = makers.school()
        klass = makers.school_class(school, name="7B")
        pupils = makers.pupils(klass, 28)
        teacher = makers.teacher(school, klass)
        slot = v.slot(makers)
        host = makers.host(slot.offer.company_id)

    return School


@pytest.fixture
def teacher(client: FlaskClient, sign_in: SignIn, school: Any) -> FlaskClient:
    return sign_in(client, school.teacher)


@pytest.fixture
def host(client: FlaskClient, sign_in: SignIn, school: Any) -> FlaskClient:
    return sign_in(client, school.host)


@pytest.fixture
def another_host(client: FlaskClient, sign_in: SignIn, makers: Makers, school: Any) -> FlaskClient:
    """Of another company, that receives the same school too."""
    return sign_in(client, makers.host(makers.company(), guest_schools=[school.school]))


@pytest.fixture
def booking(makers: Makers, school: Any) -> v.MadeBooking:
    return v.booking(
        makers, school.school, school.teacher, school.slot, klass=school.klass, pupils=school.pupils[:14], expected=14
    )


def page(client: FlaskClient, url: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == status, url
    return BeautifulSoup(answer.text, "html.parser")


def sent(client: FlaskClient, url: str, data: dict[str, Any], status: int = 303) -> BeautifulSoup:
    answer = client.post(url, data=data)
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def typed(found: BeautifulSoup, name: str) -> str:
    return str(found.select_one(f"[name={name}]")["value"])  # type: ignore[index]


def asking(school: Any, **facts: Any) -> dict[str, Any]:
    return {
        "slot": school.slot.code,
        "level": "po-7",
        "expected": "14",
        "request_id": "one",
        "safety_version": "1",
        "school_class": school.klass.code,
        **facts,
    }


# Looking and booking


def test_the_list_shows_what_fits_a_level(teacher: FlaskClient, school: Any) -> None:
    assert "Schut een schip" in page(teacher, "/visits/").text
    assert "Schut een schip" not in page(teacher, "/visits/?level=po-5-6").text
    assert "Schut een schip" in page(teacher, "/visits/?level=nonsense").text


def test_the_list_asks_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/visits/").status_code == 303


def test_an_offer_is_filled_in_for_the_teachers_class_divided_in_two(teacher: FlaskClient, school: Any) -> None:
    found = page(teacher, f"/visits/{school.slot.offer.code}")
    assert typed(found, "expected") == "28"
    assert typed(found, "school_class") == school.klass.code
    assert "28 leerlingen gaan in 2 groepen: 14 en 14" in found.text
    assert "past, 2 groepen" in found.text
    assert found.select_one("option[value=po-7][selected]")
    assert found.select_one(f"input[name=slot][value='{school.slot.code}'][checked]")


def test_an_offer_that_does_not_exist_is_said_so(teacher: FlaskClient, makers: Makers) -> None:
    page(teacher, "/visits/NOSUCH", 404)
    page(teacher, f"/visits/{v.offer(makers, state='draft').code}", 404)


def test_another_schools_class_does_not_exist_on_an_offer(teacher: FlaskClient, school: Any, makers: Makers) -> None:
    strange = makers.school_class(makers.school())
    page(teacher, f"/visits/{school.slot.offer.code}?class={strange.code}", 404)


def test_a_class_of_28_is_asked_for_in_one_go_and_its_groups_know_each_other(teacher: FlaskClient, school: Any) -> None:
    made = teacher.post(f"/visits/{school.slot.offer.code}/book", data=asking(school, expected="28"))
    found = page(teacher, made.headers["Location"])
    assert len(found.select("input[name=pupils][checked]")) == 14
    assert "De andere groep van deze klas" in found.text
    other = page(teacher, str(found.select_one("li.zusgroep a")["href"]))  # type: ignore[index]
    on = [{one["value"] for one in half.select("input[name=pupils][checked]")} for half in (found, other)]
    assert on[0] | on[1] == {str(one.id) for one in school.pupils}


def test_a_class_of_28_goes_in_two_bookings_with_one_click_between(teacher: FlaskClient, school: Any) -> None:
    first = teacher.post(f"/visits/{school.slot.offer.code}/book", data=asking(school))
    found = page(teacher, first.headers["Location"])
    assert len(found.select("input[name=pupils][checked]")) == 14
    link = next(a["href"] for a in found.select("a.knop.actie"))
    form = page(teacher, str(link).split("#")[0])
    assert (typed(form, "expected"), typed(form, "school_class")) == ("14", school.klass.code)
    assert form.select_one(f"input[name=slot][value='{school.slot.code}'][checked]")
    second = teacher.post(f"/visits/{school.slot.offer.code}/book", data=asking(school, request_id="two"))
    other = page(teacher, second.headers["Location"])
    on_first = {one["value"] for one in found.select("input[name=pupils][checked]")}
    on_second = {one["value"] for one in other.select("input[name=pupils][checked]")}
    assert on_first | on_second == {str(one.id) for one in school.pupils}
    assert not on_first & on_second
    assert "gaan nog niet" not in other.text


def test_a_class_that_does_not_fit_is_offered_the_line_and_keeps_what_was_typed(
    teacher: FlaskClient, school: Any, makers: Makers
) -> None:
    full = v.slot(makers, school.slot.offer, places_taken=1, pupils_taken=14, starts_at=NOW + timedelta(days=3))
    facts = asking(school, slot=full.code, expected="28", needs="Een rolstoel")
    found = sent(teacher, f"/visits/{school.slot.offer.code}/book", facts, 422)
    assert "Dit bezoek is vol" in found.select_one("#slot-fout").text  # type: ignore[union-attr]
    assert (typed(found, "needs"), typed(found, "expected")) == ("Een rolstoel", "28")
    line = found.select_one("button[formaction*='/wait']")
    assert line is not None
    joined = teacher.post(str(line["formaction"]).split("#")[0], data=facts)
    place = page(teacher, joined.headers["Location"])
    assert "Jullie staan vooraan" in place.text
    assert "28 leerlingen, in 2 groepen" in place.text
    assert "Op de wachtlijst" in page(teacher, "/visits/").text
    code = joined.headers["Location"].rsplit("/", 1)[1]
    sent(teacher, f"/visits/waiting/{code}/leave", {})
    assert "niet meer op deze wachtlijst" in page(teacher, f"/visits/waiting/{code}").text


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"slot": ""}, "Kies een tijd"),
        ({"expected": "veel"}, "Geef een heel getal"),
        ({"expected": "3"}, "minstens 10"),
        ({"level": "po-5"}, "niet voor dat niveau"),
        ({"level": ""}, "Kies een niveau"),
        ({"request_id": ""}, ""),
        ({"needs": "x" * 301}, "Hoogstens 300"),
    ],
)
def test_what_is_wrong_is_said_next_to_the_field(
    teacher: FlaskClient, school: Any, facts: dict[str, str], said: str
) -> None:
    assert said in sent(teacher, f"/visits/{school.slot.offer.code}/book", asking(school, **facts), 422).text


def test_a_slot_that_does_not_exist_is_not_booked(teacher: FlaskClient, school: Any) -> None:
    sent(teacher, f"/visits/{school.slot.offer.code}/book", asking(school, slot="NOSUCH"), 404)


def test_a_full_slot_is_a_friendly_page(teacher: FlaskClient, school: Any, makers: Makers) -> None:
    full = v.slot(makers, school.slot.offer, starts_at=NOW + timedelta(days=3), places=1, places_taken=1)
    found = sent(teacher, f"/visits/{school.slot.offer.code}/book", asking(school, slot=full.code), 422)
    assert "Dit bezoek is vol" in found.select_one("#slot-fout").text  # type: ignore[union-attr]
    assert "wachtlijst zetten" in found.text


def test_a_host_does_not_book(host: FlaskClient, school: Any) -> None:
    assert not page(host, f"/visits/{school.slot.offer.code}").select("input[name=slot]")
    sent(host, f"/visits/{school.slot.offer.code}/book", asking(school), 403)


# A booking


def test_a_booking_shows_its_list_and_where_to_go(teacher: FlaskClient, booking: v.MadeBooking) -> None:
    found = page(teacher, f"/visits/booking/{booking.code}")
    assert "Sluiskade 14" in found.text
    assert "Koen Smit, 06 0000 0012" in found.text
    assert len(found.select("input[name=pupils][checked]")) == 14


def test_another_schools_booking_does_not_exist(
    client: FlaskClient, sign_in: SignIn, makers: Makers, booking: v.MadeBooking
) -> None:
    school = makers.school()
    stranger = sign_in(client, makers.teacher(school, makers.school_class(school)))
    for path in ("booking", "presence"):
        page(stranger, f"/visits/{path}/{booking.code}", 404)
    for act in ("class", "pupils", "cancel"):
        sent(stranger, f"/visits/booking/{booking.code}/{act}", {"school_class": "x", "pupils": []}, 404)
    sent(stranger, f"/visits/presence/{booking.code}", {}, 404)


def test_a_colleague_of_another_class_sees_no_names(
    client: FlaskClient, sign_in: SignIn, makers: Makers, school: Any, booking: v.MadeBooking
) -> None:
    colleague = sign_in(client, makers.teacher(school.school, makers.school_class(school.school)))
    found = page(colleague, f"/visits/booking/{booking.code}")
    assert "Łukasz" not in found.text
    page(colleague, f"/visits/presence/{booking.code}", 404)


def test_a_host_sees_numbers_and_needs_and_no_name(host: FlaskClient, makers: Makers, school: Any) -> None:
    held = v.booking(
        makers,
        school.school,
        school.teacher,
        school.slot,
        klass=school.klass,
        pupils=school.pupils,
        needs="Een rolstoel",
    )
    for url in (f"/visits/booking/{held.code}", "/visits/day", f"/visits/arrival/{held.code}"):
        found = page(host, url)
        assert "Een rolstoel" in found.text
        assert not any(one.name in found.text for one in school.pupils)


def test_a_class_is_attached_later(teacher: FlaskClient, makers: Makers, school: Any) -> None:
    held = v.booking(makers, school.school, school.teacher, school.slot)
    assert "Welke klas komt er?" in page(teacher, f"/visits/booking/{held.code}").text
    sent(teacher, f"/visits/booking/{held.code}/class", {"school_class": school.klass.code})
    assert len(page(teacher, f"/visits/booking/{held.code}").select("input[name=pupils][checked]")) == 15


def test_a_class_must_be_chosen(teacher: FlaskClient, makers: Makers, school: Any) -> None:
    held = v.booking(makers, school.school, school.teacher, school.slot)
    sent(teacher, f"/visits/booking/{held.code}/class", {"school_class": ""}, 422)
    sent(teacher, f"/visits/booking/{held.code}/class", {"school_class": "NOSUCH"}, 404)


def test_the_list_is_changed_by_ticking(teacher: FlaskClient, school: Any, makers: Makers) -> None:
    slot = v.slot(makers, school.slot.offer, starts_at=NOW + timedelta(days=4), places_taken=1, pupils_taken=14)
    held = v.booking(makers, school.school, school.teacher, slot, klass=school.klass, expected=14)
    some = {str(one.id) for one in school.pupils[10:20]}
    sent(teacher, f"/visits/booking/{held.code}/pupils", {"pupils": list(some)})
    found = page(teacher, f"/visits/booking/{held.code}")
    assert {one["value"] for one in found.select("input[name=pupils][checked]")} == some


def test_a_list_that_is_too_long_keeps_its_ticks(teacher: FlaskClient, school: Any, booking: v.MadeBooking) -> None:
    every = [str(one.id) for one in school.pupils]
    found = sent(teacher, f"/visits/booking/{booking.code}/pupils", {"pupils": every}, 422)
    assert "Verdeel de klas" in found.text
    assert len(found.select("input[name=pupils][checked]")) == 28
    sent(teacher, f"/visits/booking/{booking.code}/pupils", {"pupils": ["nonsense"]}, 422)


def test_a_booking_is_called_off_after_a_second_step(teacher: FlaskClient, school: Any) -> None:
    made = teacher.post(f"/visits/{school.slot.offer.code}/book", data=asking(school))
    code = made.headers["Location"].rsplit("/", 1)[1]
    found = page(teacher, f"/visits/booking/{code}")
    assert found.select_one(f"details form[action='/visits/booking/{code}/cancel']")
    sent(teacher, f"/visits/booking/{code}/cancel", {})
    assert "gaat niet door" in page(teacher, f"/visits/booking/{code}").text


def test_a_visit_that_has_begun_is_not_called_off_and_says_why(
    teacher: FlaskClient, today: v.MadeBooking, at: At
) -> None:
    at(today.slot.starts_at)
    found = sent(teacher, f"/visits/booking/{today.code}/cancel", {}, 422)
    assert "al begonnen" in found.text


# The company


def test_a_host_says_yes_from_the_days_page(host: FlaskClient, makers: Makers, school: Any, look: Look) -> None:
    held = v.booking(makers, school.school, school.teacher, school.slot, state="requested")
    assert "wacht op je antwoord" in page(host, "/visits/day").text
    sent(host, f"/visits/booking/{held.code}/answer", {"yes": "1"})
    assert look(school.teacher.actor, queries.booking_by_code, code=held.code).state == "confirmed"


def test_another_company_answers_nothing(another_host: FlaskClient, booking: v.MadeBooking) -> None:
    sent(another_host, f"/visits/booking/{booking.code}/answer", {"yes": "1"}, 404)
    sent(another_host, f"/visits/arrival/{booking.code}", {"count": "5"}, 404)
    sent(another_host, f"/visits/arrival/{booking.code}/undo", {}, 404)
    page(another_host, f"/visits/arrival/{booking.code}", 404)
    page(another_host, f"/visits/booking/{booking.code}", 404)


def test_a_teacher_has_no_days_page_and_no_gate(teacher: FlaskClient, booking: v.MadeBooking) -> None:
    page(teacher, "/visits/day", 403)
    page(teacher, f"/visits/arrival/{booking.code}", 403)


OFFER = {
    "title": "Repareer een wiek", "summary": "Kort.", "see": "Een wiek.", "do": "Plakken.", "meet": "Chantal.",
    "levels": ["po-7-8"], "wear": "dichte schoenen, lange broek", "min_group": "10", "max_group": "15",
    "address": "Kade 1", "place": "Kadedorp", "entrance": "Poort 3", "contact": "Koen, 06 0000 0012",
}  # fmt: skip


def test_an_offer_for_one_level_does_not_ask_the_browser_for_all_of_them(host: FlaskClient) -> None:
    page = BeautifulSoup(host.get("/visits/own/new").text, "html.parser")
    levels = page.select("input[name=levels]")
    assert len(levels) > 1
    assert not [box for box in levels if box.has_attr("required")]
    assert page.select_one("input[name=title]").has_attr("required")  # type: ignore[union-attr]


def test_an_offer_is_made_gets_a_time_and_stands_in_the_list(
    host: FlaskClient, client: FlaskClient, sign_in: SignIn, school: Any
) -> None:
    made = host.post("/visits/own/new", data=OFFER)
    assert made.status_code == 303
    own = made.headers["Location"]
    sent(host, f"{own}/slots", {"day": "2026-11-05", "starts": "10:00", "ends": "11:30", "places": "2", "pupils": "30"})
    assert "0 van 30 leerlingen" in page(host, own).text
    assert "Repareer een wiek" in page(host, "/visits/own").text
    assert "Repareer een wiek" in page(sign_in(client, school.teacher), "/visits/").text


@pytest.mark.parametrize("gone", ["title", "levels", "max_group", "contact"])
def test_an_offer_without_something_needed_is_said_and_kept(host: FlaskClient, gone: str) -> None:
    found = sent(host, "/visits/own/new", {key: value for key, value in OFFER.items() if key != gone}, 422)
    assert found.select(f"#{gone}-fout")
    assert typed(found, "place") == "Kadedorp"


def test_an_offer_is_changed_and_never_by_another_company(
    host: FlaskClient, client: FlaskClient, sign_in: SignIn, makers: Makers, school: Any
) -> None:
    url = f"/visits/own/{school.slot.offer.code}"
    assert typed(page(host, f"{url}/edit"), "title") == "Schut een schip door de sluis"
    sent(host, f"{url}/edit", OFFER)
    assert "Repareer een wiek" in page(host, url).text
    sent(host, f"{url}/edit", {**OFFER, "max_group": "5"}, 422)
    other = sign_in(client, makers.host(makers.company()))
    page(other, url, 404)
    page(other, f"{url}/edit", 404)
    sent(other, f"{url}/edit", OFFER, 404)
    sent(other, f"{url}/state", {"state": "closed"}, 404)
    sent(other, f"/visits/own/slot/{school.slot.code}/state", {"state": "cancelled"}, 404)
    when = {"day": "2026-11-05", "starts": "10:00", "ends": "11:30", "places": "2", "pupils": "30"}
    sent(other, f"{url}/slots", when, 404)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"day": "2026-10-01"}, "day"),
        ({"day": "morgen"}, "day"),
        ({"ends": "09:00"}, "ends"),
        ({"starts": "tien"}, "starts"),
        ({"pupils": "3"}, "pupils"),
        ({"places": "0"}, "places"),
    ],
)
def test_a_time_that_cannot_be_is_said_at_its_field(
    host: FlaskClient, school: Any, facts: dict[str, str], field: str
) -> None:
    when = {"day": "2026-11-05", "starts": "10:00", "ends": "11:30", "places": "2", "pupils": "30", **facts}
    found = sent(host, f"/visits/own/{school.slot.offer.code}/slots", when, 422)
    assert found.select(f"#{field}-fout")


def test_the_same_time_is_added_once(host: FlaskClient, school: Any) -> None:
    when = {"day": "2026-11-05", "starts": "10:00", "ends": "11:30", "places": "2", "pupils": "30"}
    sent(host, f"/visits/own/{school.slot.offer.code}/slots", when)
    assert "al een bezoek" in sent(host, f"/visits/own/{school.slot.offer.code}/slots", when, 422).text


def test_a_closed_offer_or_time_takes_no_booking(
    host: FlaskClient, client: FlaskClient, sign_in: SignIn, school: Any
) -> None:
    code = school.slot.offer.code
    sent(host, f"/visits/own/slot/{school.slot.code}/state", {"state": "cancelled"})
    teacher = sign_in(client, school.teacher)
    assert "niet meer aangeboden" in sent(teacher, f"/visits/{code}/book", asking(school), 422).text
    host = sign_in(client, school.host)
    sent(host, f"/visits/own/slot/{school.slot.code}/state", {"state": "open"})
    sent(host, f"/visits/own/{code}/state", {"state": "closed"})
    sent(host, f"/visits/own/{code}/state", {"state": "nonsense"}, 422)
    teacher = sign_in(client, school.teacher)
    assert "niet meer aangeboden" in sent(teacher, f"/visits/{code}/book", asking(school), 422).text


def test_a_teacher_makes_no_offer(teacher: FlaskClient) -> None:
    for url in ("/visits/own", "/visits/own/new"):
        page(teacher, url, 403)
    sent(teacher, "/visits/own/new", OFFER, 403)


# The day itself


@pytest.fixture
def today(makers: Makers, school: Any) -> v.MadeBooking:
    slot = v.slot(makers, school.slot.offer, starts_at=NOW + timedelta(minutes=10))
    return v.booking(
        makers, school.school, school.teacher, slot, klass=school.klass, pupils=school.pupils[:14], expected=14
    )


def test_the_gate_takes_three_taps_without_a_script(host: FlaskClient, today: v.MadeBooking) -> None:
    url = f"/visits/arrival/{today.code}"
    assert "Groep is er" in page(host, url).text
    sent(host, url, {"there": "1"})
    assert typed(page(host, url), "count") == "14"
    fewer = sent(host, url, {"count": "14", "step": "-1"}, 200)
    assert typed(fewer, "count") == "13"
    assert "1 minder" in fewer.text
    sent(host, url, {"count": "13"})
    done = page(host, url)
    assert "13" in done.select_one(".hero").text  # type: ignore[union-attr]
    assert "Ongedaan maken" in done.text
    sent(host, f"{url}/undo", {})
    assert "Groep is er" in page(host, url).text


def test_enter_in_the_number_counts_and_does_not_take_one_off(host: FlaskClient, today: v.MadeBooking) -> None:
    url = f"/visits/arrival/{today.code}"
    sent(host, url, {"there": "1"})
    form = page(host, url).select_one("form#t")
    assert form is not None
    first = form.select("button")[0]
    assert not first.get("name"), "the first button is what Enter presses"


@pytest.mark.parametrize("count", ["", "veel", "-1", "300"])
def test_an_impossible_number_is_said(host: FlaskClient, today: v.MadeBooking, count: str) -> None:
    url = f"/visits/arrival/{today.code}"
    sent(host, url, {"there": "1"})
    assert sent(host, url, {"count": count}, 422).select(".fout")


def test_undo_is_gone_after_a_quarter_but_counting_again_is_not(
    host: FlaskClient, today: v.MadeBooking, at: At
) -> None:
    url = f"/visits/arrival/{today.code}"
    sent(host, url, {"count": "14"})
    at(NOW + timedelta(minutes=20))
    assert "Ongedaan maken" not in page(host, url).text
    sent(host, f"{url}/undo", {}, 422)
    assert typed(page(host, f"{url}?count=1"), "count") == "14"


def test_the_gate_is_shut_on_another_day(host: FlaskClient, booking: v.MadeBooking) -> None:
    found = page(host, f"/visits/arrival/{booking.code}")
    assert "andere dag" in found.text
    assert "Groep is er" not in found.text
    sent(host, f"/visits/arrival/{booking.code}", {"there": "1"}, 422)


def test_presence_starts_with_everybody_and_keeps_who_was_ticked(
    teacher: FlaskClient, school: Any, today: v.MadeBooking
) -> None:
    url = f"/visits/presence/{today.code}"
    found = page(teacher, url)
    assert not found.select("input[name=absent][checked]")
    seen = [one["value"] for one in found.select("input[name=seen]")]
    assert len(seen) == 14
    sent(teacher, url, {"seen": seen, "absent": seen[:2]})
    again = page(teacher, url)
    assert [one["value"] for one in again.select("input[name=absent][checked]")] == seen[:2]
    assert "12 gaan mee" in again.text


def test_a_difference_with_the_company_is_told_kindly(
    client: FlaskClient, sign_in: SignIn, school: Any, today: v.MadeBooking, at: At
) -> None:
    sent(sign_in(client, school.host), f"/visits/arrival/{today.code}", {"count": "13"})
    teacher = sign_in(client, school.teacher)
    url = f"/visits/presence/{today.code}"
    assert "telde er" not in page(teacher, url).text, "nothing was said yet, so nothing differs"
    seen = [one["value"] for one in page(teacher, url).select("input[name=seen]")]
    sent(teacher, url, {"seen": seen})
    assert "Het bedrijf telde er 13, jij hebt er 14." in page(teacher, url).text
    at(NOW + timedelta(minutes=1))
    sent(teacher, url, {"seen": seen, "absent": seen[:1]})
    assert "telde er" not in page(teacher, url).text


def test_presence_before_the_morning_says_when_it_opens(teacher: FlaskClient, booking: v.MadeBooking) -> None:
    found = page(teacher, f"/visits/presence/{booking.code}")
    assert "Gaat open op za 10 oktober om 06:00" in found.text
    assert not found.select("input[name=seen]")
    assert "ochtend van het bezoek" in sent(teacher, f"/visits/presence/{booking.code}", {}, 422).text


def test_presence_without_a_class_says_to_choose_one(teacher: FlaskClient, makers: Makers, school: Any) -> None:
    held = v.booking(makers, school.school, school.teacher, school.slot)
    assert "Er staat nog niemand op de lijst" in page(teacher, f"/visits/presence/{held.code}").text


def test_the_pages_speak_english(teacher: FlaskClient, booking: v.MadeBooking, school: Any) -> None:
    teacher.post("/language", data={"language": "en"})
    assert "Who from 7B goes along?" in page(teacher, f"/visits/booking/{booking.code}").text
    assert "Choose a time" in page(teacher, f"/visits/{school.slot.offer.code}").text
