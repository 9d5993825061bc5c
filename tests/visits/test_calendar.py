"""Visits in somebody's own agenda: the right time when the clocks change, what changed, and nothing of any pupil."""

import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from io import StringIO

import pytest
from dateutil.tz import tzical
from icalendar import Calendar
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.mail import KIND, OutgoingMail, deliver
from app.people.models import Staff
from app.visits import operations
from app.visits.models import Booking, VisitSlot
from app.visits.operations.calendar import renew_calendar
from app.visits.operations.states import note_change
from app.visits.queries.calendar import agenda
from app.visits.queries.calling_off import Scope
from tests.visits import makers as v

PUPIL = "Quirijn"


@pytest.fixture
def visit(makers):
    school = makers.school()
    klass = makers.school_class(school, name="7A")
    makers.teacher_made = makers.teacher(school, klass)
    pupil = makers.pupil(klass, first=PUPIL, last="Zeldzaam")
    slot = v.slot(makers, starts_at=clock.at(date(2026, 10, 15), 10))
    makers.host_made = makers.host(slot.offer.company_id, guest_schools=[school])
    made = v.booking(
        makers, school, makers.teacher_made, slot, klass=klass, pupils=[pupil], needs="een rolstoel", confirmed_at=NOW_
    )
    makers.klass_made, makers.school_made = klass, school
    return made


NOW_ = clock.at(date(2026, 10, 1), 9)


@pytest.fixture
def url(act, look):
    def address(person, class_code: str = "") -> str:
        act(person.actor, renew_calendar, class_code=class_code)
        return f"/visits/calendar/{look(person.actor, agenda, class_code=class_code).token}.ics"

    return address


def events(client, url: str) -> list:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def as_utc(text: str) -> list[datetime]:
    """DTSTART of each event in UTC, read by another hand: our own eyes for the line, dateutil for the zone."""
    flat = re.sub(r"\r\n[ \t]", "", text)
    zone = re.search(r"BEGIN:VTIMEZONE.*END:VTIMEZONE", flat, re.DOTALL)
    assert zone
    found = tzical(StringIO(zone[0].replace("\r\n", "\n"))).get("Europe/Amsterdam")
    times = re.findall(r"\r\nDTSTART;TZID=Europe/Amsterdam:(\d{8}T\d{6})", flat)
    return [datetime.strptime(one, "%Y%m%dT%H%M%S").replace(tzinfo=found).astimezone(UTC) for one in times]


def test_visits_on_both_sides_of_both_clock_changes_stand_at_their_moment(visit, makers, client, url):
    days = [date(2026, 10, 23), date(2026, 10, 26), date(2027, 3, 26), date(2027, 3, 29)]
    wanted = [clock.at(date(2026, 10, 15), 10)]
    for day in days:
        wanted.append(clock.at(day, 9, 30))
        slot = v.slot(makers, visit.slot.offer, starts_at=wanted[-1])
        school = type("S", (), {"id": makers.teacher_made.place_id})
        v.booking(makers, school, makers.teacher_made, slot)
    text = client.get(url(makers.teacher_made)).get_data(as_text=True)
    assert as_utc(text) == wanted
    assert [one.hour for one in wanted] == [8, 7, 8, 8, 7], "half past nine is another hour of UTC in winter"


def test_a_teacher_finds_where_to_be_and_whom_to_ring(visit, makers, client, url):
    (one,) = events(client, url(makers.teacher_made))
    assert str(one["SUMMARY"]).startswith("7A: Zeesluis")
    assert "Sluiskade 14, Kadedorp" in one["LOCATION"]
    assert "Poort 3, bel aan" in one["DESCRIPTION"]
    assert "06 0000 0012" in one["DESCRIPTION"]


def test_a_host_finds_school_number_and_level_and_no_more(visit, makers, client, url):
    (one,) = events(client, url(makers.host_made))
    assert re.match(r"De Vlieger \d+, 15 leerlingen, groep 7$", one["SUMMARY"])
    assert "rolstoel" not in one.to_ical().decode()


def test_the_agenda_of_a_class_has_no_phone_number_and_no_agenda_a_name(visit, makers, client, url):
    of_class = client.get(url(makers.teacher_made, makers.klass_made.code)).get_data(as_text=True)
    assert "Zeesluis" in of_class
    assert "06 0000" not in of_class
    for address in (url(makers.teacher_made), url(makers.host_made), url(makers.teacher_made, makers.klass_made.code)):
        assert PUPIL not in client.get(address).get_data(as_text=True)


def test_a_change_is_the_same_visit_with_a_higher_number(visit, makers, client, url, act):
    address = url(makers.teacher_made)
    (before,) = events(client, address)
    later = visit.slot.starts_at + timedelta(days=1)

    def moved(work) -> None:
        slot = work.db.get_one(VisitSlot, visit.slot.id)
        slot.starts_at, slot.ends_at = later, later + timedelta(hours=1)
        note_change(work, work.db.get_one(Booking, visit.id), "moved")

    makers.write(moved)
    (after,) = events(client, address)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == later


@pytest.mark.parametrize(
    ("state", "said"), [("requested", "TENTATIVE"), ("confirmed", "CONFIRMED"), ("cancelled", "CANCELLED")]
)
def test_how_certain_a_visit_is_stands_in_the_agenda(visit, makers, client, url, state, said):
    makers.write(lambda work: setattr(work.db.get_one(Booking, visit.id), "state", state))
    (one,) = events(client, url(makers.teacher_made))
    assert one["STATUS"] == said


def test_a_renewed_address_leaves_the_old_one_without_anything(visit, makers, client, url):
    old = url(makers.teacher_made)
    new = url(makers.teacher_made)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert client.get("/visits/calendar/AAAAAAAAAAAAAAAAAAAAAAAAAAA.ics").status_code == 404


