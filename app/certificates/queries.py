"""Who of a class has earned a certificate, what was issued, and what a verifier may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import (
    Given,
    TargetPupil,
    assignment_for_staff,
    bookings_of_assignment,
    pupils_given,
    visits_of_assignment,
)
from app.assignments.rules import Visit
from app.base.names import full_name
from app.base.pdf import clean_name, missing_glyphs
from app.base.problems import NotFound
from app.base.work import Work
from app.certificates import rules
from app.certificates.design import CertificateFacts, from_snapshot
from app.certificates.models import Certificate, PrintRun
from app.curriculum.module import Module
from app.curriculum.queries import module_of_edition
from app.learning.models import Answer, Mark
from app.learning.queries import NOTHING, ProgressNow, progress_of_assignment
from app.learning.rules import best_points
from app.people.models import School, SchoolClass
from app.visits.queries import BookingNow, bookings_by_id

ISSUED, REVOKED = "issued", "revoked"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One pupil on the page before printing."""

    pupil: TargetPupil
    name: str  # as it will print
    missing_glyphs: tuple[str, ...]
    verdict: rules.Verdict
    visits: tuple[Visit, ...]
    was_there: bool  # by the teacher's word
    progress: ProgressNow
    number: str | None  # of the certificate that was issued
    certificate_id: UUID | None
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class Candidates:
    given: Given
    module: Module
    school: School
    class_name: str
    bookings: tuple[BookingNow, ...]
    pupils: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class RunNow:
    code: str
    job_id: UUID
    file_name: str
    file_sha: str | None
    pages: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What a verifier sees: no more than stands on paper, the name shortened."""

    state: str
    number: str
    facts: CertificateFacts
    revoked_on: date | None


def candidates(work: Work, *, code: str, language: str = "nl") -> Candidates:
    """All pupils of an assignment in class-list order, each with what is earned or what is still missing.

    A constant number of queries whatever the size of the class.
    """
    work.must(Permission.CERTIFICATE_ISSUE)
    given = assignment_for_staff(work, code)
    module = module_of_edition(work, slug=given.module_slug, edition=given.module_edition, language=language)
    school = work.db.get_one(School, given.school_id)
    klass = work.db.get_one(SchoolClass, given.class_id)
    visits = visits_of_assignment(work, assignment_id=given.id)
    progress = progress_of_assignment(work, assignment_id=given.id)
    points = _points(work, given.id) if school.kind == "vo" else {}
    issued = _issued(work, given.id)
    pupils = tuple(
        _candidate(
            pupil,
            module,
            given,
            school.kind,
            visits.get(pupil.id, ()),
            progress.get(pupil.id, NOTHING),
            points.get(pupil.id, []),
            issued.get(pupil.id),
        )
        for pupil in pupils_given(work, assignment_id=given.id)
    )
    bookings = bookings_by_id(work, bookings_of_assignment(work, assignment_id=given.id))
    return Candidates(given, module, school, klass.name, bookings, pupils)


def certificates_of_pupil(work: Work, *, pupil_id: UUID) -> list[CertificateFacts]:
    """A pupil's valid certificates, newest first."""
    work.must(Permission.CERTIFICATE_READ)
    if work.actor.role == "pupil":
        work.must(Permission.CERTIFICATE_READ, person=pupil_id)
    rows = work.db.scalars(
        select(Certificate.snapshot)
        .where(Certificate.pupil_id == pupil_id, Certificate.state == ISSUED)
        .order_by(Certificate.id.desc())
    )
    return [from_snapshot(snapshot) for snapshot in rows]


def facts_for_print(work: Work, *, certificate_ids: Sequence[UUID]) -> list[CertificateFacts]:
    """The frozen facts in the order asked for; revoked ones are left out."""
    work.must(Permission.CERTIFICATE_ISSUE)
    found = {
        row.id: row.snapshot
        for row in work.db.execute(
            select(Certificate.id, Certificate.snapshot).where(
                Certificate.id.in_(certificate_ids), Certificate.state == ISSUED
            )
        )
    }
    return [from_snapshot(found[wanted]) for wanted in certificate_ids if wanted in found]


def run_by_code(work: Work, code: str) -> RunNow:
    """Raises: NotFound: another's run, or none."""
    work.must(Permission.CERTIFICATE_ISSUE)
    run = work.db.scalars(select(PrintRun).where(PrintRun.code == code)).one_or_none()
    if run is None or run.asked_by != work.actor.user_id:
        raise NotFound("run")
    return _run(run)


def runs_of_assignment(work: Work, *, assignment_id: UUID) -> list[RunNow]:
    """One's own print runs, newest first."""
    work.must(Permission.CERTIFICATE_ISSUE)
    rows = work.db.scalars(
        select(PrintRun)
        .where(PrintRun.assignment_id == assignment_id, PrintRun.asked_by == work.actor.user_id)
        .order_by(PrintRun.id.desc())
        .limit(5)
    )
    return [_run(run) for run in rows]


def certificate_at_door(work: Work, *, certificate_id: UUID) -> Seen:
    """For `/v/<code>`. Raises: NotFound."""
    work.must(Permission.CERTIFICATE_VERIFY, school=work.school_id)
    row = work.db.get(Certificate, certificate_id)
    if row is None:
        raise NotFound("certificate")
    revoked = row.revoked_at.date() if row.revoked_at else None
    return Seen(row.state, row.number, from_snapshot(row.snapshot), revoked)


def _candidate(
    pupil: TargetPupil,
    module: Module,
    given: Given,
    tone: str,
    visits: tuple[Visit, ...],
    progress: ProgressNow,
    marks: list[tuple[str, float, float]],
    issued: Certificate | None,
) -> Candidate:
    name = clean_name(full_name(pupil.first_name, pupil.last_name))
    verdict = rules.verdict(
        module,
        tone=tone,
        chosen=given.steps,
        visits=visits,
        cells=progress.steps,
        points=best_points(marks),
    )
    return Candidate(
        pupil,
        name,
        tuple(missing_glyphs(name)),
        verdict,
        visits,
        any(visit.present for visit in visits),
        progress,
        issued.number if issued else None,
        issued.id if issued else None,
        issued.issued_at if issued else None,
    )


def _points(work: Work, assignment_id: UUID) -> dict[UUID, list[tuple[str, float, float]]]:
    found: dict[UUID, list[tuple[str, float, float]]] = {}
    for pupil_id, question, score, out_of in work.db.execute(
        select(Answer.pupil_id, Answer.question_id, Mark.score, Mark.out_of)
        .join(Mark, Mark.answer_id == Answer.id)
        .where(Answer.assignment_id == assignment_id)
    ):
        found.setdefault(pupil_id, []).append((question, score, out_of))
    return found


def _issued(work: Work, assignment_id: UUID) -> dict[UUID | None, Certificate]:
    rows = work.db.scalars(
        select(Certificate).where(
            Certificate.assignment_id == assignment_id, Certificate.state == ISSUED
        )
    )
    return {row.pupil_id: row for row in rows}


def _run(run: PrintRun) -> RunNow:
    return RunNow(run.code, run.job_id, run.file_name, run.file_sha, len(run.certificate_ids), run.asked_at)

