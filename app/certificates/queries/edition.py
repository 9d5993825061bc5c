"""An edition printed for all its schools: what the network may see of it, numbers alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select

from app.access.actor import Role
from app.access.matrix import Permission
from app.base.jobs import FAILED, JobNow, jobs_now
from app.base.problems import NotFound
from app.base.work import Work
from app.certificates.models import EditionPrint
from app.certificates.printing import FEW
from app.certificates.queries.runs import BUSY
from app.certificates.queries.school import Period, day_starts, edition_as_period
from app.people.models import Post, School, Staff
from app.visits.models import Booking, Edition, VisitSlot
from app.visits.rules import LIVE

NOT_STARTED, LOOKING, NOTHING = "not-started", "looking", "nothing"
PRINTING, READY, BROKEN = "printing", "ready", "broken"


@dataclass(frozen=True, slots=True)
class SchoolPrint:
    """How far a school is. A count below five is not told: `certificates` and `waiting` are then 0 and `is_few`."""

    name: str
    place: str
    has_office: bool  # somebody can open what is made
    state: str
    done: int
    certificates: int
    waiting: int
    few: bool  # fewer than five are ready
    few_wait: bool
    is_told: bool


@dataclass(frozen=True, slots=True)
class EditionNow:
    id: UUID
    name: str
    schools: tuple[SchoolPrint, ...]

    @property
    def is_busy(self) -> bool:
        return any(one.state in (LOOKING, PRINTING) for one in self.schools)


def editions_to_print(work: Work) -> tuple[Period, ...]:
    """Newest first."""
    work.must(Permission.CERTIFICATE_PREPARE)
    rows = work.db.scalars(select(Edition).order_by(Edition.starts_on.desc(), Edition.id))
    return tuple(map(edition_as_period, rows))


def edition_to_print(work: Work, *, edition_id: UUID) -> EditionNow:
    """Every school with a visit in the edition. Raises: NotFound."""
    edition = one_edition(work, edition_id)
    held = {
        row.school_id: row for row in work.db.scalars(select(EditionPrint).where(EditionPrint.edition_id == edition_id))
    }
    taking_part = School.id.in_({*schools_of_edition(work, edition), *held})
    schools = work.db.scalars(select(School).where(taking_part).order_by(School.name, School.id)).all()
    jobs = jobs_now(work, [one.job_id for one in held.values()])
    offices = {post.school_id for post, _ in offices_of(work, [one.id for one in schools])}

    def one(school: School) -> SchoolPrint:
        row = held.get(school.id)
        return _school(school, school.id in offices, row, jobs.get(row.job_id) if row else None)

    return EditionNow(edition_id, edition.name, tuple(map(one, schools)))


def one_edition(work: Work, edition_id: UUID) -> Period:
    """Raises: NotFound."""
    work.must(Permission.CERTIFICATE_PREPARE)
    row = work.db.get(Edition, edition_id)
    if row is None:
        raise NotFound("edition")
    return edition_as_period(row)


def schools_of_edition(work: Work, edition: Period) -> list[UUID]:
    """Those with a visit that goes on or took place on its days, in a fixed order."""
    since, until = day_starts(edition.starts_on), day_starts(edition.ends_on + timedelta(days=1))
    rows = work.db.scalars(
        select(Booking.school_id)
        .join(VisitSlot, VisitSlot.id == Booking.slot_id)
        .where(VisitSlot.starts_at >= since, VisitSlot.starts_at < until, Booking.state.in_(LIVE))
        .distinct()
    )
    return sorted(rows)


def offices_of(work: Work, schools: Collection[UUID]) -> list[tuple[Post, Staff]]:
    """Who works in the office of these schools today, and has signed in or can."""
    rows = work.db.execute(
        select(Post, Staff)
        .join(Staff, Staff.id == Post.staff_id)
        .where(
            Post.role == Role.SCHOOL_ADMIN.value,
            Post.school_id.in_(schools),
            Post.from_on <= work.today,
            or_(Post.until_on.is_(None), Post.until_on > work.today),
            Staff.disabled_at.is_(None),
        )
        .order_by(Staff.email)
    )
    return [(post, staff) for post, staff in rows]


def _school(school: School, has_office: bool, row: EditionPrint | None, job: JobNow | None) -> SchoolPrint:
    ready, waiting = (row.certificates or 0, row.waiting or 0) if row else (0, 0)
    few, few_wait = 0 < ready < FEW, 0 < waiting < FEW
    return SchoolPrint(
        name=school.name,
        place=school.place,
        has_office=has_office,
        state=_state(row, job),
        done=job.done if job and not few and row and row.run_code else 0,
        certificates=0 if few else ready,
        waiting=0 if few_wait else waiting,
        few=few,
        few_wait=few_wait,
        is_told=bool(row and row.told_at),
    )


def _state(row: EditionPrint | None, job: JobNow | None) -> str:
    if row is None:
        return NOT_STARTED
    if job is None or job.state in BUSY:
        return PRINTING if row.run_code and job else LOOKING
    if job.state == FAILED:
        return BROKEN
    return READY if row.certificates else NOTHING
