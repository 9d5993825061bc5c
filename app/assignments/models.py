"""A module given: which edition of it, from when to when, with which visit, and to whom."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import PupilOwned, SchoolOwned, Table


class Assignment(SchoolOwned, Table):
    __tablename__ = "assignment"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "class_id"], ["school_class.school_id", "school_class.id"]),
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "request_id"),
        CheckConstraint("closes_on >= opens_on", name="dates"),
        Index("ix_assignment_class", "school_id", "class_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    request_id: Mapped[str]  # from the form: a double click gives once
    class_id: Mapped[UUID]  # the class whose page it stands on
    module_slug: Mapped[str]
    module_edition: Mapped[int]  # pupils see the newest revision of this edition
    steps: Mapped[list[str] | None]  # step ids; None: all
    steps_off: Mapped[list[str] | None]  # taken off after it was given: an answer on its way to one is still kept
    groups: Mapped[list[str] | None]  # None: the whole class; else some pupils, found by these instruction groups
    changes: Mapped[int] = mapped_column(default=0)  # rises when steps or pupils change: who saw an older page asks
    opens_on: Mapped[date]
    closes_on: Mapped[date]  # the last day it takes answers
    after_opened_at: Mapped[datetime | None]  # the teacher opened the steps after the visit
    pace: Mapped[str] = mapped_column(default="free")  # free, or opened: each step by the teacher
    opened_steps: Mapped[dict[str, Any]] = mapped_column(default=dict)  # step id: open by hand; false: and shut again
    paused_at: Mapped[datetime | None]  # the last pause: from when
    paused_until: Mapped[datetime | None]  # until when: it ends by itself, or ended
    state: Mapped[str]  # given, withdrawn
    given_by: Mapped[UUID]
    given_at: Mapped[datetime]


class AssignmentVisit(SchoolOwned, Table):
    """A booking that goes with an assignment. A class divided over slots or companies has several."""

    __tablename__ = "assignment_visit"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        UniqueConstraint("assignment_id", "booking_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID]
    booking_id: Mapped[UUID] = mapped_column(index=True)


class AssignmentTarget(PupilOwned, Table):
    """To whom: a class or group (`class_id`), or one pupil (`pupil_id`)."""

    __tablename__ = "assignment_target"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),
        ForeignKeyConstraint(["school_id", "class_id"], ["school_class.school_id", "school_class.id"]),
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupil.school_id", "pupil.id"]),
        CheckConstraint("(class_id is null) <> (pupil_id is null)", name="one"),
        Index("ix_assignment_target_assignment", "school_id", "assignment_id"),
        Index("ix_assignment_target_class", "school_id", "class_id"),
        Index("ix_assignment_target_pupil", "school_id", "pupil_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID]
    class_id: Mapped[UUID | None]
    pupil_id: Mapped[UUID | None]


class ModulePrint(Table):
    """A PDF of a module that was drawn once: guide, worksheet, answers. The same for everybody, no name on it."""

    __tablename__ = "module_print"
    __table_args__ = (UniqueConstraint("version_id", "kind", "language", "band", "design"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("module_version.id"))
    kind: Mapped[str]  # app/assignments/prints: KINDS
    language: Mapped[str]
    band: Mapped[str]  # the level it was drawn for; empty: for all levels
    design: Mapped[str]  # a digest of how it is drawn: another look is another print
    sha256: Mapped[str]
    made_at: Mapped[datetime]
