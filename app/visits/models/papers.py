"""What is kept around a visit's papers: slips that came back, who knows the safety rules, how a group travels."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import PupilOwned, SchoolOwned, Table


class ConsentSlip(PupilOwned, Table):
    """The parents' slip of a pupil is in. Only that it is; gone a week after the visit."""

    __tablename__ = "consent_slip"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupil.school_id", "pupil.id"]),
        UniqueConstraint("booking_id", "pupil_id"),
        Index("ix_consent_slip_pupil", "school_id", "pupil_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID]
    pupil_id: Mapped[UUID]


class SafetyPass(PupilOwned, Table):
    """A pupil knows the safety rules of a visit; gone with the slips."""

    __tablename__ = "safety_pass"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupil.school_id", "pupil.id"]),
        UniqueConstraint("booking_id", "pupil_id"),
        Index("ix_safety_pass_pupil", "school_id", "pupil_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    version: Mapped[int]  # of the offer's safety rules; after a change they are read again
    at: Mapped[datetime]


class SafetyCount(SchoolOwned, Table):
    """How many of a group know the rules: all that a host may know of it."""

    __tablename__ = "safety_count"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        UniqueConstraint("booking_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID]
    version: Mapped[int]
    passed: Mapped[int]


class TransportSheet(SchoolOwned, Table):
    """How a group comes and goes. Half of it may still be empty."""

    __tablename__ = "transport_sheet"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        ForeignKeyConstraint(["school_id", "shares_with"], ["booking.school_id", "booking.id"]),
        UniqueConstraint("booking_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID]
    mode: Mapped[str]  # MODES of app/visits/rules/transport.py, or empty
    payer: Mapped[str]  # PAYERS, or empty
    leaves_at: Mapped[datetime | None]  # from school
    back_at: Mapped[datetime | None]  # at school
    adults: Mapped[int | None]  # who go along
    seats: Mapped[int | None]  # in the coach
    shares_with: Mapped[UUID | None]  # another booking of the school, in the same coach
    phone: Mapped[str]  # of the teacher, on the day
    by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
