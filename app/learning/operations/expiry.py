"""What is past its day goes: the worker's part of keeping photos and printed overviews for a time only."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.base.jobs import DONE, Job
from app.base.work import Work
from app.learning.models import Photo
from app.learning.operations.exports import OVERVIEW

KEPT = timedelta(days=1)  # an overview that was printed: names of children stand on it


def drop_photos(work: Work, *, ids: Collection[UUID]) -> int:
    """Take away the rows of photos whose bytes are gone; those that are past their day alone."""
    rows = work.db.scalars(select(Photo).where(Photo.id.in_(ids), Photo.delete_on <= work.today)).all()
    for row in rows:
        work.db.delete(row)
    return len(rows)


def overviews_past(work: Work) -> list[tuple[UUID, str]]:
    """(job, sha256) of overviews that were drawn more than a day ago and of which no younger one is the same file."""
    drawn = select(Job).where(Job.kind == OVERVIEW, Job.state == DONE, Job.finished_at.is_not(None))
    held = [(job, job.result["sha"]) for job in work.db.scalars(drawn.order_by(Job.id)) if job.result.get("sha")]
    past = [(job.id, sha) for job, sha in held if job.finished_at and job.finished_at <= work.now - KEPT]
    ids = {job_id for job_id, _ in past}
    young = {sha for job, sha in held if job.id not in ids}
    return [(job_id, sha) for job_id, sha in past if sha not in young]


def drop_overviews(work: Work, *, ids: Collection[UUID]) -> int:
    """The jobs forget where their files were."""
    rows = work.db.scalars(select(Job).where(Job.id.in_(ids), Job.kind == OVERVIEW)).all()
    for row in rows:
        row.result = {}
    return len(rows)
