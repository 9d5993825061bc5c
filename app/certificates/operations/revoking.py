"""Revoke with a reason; the paper and its snapshot stay as they were."""

from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.certificates.models import Certificate
from app.certificates.queries import (
    ISSUED,
    REVOKED,
    Issued,
    certificate_by_number,
)


def revoke_certificate(work: Work, *, number: str, reason: str) -> Issued:
    """From now on `/v/<code>` says revoked; pressed twice, it counts once. The reason stays in the school.

    Returns the certificate as it was: `source` and `code` say on which page it stands.

    Raises:
        NotFound: no such certificate in reach.
        RuleBroken: no reason.
    """
    found = certificate_by_number(work, number=number)
    if not reason.strip():
        raise RuleBroken("reason", N_("Say in a few words why."))
    row = work.db.get_one(Certificate, found.id, with_for_update=True)
    if row.state == ISSUED:
        row.state, row.revoked_at, row.revoked_reason = REVOKED, work.now, reason.strip()[:500]
        work.audit("certificate.revoked", row.id)
    return found
