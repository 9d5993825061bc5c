"""Editions, locations, offers, slots, bookings with their pupils, and presence.

What schools share is not school-owned: a slot holds how many groups and pupils are taken, moved by one
conditional UPDATE (app/visits/operations). Counting bookings would see one's own school only, and overbook.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import PupilOwned, SchoolOwned, Table

BOOKING_STATES = ("requested", "confirmed", "held", "cancelled", "declined")


class Edition(Table):
    """A Technology Week or a programme year, with its days."""

    __tablename__ = "edition"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"))
    name: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Location(Table):
    __tablename__ = "location"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    address: Mapped[str]
    place: Mapped[str]
    entrance: Mapped[str]  # where to report: gate, bell, reception


class VisitOffer(Table):
    """What can be seen and done at a company."""

    __tablename__ = "visit_offer"
    __table_args__ = (
        CheckConstraint("min_group >= 1 and max_group >= min_group", name="group_size"),
        CheckConstraint("state in ('draft', 'open', 'closed')", name="state"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"))
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"))
    kind: Mapped[str]  # visit kind of lessons/_vocabulary.yml: which modules go with it
    title: Mapped[str]
    summary: Mapped[str]
    see: Mapped[str]
    do: Mapped[str]
    meet: Mapped[str]
    levels: Mapped[list[str]]  # bands of app/base/levels.py
    wear: Mapped[list[str]]  # short words for the pupils' packing list: `dichte schoenen`
    min_group: Mapped[int]
    max_group: Mapped[int]
    contact: Mapped[str]  # name and phone of the host on the day
    state: Mapped[str]


class VisitSlot(Table):
    """A date and time of an offer. `places_taken` counts groups; both counters move in one conditional UPDATE."""

    __tablename__ = "visit_slot"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("places_taken >= 0 and places_taken <= places", name="places"),
        CheckConstraint("pupils_taken >= 0 and pupils_taken <= pupils", name="pupils"),
        UniqueConstraint("offer_id", "starts_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("visit_offer.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    places: Mapped[int]  # groups
    pupils: Mapped[int]
    places_taken: Mapped[int] = mapped_column(default=0)
    pupils_taken: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="open")  # open, cancelled


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
    level: Mapped[str]
    expected: Mapped[int]
    needs: Mapped[str]  # for the host, about the group and without names: `een rolstoel`
    state: Mapped[str]  # BOOKING_STATES
    booked_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    booked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    arrived_count: Mapped[int | None]  # what the host counted
    questions: Mapped[list[str]] = mapped_column(default=list)  # of the class for the host, chosen by the teacher
    questions_at: Mapped[datetime | None]  # when they were sent last


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
    """What a teacher said of one pupil's presence. Only added to: the last word counts, all are kept."""

    __tablename__ = "attendance"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupil.school_id", "pupil.id"]),
        Index("ix_attendance_pupil", "school_id", "pupil_id"),
        Index("ix_attendance_booking", "school_id", "booking_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)  # time-ordered: the greatest is the last word
    booking_id: Mapped[UUID]
    pupil_id: Mapped[UUID]
    present: Mapped[bool]
    by: Mapped[UUID]
    at: Mapped[datetime]
