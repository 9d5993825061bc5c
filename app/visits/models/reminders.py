"""Secret addresses of calendars; reminders of an edition, and which were sent."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import SchoolOwned, Table

OF_CLASS = "class"


class CalendarFeed(Table):
    """An address under which a calendar program finds visits. Like a door: asked before a school is known."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("kind", "owner_id", "place_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]  # the role of its owner (app/access/actor.py), or OF_CLASS
    owner_id: Mapped[UUID]  # the person, or the class
    place_id: Mapped[UUID]  # the school, or the company of a host
    version: Mapped[int]  # raised when it is renewed
    digest: Mapped[str] = mapped_column(unique=True)  # of the secret, which follows from the row and its version
    renewed_at: Mapped[datetime]


class Reminder(Table):
    """One reminder of an edition. Without any, those of rules/reminders.py: DEFAULTS hold."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    key: Mapped[str]  # of DEFAULTS, or one of its own
    to: Mapped[str]  # teacher, host
    about: Mapped[str]  # rules/reminders.py: ABOUT, what the letter tells of the visit
    subject: Mapped[str]  # in the coordinator's own words; empty: ours
    text: Mapped[str]
    unit: Mapped[str]  # days, schooldays, date
    days: Mapped[int]  # before the visit; below zero: after it
    day: Mapped[date | None]  # of an absolute one
    hour: Mapped[int]
    minute: Mapped[int]
    is_on: Mapped[bool]


class ReminderSent(SchoolOwned, Table):
    """Written in the transaction of its mails: what stands here was sent, and is never sent again."""

    __tablename__ = "reminder_sent"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        UniqueConstraint("booking_id", "reminder", "moment"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID]
    reminder: Mapped[str]  # its key
    moment: Mapped[datetime]  # the beginning of the visit it was about; of an absolute one: its own moment
    at: Mapped[datetime]
