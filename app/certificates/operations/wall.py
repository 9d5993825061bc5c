"""Certificates for companies are asked for and drawn by the worker."""

from uuid import UUID

from app.access.matrix import Permission
from app.base.jobs import start_job
from app.base.language import LANGUAGES
from app.base.work import Work
from app.certificates.queries.wall import period_for_wall

WALL = "certificates.wall"


def start_wall(work: Work, *, period_id: UUID, language: str) -> UUID:
    """A host its own company's, the network's office those of all companies, as one PDF. Raises: NotFound."""
    company = work.actor.company_id
    work.must(Permission.COMPANY_EDIT, company=company)
    period_for_wall(work, period_id=period_id)
    arguments = {
        "period": str(period_id),
        "company": str(company) if company else "",
        "language": language if language in LANGUAGES else "nl",
    }
    work.audit("wall.asked", period_id)
    return start_job(work, kind=WALL, arguments=arguments, key=f"{WALL}:{work.actor.user_id}:{period_id}", total=1)
