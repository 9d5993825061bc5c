"""What jobs leave behind: rows and files, how long they stay, and how they go."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from app.base.jobs import DONE, FAILED, Job, start_job
from app.base.work import Work

MOST_FORGOTTEN = 500  # rows in one go, so that nobody waits for it


def note_file(work: Work, *, kind: str, sha: str) -> UUID:
    """A file that waits for somebody to say yes, kept as the result of a job that is over, so that it goes like one."""
    job_id = start_job(work, kind=kind, arguments={})
    job = work.db.get_one(Job, job_id)
    job.state, job.result, job.finished_at = DONE, {"sha": sha}, work.now
    work.woken.remove(job_id)
    return job_id


def forget_jobs(work: Work, *, before: datetime, kinds: Collection[str]) -> int:
    """The worker's: rows of jobs that were over before this moment, but of those that still know of a file.

    Returns how many; may run twice without harm.
    """
    over = select(Job).where(Job.finished_at <= before, Job.kind.in_(kinds), Job.state.in_((DONE, FAILED)))
    held = work.db.scalars(over.order_by(Job.id).limit(MOST_FORGOTTEN))
    ids = [job.id for job in held if not job.result.get("sha")]
    work.db.execute(delete(Job).where(Job.id.in_(ids)))
    return len(ids)


def files_past(work: Work, *, kinds: Collection[str], before: datetime) -> list[tuple[UUID, str]]:
    """(job, sha256) of the files that jobs of these kinds made up to a moment, and that no younger one made again."""
    done = select(Job).where(Job.kind.in_(kinds), Job.state == DONE, Job.finished_at.is_not(None))
    held = [(job, job.result["sha"]) for job in work.db.scalars(done.order_by(Job.id)) if job.result.get("sha")]
    past = [(job.id, sha) for job, sha in held if job.finished_at and job.finished_at <= before]
    ids = {job_id for job_id, _ in past}
    young = {sha for job, sha in held if job.id not in ids}
    return [(job_id, sha) for job_id, sha in past if sha not in young]


def drop_results(work: Work, *, ids: Collection[UUID]) -> int:
    """Their results are gone: who has an old link is asked to make it anew."""
    work.db.execute(update(Job).where(Job.id.in_(ids)).values(result={}).execution_options(synchronize_session=False))
    return len(ids)