def test_who_guesses_addresses_has_to_wait_and_who_knows_one_has_not(visit, makers, client, url):
    address = url(makers.teacher_made)
    said = [client.get(f"/visits/calendar/GUESS{number}.ics").status_code for number in range(61)]
    assert (said[0], said[-1]) == (404, 429)
    for _ in range(3):
        client.get(address)
    other = {"REMOTE_ADDR": "203.0.113.9"}
    assert all(client.get(address, environ_overrides=other).status_code == 200 for _ in range(70))


def test_nothing_new_costs_no_more_than_a_word(visit, makers, client, url):
    address = url(makers.host_made)
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    makers.write(lambda work: setattr(work.db.get_one(Booking, visit.id), "expected", 12))
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_an_account_that_was_closed_has_no_agenda_either(visit, makers, client, url):
    address = url(makers.host_made)
    makers.write(lambda work: setattr(work.db.get_one(Staff, makers.host_made.id), "disabled_at", work.now))
    assert client.get(address).status_code == 404


def test_the_page_shows_the_address_and_makes_a_new_one(visit, makers, client, sign_in):
    page = f"/visits/booking/{visit.code}"
    sign_in(client, makers.teacher_made)
    sent = {"class": makers.klass_made.code, "booking": visit.code}
    assert client.post("/visits/calendar", data=sent).headers["Location"] == f"{page}#agenda"
    shown = re.findall(r'value="(http\S+\.ics)"', client.get(page).get_data(as_text=True))
    assert len(shown) == 1
    assert client.get(shown[0].removeprefix("http://werf.test").removeprefix("http://localhost")).status_code == 200


def letters(house) -> dict[str, object]:
    """address -> the last mail, as it lies in the folder."""
    from app.base.jobs import due_jobs, run_job

    for job in due_jobs(house, clock.now()):
        run_job(house, {KIND: deliver}, job)
    with house.looking(NOBODY, clock.now()) as work:
        rows = list(work.db.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))
    found = {}
    for row in rows:
        file = house.settings.mail_folder / f"{row.message_id.strip('<>').split('@')[0]}.eml"
        found[row.address, row.subject.split(":")[0].split(" ")[0]] = message_from_bytes(
            file.read_bytes(), policy=policy.default
        )
    return found


def invited(message) -> tuple[str, Calendar]:
    """(method as the mail says it, the calendar)."""
    (form,) = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    (file,) = [one for one in message.iter_attachments() if one.get_filename() == "openwerf.ics"]
    assert file.get_payload(decode=True) == form.get_payload(decode=True)
    return str(form.get_param("method")), Calendar.from_ical(form.get_payload(decode=True))


def test_who_is_to_come_and_who_receives_get_it_in_their_agenda_and_out_again(visit, makers, act, house):
    def asked(work) -> None:
        booking = work.db.get_one(Booking, visit.id)
        booking.state, booking.confirmed_at = "requested", None
        slot = work.db.get_one(VisitSlot, visit.slot.id)
        slot.places_taken, slot.pupils_taken = 1, 15

    makers.write(asked)
    teacher, host = makers.teacher_made, makers.host_made
    act(host.actor, operations.answer_booking, code=visit.code, yes=True)
    sent = letters(house)
    asked_for = {}
    for person, first in ((teacher, "Jullie"), (host, "In")):
        method, calendar = invited(sent[person.email, first])
        (event,) = calendar.walk("VEVENT")
        assert (method, str(calendar["METHOD"]), str(event["STATUS"])) == ("REQUEST", "REQUEST", "CONFIRMED")
        assert str(event["ATTENDEE"]) == f"mailto:{person.email}"
        assert str(event["ORGANIZER"]) == "mailto:openwerf@openwerf.invalid"
        asked_for[person.email] = event
    act(teacher.actor, operations.cancel_booking, code=visit.code)
    sent = letters(house)
    for person, first in ((teacher, "Afgezegd"), (host, "De")):
        method, calendar = invited(sent[person.email, first])
        (event,) = calendar.walk("VEVENT")
        held = asked_for[person.email]
        assert (method, str(calendar["METHOD"]), str(event["STATUS"])) == ("CANCEL", "CANCEL", "CANCELLED")
        assert event["UID"] == held["UID"]
        assert event["SEQUENCE"] > held["SEQUENCE"]


def test_what_a_company_calls_off_leaves_the_agenda_of_its_hosts_and_of_who_booked_once(visit, makers, act, house):
    teacher, host = makers.teacher_made, makers.host_made
    asked = v.booking(makers, makers.school_made, teacher, visit.slot, state="requested")

    def confirmed(work) -> None:
        work.db.get_one(Booking, visit.id).confirmed_at = work.now
        slot = work.db.get_one(VisitSlot, visit.slot.id)
        slot.places, slot.places_taken, slot.pupils_taken = 2, 2, 30

    makers.write(confirmed)
    scope, seen = Scope("offer", visit.slot.offer.code), [visit.code, asked.code]
    for _ in range(2):
        act(host.actor, operations.call_off, scope=scope, reason="De hal is dicht", seen=seen, site="http://w.t")
    sent = letters(house)
    assert sorted(address for address, _ in sent) == sorted([teacher.email, host.email])
    for person in (teacher, host):
        (letter,) = [one for (address, _), one in sent.items() if address == person.email]
        method, calendar = invited(letter)
        (event,) = calendar.walk("VEVENT")
        assert (method, event["STATUS"], event["UID"]) == ("CANCEL", "CANCELLED", f"{visit.id}@openwerf")
        assert event["SEQUENCE"] == 1
