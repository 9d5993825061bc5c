"""Who changed what: one append-only table. Details hold ids and numbers, never a pupil's name."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import Table


class Audit(Table):
    __tablename__ = "audit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None]
    role: Mapped[str | None]
    school_id: Mapped[UUID | None] = mapped_column(index=True)
    what: Mapped[str]
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]
