"""Mail leaves the house as a row and a job of the same transaction: by SMTP when set, else into a folder."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import Table
from app.base.jobs import Task, start_job
from app.base.settings import Settings
from app.base.work import Work

KIND = "mail.send"


class OutgoingMail(Table):
    __tablename__ = "outgoing_mail"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    message_id: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


def send_mail(work: Work, *, address: str, subject: str, body: str) -> None:
    """Leave one plain-text mail for the worker. Staff and companies only: pupils have no address here."""
    mail = OutgoingMail(
        id=work.new_id(),
        address=address,
        subject=" ".join(subject.split()),
        body=body,
        message_id=make_msgid(domain="openwerf.invalid"),
        created_at=work.now,
    )
    work.db.add(mail)
    start_job(work, kind=KIND, arguments={"mail": str(mail.id)}, key=f"mail:{mail.id}")


def deliver(task: Task) -> dict[str, Any]:
    """The job: send once; a second run of the same job sends the same Message-ID or nothing."""
    mail = task.read(_unsent, mail_id=UUID(task.arguments["mail"]))
    if mail is None:
        return {}
    settings = task.house.settings
    if settings.smtp_url:
        _by_smtp(settings, mail)
    else:
        _into_folder(settings, mail)
    task.do(_was_sent, mail_id=UUID(task.arguments["mail"]))
    return {}


def _unsent(work: Work, *, mail_id: UUID) -> EmailMessage | None:
    row = work.db.get(OutgoingMail, mail_id)
    if row is None or row.sent_at is not None:
        return None
    message = EmailMessage()
    message["To"], message["Subject"], message["Message-ID"] = row.address, row.subject, row.message_id
    message.set_content(row.body)
    return message


def _was_sent(work: Work, *, mail_id: UUID) -> None:
    """The body goes: it may hold an invitation, and nobody needs it any more."""
    row = work.db.get_one(OutgoingMail, mail_id)
    row.sent_at, row.body = work.now, ""


def _by_smtp(settings: Settings, message: EmailMessage) -> None:
    url = urlsplit(settings.smtp_url)
    message["From"] = settings.mail_from
    with smtplib.SMTP(url.hostname or "localhost", url.port or 25, timeout=20) as server:
        if url.scheme == "smtp+tls":
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _into_folder(settings: Settings, message: EmailMessage) -> None:
    message["From"] = settings.mail_from
    settings.mail_folder.mkdir(parents=True, exist_ok=True)
    name = message["Message-ID"].strip("<>").split("@")[0]
    (settings.mail_folder / f"{name}.eml").write_bytes(bytes(message))
