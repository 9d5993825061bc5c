"""Jobs: a row written in the same transaction as what asked for it. The row is the truth, the queue holds ids only."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import NOBODY, Actor, from_plain, to_plain
from app.base import clock
from app.base.db import Table
from app.base.house import House
from app.base.language import N_
from app.base.leases import renewing
from app.base.problems import Busy, NotFound, Problem
from app.base.work import Work

LEASE = timedelta(seconds=120)
RENEWED = 40.0  # seconds between two renewals of a lease while one thing takes long
TRIES = 4
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
BROKE = N_("Something broke on our side")
Q = ParamSpec("Q")
T = TypeVar("T")
log = logging.getLogger(__name__)


class Job(Table):
    __tablename__ = "job"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)  # two people who start the same run get one
    actor_id: Mapped[UUID | None]
    school_id: Mapped[UUID | None]
    actor: Mapped[dict[str, Any]]
    arguments: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(index=True)
    tries: Mapped[int]
    lease_until: Mapped[datetime | None]
    done: Mapped[int]
    total: Mapped[int]
    result: Mapped[dict[str, Any]]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class JobNow:
    """What a page shows of a job."""

    id: UUID
    state: str
    done: int
    total: int
    result: dict[str, Any]
    error: str | None


@dataclass(frozen=True, slots=True)
class Task:
    """What a handler gets: its arguments, and a way to read, act and tell how far it is."""

    house: House
    job_id: UUID
    actor: Any
    arguments: dict[str, Any]

    def read(self, query: Callable[Concatenate[Work, Q], T], *args: Q.args, **facts: Q.kwargs) -> T:
        with self.house.looking(self.actor, clock.now()) as work:
            return query(work, *args, **facts)

    def do(self, operation: Callable[Concatenate[Work, Q], T], *args: Q.args, **facts: Q.kwargs) -> T:
        return self.house.act(self.actor, clock.now(), operation, *args, **facts)

    def progress(self, done: int, total: int) -> None:
        """Says how far it is and keeps the lease alive."""
        self.house.act(NOBODY, clock.now(), _set_progress, job_id=self.job_id, done=done, total=total)

    @contextmanager
    def alive(self, every: float = RENEWED) -> Iterator[None]:
        """Keeps the lease alive while one thing takes longer than it. Only around what ends by itself."""
        with renewing(lambda: self.house.act(NOBODY, clock.now(), _renew, job_id=self.job_id), every):
            yield


class Later(Exception):
    """A handler's word that it cannot be done now through no fault of ours: it is tried again after `wait`, as often
    as the handler says so. It knows how long it stays patient; such a try does not count as one that broke."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


Handler = Callable[[Task], dict[str, Any]]  # may run twice without harm; returns what the page needs


def start_job(
    work: Work,
    *,
    kind: str,
    arguments: dict[str, Any],
    key: str | None = None,
    total: int = 0,
    after: datetime | None = None,
    actor: Actor | None = None,
) -> UUID:
    """Leave a job for the worker, in the transaction of the operation that asks for it. `after`: not before then.

    `actor`: for whom it runs, when that is not who asks.
    """
    actor = actor or work.actor
    if key is not None:
        held = work.db.scalars(select(Job).where(Job.key == key)).one_or_none()
        if held is not None and held.state in (WAITING, RUNNING):
            return held.id
        if held is not None:
            held.key = None
            work.db.flush()
    job = Job(
        id=work.new_id(),
        kind=kind,
        key=key,
        actor_id=actor.user_id,
        school_id=actor.school_id,
        actor=to_plain(actor),
        arguments=arguments,
        state=WAITING,
        lease_until=after,  # nobody takes it before
        tries=0,
        done=0,
        total=total,
        result={},
        created_at=work.now,
    )
    work.db.add(job)
    if after is None:
        work.woken.append(job.id)
    return job.id


def under_way(work: Work, *, key: str) -> UUID | None:
    """The job of this key that is not over yet."""
    return work.db.scalars(select(Job.id).where(Job.key == key, Job.state.in_((WAITING, RUNNING)))).one_or_none()


def job_of(work: Work, job_id: UUID) -> JobNow:
    """One's own job.

    Raises:
        NotFound: it is somebody else's, or there is none.
    """
    job = work.db.get(Job, job_id, populate_existing=True)
    if job is None or job.actor_id != work.actor.user_id or job.school_id != work.actor.school_id:
        raise NotFound("job")
    return _now(job)


def jobs_now(work: Work, ids: Collection[UUID]) -> dict[UUID, JobNow]:
    """How far these jobs are, whoever asked for them. The caller asked whether one may know."""
    found = work.db.scalars(select(Job).where(Job.id.in_(ids)).execution_options(populate_existing=True))
    return {job.id: _now(job) for job in found}


