"""What was issued: a pupil's own, one by its number, and what a verifier may see."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.models import Assignment
from app.base.clock import school_day
from app.base.problems import NotFound
from app.base.work import Work
from app.certificates import rules
from app.certificates.design import CertificateFacts, from_snapshot
from app.certificates.models import Certificate
from app.certificates.queries.candidates import LESSON, VISIT_ALONE, Candidate, Candidates, candidates_of
from app.certificates.queries.standing import worths
from app.visits.models import Booking

ISSUED, REVOKED = rules.ISSUED, rules.REVOKED


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate as its school sees it.

    `source` and `code` say on which names page it stands. `is_now`: valid, ahead, void, revoked or replaced;
    `newer`: the number that replaced it.
    """

    id: UUID
    number: str
    name: str
    state: str
    kind: str
    is_now: str
    why: str
    source: str
    code: str
    pupil_id: UUID | None
    newer: str | None
    facts: CertificateFacts


@dataclass(frozen=True, slots=True)
class Seen:
    """What a verifier sees: no more than stands on paper, the name shortened.

    `is_now`: valid, ahead, void, revoked or replaced. `since`: the day it was revoked, replaced or void. `newer`: the
    number that replaced it. `is_erased`: whose it was is gone.
    """

    is_now: str
    number: str
    kind: str
    facts: CertificateFacts
    since: date | None
    newer: str | None
    is_erased: bool


def certificates_of_pupil(work: Work, *, pupil_id: UUID) -> list[CertificateFacts]:
    """A pupil's own valid certificates, newest first; none that waits for its visit, was void or has a newer one."""
    work.must(Permission.CERTIFICATE_READ, person=pupil_id)
    rows = work.db.scalars(
        select(Certificate)
        .where(Certificate.pupil_id == pupil_id, Certificate.state == rules.ISSUED)
        .order_by(Certificate.id.desc())
    ).all()
    worth = worths(work, rows)
    return [from_snapshot(row.snapshot) for row in rows if worth[row.id].is_now == rules.VALID]


def certificate_by_number(work: Work, *, number: str) -> Issued:
    """Raises: NotFound: another class's, another school's, or none."""
    work.must(Permission.CERTIFICATE_REVOKE)
    row = work.db.scalars(select(Certificate).where(Certificate.number == number)).one_or_none()
    if row is None:
        raise NotFound("certificate")
    source, code, class_id = _hangs_on(work, row)
    work.must(Permission.CERTIFICATE_REVOKE, classes=frozenset({class_id}), school=row.school_id)
    worth = worths(work, [row])[row.id]
    return Issued(
        id=row.id,
        number=row.number,
        name=from_snapshot(row.snapshot).name,
        state=row.state,
        kind=row.kind,
        is_now=worth.is_now if row.state == rules.ISSUED else row.state,
        why=worth.why,
        source=source,
        code=code,
        pupil_id=row.pupil_id,
        newer=newer_number(work, row.id),
        facts=from_snapshot(row.snapshot),
    )


def candidate_of(work: Work, *, found: Issued, language: str = "nl") -> tuple[Candidates, Candidate | None]:
    """The page on which this one stands, seen as a run of its kind, and its pupil; None when not in the class now."""
    kind = rules.BOTH if found.kind == rules.MODULE else found.kind
    known = candidates_of(work, source=found.source, code=found.code, language=language, kind=kind)
    return known, next((one for one in known.pupils if one.pupil.id == found.pupil_id), None)


def certificate_at_door(work: Work, *, certificate_id: UUID) -> Seen:
    """For `/v/<code>`. Raises: NotFound."""
    work.must(Permission.CERTIFICATE_VERIFY, school=work.school_id)
    row = work.db.get(Certificate, certificate_id)
    if row is None:
        raise NotFound("certificate")
    return Seen(
        is_now=worths(work, [row])[row.id].is_now if row.state == rules.ISSUED else row.state,
        number=row.number,
        kind=row.kind,
        facts=from_snapshot(row.snapshot),
        since=school_day(row.revoked_at) if row.revoked_at else None,
        newer=newer_number(work, row.id) if row.state == rules.REPLACED else None,
        is_erased=row.erased_at is not None,
    )


def newer_number(work: Work, certificate_id: UUID) -> str | None:
    """The number of what replaced this one."""
    return work.db.scalar(
        select(Certificate.number)
        .where(Certificate.replaces_id == certificate_id)
        .order_by(Certificate.id.desc())
        .limit(1)
    )


def _hangs_on(work: Work, row: Certificate) -> tuple[str, str, UUID]:
    """Source, code and class. Raises: NotFound: a visit that has no class any more."""
    lesson = select(Assignment.code, Assignment.class_id).where(Assignment.id == row.assignment_id)
    visit = select(Booking.code, Booking.class_id).where(Booking.id == row.booking_id)
    code, class_id = work.db.execute(lesson if row.assignment_id else visit).one()
    if class_id is None:
        raise NotFound("certificate")
    return (LESSON if row.assignment_id else VISIT_ALONE), code, class_id
