"""Issued certificates: a number, a frozen snapshot of what was true, and whether it was revoked; print runs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import PupilOwned, Table


class Certificate(PupilOwned, Table):
    """Snapshot and number never change after issue; the state does, with a reason."""

    __tablename__ = "certificate"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupil.school_id", "pupil.id"]),
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("assignment_id", "pupil_id", "issue"),
        CheckConstraint("state in ('issued', 'revoked')", name="state"),
        Index("ix_certificate_pupil", "school_id", "pupil_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)  # OW26-7K4M-93QX, printed
    code_locked: Mapped[str]  # the 128-bit code of the QR, encrypted, for printing again; its digest is in a door
    assignment_id: Mapped[UUID]
    pupil_id: Mapped[UUID | None]  # emptied when the pupil is purged
    issue: Mapped[int]  # 1; a later correction is the next
    snapshot: Mapped[dict[str, Any]]  # app/certificates/design.py: CertificateFacts
    state: Mapped[str]
    issued_by: Mapped[UUID]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None]


class PrintRun(PupilOwned, Table):
    """One PDF for an assignment's class, made by a job."""

    __tablename__ = "print_run"
    __table_args__ = (ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    assignment_id: Mapped[UUID]
    job_id: Mapped[UUID]
    certificate_ids: Mapped[list[str]]
    file_name: Mapped[str]
    file_sha: Mapped[str | None]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
