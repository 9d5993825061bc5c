"""Doors: the few reads that happen before a school is known.

A secret goes in (class code, link of a class, pupil's card, certificate code), the school and the subject come out; a
holder (a company) finds the schools whose bookings it may see; of a substitute's door the id is who came in. This
table is the only one that is asked without a school.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.base.db import Table

CLASS_CODE = "class-code"
CLASS_LINK = "class-link"
PUPIL_CARD = "pupil-card"
CERTIFICATE = "certificate"
HOST = "host"
SUBSTITUTE = "substitute"
GATE = "gate"


class Door(Table):
    __tablename__ = "door"
    __table_args__ = (Index("ix_door_holder", "kind", "holder_id"), Index("ix_door_subject", "kind", "subject_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    digest: Mapped[str | None] = mapped_column(unique=True)  # Seal.digest(kind, secret); the secret itself is not kept
    holder_id: Mapped[UUID | None]
    school_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Passage:
    """What lies behind a door. `is_open` is False outside its times: say when to come back, show nothing."""

    school_id: UUID
    subject_id: UUID
    is_open: bool
    id: UUID | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def find(db: Session, kind: str, digest: str, now: datetime) -> Passage | None:
    door = db.scalars(select(Door).where(Door.kind == kind, Door.digest == digest)).one_or_none()
    return _passage(door, now) if door else None


def held(db: Session, kind: str, door_id: UUID, now: datetime) -> Passage | None:
    """The door that somebody came through and who is known by its id; None when it is gone."""
    door = db.get(Door, door_id)
    return _passage(door, now) if door and door.kind == kind else None


def schools_of_holder(db: Session, kind: str, holder_id: UUID, now: datetime) -> frozenset[UUID]:
    """The schools a holder reaches now, for example the schools with a booking at a company."""
    return frozenset(
        db.scalars(
            select(Door.school_id).where(
                Door.kind == kind,
                Door.holder_id == holder_id,
                or_(Door.opens_at.is_(None), Door.opens_at <= now),
                or_(Door.closes_at.is_(None), Door.closes_at > now),
            )
        )
    )


def _passage(door: Door, now: datetime) -> Passage:
    is_open = (door.opens_at is None or door.opens_at <= now) and (door.closes_at is None or now < door.closes_at)
    return Passage(door.school_id, door.subject_id, is_open, door.id, door.opens_at, door.closes_at)
