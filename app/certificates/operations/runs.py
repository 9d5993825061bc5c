"""A run of paper is asked for: of one class at once, or of several, whose certificates the worker then issues."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.matrix import Permission
from app.assignments.queries import Given, assignment_for_staff
from app.base.ids import public_code
from app.base.jobs import start_job
from app.base.language import N_
from app.base.problems import RuleBroken
from app.base.work import Work
from app.certificates.models import PrintPart, PrintRun
from app.certificates.printing import KEPT, class_word, file_name, title_word
from app.certificates.queries.candidates import Candidates
from app.certificates.queries.runs import BUSY, opened, run_by_code
from app.certificates.queries.school import Period, period_of
from app.people.models import School, SchoolClass

PRINT = "certificates.print"
SHAPES = ("pdf", "zip")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A lesson whose certificates go into a run; `expected`, `title`: as the page that was read said."""

    code: str
    expected: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class How:
    """As one PDF or a zip with one for each class; `again`: what was printed before goes along too."""

    shape: str = "pdf"
    again: bool = False


PLAIN = How()


def start_run(work: Work, known: Candidates, ids: Sequence[UUID]) -> str:
    """The certificates of one lesson, issued already, as one PDF. The same ones asked for twice while the first is
    being made are one run, whoever asks."""
    same = work.seal.digest("run", "-".join(sorted(map(str, ids))))
    job_id, code = _start(work, key=f"print:{known.given.id}:{same[:16]}", total=len(ids), arguments={})
    if held := _of_job(work, job_id):
        return held
    words = class_word(known.class_name), title_word(known.module.title), str(len(ids))
    run = _run(work, code, job_id, school_id=known.given.school_id, name=file_name(work.today, *words))
    run.assignment_id = known.given.id
    work.db.flush()
    _part(work, run, known.given, 1, label=f"{known.class_name}: {known.module.title}", expected=len(ids), ids=ids)
    return code


def start_school_run(
    work: Work,
    *,
    period: str,
    lessons: Sequence[Chosen],
    site: str,
    how: How = PLAIN,
    language: str = "nl",
) -> str:
    """One file of several classes. Nothing is issued yet: the worker does that class by class. Returns the run's code.

    The same asked for twice while the first is being made is one run.

    Raises:
        NotFound: no such period, or a class out of reach.
        RuleBroken: no class is chosen.
    """
    work.must(Permission.CERTIFICATE_ISSUE)
    when = period_of(work, period)
    known = [(one, assignment_for_staff(work, one.code)) for one in lessons]
    if not known:
        raise RuleBroken("lessons", N_("No class is ticked. Tick at least one class."))
    for _, given in known:
        work.must(Permission.CERTIFICATE_ISSUE, classes={given.class_id}, school=given.school_id)
    shape = how.shape if how.shape in SHAPES else SHAPES[0]
    asked = "-".join([str(how.again), shape, *sorted(one.code for one, _ in known)])
    key = f"print:{work.school_id}:{work.seal.digest('run', asked)[:16]}"
    total = sum(one.expected for one, _ in known)
    arguments = {"site": site, "language": language}
    job_id, code = _start(work, key=key, total=total, arguments=arguments)
    if held := _of_job(work, job_id):
        return held
    run = _run(work, code, job_id, school_id=work.school_id, name=_school_file(work, when, shape))
    run.title, run.shape, run.again, run.edition_id = when.name, shape, how.again, when.edition_id
    work.db.flush()
    _parts(work, run, known)
    return code


def make_again(work: Work, *, run_code: str, site: str, language: str = "nl") -> str:
    """A run that broke off goes on with what is left; one whose file is gone is drawn again, with the same numbers.

    Pressed while it is being made it changes nothing. Returns the run's code.

    Raises:
        NotFound: out of reach, or none.
    """
    now = run_by_code(work, run_code)
    run, _ = opened(work, run_code)
    if now.job.state not in BUSY and now.file_sha is None:
        arguments = {"run": run.code, "site": site, "language": language}
        total = now.certificates
        run.job_id = start_job(work, kind=PRINT, arguments=arguments, key=f"again:{run.id}", total=total)
        run.keep_until, run.held_up = work.now + KEPT, ""
    return run.code


def _start(work: Work, *, key: str, total: int, arguments: dict[str, Any]) -> tuple[UUID, str]:
    code = public_code()
    arguments = {"run": code, **arguments}
    return start_job(work, kind=PRINT, arguments=arguments, key=key, total=total), code


def _of_job(work: Work, job_id: UUID) -> str | None:
    """The run that this job makes already. One that waits behind a lock finds it here, as it was committed."""
    return work.db.scalars(select(PrintRun.code).where(PrintRun.job_id == job_id)).one_or_none()


def _run(work: Work, code: str, job_id: UUID, *, school_id: UUID, name: str) -> PrintRun:
    assert work.actor.user_id is not None
    run = PrintRun(
        id=work.new_id(),
        school_id=school_id,
        code=code,
        title="",
        shape="pdf",
        again=False,
        job_id=job_id,
        file_name=name,
        held_up="",
        keep_until=work.now + KEPT,
        asked_by=work.actor.user_id,
        asked_at=work.now,
    )
    work.db.add(run)
    return run


def _parts(work: Work, run: PrintRun, known: Sequence[tuple[Chosen, Given]]) -> None:
    wanted = select(SchoolClass.id, SchoolClass.name).where(SchoolClass.id.in_({given.class_id for _, given in known}))
    names = {row.id: row.name for row in work.db.execute(wanted)}
    for position, (one, given) in enumerate(known, 1):
        label = f"{names[given.class_id]}: {one.title}" if one.title else names[given.class_id]
        _part(work, run, given, position, label=label, expected=one.expected)


def _part(
    work: Work,
    run: PrintRun,
    given: Given,
    position: int,
    *,
    label: str,
    expected: int,
    ids: Sequence[UUID] | None = None,
) -> None:
    work.db.add(
        PrintPart(
            id=work.new_id(),
            school_id=run.school_id,
            run_id=run.id,
            position=position,
            class_id=given.class_id,
            assignment_id=given.id,
            label=label[:200],
            expected=expected,
            certificate_ids=None if ids is None else [str(one) for one in ids],
        )
    )


def _school_file(work: Work, when: Period, shape: str) -> str:
    school = work.db.get_one(School, work.school_id)
    return file_name(work.today, title_word(school.name), title_word(when.name, words=4), shape=shape)
