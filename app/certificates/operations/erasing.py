"""Whose certificate it was is taken out of the snapshot; number, state, programme and date stay, so that it can still
be checked."""

from uuid import UUID

from sqlalchemy import select

from app.base.work import Work
from app.certificates.models import Certificate
from app.certificates.operations.settling import settle

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
    return len(rows)
