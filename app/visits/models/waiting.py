"""The waiting list: one line over all schools, so its rows are not school-owned; there is no name in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import Table


class Waiting(Table):
    """A whole class that waits for a time of an offer, or for any time of it."""

    __tablename__ = "waiting"
    __table_args__ = (
        CheckConstraint("pupils >= 1 and group_count >= 1", name="size"),
        UniqueConstraint("school_id", "request_id"),
        Index("ix_waiting_line", "offer_id", "state"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)  # time-ordered
    code: Mapped[str] = mapped_column(unique=True)
    request_id: Mapped[str]  # from the form, so that a double click waits once
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[UUID | None]  # a plain id: the class itself is the school's
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("visit_offer.id"))
    slot_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit_slot.id"))  # None: any time of this offer
    level: Mapped[str]
    pupils: Mapped[int]
    group_count: Mapped[int]
    needs: Mapped[str]  # about the group, without names, as on a booking
    since: Mapped[datetime]
    state: Mapped[str]  # app/visits/rules/waiting.py
    offered_slot_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit_slot.id"))  # places are kept on it
    offered_until: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # the mail about this offer was left
    ended_at: Mapped[datetime | None]
    booking_code: Mapped[str | None]  # what came of it