def _now(job: Job) -> JobNow:
    return JobNow(job.id, job.state, job.done, job.total, job.result, job.error)


def due_jobs(house: House, now: datetime) -> list[UUID]:
    """Jobs that wait, or whose worker went away."""
    with house.looking(NOBODY, now) as work:
        return list(
            work.db.scalars(
                select(Job.id)
                .where(
                    or_(
                        (Job.state == WAITING) & (or_(Job.lease_until.is_(None), Job.lease_until < now)),
                        (Job.state == RUNNING) & (Job.lease_until < now),
                    )
                )
                .order_by(Job.id)
                .limit(200)
            )
        )


def run_job(house: House, handlers: Mapping[str, Handler], job_id: UUID) -> bool:
    """Take the lease, run the handler, keep the outcome. False when somebody else has it or it is over."""
    job = house.act(NOBODY, clock.now(), _take_lease, job_id=job_id)
    if job is None:
        return False
    kind, actor, arguments, tries = job
    try:
        result = handlers[kind](Task(house, job_id, from_plain(actor), arguments))
    except Later as later:
        house.act(NOBODY, clock.now(), _wait, job_id=job_id, wait=later.wait)
        return False
    except Exception as error:
        _not_done(house, job_id, kind, tries, error)
        return False
    house.act(NOBODY, clock.now(), _finish, job_id=job_id, state=DONE, result=result, error=None)
    return True


def give_back(house: House, job_id: UUID) -> None:
    """A worker that must stop before its job is done hands it back, and the try does not count."""
    house.act(NOBODY, clock.now(), _give_back, job_id=job_id)


def _not_done(house: House, job_id: UUID, kind: str, tries: int, error: Exception) -> None:
    """A problem is final; anything else is tried again later, four times in all. No argument is logged."""
    log.warning("job %s %s try %s: %s", kind, job_id, tries, type(error).__name__)
    is_final = isinstance(error, Problem) and not isinstance(error, Busy)
    if is_final or tries >= TRIES:
        message = getattr(error, "message", None) or BROKE
        house.act(NOBODY, clock.now(), _finish, job_id=job_id, state=FAILED, result={}, error=message)
    else:
        house.act(NOBODY, clock.now(), _try_later, job_id=job_id, tries=tries)


def _take_lease(work: Work, *, job_id: UUID) -> tuple[str, dict[str, Any], dict[str, Any], int] | None:
    taken: CursorResult[Any] = work.db.execute(  # type: ignore[assignment]  # an UPDATE returns a CursorResult
        update(Job)
        .where(
            Job.id == job_id,
            Job.state.in_((WAITING, RUNNING)),
            or_(Job.lease_until.is_(None), Job.lease_until < work.now),
        )
        .values(state=RUNNING, lease_until=work.now + LEASE, tries=Job.tries + 1)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:
        return None
    job = work.db.get_one(Job, job_id)
    if job.tries > TRIES:  # it took its worker down each time: it must not come back for ever
        job.state, job.error, job.finished_at, job.lease_until, job.key = FAILED, BROKE, work.now, None, None
        return None
    return job.kind, job.actor, job.arguments, job.tries


def _give_back(work: Work, *, job_id: UUID) -> None:
    work.db.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == RUNNING)
        .values(state=WAITING, lease_until=None, tries=Job.tries - 1)
        .execution_options(synchronize_session=False)
    )


def _set_progress(work: Work, *, job_id: UUID, done: int, total: int) -> None:
    """Who comes further than ever before has earned its tries again: what is long is not what breaks."""
    job = work.db.get_one(Job, job_id)
    if done > job.done:
        job.tries = 1
    job.done, job.total, job.lease_until = done, total, work.now + LEASE


def _renew(work: Work, *, job_id: UUID) -> None:
    work.db.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == RUNNING)
        .values(lease_until=work.now + LEASE)
        .execution_options(synchronize_session=False)
    )


def _finish(work: Work, *, job_id: UUID, state: str, result: dict[str, Any], error: str | None) -> None:
    job = work.db.get_one(Job, job_id)
    job.state, job.result, job.error, job.finished_at = state, result, error, work.now
    job.lease_until, job.key = None, None
    if state == DONE:
        job.done = job.total


def _wait(work: Work, *, job_id: UUID, wait: timedelta) -> None:
    job = work.db.get_one(Job, job_id)
    job.state, job.lease_until, job.tries = WAITING, work.now + wait, job.tries - 1


def _try_later(work: Work, *, job_id: UUID, tries: int) -> None:
    job = work.db.get_one(Job, job_id)
    job.state, job.lease_until = WAITING, work.now + timedelta(seconds=5 * 3**tries)
