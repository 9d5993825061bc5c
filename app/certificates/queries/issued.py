"""What was issued: a pupil's own, one by its number, and what a verifier may see."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.models import Assignment
from app.assignments.queries import (
    assignment_for_staff,
)
from app.base.clock import school_day
from app.base.problems import NotFound
from app.base.work import Work
from app.certificates.design import CertificateFacts, from_snapshot
from app.certificates.models import Certificate

ISSUED, REVOKED = "issued", "revoked"


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate as its school sees it."""

    id: UUID
    number: str
    name: str
    state: str
    assignment_code: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a verifier sees: no more than stands on paper, the name shortened."""

    state: str
    number: str
    facts: CertificateFacts
    revoked_on: date | None


def certificates_of_pupil(work: Work, *, pupil_id: UUID) -> list[CertificateFacts]:
    """A pupil's own valid certificates, newest first."""
    work.must(Permission.CERTIFICATE_READ, person=pupil_id)
    rows = work.db.scalars(
        select(Certificate.snapshot)
        .where(Certificate.pupil_id == pupil_id, Certificate.state == ISSUED)
        .order_by(Certificate.id.desc())
    )
    return [from_snapshot(snapshot) for snapshot in rows]


def certificate_by_number(work: Work, *, number: str) -> Issued:
    """Raises: NotFound: another class's, another school's, or none."""
    work.must(Permission.CERTIFICATE_REVOKE)
    row = work.db.execute(
        select(Certificate, Assignment.code)
        .join(Assignment, Assignment.id == Certificate.assignment_id)
        .where(Certificate.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound("certificate")
    certificate, code = row
    given = assignment_for_staff(work, code)
    work.must(Permission.CERTIFICATE_REVOKE, classes={given.class_id}, school=given.school_id)
    name = from_snapshot(certificate.snapshot).name
    return Issued(certificate.id, certificate.number, name, certificate.state, code)


def certificate_at_door(work: Work, *, certificate_id: UUID) -> Seen:
    """For `/v/<code>`. Raises: NotFound."""
    work.must(Permission.CERTIFICATE_VERIFY, school=work.school_id)
    row = work.db.get(Certificate, certificate_id)
    if row is None:
        raise NotFound("certificate")
    revoked = school_day(row.revoked_at) if row.revoked_at else None
    return Seen(row.state, row.number, from_snapshot(row.snapshot), revoked)
