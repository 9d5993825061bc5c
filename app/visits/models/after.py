"""What school and company say of a visit when it is over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import SchoolOwned, Table


class VisitReview(SchoolOwned, Table):
    """Three questions, answered once by each side; may be bettered until the visit is closed. Of no pupil."""

    __tablename__ = "visit_review"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        UniqueConstraint("booking_id", "side"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID]
    side: Mapped[str]  # app/visits/rules/after.py: SCHOOL or COMPANY
    first: Mapped[int]  # 1 (not at all) to 4 (yes, well)
    second: Mapped[int]
    words: Mapped[str]  # may be empty; no name of a pupil
    by: Mapped[UUID]
    at: Mapped[datetime]
