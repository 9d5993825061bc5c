"""Mail leaves as a job of the same transaction: into a folder, or by a real SMTP server; once."""

import socket
import threading
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from app.access.actor import NOBODY
from app.base.jobs import due_jobs, run_job
from app.base.mail import KIND, Attachment, OutgoingMail, deliver, send_mail
from tests.conftest import NOW


@pytest.fixture
def left(house):
    house.act(NOBODY, NOW, send_mail, address="juf@school.example", subject="Je bezoek\nBcc: x", body="Tot dan, Zoë.")


def run(house) -> None:
    for job_id in due_jobs(house, NOW):
        run_job(house, {KIND: deliver}, job_id)


def test_without_a_server_mail_is_a_file_that_can_be_read(house, left):
    run(house)
    files = list(house.settings.mail_folder.glob("*.eml"))
    assert len(files) == 1
    text = files[0].read_text()
    assert "To: juf@school.example" in text
    assert "\nBcc:" not in text


def test_a_letter_with_one_invitation_shows_it_and_one_with_more_holds_them_as_files(house):
    files = [Attachment("openwerf.ics", "text/calendar", f"BEGIN:VCALENDAR {n}".encode(), "CANCEL") for n in range(2)]
    for n in (1, 2):
        facts = {"address": f"gast{n}@werf.example", "subject": "Afgezegd", "body": "Tot later."}
        house.act(NOBODY, NOW, send_mail, **facts, attachments=files[:n])
    run(house)
    found = {}
    for file in house.settings.mail_folder.glob("*.eml"):
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        shown = sum(part.get_content_type() == "text/calendar" for part in letter.walk())
        found[letter["To"]] = (shown, [one.get_filename() for one in letter.iter_attachments()])
    assert found == {
        "gast1@werf.example": (1, ["openwerf.ics"]),
        "gast2@werf.example": (0, ["1-openwerf.ics", "2-openwerf.ics"]),
    }


def test_sent_mail_keeps_no_body_and_is_not_sent_again(house, left):
    run(house)
    with house.store.reading("everywhere") as db:
        row = db.scalars(select(OutgoingMail)).one()
    assert row.sent_at is not None
    assert row.body == ""
    run(house)
    assert len(list(house.settings.mail_folder.glob("*.eml"))) == 1


def test_a_real_server_gets_the_letter(house, left):
    got = _server()
    house = replace(house, settings=replace(house.settings, smtp_url=f"smtp://127.0.0.1:{got.port}"))
    run(house)
    got.thread.join(5)
    assert "rcpt to:<juf@school.example>" in got.said.lower()
    assert "Tot dan" in got.said


def test_a_server_that_is_away_loses_nothing(house, left):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    away = replace(house, settings=replace(house.settings, smtp_url=f"smtp://127.0.0.1:{port}"))
    run(away)
    with house.store.reading("everywhere") as db:
        assert db.scalars(select(OutgoingMail)).one().sent_at is None


class _server:  # noqa: N801 - reads like a function where it is used
    """The few words of SMTP that one letter needs, spoken by a thread."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.said = ""
        self.thread = threading.Thread(target=self._talk, daemon=True)
        self.thread.start()

    def _talk(self) -> None:
        talk, _ = self.listener.accept()
        with talk, self.listener, talk.makefile("rwb") as lines:
            self._say(lines, "220 werf.test")
            in_letter = False
            for raw in lines:
                line = raw.decode().rstrip("\r\n")
                self.said += line + "\n"
                if in_letter:
                    if line == ".":
                        in_letter = False
                        self._say(lines, "250 kept")
                    continue
                in_letter = line.upper() == "DATA"
                self._say(lines, "354 go on" if in_letter else "221 bye" if line == "QUIT" else "250 ok")
                if line == "QUIT":
                    return

    @staticmethod
    def _say(lines, text: str) -> None:
        lines.write(f"{text}\r\n".encode())
        lines.flush()
