"""What the worker takes away by itself: mail, the lists of Monday, and spreadsheets that nobody said yes to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access.actor import NOBODY
from app.base import clock, terms
from app.base.house import House
from app.base.jobs import Job
from app.base.mail import LOST, OutgoingMail, send_mail, undelivered
from app.learning.forgetting import forget_files
from app.privacy.jobs import FORGET, forget_past
from app.visits.importing.template import template
from app.visits.models import OfficeMail
from app.visits.operations.importing import note_preview
from tests.conftest import BOTH, NOW
from tests.makers import Makers
from tests.visits import makers as v

MONTH, DAY = timedelta(days=30), timedelta(days=1)


def mails(makers: Makers) -> dict[str, OutgoingMail]:
    return {one.address: one for one in makers.write(lambda work: list(work.db.scalars(select(OutgoingMail))))}


@pytest.fixture
def letters(house: House, makers: Makers) -> None:
    """One that was sent, one that did not arrive, one that nobody took up."""
    for name in ("sent", "refused", "waits"):
        house.act(NOBODY, NOW, send_mail, address=f"{name}@school.example", subject="Dag", body="Tot dan")

    def go(work: Any) -> None:
        for row in work.db.scalars(select(OutgoingMail)):
            row.sent_at = NOW if row.address.startswith("sent") else None
            row.failed_at = NOW if row.address.startswith("refused") else None

    makers.write(go)


@BOTH
def test_sent_mail_goes_after_a_month_and_what_did_not_arrive_a_month_after_somebody_looked(
    letters: None, house: House, makers: Makers
) -> None:
    forget_past(house, NOW + MONTH - DAY)
    assert set(mails(makers)) == {"sent@school.example", "refused@school.example", "waits@school.example"}
    forget_past(house, NOW + MONTH)
    held = mails(makers)
    assert set(held) == {"refused@school.example", "waits@school.example"}
    lost = held["waits@school.example"]
    assert (lost.error, lost.body) == (LOST, ""), "nobody is left waiting for it in silence"
    forget_past(house, NOW + 10 * MONTH)
    assert len(mails(makers)) == 2, "until somebody looked"


def test_a_coordinator_says_that_they_were_seen_and_a_month_later_they_are_gone(
    letters: None, house: House, makers: Makers, client: FlaskClient, sign_in: Any, at: Callable[[Any], None]
) -> None:
    office = sign_in(client, makers.coordinator())
    assert "refused@school.example" in office.get("/visits/undelivered").text
    row = mails(makers)["refused@school.example"]
    waits = mails(makers)["waits@school.example"]
    office.post("/visits/undelivered", data={"mail": [str(row.id), str(waits.id)]})
    assert "refused@school.example" not in office.get("/visits/undelivered").text
    assert mails(makers)["waits@school.example"].seen_at is None, "it has not failed yet"
    forget_past(house, NOW + MONTH)
    assert set(mails(makers)) == {"waits@school.example"}
    with house.looking(NOBODY, NOW) as work:
        assert [one.error for one in undelivered(work)] == [LOST]
    assert sign_in(client, makers.host(makers.company())).post("/visits/undelivered").status_code == 403


def test_lists_of_monday_go_and_what_the_office_wrote_stays(house: House, makers: Makers) -> None:
    makers.network()
    v.office_mail(makers, key="missing:2026-W41:x", kind="missing", text="", at=NOW)
    v.office_mail(makers, key="bulk:y", at=NOW)
    forget_past(house, NOW + MONTH)
    assert makers.write(lambda work: [one.key for one in work.db.scalars(select(OfficeMail))]) == ["bulk:y"]


def test_a_spreadsheet_that_nobody_said_yes_to_goes_after_a_day(
    app: Flask, house: House, makers: Makers, client: FlaskClient, sign_in: Any
) -> None:
    makers.network()
    coordinator = makers.coordinator()
    sha = house.files.put(template())
    house.act(coordinator.actor, NOW, note_preview, sha=sha)
    forget_files(house, NOW + terms.FILES - timedelta(minutes=1))
    assert house.files.path(sha).exists()
    forget_files(house, NOW + terms.FILES)
    assert not house.files.path(sha).exists()
    assert makers.write(lambda work: work.db.scalar(select(func.count(Job.id)))) == 1
    forget_past(house, NOW + MONTH)
    assert makers.write(lambda work: work.db.scalar(select(func.count(Job.id)))) == 0


def test_a_list_that_is_looked_at_is_noted_so_that_it_is_forgotten(
    house: House, makers: Makers, client: FlaskClient, sign_in: Any
) -> None:
    from io import BytesIO

    edition = v.edition(makers)
    office = sign_in(client, makers.coordinator())
    office.post(
        "/visits/office/import",
        data={"edition": str(edition), "file": (BytesIO(template()), "lijst.xlsx")},
        content_type="multipart/form-data",
    )
    files = [one for one in house.files.root.rglob("*") if one.is_file()]
    assert len(files) == 1
    forget_files(house, clock.now() + terms.FILES)
    assert not files[0].exists()


def test_the_worker_does_it_every_day(app: Flask) -> None:
    from app import daily_jobs

    assert FORGET in daily_jobs()
    assert FORGET in app.extensions["handlers"]
