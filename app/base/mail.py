"""Mail leaves the house as a row and a job of the same transaction: by SMTP when set (app/base/smtp.py), else into a
folder. A server that is away is waited for; an address that is refused is kept for the coordinator to see.
"""

from base64 import b64decode, b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.base import clock, smtp
from app.base.db import Table
from app.base.jobs import Later, Task, start_job
from app.base.settings import Settings
from app.base.work import Work

KIND = "mail.send"
PATIENCE = timedelta(days=2)  # counted from when it was written; then somebody is told
PAUSES = tuple(timedelta(minutes=n) for n in (1, 3, 10, 20, 30, 60))  # between two tries of one mail, the last again
MOST_FORGOTTEN = 500  # in one go, so that nobody waits for it
ORGANIZER = "organizer@openwerf.invalid"  # in an invitation: who sends it is known when it is sent
LOST = "lost"  # nobody took it up: a queue that was emptied, a worker that never came back


class OutgoingMail(Table):
    __tablename__ = "outgoing_mail"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    attachments: Mapped[list[Any]] = mapped_column(
        JSON, default=list
    )  # Attachment.plain of each; they go with the body
    message_id: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)  # this address was put off so often
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None] = mapped_column(index=True)
    seen_at: Mapped[datetime | None]  # a coordinator looked at what did not arrive
    error: Mapped[str] = mapped_column(default="")  # the server's number: `550`; `away`: it did not answer for days


