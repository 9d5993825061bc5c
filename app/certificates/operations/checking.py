"""A page for schools and parents that says how to check a certificate, asked for as PDF."""

from uuid import UUID

from app.access.matrix import Permission
from app.base.jobs import start_job
from app.base.language import LANGUAGES
from app.base.work import Work

CHECK_PAGE = "certificates.how_to_check"


def start_how_to_check(work: Work, *, language: str, site: str) -> UUID:
    """Asked for twice while it is being made it is one. Returns the job."""
    work.must(Permission.CERTIFICATE_ISSUE)
    said = language if language in LANGUAGES else LANGUAGES[0]
    key = f"check:{said}:{work.actor.user_id}"
    return start_job(work, kind=CHECK_PAGE, arguments={"language": said, "site": site}, key=key, total=1)
