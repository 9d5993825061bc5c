"""An event day: many classes come to one place and walk along stands of companies, round by round.

A round of a stand is a slot like any other, so that places, presence and certificates are the same for it.
"""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import SchoolOwned, Table


class EventPlan(Table):
    """What a coordinator says of one day. `version` moves with every change of its routes."""

    __tablename__ = "event_plan"
    __table_args__ = (
        CheckConstraint("rounds >= 1 and round_minutes >= 1 and gap_minutes >= 0", name="rounds"),
        CheckConstraint("wave_minutes >= 1 and wave_bikes >= 1 and wave_coaches >= 1", name="waves"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    edition_day_id: Mapped[UUID] = mapped_column(ForeignKey("edition_day.id"), unique=True)
    venue: Mapped[str]  # `Hal 4`, `Campus aan de kade`
    address: Mapped[str]
    place: Mapped[str]
    latitude: Mapped[float | None]  # degrees, WGS 84
    longitude: Mapped[float | None]
    bikes_at: Mapped[str]  # where bikes are parked
    coaches_at: Mapped[str]  # where a coach stops
    bring: Mapped[str]  # what all classes bring and wear
    phone: Mapped[str]  # of the organisation, on the day
    starts: Mapped[time]  # of round 1, on a Dutch clock
    rounds: Mapped[int]
    round_minutes: Mapped[int]
    gap_minutes: Mapped[int]
    wave_minutes: Mapped[int]
    wave_bikes: Mapped[int]  # pupils by bike in a wave
    wave_coaches: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    told_at: Mapped[datetime | None]  # when schools and companies were told the programme
    reminded_at: Mapped[datetime | None]  # the school day before
    asked_at: Mapped[datetime | None]  # the school day after: to look back


class EventStand(Table):
    """A company's place on the day. `groups` and `pupils`: room in one round."""

    __tablename__ = "event_stand"
    __table_args__ = (
        UniqueConstraint("event_id", "offer_id"),
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "map_column", "map_row"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event_plan.id"))
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("visit_offer.id"))
    number: Mapped[str]  # as on the sign
    map_column: Mapped[int]  # on the map, from the left
    map_row: Mapped[int]  # from above
    groups: Mapped[int]
    pupils: Mapped[int]
    is_invited: Mapped[bool] = mapped_column(default=False)  # the day is in the agenda of its hosts, by mail


class EventRound(Table):
    """Which slot is which round of a stand."""

    __tablename__ = "event_round"
    __table_args__ = (UniqueConstraint("stand_id", "round"),)
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("visit_slot.id"), primary_key=True)
    stand_id: Mapped[UUID] = mapped_column(ForeignKey("event_stand.id"))
    round: Mapped[int]  # from 1


class EventClass(SchoolOwned, Table):
    """A class that comes to the day, or one half of it.

    `wave`: before the first round, 1 is the last to come; None: not spread yet.
    """

    __tablename__ = "event_class"
    __table_args__ = (
        ForeignKeyConstraint(["school_id"], ["school.id"]),
        ForeignKeyConstraint(["school_id", "class_id"], ["school_class.school_id", "school_class.id"]),
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "event_id", "class_id", "part"),
        CheckConstraint("part in (0, 1, 2)", name="part"),
        CheckConstraint("pupils >= 1", name="pupils"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event_plan.id"), index=True)
    class_id: Mapped[UUID]
    level: Mapped[str]
    pupils: Mapped[int]
    way: Mapped[str]  # bike, coach or foot
    needs: Mapped[str]  # about the group and without names: `een rolstoel`
    booked_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))  # who answers for the class
    since: Mapped[datetime]
    wave: Mapped[int | None]
    wave_fixed: Mapped[bool] = mapped_column(default=False)  # by hand
    left_at: Mapped[datetime | None]  # the class does not come after all
    part: Mapped[int] = mapped_column(default=0)  # 0: the whole class; 1 and 2: its halves, each with a route
    companion: Mapped[str] = mapped_column(
        default=""
    )  # who goes along when that is not the teacher; gone the day after
    is_invited: Mapped[bool] = mapped_column(default=False)  # the day is in the agenda of who answers, by mail


class EventStep(SchoolOwned, Table):
    """One round of a class: its booking at a stand. No booking: free in that round, by hand."""

    __tablename__ = "event_step"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "event_class_id"], ["event_class.school_id", "event_class.id"]),
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        UniqueConstraint("event_class_id", "round"),
        UniqueConstraint("booking_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_class_id: Mapped[UUID]
    booking_id: Mapped[UUID | None]
    round: Mapped[int]
    is_fixed: Mapped[bool]  # by hand: making routes leaves it
