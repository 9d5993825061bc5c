"""One PDF of what was issued, made by a job."""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.base.ids import public_code
from app.base.jobs import start_job
from app.base.names import folded
from app.base.work import Work
from app.certificates.models import PrintRun
from app.certificates.queries import (
    LESSON,
    Candidates,
    run_by_code,
)

PRINT = "certificates.print"


def start_run(work: Work, known: Candidates, ids: Sequence[UUID]) -> str:
    run_code = public_code()
    same = work.seal.digest("run", "-".join(sorted(map(str, ids))))
    job_id = start_job(
        work,
        kind=PRINT,
        arguments={"run": run_code},
        key=f"print:{known.subject_id}:{work.actor.user_id}:{same[:16]}",
        total=len(ids),
    )
    held = work.db.scalars(select(PrintRun).where(PrintRun.job_id == job_id)).one_or_none()
    if held is not None:
        return held.code
    work.db.add(
        PrintRun(
            id=work.new_id(),
            school_id=known.school.id,
            code=run_code,
            assignment_id=known.subject_id if known.source == LESSON else None,
            booking_id=None if known.source == LESSON else known.subject_id,
            job_id=job_id,
            certificate_ids=[str(one) for one in ids],
            file_name=_file_name(work, known, len(ids)),
            asked_by=work.actor.user_id,
            asked_at=work.now,
        )
    )
    return run_code


def keep_pdf(work: Work, *, run_code: str, sha: str) -> None:
    """The job has made the file. Raises: NotFound: another's run."""
    found = run_by_code(work, run_code)
    run = work.db.scalars(select(PrintRun).where(PrintRun.code == found.code)).one()
    run.file_sha = sha


def _file_name(work: Work, known: Candidates, pages: int) -> str:
    """`2026-10_7B_De-sluis-een_24.pdf`: sorts by month, and a class called `7/8` makes no folder of it."""
    title = "-".join(part.capitalize() for part in re.findall(r"[a-z0-9]+", folded(known.title))[:3])
    klass = "-".join(re.findall(r"[A-Z0-9]+", folded(known.class_name).upper()))
    return "_".join(part for part in (f"{work.today:%Y-%m}", klass, title, str(pages)) if part) + ".pdf"
