"""What the office sent, once each: a mail to many, or the list of Monday. Without whom it went to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import Table


class OfficeMail(Table):
    """`key` decides that it goes out once: who pressed the button on which page, or week, person and place."""

    __tablename__ = "office_mail"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # bulk, missing
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"))
    subject: Mapped[str]
    text: Mapped[str]  # as it was written, with its words in braces; empty of a Monday's list
    to: Mapped[str]  # schools, hosts; of a Monday's list the role
    filters: Mapped[dict[str, Any]]  # which bookings
    people: Mapped[int]  # how many mails
    bookings: Mapped[int]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))  # None: the clock
    at: Mapped[datetime]
