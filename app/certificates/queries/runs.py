"""Print runs: what is being made, and the facts that are drawn."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.models import Assignment
from app.assignments.queries import (
    Given,
)
from app.base.problems import NotFound
from app.base.work import Work
from app.certificates.design import CertificateFacts, from_snapshot
from app.certificates.models import Certificate, PrintRun
from app.certificates.queries.issued import ISSUED
from app.visits.models import Booking


@dataclass(frozen=True, slots=True)
class RunNow:
    code: str
    job_id: UUID
    assignment_code: str
    file_name: str
    file_sha: str | None
    pages: int
    asked_at: datetime
    booking_code: str = ""  # of a run of a visit alone; the assignment is empty then


def facts_of_run(work: Work, *, code: str) -> list[CertificateFacts]:
    """The frozen facts of one's own run, in class-list order; what was revoked meanwhile is left out.

    Raises: NotFound: another's run, or none.
    """
    ids = [UUID(one) for one in _own_run(work, code).certificate_ids]
    found = {
        row.id: row.snapshot
        for row in work.db.execute(
            select(Certificate.id, Certificate.snapshot).where(Certificate.id.in_(ids), Certificate.state == ISSUED)
        )
    }
    return [from_snapshot(found[wanted]) for wanted in ids if wanted in found]


def run_by_code(work: Work, code: str) -> RunNow:
    """Raises: NotFound: another's run, or none."""
    run = _own_run(work, code)
    if run.booking_id:
        return replace(_run(run, ""), booking_code=work.db.get_one(Booking, run.booking_id).code)
    return _run(run, work.db.get_one(Assignment, run.assignment_id).code)


def runs_of_assignment(work: Work, *, given: Given) -> list[RunNow]:
    """One's own print runs, newest first."""
    work.must(Permission.CERTIFICATE_ISSUE, classes={given.class_id}, school=given.school_id)
    rows = work.db.scalars(
        select(PrintRun)
        .where(PrintRun.assignment_id == given.id, PrintRun.asked_by == work.actor.user_id)
        .order_by(PrintRun.id.desc())
        .limit(5)
    )
    return [_run(run, given.code) for run in rows]


def _own_run(work: Work, code: str) -> PrintRun:
    work.must(Permission.CERTIFICATE_ISSUE)
    run = work.db.scalars(select(PrintRun).where(PrintRun.code == code)).one_or_none()
    if run is None or run.asked_by != work.actor.user_id:
        raise NotFound("run")
    return run


def _run(run: PrintRun, assignment_code: str) -> RunNow:
    pages = len(run.certificate_ids)
    return RunNow(run.code, run.job_id, assignment_code, run.file_name, run.file_sha, pages, run.asked_at)
