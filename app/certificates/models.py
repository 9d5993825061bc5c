"""Issued certificates: a number, a frozen snapshot of what was true, and whether it was revoked; print runs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import PupilOwned, SchoolOwned, Table


class Certificate(PupilOwned, Table):
    """Snapshot and number never change after issue; the state does, with a reason.

    It hangs on the lesson that was given, or on a visit alone when no lesson goes with it.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupil.school_id", "pupil.id"]),
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("assignment_id", "pupil_id", "kind", "issue"),
        UniqueConstraint("booking_id", "pupil_id", "issue"),
        CheckConstraint("state in ('issued', 'revoked', 'replaced', 'void')", name="state"),
        CheckConstraint("kind in ('visit', 'module', 'both')", name="kind"),
        CheckConstraint("(assignment_id is null) <> (booking_id is null)", name="subject"),
        Index("ix_certificate_pupil", "school_id", "pupil_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)  # OW26-7K4M-93QX, printed; a correction has the same with /2
    code_locked: Mapped[str]  # the 128-bit code of the QR, encrypted, for printing again; its digest is in a door
    assignment_id: Mapped[UUID | None]
    booking_id: Mapped[UUID | None]  # of a certificate of the visit alone: the first visit of that day
    pupil_id: Mapped[UUID | None]  # emptied when the pupil is purged
    kind: Mapped[str] = mapped_column(server_default="both")  # of the visit, of the module, of both
    issue: Mapped[int]  # 1; whatever is issued to the pupil for the same later is the next
    revision: Mapped[int] = mapped_column(server_default="1")  # what the number says behind the stroke
    replaces_id: Mapped[UUID | None]  # the certificate that this one corrects
    snapshot: Mapped[dict[str, Any]]  # app/certificates/design.py: CertificateFacts
    state: Mapped[str]
    ahead_of: Mapped[list[str] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # printed before the visit: the bookings whose presence decides
    settled_at: Mapped[datetime | None]  # when presence had decided; from then on it rests on nothing else
    issued_by: Mapped[UUID]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]  # or replaced, or void
    revoked_reason: Mapped[str | None]
    erased_at: Mapped[datetime | None]  # who it was about is gone from the snapshot; number and state stay


class PrintRun(PupilOwned, Table):
    """One file of certificates, made by a job: for a lesson's class, for a visit's, or for a whole school."""

    __tablename__ = "print_run"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        UniqueConstraint("school_id", "id"),
        CheckConstraint("shape in ('pdf', 'zip')", name="shape"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    assignment_id: Mapped[UUID | None]  # of one lesson; with booking_id empty too: of several classes
    booking_id: Mapped[UUID | None]
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"))
    title: Mapped[str] = mapped_column(server_default="")  # what it is of, as its page says
    shape: Mapped[str] = mapped_column(server_default="pdf")  # one PDF, or a zip with one for each class
    again: Mapped[bool] = mapped_column(server_default=false())  # also what was printed before
    job_id: Mapped[UUID]
    file_name: Mapped[str]
    file_sha: Mapped[str | None]  # when it is whole; emptied after its term
    held_up: Mapped[str] = mapped_column(server_default="")  # why it waits: app/certificates/printing.py
    keep_until: Mapped[datetime]  # the file holds names of children: it goes then, numbers and codes stay
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]


class PrintPart(PupilOwned, Table):
    """The papers of one class in a run: issued in one act, drawn as a document of its own and kept at once.

    A worker that is killed leaves what is drawn, and the numbers of what is not.
    """

    __tablename__ = "print_part"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "run_id"], ["print_run.school_id", "print_run.id"]),
        ForeignKeyConstraint(["school_id", "class_id"], ["school_class.school_id", "school_class.id"]),
        ForeignKeyConstraint(["school_id", "assignment_id"], ["assignment.school_id", "assignment.id"]),
        ForeignKeyConstraint(["school_id", "booking_id"], ["booking.school_id", "booking.id"]),
        UniqueConstraint("run_id", "position"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID]
    position: Mapped[int]  # from 1, in the order of the paper
    class_id: Mapped[UUID | None]  # whoever may print for all classes of a run may open it; None: the office alone
    assignment_id: Mapped[UUID | None]
    booking_id: Mapped[UUID | None]
    label: Mapped[str]  # `7B: De sluis`
    expected: Mapped[int]  # how many were ready when it was asked for
    certificate_ids: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # None: not issued yet
    drawn: Mapped[int | None]  # how many are in the file; None: not drawn yet
    seconds: Mapped[float | None]  # that drawing took
    file_sha: Mapped[str | None]  # None: not drawn, or nothing to draw


class EditionPrint(SchoolOwned, Table):
    """That the network had the certificates of an edition printed for a school: numbers alone, of no pupil."""

    __tablename__ = "edition_print"
    __table_args__ = (UniqueConstraint("edition_id", "school_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    job_id: Mapped[UUID]  # that looks what is ready, then that of the run
    run_code: Mapped[str] = mapped_column(server_default="")  # only the school can open it
    certificates: Mapped[int | None]  # how many were ready; None: not looked yet
    waiting: Mapped[int | None]  # pupils who have not earned theirs yet
    told_at: Mapped[datetime | None]  # the school office had a mail that it is ready
    started_by: Mapped[UUID]
    started_at: Mapped[datetime]


class DesignOffer(Table):
    """Which designs certificates have by default, and among which schools choose: of an edition, or of the network."""

    __tablename__ = "design_offer"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(unique=True)  # the edition's id, or `network`: one row each
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"))
    po: Mapped[str]  # folders under templates/print/certificates
    vo: Mapped[str]
    day: Mapped[str]  # of several visits on one day
    allowed: Mapped[list[str]]
    by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class SchoolDesign(SchoolOwned, Table):
    """What a school chose for its certificates, and the signature that is printed on them. One row a school."""

    __tablename__ = "school_design"
    __table_args__ = (ForeignKeyConstraint(["school_id"], ["school.id"]), UniqueConstraint("school_id"))
    id: Mapped[UUID] = mapped_column(primary_key=True)
    design: Mapped[str]  # empty: as the network's office set it
    day_design: Mapped[str]
    signature_sha: Mapped[str | None]  # none: a line for a pen
    signed_by: Mapped[str]  # who signs, with a function: `M. Jansen, directeur`
