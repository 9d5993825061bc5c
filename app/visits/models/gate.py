"""What was said at the gate, word by word, and groups that came without a booking."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import SchoolOwned, Table


class ArrivalWord(SchoolOwned, Table):
    """One tap of a host. Only added to; in order of `said_at` they say how it is (rules/gate.py)."""

    __tablename__ = "arrival_word"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        UniqueConstraint("booking_id", "client_id"),
        Index("ix_arrival_word_booking", "school_id", "booking_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)  # time-ordered
    booking_id: Mapped[UUID]
    client_id: Mapped[str]  # from the phone: a word that comes twice counts once
    kind: Mapped[str]  # KINDS of rules/gate.py
    count: Mapped[int | None]
    adults: Mapped[int | None]
    reason: Mapped[str]  # of a visit that was broken off
    by: Mapped[UUID | None]  # the host's account; None: by the link of the day
    said_at: Mapped[datetime]
    received_at: Mapped[datetime]


class WalkIn(Table):
    """A group that came without a booking, as the host typed it. The company's; says nothing of a pupil."""

    __tablename__ = "walk_in"
    __table_args__ = (UniqueConstraint("company_id", "client_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("visit_slot.id"))  # at whose gate the host stood
    client_id: Mapped[str]
    school_name: Mapped[str]
    level: Mapped[str]
    count: Mapped[int]
    said_at: Mapped[datetime]
    received_at: Mapped[datetime]
