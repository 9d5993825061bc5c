"""The coordinator's pages: reminders set, refused beside the field, and mail that did not arrive."""

from datetime import date

import pytest
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock
from app.base.mail import OutgoingMail
from app.visits.models import Edition, Reminder


@pytest.fixture
def edition(makers):
    facts = {"name": "Week 26", "starts_on": date(2026, 10, 5), "ends_on": date(2026, 10, 9)}
    return makers.row(Edition, network_id=makers.network(), **facts)


@pytest.fixture
def marit(makers, client, sign_in):
    return sign_in(client, makers.coordinator())


FILLED = {"to": "host", "about": "who-comes", "unit": "schooldays", "days": "2", "side": "before", "at": "08:00"}


def test_a_reminder_is_changed_and_read_back(edition, marit, house):
    page = f"/visits/reminders/{edition}/host-week"
    assert "komt met 24 leerlingen" in marit.get(page).get_data(as_text=True)
    assert marit.post(page, data=FILLED).status_code == 303
    with house.looking(NOBODY, clock.now()) as work:
        held = {one.key: one for one in work.db.scalars(select(Reminder))}
    assert len(held) == 5
    row = held["host-week"]
    assert (row.unit, row.days, row.hour, row.minute) == ("schooldays", 2, 8, 0)
    assert "2 schooldagen ervoor, om 08:00" in marit.get("/visits/reminders").get_data(as_text=True)


def test_what_cannot_be_is_said_beside_the_field_and_what_was_typed_stays(edition, marit):
    sent = FILLED | {"to": "teacher", "subject": "Mijn onderwerp"}
    answer = marit.post(f"/visits/reminders/{edition}/new", data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Deze brief is voor de gastheer." in text
    assert "Mijn onderwerp" in text
    answer = marit.post(f"/visits/reminders/{edition}/new", data=FILLED | {"at": "", "days": "99"})
    assert "Geef een tijd" in answer.get_data(as_text=True)


def test_a_reminder_of_ones_own_stands_in_the_list_and_can_be_switched_off(edition, marit):
    own = {
        "about": "own",
        "subject": "Denk aan de <b>helm</b>",
        "text": "Iedereen.",
        "unit": "date",
        "day": "2026-10-01",
    }
    assert marit.post(f"/visits/reminders/{edition}/new", data=FILLED | own).status_code == 303
    text = marit.get("/visits/reminders").get_data(as_text=True)
    assert "Denk aan de &lt;b&gt;helm&lt;/b&gt;" in text
    assert "Op donderdag 1 oktober 2026 om 08:00" in text
    marit.post(f"/visits/reminders/{edition}/host-week/switch", data={"on": "0"})
    assert marit.get("/visits/reminders").get_data(as_text=True).count("Zet aan") == 1


def test_a_mail_that_did_not_arrive_can_be_seen_without_what_it_said(marit, makers):
    facts = {"body": "", "message_id": "<x@y>", "created_at": clock.now(), "failed_at": clock.now(), "error": "550"}
    makers.row(OutgoingMail, address="weg@school.example", subject="Je bezoek", **facts)
    text = marit.get("/visits/undelivered").get_data(as_text=True)
    assert "weg@school.example" in text
    assert "550" in text
    assert "1 mail kwam niet aan" in marit.get("/visits/reminders").get_data(as_text=True)


def test_nobody_else_comes_in(edition, makers, client, sign_in):
    sign_in(client, makers.host(makers.company()))
    assert [client.get(one).status_code for one in ("/visits/reminders", "/visits/undelivered")] == [403, 403]
