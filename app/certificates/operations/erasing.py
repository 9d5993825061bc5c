"""Whose certificate it was is taken out of the snapshot; number, state, programme and date stay, so that it can still
be checked. Files on which the name was drawn go at once."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.base.work import Work
from app.certificates.models import Certificate, PrintPart
from app.certificates.operations.settling import settle
from app.certificates.printing import ERASED
from app.certificates.queries.runs import held_runs

NAMES = ("name", "short_name", "listed_name")


def erase_details(work: Work, *, pupil_id: UUID) -> int:
    """For who erases a pupil (app/privacy), in the school of that pupil. Asked twice, nothing more happens. Returns of
    how many certificates."""
    rows = work.db.scalars(select(Certificate).where(Certificate.pupil_id == pupil_id).with_for_update()).all()
    settle(work, rows)
    for row in rows:
        row.snapshot = {**row.snapshot, **dict.fromkeys(NAMES, "")}
        row.pupil_id, row.revoked_reason, row.erased_at = None, None, work.now
        work.audit("certificate.erased", row.id)
    _take_away(work, {str(row.id) for row in rows})
    return len(rows)


def _take_away(work: Work, certificate_ids: set[str]) -> None:
    """Every file on which one of these may be drawn: first the bytes, then the rows that know of them. When the act
    fails after that, a file is gone that can be made again; the other way round a name would be left that no row
    knows. A run that is being made right now finds the mark and begins anew (operations/making.py)."""
    for run in held_runs(work, certificate_ids):
        with_name = [part for part in _parts(work, run.id) if certificate_ids & set(part.certificate_ids or ())]
        for sha in {run.file_sha, *(part.file_sha for part in with_name)} - {None}:
            work.files.forget(str(sha))
        run.file_sha, run.held_up = None, ERASED
        for part in with_name:
            part.file_sha = part.drawn = part.seconds = None
        work.audit("print_run.erased", run.id)


def _parts(work: Work, run_id: UUID) -> Collection[PrintPart]:
    wanted = select(PrintPart).where(PrintPart.run_id == run_id).order_by(PrintPart.position).with_for_update()
    return work.db.scalars(wanted.execution_options(populate_existing=True)).all()