@dataclass(frozen=True, slots=True)
class Attachment:
    """A small file that goes along. With a `method` it is an invitation: shown as part of the mail, and a file too."""

    name: str
    kind: str  # `text/calendar`
    content: bytes
    method: str = ""

    def plain(self) -> dict[str, str]:
        told = {"name": self.name, "kind": self.kind, "method": self.method}
        return {**told, "content": b64encode(self.content).decode()}


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A mail that did not arrive, for whoever can ring the person up."""

    id: UUID
    address: str
    subject: str
    at: datetime
    error: str


def send_mail(work: Work, *, address: str, subject: str, body: str, attachments: Sequence[Attachment] = ()) -> None:
    """Leave one plain-text mail for the worker. Staff and companies only: pupils have no address here."""
    mail = OutgoingMail(
        id=work.new_id(),
        address=address,
        subject=" ".join(subject.split()),
        body=body,
        attachments=[one.plain() for one in attachments],
        message_id=make_msgid(domain="openwerf.invalid"),
        created_at=work.now,
    )
    work.db.add(mail)
    start_job(work, kind=KIND, arguments={"mail": str(mail.id)}, key=f"mail:{mail.id}")


def deliver(task: Task) -> dict[str, Any]:
    """The job: send once; a second run of the same job sends the same Message-ID or nothing.

    The row is marked as soon as the server has said yes, before it is told goodbye: a worker that is killed in the
    few thousandths of a second between sends that one mail again, under the same Message-ID.

    Raises:
        Later: the server is away, or puts this address off.
    """
    mail_id = UUID(task.arguments["mail"])
    settings = task.house.settings
    mail = task.read(_unsent, mail_id=mail_id, sender=settings.mail_from)
    if mail is None:
        return {}
    if not settings.smtp_url:
        _into_folder(settings, mail)
        task.do(_was_sent, mail_id=mail_id)
        return {}
    try:
        smtp.send(settings.smtp_url, mail, now=clock.now(), sent=lambda: task.do(_was_sent, mail_id=mail_id))
    except smtp.Away as away:
        if not task.do(_is_given_up, mail_id=mail_id):
            raise Later(away.wait) from away
    except smtp.PutOff as put_off:
        if pause := task.do(_put_off, mail_id=mail_id, error=put_off.said):
            raise Later(pause) from put_off
    except smtp.Refused as refused:
        task.do(_failed, mail_id=mail_id, error=refused.said)
    return {}


def undelivered(work: Work) -> tuple[Undelivered, ...]:
    """What did not arrive and nobody looked at, the newest first. The caller asked whether one may know."""
    found = select(OutgoingMail).where(OutgoingMail.failed_at.is_not(None), OutgoingMail.seen_at.is_(None))
    rows = work.db.scalars(found.order_by(OutgoingMail.id.desc()).limit(200))
    return tuple(
        Undelivered(row.id, row.address, row.subject, row.failed_at or row.created_at, row.error) for row in rows
    )


def see_undelivered(work: Work, *, ids: Collection[UUID]) -> int:
    """These were looked at: from now on they are only kept. The caller asked whether one may. Returns how many."""
    unseen = select(OutgoingMail).where(OutgoingMail.failed_at.is_not(None), OutgoingMail.seen_at.is_(None))
    rows = work.db.scalars(unseen.where(OutgoingMail.id.in_(ids))).all()
    for row in rows:
        row.seen_at = work.now
    return len(rows)


def forget_mail(work: Work, *, before: datetime) -> int:
    """The worker's: what was sent, or looked at, before this moment goes; what nobody ever took up is told as lost.

    What did not arrive stays until somebody looked at it. Returns how many went; may run twice without harm.
    """
    waits = OutgoingMail.sent_at.is_(None) & OutgoingMail.failed_at.is_(None)
    for row in work.db.scalars(select(OutgoingMail).where(waits, OutgoingMail.created_at <= before)):
        row.failed_at, row.error, row.body, row.attachments = work.now, LOST, "", []
    old = select(OutgoingMail.id).where(or_(OutgoingMail.sent_at <= before, OutgoingMail.seen_at <= before))
    ids = list(work.db.scalars(old.order_by(OutgoingMail.id).limit(MOST_FORGOTTEN)))
    work.db.execute(delete(OutgoingMail).where(OutgoingMail.id.in_(ids)))
    return len(ids)


def _unsent(work: Work, *, mail_id: UUID, sender: str) -> EmailMessage | None:
    row = work.db.get(OutgoingMail, mail_id)
    if row is None or row.sent_at is not None or row.failed_at is not None:
        return None
    message = EmailMessage()
    message["From"] = sender
    message["To"], message["Subject"], message["Message-ID"] = row.address, row.subject, row.message_id
    message.set_content(row.body)
    invitations = sum(bool(one["method"]) for one in row.attachments)
    for number, one in enumerate(row.attachments, 1):
        named = {**one, "name": f"{number}-{one['name']}"} if invitations > 1 else one
        _attach(message, named, parseaddr(sender)[1], is_form=invitations == 1)
    return message


def _attach(message: EmailMessage, one: dict[str, str], sender: str, *, is_form: bool) -> None:
    """An invitation is another form of the letter (RFC 6047), which calendars show with buttons; and a file. A letter
    cannot be several of them: there they are files alone (`is_form` false)."""
    content = b64decode(one["content"])
    main, _, sub = one["kind"].partition("/")
    if one["method"]:
        content = content.replace(ORGANIZER.encode(), sender.encode())
        if is_form:
            said = {"method": one["method"], "charset": "UTF-8"}
            message.add_alternative(content, maintype=main, subtype=sub, cte="base64", params=said)
        main, sub = "application", "ics"
    message.add_attachment(content, maintype=main, subtype=sub, filename=one["name"])


def _was_sent(work: Work, *, mail_id: UUID) -> None:
    """The body goes: it may hold an invitation, and nobody needs it any more."""
    row = work.db.get_one(OutgoingMail, mail_id)
    row.sent_at, row.body, row.attachments = work.now, "", []


def _failed(work: Work, *, mail_id: UUID, error: str) -> None:
    row = work.db.get_one(OutgoingMail, mail_id)
    row.failed_at, row.error, row.body, row.attachments = work.now, error, "", []


def _is_given_up(work: Work, *, mail_id: UUID) -> bool:
    """Nobody answered for as long as we are patient."""
    if work.now - work.db.get_one(OutgoingMail, mail_id).created_at < PATIENCE:
        return False
    _failed(work, mail_id=mail_id, error="away")
    return True


def _put_off(work: Work, *, mail_id: UUID, error: str) -> timedelta | None:
    """How long this address is left alone; None when it took too long and was given up."""
    row = work.db.get_one(OutgoingMail, mail_id)
    if work.now - row.created_at >= PATIENCE:
        _failed(work, mail_id=mail_id, error=error)
        return None
    row.tries += 1
    return PAUSES[min(row.tries, len(PAUSES)) - 1]


def _into_folder(settings: Settings, message: EmailMessage) -> None:
    settings.mail_folder.mkdir(parents=True, exist_ok=True)
    name = message["Message-ID"].strip("<>").split("@")[0]
    (settings.mail_folder / f"{name}.eml").write_bytes(bytes(message))
