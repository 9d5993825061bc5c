"""Printing a module, for who is signed in: a sheet is drawn once and then there for everybody."""

from uuid import UUID

from app.assignments import prints
from app.base.jobs import start_job
from app.base.work import Work

PRINT = "assignments.print"


def start_print(
    work: Work, *, slug: str, kind: str, language: str, band: str = "", edition: int | None = None
) -> UUID | None:
    """Ask the worker for a sheet of a module; None when it was drawn before and can be opened at once.

    Raises:
        NotFound: no such module or sheet. NotAllowed: this sheet is not for this role.
    """
    one = prints.asked(work, slug=slug, kind=kind, language=language, band=band, edition=edition)
    if prints.held_print(work, one):
        return None
    facts = {"slug": slug, "kind": kind, "language": one.language, "band": one.band, "edition": one.module.edition}
    key = f"{PRINT}:{one.module.version_id}:{kind}:{one.language}:{one.band}:{work.actor.user_id}"
    return start_job(work, kind=PRINT, arguments=facts, key=key, total=1)


def keep_print(
    work: Work, *, slug: str, kind: str, language: str, band: str, edition: int, version_id: UUID, sha256: str
) -> None:
    """The worker has drawn it. Drawn twice at once, the first stays; of a version that is not the newest any more,
    nothing is kept."""
    one = prints.asked(work, slug=slug, kind=kind, language=language, band=band, edition=edition)
    if one.module.version_id == version_id and not prints.held_print(work, one):
        prints.keep_row(work, one, sha256)
