"""Print runs: what is being made, who may open it, and the facts that are drawn."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select

from app.access.matrix import Permission
from app.assignments.models import Assignment
from app.base.jobs import FAILED, JobNow, jobs_now
from app.base.problems import NotFound
from app.base.work import Work
from app.certificates.design import CertificateFacts, from_snapshot
from app.certificates.models import Certificate, PrintPart, PrintRun
from app.certificates.printing import ERASED, seconds_left
from app.certificates.queries.issued import ISSUED
from app.certificates.queries.shapes import LESSON, Candidates
from app.visits.models import Booking

BUSY = ("waiting", "running")
Codes = dict[UUID | None, str]
SHOWN = 30  # runs on a page; older ones are past their term


@dataclass(frozen=True, slots=True)
class Part:
    """One class of a run. `certificates` is what was ready until it is issued, then what was issued."""

    position: int
    label: str
    assignment_code: str | None
    visit_code: str | None
    is_issued: bool
    certificates: int
    drawn: int | None  # None: not drawn yet
    seconds: float | None
    file_sha: str | None


@dataclass(frozen=True, slots=True)
class RunNow:
    """A run as its page shows it."""

    code: str
    assignment_code: str | None  # of a run of one lesson
    visit_code: str | None  # of a run of one visit without a lesson
    title: str
    shape: str
    file_name: str
    file_sha: str | None  # None: not there, or not any more
    held_up: str
    job: JobNow
    parts: tuple[Part, ...]
    asked_at: datetime
    keep_until: datetime

    @property
    def certificates(self) -> int:
        """How many there are, or will be as far as is known."""
        return sum(one.certificates if one.drawn is None else one.drawn for one in self.parts)

    @property
    def drawn(self) -> int:
        return sum(one.drawn or 0 for one in self.parts)

    @property
    def issued(self) -> int:
        return sum(one.certificates for one in self.parts if one.is_issued)

    @property
    def is_busy(self) -> bool:
        return self.job.state in BUSY

    @property
    def is_ready(self) -> bool:
        return not self.is_busy and self.file_sha is not None

    @property
    def is_failed(self) -> bool:
        return self.job.state == FAILED and self.file_sha is None

    @property
    def is_erased(self) -> bool:
        """The file was taken away because the details of a pupil in it were erased."""
        return self.held_up == ERASED

    @property
    def seconds_left(self) -> int | None:
        measured = [(one.drawn, one.seconds) for one in self.parts if one.drawn and one.seconds]
        return seconds_left(measured, self.certificates - self.drawn)


def run_by_code(work: Work, code: str) -> RunNow:
    """For whoever may print for all classes in it. Raises: NotFound: out of reach, or none."""
    run, parts = opened(work, code)
    return _runs(work, [run], {run.id: parts})[0]


def runs_of_subject(work: Work, *, found: Candidates) -> list[RunNow]:
    """The print runs of a lesson or of a visit alone, newest first, whoever asked for them."""
    work.must(Permission.CERTIFICATE_ISSUE)
    which = PrintRun.assignment_id if found.source == LESSON else PrintRun.booking_id
    wanted = select(PrintRun).where(which == found.subject_id, PrintRun.keep_until > work.now)
    rows = work.db.scalars(wanted.order_by(PrintRun.id.desc()).limit(5)).all()
    parts = _parts_of(work, rows)
    return _runs(work, [one for one in rows if _may_open(work, parts[one.id])], parts)


def ready_run(work: Work, found: Candidates, ids: Sequence[UUID]) -> str | None:
    """The newest run of a lesson or of a visit alone with exactly these certificates whose file lies ready."""
    for run in runs_of_subject(work, found=found):
        if run.is_ready and run.drawn == len(ids) and _certificates(work, run.code) == set(map(str, ids)):
            return run.code
    return None


def _certificates(work: Work, code: str) -> set[str]:
    wanted = select(PrintPart.certificate_ids).join(PrintRun, PrintRun.id == PrintPart.run_id)
    return {one for ids in work.db.scalars(wanted.where(PrintRun.code == code)) for one in ids or ()}


def runs_of_school(work: Work) -> list[RunNow]:
    """The print runs that one may open, newest first."""
    work.must(Permission.CERTIFICATE_ISSUE)
    rows = work.db.scalars(
        select(PrintRun)
        .where(PrintRun.school_id == work.school_id, PrintRun.keep_until > work.now)
        .order_by(PrintRun.id.desc())
        .limit(4 * SHOWN)
    ).all()
    parts = _parts_of(work, rows)
    return _runs(work, [one for one in rows if _may_open(work, parts.get(one.id, ()))][:SHOWN], parts)


def opened(work: Work, code: str) -> tuple[PrintRun, list[PrintPart]]:
    """The rows of a run with its parts in order. Raises: NotFound: of a class out of reach, or none."""
    work.must(Permission.CERTIFICATE_ISSUE)
    run = work.db.scalars(select(PrintRun).where(PrintRun.code == code)).one_or_none()
    parts = _parts_of(work, [run])[run.id] if run else []
    if run is None or not _may_open(work, parts):
        raise NotFound("run")
    return run, parts


def facts_of_part(work: Work, *, code: str, position: int) -> list[CertificateFacts]:
    """The frozen facts of a part in class-list order; what was revoked meanwhile is left out.

    Raises: NotFound: a run out of reach, or none.
    """
    _, parts = opened(work, code)
    (part,) = (one for one in parts if one.position == position)
    ids = [UUID(one) for one in part.certificate_ids or ()]
    found = {
        row.id: row.snapshot
        for row in work.db.execute(
            select(Certificate.id, Certificate.snapshot).where(
                Certificate.id.in_(ids), Certificate.state == ISSUED, Certificate.erased_at.is_(None)
            )
        )
    }
    return [from_snapshot(found[wanted]) for wanted in ids if wanted in found]


def held_runs(work: Work, certificate_ids: Collection[str]) -> list[PrintRun]:
    """The runs on whose files one of these certificates may be drawn, now or in a moment; they are held for whoever
    takes the names off. Runs past their term are among them until their files are gone."""
    young = or_(PrintRun.keep_until > work.now, PrintRun.file_sha.is_not(None))
    issued = select(PrintPart.run_id, PrintPart.certificate_ids).join(PrintRun, PrintRun.id == PrintPart.run_id)
    issued = issued.where(or_(young, PrintPart.file_sha.is_not(None)))
    ids = {row.run_id for row in work.db.execute(issued) if set(row.certificate_ids or ()) & set(certificate_ids)}
    wanted = select(PrintRun).where(PrintRun.id.in_(ids)).order_by(PrintRun.id).with_for_update()
    return list(work.db.scalars(wanted.execution_options(populate_existing=True)))


def past_their_term(work: Work) -> list[str]:
    """Hashes of files whose runs are past their term, and that no younger run made again."""
    old = select(PrintRun.id).where(PrintRun.keep_until <= work.now)
    young = select(PrintRun.id).where(PrintRun.keep_until > work.now)
    kept, past = (_files_of(work, which) for which in (young, old))
    return sorted(past - kept)


def _files_of(work: Work, runs: Select[UUID]) -> set[str]:
    whole = work.db.scalars(select(PrintRun.file_sha).where(PrintRun.id.in_(runs)))
    parts = work.db.scalars(select(PrintPart.file_sha).where(PrintPart.run_id.in_(runs)))
    return {sha for sha in (*whole, *parts) if sha}


def _may_open(work: Work, parts: Iterable[PrintPart]) -> bool:
    """Whoever may print for all of its classes, and not for some of them."""
    classes = [(frozenset({one.class_id} if one.class_id else ()), one.school_id) for one in parts]
    return bool(classes) and all(
        work.may(Permission.CERTIFICATE_ISSUE, classes=own, school=school) for own, school in classes
    )


def _parts_of(work: Work, runs: Collection[PrintRun]) -> dict[UUID, list[PrintPart]]:
    found: dict[UUID, list[PrintPart]] = {one.id: [] for one in runs}
    wanted = select(PrintPart).where(PrintPart.run_id.in_(found)).order_by(PrintPart.run_id, PrintPart.position)
    for part in work.db.scalars(wanted.execution_options(populate_existing=True)):
        found[part.run_id].append(part)
    return found


def _runs(work: Work, rows: Sequence[PrintRun], parts: dict[UUID, list[PrintPart]]) -> list[RunNow]:
    jobs = jobs_now(work, [one.job_id for one in rows])
    every = [part for own in parts.values() for part in own]
    given = select(Assignment.id, Assignment.code).where(Assignment.id.in_({one.assignment_id for one in every}))
    visits = select(Booking.id, Booking.code).where(Booking.id.in_({one.booking_id for one in every}))
    codes = {row.id: row.code for wanted in (given, visits) for row in work.db.execute(wanted)}
    return [_run(work, row, parts[row.id], jobs[row.job_id], codes) for row in rows]


def _run(work: Work, row: PrintRun, parts: Sequence[PrintPart], job: JobNow, codes: Codes) -> RunNow:
    file_sha = row.file_sha if row.file_sha and work.files.path(row.file_sha).exists() else None
    return RunNow(
        code=row.code,
        assignment_code=codes.get(row.assignment_id),
        visit_code=codes.get(row.booking_id),
        title=row.title or (parts[0].label if parts else ""),
        shape=row.shape,
        file_name=row.file_name,
        file_sha=file_sha,
        held_up=row.held_up,
        job=job,
        parts=tuple(_part(one, codes) for one in parts),
        asked_at=row.asked_at,
        keep_until=row.keep_until,
    )


def _part(row: PrintPart, codes: Codes) -> Part:
    issued = row.certificate_ids is not None
    return Part(
        row.position,
        row.label,
        codes.get(row.assignment_id),
        codes.get(row.booking_id),
        issued,
        len(row.certificate_ids or ()) if issued else row.expected,
        row.drawn,
        row.seconds,
        row.file_sha,
    )
