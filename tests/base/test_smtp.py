"""Mail against a real server: it arrives whole; what the server says decides whether it is tried again, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base import clock, smtp
from app.base.jobs import DONE, Job, due_jobs, run_job
from app.base.mail import KIND, PATIENCE, Attachment, OutgoingMail, deliver, send_mail, undelivered
from tests.base.post import Post, certificate, post_office
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def forget_silence(monkeypatch):
    monkeypatch.setattr(smtp, "_silent", {})


def write(house, address="juf@school.example", **more) -> None:
    house.act(NOBODY, clock.now(), send_mail, address=address, subject="Je bezoek", body="Tot dan, Zoë.", **more)


def run(house, url: str) -> None:
    house = replace(house, settings=replace(house.settings, smtp_url=url))
    for job_id in due_jobs(house, clock.now()):
        run_job(house, {KIND: deliver}, job_id)


def rows(house) -> dict[str, OutgoingMail]:
    with house.store.reading("everywhere") as db:
        return {one.address: one for one in db.scalars(select(OutgoingMail))}


def jobs(house) -> list[Job]:
    with house.store.reading("everywhere") as db:
        return list(db.scalars(select(Job)))


def test_a_letter_and_what_goes_along_arrive_whole(house):
    invitation = Attachment("bezoek.ics", "text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:Zoë\r\n".encode(), "REQUEST")
    write(house, attachments=[invitation, Attachment("kaart.bin", "application/octet-stream", bytes(range(256)))])
    with post_office() as post:
        run(house, f"smtp://127.0.0.1:{post.port}")
    (message,) = post.got
    assert message.get_body(("plain",)).get_content().strip() == "Tot dan, Zoë."
    forms = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    assert [one.get_param("method") for one in forms] == ["REQUEST"]
    assert forms[0].get_payload(decode=True) == invitation.content
    files = {one.get_filename(): one.get_payload(decode=True) for one in message.iter_attachments()}
    assert files == {"bezoek.ics": invitation.content, "kaart.bin": bytes(range(256))}
    row = rows(house)["juf@school.example"]
    assert (row.body, row.attachments) == ("", [])


def test_over_starttls_with_a_password_that_an_open_line_never_hears(house, tmp_path, monkeypatch):
    cert = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    write(house)
    with post_office(Post(password="sesam/open u"), cert=cert) as post:
        run(house, f"smtp+tls://werf%40school.example:sesam%2Fopen%20u@127.0.0.1:{post.port}")
    assert (post.signed_in, post.was_safe) == (["werf@school.example"], [True])


def test_a_server_that_cannot_be_trusted_gets_no_letter_and_nothing_is_lost(house, tmp_path):
    write(house)
    with post_office(Post(password="sesam"), cert=certificate(tmp_path)) as post:
        run(house, f"smtp+tls://werf:sesam@127.0.0.1:{post.port}")
    assert (post.got, post.signed_in) == ([], [])
    assert rows(house)["juf@school.example"].body


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_of_ours_loses_nothing(house, monkeypatch):
    monkeypatch.setattr(smtp, "TIMEOUT", 1)
    write(house)
    with post_office(Post(password="sesam")) as post:
        run(house, f"smtp://werf:anders@127.0.0.1:{post.port}")
    row = rows(house)["juf@school.example"]
    assert (row.failed_at, row.sent_at, bool(row.body)) == (None, None, True)


def test_a_server_that_is_away_for_an_hour_gets_every_letter_once_when_it_is_back(house, at):
    for number in range(5):
        write(house, f"juf{number}@school.example")
    with post_office() as post:
        port = post.port
    for minute in range(60):
        at(NOW + timedelta(minutes=minute))
        run(house, f"smtp://127.0.0.1:{port}")
    assert all(job.state == "waiting" and job.tries == 0 for job in jobs(house))
    with post_office(port=port) as post:
        for minute in range(60, 70):
            at(NOW + timedelta(minutes=minute))
            run(house, f"smtp://127.0.0.1:{port}")
    assert sorted(str(one["To"]) for one in post.got) == [f"juf{number}@school.example" for number in range(5)]
    assert {job.state for job in jobs(house)} == {DONE}


def test_a_silent_server_is_asked_once_and_not_by_every_letter(house, monkeypatch):
    for number in range(30):
        write(house, f"juf{number}@school.example")
    asked = []
    monkeypatch.setattr(smtp, "_connected", lambda url: asked.append(url) or _silent())
    run(house, "smtp://127.0.0.1:9")
    assert len(asked) == 1
    assert {job.state for job in jobs(house)} == {"waiting"}


def _silent():
    raise TimeoutError


def test_one_address_that_is_put_off_does_not_hold_up_the_others(house, at):
    for name in ("vol", "juf", "meester"):
        write(house, f"{name}@school.example")
    with post_office(Post(says={"vol@school.example": "452 box full"})) as post:
        url = f"smtp://127.0.0.1:{post.port}"
        run(house, url)
        assert sorted(str(one["To"]) for one in post.got) == ["juf@school.example", "meester@school.example"]
        post.says.clear()
        at(NOW + timedelta(minutes=2))
        run(house, url)
    assert str(post.got[-1]["To"]) == "vol@school.example"
    assert len(post.got) == 3


def test_an_address_that_does_not_exist_is_final_and_can_be_seen(house, look):
    write(house, "weg@school.example")
    with post_office(Post(says={"weg@school.example": "550 no such user weg@school.example"})) as post:
        run(house, f"smtp://127.0.0.1:{post.port}")
    assert jobs(house)[0].state == DONE
    (seen,) = look(NOBODY, undelivered)
    assert (seen.address, seen.subject, seen.error) == ("weg@school.example", "Je bezoek", "550")
    assert rows(house)["weg@school.example"].body == ""


def test_after_two_days_of_silence_somebody_is_told(house, at, look):
    write(house)
    at(NOW + PATIENCE)
    run(house, "smtp://127.0.0.1:9")
    assert [one.error for one in look(NOBODY, undelivered)] == ["away"]


def test_a_server_that_hangs_up_over_one_letter_gets_the_others(house):
    write(house, "lastig@school.example")
    write(house)
    with post_office(Post(says={"lastig@school.example": "421 goodbye"})) as post:
        run(house, f"smtp://127.0.0.1:{post.port}")
    assert [str(one["To"]) for one in post.got] == ["juf@school.example"]
