"""Bookings with what happened to them and their pupils, and presence."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import PupilOwned, SchoolOwned, Table

BOOKING_STATES = (
    "requested", "proposed", "confirmed", "held", "cancelled", "declined", "no-show", "closed", "unsaid",
)  # fmt: skip


class Booking(SchoolOwned, Table):
    """A school on a slot, with a level and an expected number; a class may be attached months later."""

    __tablename__ = "booking"
    __table_args__ = (
        ForeignKeyConstraint(["school_id"], ["school.id"]),
        ForeignKeyConstraint(["school_id", "class_id"], ["school_class.school_id", "school_class.id"]),
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "request_id"),
        CheckConstraint("expected >= 1", name="expected"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    request_id: Mapped[str]  # from the form, so that a double click books once
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("visit_slot.id"), index=True)
    class_id: Mapped[UUID | None] = mapped_column(index=True)
    part: Mapped[int] = mapped_column(default=0)  # of an event day: 1 or 2 when the class walks in two halves
    level: Mapped[str]
    expected: Mapped[int]
    needs: Mapped[str]  # for the host, about the group and without names: `een rolstoel`
    state: Mapped[str]  # BOOKING_STATES
    booked_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    booked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # the company said yes
    school_yes_at: Mapped[datetime | None]  # the school said yes: by asking, or to what was proposed
    hold_until: Mapped[datetime | None]  # of a proposal: the places come free again then
    safety_version: Mapped[int] = mapped_column(default=1)  # of the offer's safety rules the school said yes to
    cancel_reason: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]  # from then on its counts stand
    arrived_at: Mapped[datetime | None]
    arrived_count: Mapped[int | None]  # what the host counted
    # of the class to the host, chosen by the teacher: app/visits/rules/from_class.py says how each is kept
    questions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    questions_at: Mapped[datetime | None]  # when they were sent last
    thanks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    thanks_at: Mapped[datetime | None]
    sizes: Mapped[list[Any]] = mapped_column(JSON, default=list)  # of gear, as counts: {what, counts: {size: how many}}
    gate_version: Mapped[int] = mapped_column(default=0)  # of the link of the day; 0: none was made yet
    phone: Mapped[str] = mapped_column(default="")  # of the teacher on the day; erased the day after
    adults_count: Mapped[int | None]  # what the host counted
    late_at: Mapped[datetime | None]  # the host said: not here yet
    broken_off: Mapped[str] = mapped_column(default="")  # why: BROKEN of rules/gate.py
    names_to_host: Mapped[bool] = mapped_column(default=False)  # this booking's own switch, beside the school's
    day_names: Mapped[list[str]] = mapped_column(default=list)  # `Noor S.` of who is there, for this day alone
    listed: Mapped[int] = mapped_column(default=0)  # how many stand on its list; for who may not read the list
    present_count: Mapped[int | None]  # by the teacher's list: what counts
    girls: Mapped[int | None]  # typed by the school, or not
    boys: Mapped[int | None]
    unknown: Mapped[int | None]


class BookingChange(SchoolOwned, Table):
    """What happened to a booking, by whom and when. Only added to."""

    __tablename__ = "booking_change"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        Index("ix_booking_change_booking", "school_id", "booking_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)  # time-ordered
    booking_id: Mapped[UUID]
    what: Mapped[str]  # the state it went to, or `moved`, `class`, `pupils`, `safety`
    by: Mapped[UUID | None]  # staff; None: the clock, or a link without an account
    role: Mapped[str | None]
    note: Mapped[str]  # never a pupil's name
    at: Mapped[datetime]


class BookingPupil(PupilOwned, Table):
    """Who is on the list of a booking; the whole class by default."""

    __tablename__ = "booking_pupil"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupil.school_id", "pupil.id"]),
        UniqueConstraint("booking_id", "pupil_id"),
        Index("ix_booking_pupil_pupil", "school_id", "pupil_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID]
    pupil_id: Mapped[UUID]


class Attendance(PupilOwned, Table):
    """What a teacher said of one pupil's presence. Only added to: what was said last counts, all are kept."""

    __tablename__ = "attendance"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupil.school_id", "pupil.id"]),
        Index("ix_attendance_pupil", "school_id", "pupil_id"),
        Index("ix_attendance_booking", "school_id", "booking_id"),
        Index("uq_attendance_client", "booking_id", "pupil_id", "client_id", unique=True),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)  # ordered by when it was said: the greatest is the last word
    booking_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    present: Mapped[bool]
    by: Mapped[UUID]
    at: Mapped[datetime]  # when it reached us
    said_at: Mapped[datetime | None]  # when it was said on the phone
    client_id: Mapped[str | None]  # of the save on the phone, so that it is counted once
